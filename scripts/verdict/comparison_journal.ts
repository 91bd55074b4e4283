/** What a comparison has finished of a benchmark, as its journal keeps it. @module */
import * as v from "../deps/valibot.ts";
import type { DuetRound } from "../result/duet.ts";
import { identityKey } from "../result/identity.ts";
import { anyNumber } from "../result/journal.ts";
import type { Benchmark } from "./benchmark.ts";
import type { DuetJudgement } from "./judge_duet.ts";

/** Something finished of the benchmark with that identity key. */
export type ComparisonRecord =
  /** One more round, or one of its confirmation, and what they have taken up to then. */
  | {
    readonly kind: "round" | "confirmation";
    readonly benchmark: string;
    readonly round: DuetRound;
    readonly spentMs: number;
  }
  /** A look has ended its measuring. */
  | { readonly kind: "judgement"; readonly benchmark: string; readonly judgement: DuetJudgement }
  /** A version could not run it. */
  | {
    readonly kind: "failure";
    readonly benchmark: string;
    readonly failure: NonNullable<Benchmark["failure"]>;
  };

const benchmark = v.string();
const side = v.picklist(["baseline", "current"]);
const maybeNumber = v.nullable(anyNumber);
const numbers = v.object({ baseline: anyNumber, current: anyNumber });

const round = v.object({
  logRatio: anyNumber,
  durationMs: numbers,
  floorMs: v.nullable(numbers),
  marks: v.boolean(),
  heapBytes: v.object({ baseline: maybeNumber, current: maybeNumber }),
  calls: anyNumber,
  first: side,
  core: maybeNumber,
});

const interval = v.object({ lower: anyNumber, upper: anyNumber });

/** The schema of {@linkcode ComparisonRecord}. */
export const comparisonRecordSchema: v.GenericSchema<unknown, ComparisonRecord> = v.variant(
  "kind",
  [
    v.object({ kind: v.literal("round"), benchmark, round, spentMs: anyNumber }),
    v.object({ kind: v.literal("confirmation"), benchmark, round, spentMs: anyNumber }),
    v.object({
      kind: v.literal("judgement"),
      benchmark,
      judgement: v.object({
        verdict: v.picklist([
          "regression",
          "improvement",
          "unchanged",
          "not_slower",
          "inconclusive",
        ]),
        severity: v.nullable(v.picklist(["minor", "moderate", "severe"])),
        change: anyNumber,
        interval: v.nullable(interval),
        atLeast: maybeNumber,
        roundsNeeded: maybeNumber,
        modes: v.nullable(interval),
        setAside: v.array(anyNumber),
      }),
    }),
    v.object({
      kind: v.literal("failure"),
      benchmark,
      failure: v.object({ side, message: v.string() }),
    }),
  ],
);

/**
 * Puts what is finished on the benchmarks that it is of.
 *
 * @param pins Whether benchmarks are kept on cores: one whose rounds were not needs several.
 */
export function restoreBenchmarks(
  benchmarks: readonly Benchmark[],
  records: readonly ComparisonRecord[],
  pins: boolean,
): void {
  const byKey = new Map(benchmarks.map((one) => [identityKey(one.identity), one]));
  for (const record of records) {
    const one = byKey.get(record.benchmark);
    if (one === undefined) continue;
    switch (record.kind) {
      case "round":
        one.rounds.push(record.round);
        one.spentMs = record.spentMs;
        if (pins && record.round.core === null) one.pinned = false;
        break;
      case "confirmation":
        one.confirmation.push(record.round);
        break;
      case "judgement":
        one.judgement = record.judgement;
        one.open = false;
        break;
      case "failure":
        one.failure = record.failure;
        one.open = false;
    }
  }
}
