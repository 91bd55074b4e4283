/** Measures two versions in turn and judges them: the whole engine. @module */
import { collectEnvironment, readCpu } from "../measure/environment.ts";
import { readLoad } from "../measure/load.ts";
import { readSubject } from "../measure/subject.ts";
import { digest } from "../result/digest.ts";
import type { Doubt } from "../result/doubt.ts";
import { endedEarly, resumed, tooLong } from "../result/doubts/measuring.ts";
import { Failure } from "../result/failure.ts";
import { type Benchmark, canRun } from "../verdict/benchmark.ts";
import { compareBenchmarks, toEntry } from "../verdict/compare_versions.ts";
import { restoreBenchmarks } from "../verdict/comparison_journal.ts";
import type { Comparison, Verdict } from "../verdict/comparison.ts";
import { unexplained } from "../verdict/explain/explain.ts";
import { doubtBusyMachine } from "./busy_machine.ts";
import { confirmFlagged } from "./confirm.ts";
import { explainChange } from "./explain.ts";
import {
  type CompareVersionsOptions,
  type Explained,
  type FullOptions,
  withDefaults,
} from "./options.ts";
import { measureAndDecide } from "./measure.ts";
import { type Schedule, startSchedule } from "./schedule.ts";
import { openSession, type Session } from "./session.ts";

/** A comparison, and the benchmarks that it was made from. */
export interface ComparedVersions {
  /** The comparison, as every report shows it. */
  readonly comparison: Comparison;
  /** Every benchmark of either version, with all its rounds. */
  readonly benchmarks: readonly Benchmark[];
}

/**
 * Measures two versions of a project's benchmarks in turn and says which slowdowns are real.
 *
 * The baseline is checked out beside the working tree, which is not touched. When `signal` is
 * aborted, what was measured by then is judged.
 *
 * @throws {Failure} If a version cannot be prepared, or no benchmark is found on either side.
 * @throws The reason of `signal`, if that is aborted before anything is measured.
 * @example Two refs of the project in the working directory
 * ```ts ignore
 * import { compareVersions } from "@benchline/benchline";
 *
 * const { benchmarks } = await compareVersions({ baseline: { ref: "v1.0.0" }, files: ["bench.ts"] });
 * for (const { identity, judgement } of benchmarks) console.log(identity.name, judgement?.change);
 * ```
 *
 * @example The same files with other flags for V8
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { compareVersions } from "@benchline/benchline";
 *
 * const root = await Deno.makeTempDir();
 * const text = 'Deno.bench({ name: "root", n: 1, fn() { Math.sqrt(2); } });';
 * await Deno.writeTextFile(`${root}/root_bench.ts`, text);
 * const { comparison } = await compareVersions({
 *   root,
 *   baseline: { ref: null, v8Flags: ["--no-opt"] },
 *   budgetSeconds: 0.1,
 * });
 * assertEquals(comparison.entries.map(({ name }) => name), ["root"]);
 * await Deno.remove(root, { recursive: true });
 * ```
 */
export async function compareVersions(options: CompareVersionsOptions): Promise<ComparedVersions> {
  const full = withDefaults(options);
  const timestamp = new Date().toISOString();
  // The system clock may be set back in between.
  const began = performance.now();
  // Later the load would be benchline's own.
  const load = readLoad();
  const schedule = startSchedule(full);
  try {
    const session = await openSession(full, schedule.signal);
    try {
      const doubts = await run(session, full, schedule, load);
      const comparison = await toComparison(session, full, { timestamp, began }, doubts);
      return { comparison, benchmarks: session.benchmarks };
    } finally {
      await session.close();
    }
  } catch (error) {
    if (error !== schedule.signal.reason || !schedule.isLate) throw error;
    throw new Failure(`Nothing was compared: ${schedule.reason}; raise --timeout`);
  } finally {
    schedule.stop();
  }
}

/** Measures, judges and confirms. If this ends early, the rounds so far are judged. */
async function run(
  session: Session,
  options: FullOptions,
  schedule: Schedule,
  load: number | null,
): Promise<Doubt[]> {
  const { benchmarks, rounds } = session;
  const open = benchmarks.filter(canRun);
  const needed = open.length * options.budgetSeconds / 60;
  const doubts = needed > options.timeoutMinutes
    ? [tooLong(open.length, needed, options.timeoutMinutes)]
    : [];
  for (const doubt of doubts) options.onEvent({ kind: "doubt", doubt });
  try {
    for (const doubt of await resume(session, options)) doubts.push(doubt);
    await measureAndDecide(benchmarks, rounds, options, schedule);
    await confirmFlagged(benchmarks, rounds, options);
  } catch (error) {
    if (error !== schedule.signal.reason) throw error;
  }
  const { reason } = schedule;
  const { hardwareConcurrency } = navigator;
  for (const doubt of doubtBusyMachine(benchmarks, load, hardwareConcurrency)) {
    doubts.push(doubt);
  }
  await explainChanges(session, options, schedule);
  return reason === null ? doubts : [...doubts, endedEarly(reason)];
}

const EXPLAINED_VERDICTS: Readonly<Record<Exclude<Explained, "all">, readonly Verdict[]>> = {
  none: [],
  slower: ["regression"],
  changed: ["regression", "improvement"],
};

/** Says why benchmarks changed. If no time is left for a benchmark, it keeps its verdict. */
async function explainChanges(
  { benchmarks, sides, rounds: { benchTimeoutMs, signal } }: Session,
  { explained, pairing, onEvent }: FullOptions,
  schedule: Schedule,
): Promise<void> {
  for (const benchmark of benchmarks) {
    const { verdict, baseline, current } = toEntry(benchmark);
    // The benchmarks of a group differ by design, so their difference is not a change.
    const changed = pairing === "versions" && EXPLAINED_VERDICTS.changed.includes(verdict);
    const isAsked = explained === "all" ||
      (changed && EXPLAINED_VERDICTS[explained].includes(verdict));
    if (!isAsked) continue;
    if (baseline === null || current === null || benchmark.failure !== null) continue;
    const { reason } = schedule;
    if (reason !== null) {
      benchmark.explanation = unexplained(`it was not profiled: ${reason}`);
      continue;
    }
    onEvent({ kind: "explain", benchmark });
    benchmark.explanation = await explainChange(benchmark, { baseline, current }, {
      sides,
      benchTimeoutMs,
      signal,
      changed,
      onProfiles: (profiles) => onEvent({ kind: "profiles", benchmark, profiles }),
    });
  }
}

/** Restores what an earlier comparison of the same subject has finished. */
async function resume(
  { benchmarks, cores, sides, placement, versions }: Session,
  { journal, root, filter, shard, flags, benchFrom, affected, setup, pairing, baseline }:
    FullOptions,
): Promise<Doubt[]> {
  if (journal === null) return [];
  const subject = await readSubject({
    root,
    outputs: journal.outputs,
    benchmarks: benchmarks.map(({ identity }) => identity),
    filter,
    shard,
    flags,
    denoVersion: versions?.deno ?? null,
  });
  const thresholds = benchmarks.map((one) => JSON.stringify(one.thresholds)).join("\n");
  const records = await journal.begin({
    ...subject,
    baseline: pairing === "groups" ? "the groups" : sides.baseline.commit ?? "the working tree",
    "current commit": sides.current.commit ?? "",
    "other Deno": baseline.deno ?? "",
    "other flags": baseline.v8Flags?.join(" ") ?? "",
    "bench-from": benchFrom,
    affected: affected === null ? "" : JSON.stringify(affected.data),
    placement: placement.name,
    setup: setup ?? "",
    thresholds: await digest(thresholds),
  });
  restoreBenchmarks(benchmarks, records, cores !== null);
  return records.length > 0 ? [resumed()] : [];
}

async function toComparison(
  { sides, placement, cores, benchmarks, affected, versions, doubts }: Session,
  { root, flags, shard, pairing, current, suiteThreshold }: FullOptions,
  { timestamp, began }: { readonly timestamp: string; readonly began: number },
  more: readonly Doubt[],
): Promise<Comparison> {
  const environment = await collectEnvironment({
    cpu: readCpu(),
    denoVersion: versions?.deno ?? null,
    v8Version: versions?.v8 ?? null,
    flags,
    root,
    checkedOut: current.ref === null ? null : sides.current.commit,
  });
  const side = ({ name, commit }: Session["sides"]["baseline"]) => ({
    source: name,
    timestamp,
    git_commit: commit,
  });
  return compareBenchmarks(benchmarks, {
    baseline: {
      ...side(sides.baseline),
      source: pairing === "groups" ? "the baseline of each group" : sides.baseline.name,
    },
    current: side(sides.current),
    environment: { ...environment, git_commit: sides.current.commit },
    shard,
    measurement: {
      placement: placement.name,
      pinned: cores !== null,
      seconds: Math.round((performance.now() - began) / 100) / 10,
    },
    suite: pairing === "groups" ? null : { threshold: suiteThreshold },
    affected,
    doubts: [...doubts, ...more],
  });
}
