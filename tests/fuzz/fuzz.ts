/** Tries targets in turn until the time is over. @module */
import { fc } from "../../scripts/deps/fast_check.ts";
import type { Target } from "./target.ts";

/** Inputs of a target that are tried before the next target's turn. */
const BATCH = 10;

/** A promise that was broken. */
export interface Found {
  readonly target: string;
  /** What `--seed` and `--path` take to see it again, with `--target`. */
  readonly seed: number;
  readonly path: string;
  /** The smallest input that was found to do it. */
  readonly input: string;
  readonly error: string;
}

/** How often each target was tried, and what was found: at most one a target. */
export interface Fuzzed {
  readonly tried: ReadonlyMap<string, number>;
  readonly found: readonly Found[];
}

/**
 * Tries each target at least once, and all in turn until the time is over.
 *
 * @param seed The same inputs come in the same order for the same seed.
 */
export async function fuzz(
  targets: readonly Target[],
  seed: number,
  seconds: number,
): Promise<Fuzzed> {
  const end = performance.now() + seconds * 1000;
  const tried = new Map(targets.map(({ name }) => [name, 0]));
  const found: Found[] = [];
  let open = [...targets];
  for (let round = 0; open.length > 0 && (round === 0 || performance.now() < end); round++) {
    for (const target of open) {
      if (round > 0 && performance.now() >= end) break;
      const { runs, failure } = await tryOnce(target, seed + round, end - performance.now());
      tried.set(target.name, tried.get(target.name)! + runs);
      if (failure !== null) found.push(failure);
    }
    open = open.filter(({ name }) => found.every(({ target }) => target !== name));
  }
  return { tried, found };
}

async function tryOnce(
  { name, property }: Target,
  seed: number,
  leftMs: number,
): Promise<{ runs: number; failure: Found | null }> {
  const details = await fc.check(property, {
    seed,
    numRuns: BATCH,
    interruptAfterTimeLimit: Math.max(leftMs, 1000),
    markInterruptAsFailure: false,
  });
  return { runs: details.numRuns, failure: details.failed ? describe(name, details) : null };
}

/** Tries the one input of a target that seed and path lead to. */
export async function tryAgain(
  { name, property }: Target,
  seed: number,
  path: string,
): Promise<Found | null> {
  const details = await fc.check(property, { seed, path });
  return details.failed ? describe(name, details) : null;
}

function describe(
  target: string,
  { seed, counterexamplePath, counterexample, errorInstance }: fc.RunDetails<[unknown]>,
): Found {
  const error = errorInstance instanceof Error
    ? errorInstance.stack ?? errorInstance.message
    : String(errorInstance);
  return {
    target,
    seed,
    // The input from which the smallest one was found, as it will be again.
    path: counterexamplePath?.split(":")[0] ?? "",
    input: fc.stringify(counterexample?.[0]),
    error,
  };
}
