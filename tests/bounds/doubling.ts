/** Whether something takes twice as long for twice as much, told by doubling. @module */
import { assert } from "@std/assert";

/** What twice as much may take; four times as much is what a quadratic one takes. */
const MOST = 2.5;
/** Long enough for the clock and for what the machine does besides. */
const LONG_MS = 8;
/** What takes less for so much is not worth a look: a quadratic one would take minutes. */
const LARGEST = 1 << 18;
const RUNS = 3;
/** A busy machine may spoil some. */
const ATTEMPTS = 6;

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
  let best = Infinity;
  for (let attempt = 0; attempt < ATTEMPTS && best > MOST; attempt++) {
    best = Math.min(best, await shortestOf(run, large) / await shortestOf(run, small));
  }
  assert(best <= MOST, `${what}: twice ${size} takes ${best.toFixed(2)} times as long`);
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
