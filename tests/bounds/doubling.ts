/** Whether something takes four times as long for four times as much. @module */
import { AssertionError } from "@std/assert";
import process from "node:process";

/** Two doublings. */
const STEP = 4;
/** What so many times as much may take; sixteen times as long is what a quadratic one takes. */
const MOST = 7;
/** Long enough for the clock and for what the machine does besides. */
const LONG_MS = 2;
/** What takes less for so much is not worth a look: a quadratic one would take minutes. */
const LARGEST = 1 << 15;
/** What takes so little is not long either with sixteen times as much, even if it is quadratic. */
const LITTLE_MS = 0.1;
/** Below it, something else takes most of the time. */
const SMALLEST = 1 << 8;
/** A busy machine may spoil some, and compiling and collecting garbage those of some sizes. */
const ATTEMPTS = 6;
/** The first attempt is enough for most, so that only the others take the shortest of some. */
const RUNS = 2;

/** What a process has used so far. */
export interface Times {
  readonly wallMs: number;
  readonly cpuMs: number;
}

function timesOfProcess(): Times {
  const { user, system } = process.cpuUsage();
  return { wallMs: performance.now(), cpuMs: (user + system) / 1000 };
}

interface Options {
  /** The smallest size that is tried. */
  readonly smallest?: number;
  /** The largest size for which being done at once is enough. */
  readonly largest?: number;
  /** Returns the time; the clocks of this process by default. */
  readonly now?: () => Times;
}

/**
 * Asserts that `run` takes time in proportion to the size of what it gets, or that it is done at once
 * with a lot. What it takes for the smallest is not counted. Other processes make the wall clock
 * unreliable and other tests in this process its processor time; what is more than linear is so in
 * both.
 *
 * @param make Makes what `run` gets, of a size of about `size`.
 */
export async function assertLinear<T>(
  what: string,
  make: (size: number) => T,
  run: (subject: T) => unknown,
  { smallest = SMALLEST, largest = LARGEST, now = timesOfProcess }: Options = {},
): Promise<void> {
  const shortestOf = async (subject: T, runs: number): Promise<Times> => {
    let [wallMs, cpuMs] = [Infinity, Infinity];
    for (let count = 0; count < runs; count++) {
      const before = now();
      await run(subject);
      const after = now();
      wallMs = Math.min(wallMs, after.wallMs - before.wallMs);
      cpuMs = Math.min(cpuMs, after.cpuMs - before.cpuMs);
    }
    return { wallMs, cpuMs };
  };
  const base = await shortestOf(make(smallest), 2);
  let size = smallest;
  let tookMs = shorter(base);
  let small: T;
  let one: Times;
  do {
    if (size >= largest) return;
    size = Math.min(largest, size * (tookMs < LITTLE_MS ? STEP ** 2 : STEP));
    small = make(size);
    one = beyond(base, await shortestOf(small, 1));
    // One run that was disturbed would make any number of times as much look like little more.
    if (shorter(one) >= LONG_MS) one = shortest(one, beyond(base, await shortestOf(small, 1)));
    tookMs = shorter(one);
  } while (tookMs < LONG_MS);
  let large = make(STEP * size);
  const ratios: string[] = [];
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const runs = attempt === 1 ? 1 : RUNS;
    if (attempt > 1) one = beyond(base, await shortestOf(small, runs));
    const two = beyond(base, await shortestOf(large, runs));
    const ratio = Math.min(two.wallMs / one.wallMs, two.cpuMs / one.cpuMs);
    if (ratio <= MOST) return;
    ratios.push(`${ratio.toFixed(2)} from ${size}`);
    if (attempt % 2 === 1) continue;
    size *= 2;
    [small, large] = [make(size), make(STEP * size)];
  }
  throw new AssertionError(
    `${what}: ${STEP} times as much takes too many times as long: ${ratios.join(", ")}`,
  );
}

function shorter({ wallMs, cpuMs }: Times): number {
  return Math.min(wallMs, cpuMs);
}

/** What is more than the base; a little where nothing is, since it is divided by. */
function beyond(base: Times, { wallMs, cpuMs }: Times): Times {
  return {
    wallMs: Math.max(1e-3, wallMs - base.wallMs),
    cpuMs: Math.max(1e-3, cpuMs - base.cpuMs),
  };
}

function shortest(one: Times, other: Times): Times {
  return {
    wallMs: Math.min(one.wallMs, other.wallMs),
    cpuMs: Math.min(one.cpuMs, other.cpuMs),
  };
}
