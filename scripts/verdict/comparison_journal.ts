/** Lines in the journal of a comparison. @module */
import * as v from "../deps/valibot.ts";
import type { DuetRound } from "../result/duet.ts";
import { identityKey } from "../result/identity.ts";
import type { Benchmark, DuetJudgement } from "./benchmark.ts";

/** Finished work on the benchmark with that identity key. */
export type ComparisonRecord =
  /** One more round, or one of its confirmation, and the time spent so far. */
  | {
    readonly kind: "round" | "confirmation";
    readonly benchmark: string;
    readonly round: DuetRound;
    readonly spentMs: number;
  }
  /** A look ended its measuring. */
  | { readonly kind: "judgement"; readonly benchmark: string; readonly judgement: DuetJudgement }
  /** A version could not run it. */
  | {
    readonly kind: "failure";
    readonly benchmark: string;
    readonly failure: NonNullable<Benchmark["failure"]>;
  };

const benchmark = v.string();
const side = v.picklist(["baseline", "current"]);
const finite = v.pipe(v.number(), v.finite());
const amount = v.pipe(finite, v.minValue(0));
const maybeAmount = v.nullable(amount);
const amounts = v.object({ baseline: amount, current: amount });

const round = v.object({
  logRatio: finite,
  durationMs: amounts,
  floorMs: v.nullable(amounts),
  marks: v.boolean(),
  heapBytes: v.object({ baseline: maybeAmount, current: maybeAmount }),
  calls: amount,
  first: side,
  core: maybeAmount,
});

/** Few rounds may give no bounds. */
const interval = v.object({ lower: v.number(), upper: v.number() });

/** The schema of {@linkcode ComparisonRecord}. */
export const comparisonRecordSchema: v.GenericSchema<unknown, ComparisonRecord> = v.variant(
  "kind",
  [
    v.object({ kind: v.literal("round"), benchmark, round, spentMs: amount }),
    v.object({ kind: v.literal("confirmation"), benchmark, round, spentMs: amount }),
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
        change: finite,
        interval: v.nullable(interval),
        atLeast: v.nullable(finite),
        roundsNeeded: maybeAmount,
        modes: v.nullable(interval),
        setAside: v.array(finite),
      }),
    }),
    v.object({
      kind: v.literal("failure"),
      benchmark,
      failure: v.object({
        side: v.picklist(["baseline", "current", "both"]),
        message: v.string(),
      }),
    }),
  ],
);

/**
 * Adds finished work to its benchmarks.
 *
 * @param pins Whether benchmarks are pinned to cores. One whose rounds were not pinned uses several
 * cores.
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
