/** What importers do at their end whose files have runs of several configurations. @module */
import type { Content } from "./content.ts";
import { describeRun, type FoundRun, onlyRun } from "./describe_run.ts";
import type { ImportedRun } from "./importer.ts";

/**
 * Describes the runs of one file: that nothing can be read of one of them is no reason to refuse the
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
