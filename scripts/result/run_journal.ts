/** Lines in the journal of a run. @module */
import * as v from "../deps/valibot.ts";
import type { SampleSummary } from "./normalize.ts";
import type { FailureRecord, RoundResult } from "./schema.ts";

/** Finished work on the benchmark with that identity key, or a fact about the machine. */
export type RunRecord =
  /** Model name of the processor, known only to a process that measured. */
  | { readonly kind: "processor"; readonly model: string }
  /** One more round. */
  | { readonly kind: "round"; readonly benchmark: string; readonly round: RoundResult }
  /** It failed and gets no further rounds. */
  | { readonly kind: "failure"; readonly benchmark: string; readonly failure: FailureRecord }
  /** Its samples, or one line on why there are none. */
  | {
    readonly kind: "samples";
    readonly benchmark: string;
    readonly samples: SampleSummary | string;
  };

const benchmark = v.string();
const amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const maybeAmount = v.nullable(amount);
const maybeCount = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)));

/**
 * The schema of {@linkcode RunRecord}. A round of 0 ms is kept, too, and becomes a failure in the
 * document.
 */
export const runRecordSchema: v.GenericSchema<unknown, RunRecord> = v.variant("kind", [
  v.object({ kind: v.literal("processor"), model: v.string() }),
  v.object({
    kind: v.literal("round"),
    benchmark,
    round: v.object({
      duration_ms: amount,
      min_ms: maybeAmount,
      max_ms: maybeAmount,
      p75_ms: maybeAmount,
      p99_ms: maybeAmount,
      iterations: maybeCount,
      batched: v.nullable(v.boolean()),
    }),
  }),
  v.object({
    kind: v.literal("failure"),
    benchmark,
    failure: v.object({ round: maybeCount, message: v.string() }),
  }),
  v.object({
    kind: v.literal("samples"),
    benchmark,
    samples: v.union([
      v.string(),
      v.object({
        medianMs: amount,
        standardDeviationMs: amount,
        allocatedBytes: maybeAmount,
      }),
    ]),
  }),
]);
