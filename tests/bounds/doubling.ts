/** Whether something takes four times as long for four times as much. @module */
import { AssertionError } from "@std/assert";
import process from "node:process";

/** Two doublings. */
const STEP = 4;
/** The most times as long that this may take; something quadratic takes sixteen times as long. */
const MOST = 7;
/** Long enough for the clock, and for the other work of the machine. */
const LONG_MS = 2;
/** If this size takes less, nothing more is tried: something quadratic would take minutes. */
const LARGEST = 1 << 15;
/** If a size takes less, sixteen times the size is quick, too, even if the time is quadratic. */
const LITTLE_MS = 0.1;
/** The most times as large that the next size is. */
const LEAP = STEP ** 2;
/** Below this size, something else takes most of the time. */
const SMALLEST = 1 << 8;
/** A busy machine may spoil some attempts, and compiling or collecting garbage some sizes. */
const ATTEMPTS = 8;
/** How often the later attempts run each size. The first attempt is mostly enough, and runs it once. */
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
 * Asserts that `run` takes time in proportion to the size of what it gets, or little time for a lot.
 * The time for the smallest size is not counted. Other processes disturb the wall clock, and other
 * tests in this process disturb its processor time, so only a rise in both counts.
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
  let leap = shorter(base) < LITTLE_MS ? LEAP : STEP;
  let small: T;
  let one: Times;
  for (;;) {
    if (size >= largest) return;
    size = Math.min(largest, size * leap);
    small = make(size);
    one = beyond(base, await shortestOf(small, 1));
    // If this run was disturbed, even a quadratic one would seem to take little longer.
    if (shorter(one) >= LONG_MS) one = shortest(one, beyond(base, await shortestOf(small, 1)));
    if (shorter(one) >= LONG_MS) break;
    leap = leapFrom(shorter(one));
  }
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

/** Returns how many times the size takes long enough if it is linear. Sizes stay powers of two. */
function leapFrom(tookMs: number): number {
  return Math.min(LEAP, 2 ** Math.ceil(Math.log2(LONG_MS / tookMs)));
}

function shorter({ wallMs, cpuMs }: Times): number {
  return Math.min(wallMs, cpuMs);
}

/** Returns the times beyond the base. They are above 0, since something is divided by them. */
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
