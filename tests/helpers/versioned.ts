/** Simulated benchmarks of two versions. @module */
import type { Benchmark } from "../../scripts/verdict/benchmark.ts";
import { judgeDuet } from "../../scripts/verdict/judge_duet.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { toDuetRounds } from "./simulated_duet.ts";

const PLACE = { file: "a_bench.ts", ordinal: 0, n: null, warmup: null };

/** Returns a benchmark of both versions, not measured yet. */
export function versioned(name: string, more: Partial<Benchmark> = {}): Benchmark {
  return {
    identity: { file: "a_bench.ts", group: null, name },
    line: 3,
    thresholds: DEFAULT_THRESHOLDS,
    places: { baseline: PLACE, current: PLACE },
    open: true,
    failure: null,
    pinned: true,
    rounds: [],
    confirmation: [],
    explanation: null,
    spentMs: 0,
    judgement: null,
    doubts: [],
    ...more,
  };
}

/** Returns rounds that show these changes. */
export function roundsOf(changes: readonly number[]) {
  return toDuetRounds(changes.map(Math.log1p));
}

/** Returns a benchmark that was judged alone by rounds of half a second that show these changes. */
export function judged(
  name: string,
  changes: readonly number[],
  more: Partial<Benchmark> = {},
): Benchmark {
  const rounds = roundsOf(changes);
  const [judgement = null] = rounds.length === 0
    ? []
    : judgeDuet([{ rounds, thresholds: more.thresholds ?? DEFAULT_THRESHOLDS }]);
  const spentMs = 500 * rounds.length;
  return versioned(name, { rounds, judgement, open: false, spentMs, ...more });
}
