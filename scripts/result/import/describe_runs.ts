/** What importers do at their end whose files have several runs. @module */
import { type Content, ContentFailure } from "./content.ts";
import { describeRun, type FoundRun, onlyRun, summarize } from "./describe_run.ts";
import type { ImportedRun } from "./importer.ts";

/**
 * The runs of one file under several configurations: that nothing can be read of one of them is no reason to refuse the
 * others.
 *
 * @param known What is the same of all runs.
 * @param runs Those without benchmarks are passed over.
 * @param leftOut Why each entry of any of them was left out.
 * @throws {Failure} If nothing can be read of any benchmark, with the reason of the first.
 */
export function describeRuns(
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
    describeRun(content, {
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
export function describeHistory(
  content: Content,
  found: readonly FoundRun[],
  leftOut: readonly string[],
): ImportedRun[] {
  const runs: ImportedRun[] = [];
  const reasons = [...leftOut];
  for (const one of found) {
    try {
      runs.push(describeRun(content, one));
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
