/** Whether something takes twice as long for twice as much, told by doubling. @module */
import { AssertionError } from "@std/assert";
import process from "node:process";

/** What twice as much may take; four times as much is what a quadratic one takes. */
const MOST = 2.5;
/** Long enough for the clock and for what the machine does besides. */
const LONG_MS = 8;
/** What takes less for so much is not worth a look: a quadratic one would take minutes. */
const LARGEST = 1 << 16;
/** Below it, something else takes most of the time. */
const SMALLEST = 1 << 8;
const RUNS = 3;
/** A busy machine may spoil some, and compiling and collecting garbage those of some sizes. */
const ATTEMPTS = 8;

/**
 * Asserts that `run` takes time in proportion to the size of what it gets, or that it is done at once
 * with a lot. Other processes make the wall clock unreliable and other tests in this process its
 * processor time; what is more than linear is so in both.
 *
 * @param make Makes what `run` gets, of a size of about `size`.
 * @param sizes The smallest that is tried, and the largest for which being done at once is enough.
 */
export async function assertLinear<T>(
  what: string,
  make: (size: number) => T,
  run: (subject: T) => unknown,
  { smallest, largest } = { smallest: SMALLEST, largest: LARGEST },
): Promise<void> {
  let size = smallest;
  let [small, large] = [make(size), make(2 * size)];
  await run(small);
  while ((await timesOf(run, small)).cpuMs < LONG_MS) {
    if (size >= largest) return;
    size *= 2;
    [small, large] = [large, make(2 * size)];
  }
  const ratios: string[] = [];
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const [one, two] = [await shortestOf(run, small), await shortestOf(run, large)];
    const ratio = Math.min(two.wallMs / one.wallMs, two.cpuMs / one.cpuMs);
    if (ratio <= MOST) return;
    ratios.push(`${ratio.toFixed(2)} from ${size}`);
    if (attempt % 2 === 1) continue;
    size *= 2;
    [small, large] = [large, make(2 * size)];
  }
  throw new AssertionError(
    `${what}: twice as much takes too many times as long: ${ratios.join(", ")}`,
  );
}

interface Times {
  readonly wallMs: number;
  readonly cpuMs: number;
}

async function shortestOf<T>(run: (subject: T) => unknown, subject: T): Promise<Times> {
  let [wallMs, cpuMs] = [Infinity, Infinity];
  for (let count = 0; count < RUNS; count++) {
    const times = await timesOf(run, subject);
    wallMs = Math.min(wallMs, times.wallMs);
    cpuMs = Math.min(cpuMs, times.cpuMs);
  }
  return { wallMs, cpuMs };
}

async function timesOf<T>(run: (subject: T) => unknown, subject: T): Promise<Times> {
  const began = performance.now();
  const before = process.cpuUsage();
  await run(subject);
  const { user, system } = process.cpuUsage(before);
  return { wallMs: performance.now() - began, cpuMs: (user + system) / 1000 };
}
