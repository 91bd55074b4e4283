/** Whether something takes twice as long for twice as much, told by doubling. @module */
import { AssertionError } from "@std/assert";

/** What twice as much may take; four times as much is what a quadratic one takes. */
const MOST = 2.5;
/** Long enough for the clock and for what the machine does besides. */
const LONG_MS = 8;
/** What takes less for so much is not worth a look: a quadratic one would take minutes. */
const LARGEST = 1 << 18;
const RUNS = 3;
/** A busy machine may spoil some, and compiling and collecting garbage those of some sizes. */
const ATTEMPTS = 5;

/**
 * Asserts that `run` takes time in proportion to the size of what it gets, or that it is done at once
 * with a lot.
 *
 * @param make Makes what `run` gets, of a size of about `size`.
 */
export async function assertLinear<T>(
  what: string,
  make: (size: number) => T,
  run: (subject: T) => unknown,
): Promise<void> {
  let size = 1 << 8;
  let [small, large] = [make(size), make(2 * size)];
  await run(small);
  while (await timeOf(run, small) < LONG_MS) {
    if (size >= LARGEST) return;
    size *= 2;
    [small, large] = [large, make(2 * size)];
  }
  const ratios: string[] = [];
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const ratio = await shortestOf(run, large) / await shortestOf(run, small);
    if (ratio <= MOST) return;
    ratios.push(`${ratio.toFixed(2)} from ${size}`);
    size *= 2;
    [small, large] = [large, make(2 * size)];
  }
  throw new AssertionError(
    `${what}: twice as much takes too many times as long: ${ratios.join(", ")}`,
  );
}

async function shortestOf<T>(run: (subject: T) => unknown, subject: T): Promise<number> {
  let shortest = Infinity;
  for (let count = 0; count < RUNS; count++) {
    shortest = Math.min(shortest, await timeOf(run, subject));
  }
  return shortest;
}

async function timeOf<T>(run: (subject: T) => unknown, subject: T): Promise<number> {
  const began = performance.now();
  await run(subject);
  return performance.now() - began;
}
