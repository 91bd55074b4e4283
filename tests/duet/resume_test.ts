// A comparison that ended after any of its records continues as if it had not. The sides are fake, and
// each benchmark has separate noise, so that the verdicts are known exactly.
import { assert, assertEquals } from "@std/assert";
import { confirmFlagged } from "../../scripts/duet/confirm.ts";
import type { OpenDuet } from "../../scripts/duet/duet.ts";
import { measureAndDecide } from "../../scripts/duet/measure.ts";
import { withDefaults } from "../../scripts/duet/options.ts";
import type { RoundOptions } from "../../scripts/duet/rounds.ts";
import type { Schedule } from "../../scripts/duet/schedule.ts";
import { keepRounds } from "../../scripts/duet/session.ts";
import type { Benchmark } from "../../scripts/verdict/benchmark.ts";
import {
  type ComparisonRecord,
  restoreBenchmarks,
} from "../../scripts/verdict/comparison_journal.ts";
import { memoryJournal } from "../helpers/memory_journal.ts";
import { pretend, PRETENDED } from "../helpers/pretend_duet.ts";
import { versioned } from "../helpers/versioned.ts";

const FACTORS = [1, 1.3, 1.02, 2, 1];

/** The noise of a round of a benchmark, which is the same in each run. */
const noise = (ordinal: number, round: number) =>
  1 + 0.02 * Math.sin(12.9898 * (ordinal + 1) + 78.233 * round);

/** Measures everything, or what is missing. */
async function measure(kept: readonly ComparisonRecord[], timeoutMinutes = 15) {
  const { journal, records } = memoryJournal<ComparisonRecord>();
  const options = withDefaults({ baseline: { ref: "main" }, timeoutMinutes, journal });
  const benchmarks: Benchmark[] = FACTORS.map((_, ordinal) => {
    const place = { file: `${ordinal >> 1}_bench.ts`, ordinal, n: null, warmup: null };
    return versioned(String(ordinal), { places: { baseline: place, current: place } });
  });
  restoreBenchmarks(benchmarks, kept, false);
  const openDuet: OpenDuet = () => {
    const duet = pretend(() => 1);
    return Promise.resolve({
      ...duet,
      slice(side, place, calls, marks) {
        const { ordinal } = place;
        const { rounds, confirmation } = benchmarks[ordinal]!;
        const factor = FACTORS[ordinal]! * noise(ordinal, rounds.length + 50 * confirmation.length);
        const elapsedMs = calls * (side === "current" ? factor : 1) / 2;
        void marks;
        return Promise.resolve({
          elapsedMs,
          processorMs: elapsedMs,
          wallMs: elapsedMs,
          taken: 0,
        });
      },
    });
  };
  const rounds: RoundOptions = {
    ...PRETENDED,
    openDuet,
    onFinished: keepRounds("round", options),
  };
  const schedule: Schedule = {
    signal: rounds.signal,
    reason: null,
    isLate: false,
    leftMs: () => timeoutMinutes * 60_000,
    stop: () => {},
  };
  await measureAndDecide(benchmarks, rounds, options, schedule);
  await confirmFlagged(benchmarks, rounds, options);
  return { benchmarks, records };
}

const outcomes = (benchmarks: readonly Benchmark[]) =>
  benchmarks.map(({ rounds, confirmation, judgement }) => ({ rounds, confirmation, judgement }));

/** A record without the values that depend on the clock. */
const timeless = (records: readonly ComparisonRecord[]) =>
  records.map((record) => "spentMs" in record ? { ...record, spentMs: 0 } : record);

Deno.test("a comparison that ended after any record measures the rest and reaches the same verdicts", async () => {
  const whole = await measure([]);
  const verdicts = whole.benchmarks.map(({ judgement }) => judgement?.verdict);
  assertEquals(verdicts, ["unchanged", "regression", "unchanged", "regression", "unchanged"]);
  assert(whole.records.some(({ kind }) => kind === "confirmation"));
  for (let ends = 0; ends <= whole.records.length; ends++) {
    const kept = whole.records.slice(0, ends);
    const rest = await measure(kept);
    assertEquals(outcomes(rest.benchmarks), outcomes(whole.benchmarks), `ended after ${ends}`);
    assertEquals(
      timeless([...kept, ...rest.records]).map((record) => JSON.stringify(record)).sort(),
      timeless(whole.records).map((record) => JSON.stringify(record)).sort(),
      `ended after ${ends}`,
    );
  }
});

Deno.test("a resumed comparison continues benchmarks that were judged because the time was over", async () => {
  const late = await measure([], 0);
  assertEquals(late.records.filter(({ kind }) => kind === "judgement"), []);
  const resumed = await measure(late.records);
  assertEquals(
    resumed.benchmarks.map(({ judgement }) => judgement?.verdict),
    ["unchanged", "regression", "unchanged", "regression", "unchanged"],
  );
});
