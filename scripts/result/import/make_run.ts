/** What importers do at their end: their runs, with warnings of what is missing in them. @module */
import { hasOnlyFailed } from "../has_figures.ts";
import { formatIdentity, identityKey } from "../identity.ts";
import { listNames } from "../list_names.ts";
import { type Content, ContentFailure } from "./content.ts";
import { completeBenchmark, type ImportedBenchmark, type ImportedRun } from "./importer.ts";

/** What an importer found in a file. */
export interface FoundRun extends Partial<Omit<ImportedRun, "benchmarks">> {
  readonly harness: string;
  readonly benchmarks: readonly ImportedBenchmark[];
  /** Why each entry was left out of which not even the name can be read. */
  readonly leftOut?: readonly string[];
}

/**
 * Fills in what is not known, and warns of what has no figures and of what was left out.
 *
 * @throws {Failure} If nothing can be read of any benchmark, with the reason of the first.
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

/** What an importer of one run returns; see {@linkcode makeRun}. */
export function onlyRun(content: Content, found: FoundRun): ImportedRun[] {
  return [makeRun(content, found)];
}

/** A line that counts reasons and gives the first; none where there are none. */
function summarize({ source }: Content, reasons: readonly string[], what: string): string[] {
  return reasons.length === 0
    ? []
    : [`${source}: ${reasons.length} ${what}: ${listNames(reasons)}`];
}

/**
 * The runs of one file under several configurations: that nothing can be read of one of them is no
 * reason to refuse the others.
 *
 * @param known What is the same of all runs.
 * @param runs Those without benchmarks are passed over.
 * @param leftOut Why each entry of any of them was left out.
 * @throws {Failure} If nothing can be read of any benchmark, with the reason of the first.
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
 * The runs of a file that keeps many. One of which nothing can be read is left out.
 *
 * @param leftOut Why entries were left out that are of no run.
 * @throws {Failure} If nothing can be read of any run, with the reason of the first.
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
