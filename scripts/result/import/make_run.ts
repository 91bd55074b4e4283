/** Makes the runs that importers return, with warnings about missing parts. @module */
import { hasOnlyFailed } from "../has_figures.ts";
import { formatIdentity, identityKey } from "../identity.ts";
import { listNames } from "../list_names.ts";
import { type Content, ContentFailure } from "./content.ts";
import { completeBenchmark, type ImportedBenchmark, type ImportedRun } from "./importer.ts";

/** The benchmarks that an importer found in a file. */
export interface FoundRun extends Partial<Omit<ImportedRun, "benchmarks">> {
  readonly harness: string;
  readonly benchmarks: readonly ImportedBenchmark[];
  /** Why entries were left out whose names cannot be read. */
  readonly leftOut?: readonly string[];
}

/**
 * Fills in missing figures, and warns about benchmarks without figures and about entries that were
 * left out.
 *
 * @throws {Failure} If no benchmark can be read, with the reason for the first.
 */
export function makeRun(content: Content, found: FoundRun): ImportedRun {
  const { harness, timestamp = null, environment = {}, leftOut = [], warnings = [] } = found;
  const { benchmarks: known, ...rest } = found;
  const benchmarks = known.map(completeBenchmark);
  const unreadable = known.filter(({ isUnreadable }) => isUnreadable);
  if (unreadable.length === known.length) {
    const reason = unreadable[0]?.failures?.[0]?.message ?? leftOut[0];
    throw content.failure(null, reason ?? `it has no benchmark of ${harness}`);
  }
  const failed = new Map(
    benchmarks.filter(hasOnlyFailed).map((one) => [
      identityKey(one),
      `${formatIdentity(one)}: ${one.failures[0]!.message}`,
    ]),
  );
  return {
    ...rest,
    harness,
    timestamp,
    environment,
    benchmarks,
    warnings: [
      ...warnings,
      ...summarize(
        content,
        [...failed.values()],
        `of ${new Set(benchmarks.map(identityKey)).size} benchmarks without figures`,
      ),
      ...summarize(content, leftOut, "left out"),
    ],
  };
}

/** The return value of an importer of one run; see {@linkcode makeRun}. */
export function onlyRun(content: Content, found: FoundRun): ImportedRun[] {
  return [makeRun(content, found)];
}

/** A line that counts reasons and gives the first; no line if there are no reasons. */
function summarize({ source }: Content, reasons: readonly string[], what: string): string[] {
  return reasons.length === 0
    ? []
    : [`${source}: ${reasons.length} ${what}: ${listNames(reasons)}`];
}

/**
 * The runs of one file under several configurations. An unreadable one does not spoil the others.
 *
 * @param known The facts that all runs share.
 * @param runs Runs without benchmarks are skipped.
 * @param leftOut Why entries were left out.
 * @throws {Failure} If no benchmark can be read, with the reason for the first.
 */
export function makeRuns(
  content: Content,
  known: Pick<FoundRun, "harness" | "timestamp">,
  runs: readonly Omit<FoundRun, "harness">[],
  leftOut: readonly string[],
): ImportedRun[] {
  const benchmarks = runs.flatMap((run) => run.benchmarks);
  if (benchmarks.every(({ isUnreadable }) => isUnreadable)) {
    return onlyRun(content, { ...known, benchmarks, leftOut });
  }
  return runs.filter((run) => run.benchmarks.length > 0).map((run, index) =>
    makeRun(content, {
      ...known,
      ...run,
      benchmarks: run.benchmarks.map((one) => ({ ...one, isUnreadable: false })),
      leftOut: index === 0 ? leftOut : [],
    })
  );
}

/**
 * The runs of a file that keeps many. Unreadable ones are left out.
 *
 * @param leftOut Why entries were left out that belong to no run.
 * @throws {Failure} If no run can be read, with the reason for the first.
 */
export function makeHistory(
  content: Content,
  found: readonly FoundRun[],
  leftOut: readonly string[],
): ImportedRun[] {
  const runs: ImportedRun[] = [];
  const reasons = [...leftOut];
  for (const one of found) {
    try {
      runs.push(makeRun(content, one));
    } catch (error) {
      if (!(error instanceof ContentFailure)) throw error;
      reasons.push(error.reason);
    }
  }
  const [first, ...others] = runs;
  if (first === undefined) throw content.failure(null, reasons[0] ?? "it has no results");
  const warnings = summarize(content, reasons, "results left out");
  return [{ ...first, warnings: [...warnings, ...first.warnings] }, ...others];
}
