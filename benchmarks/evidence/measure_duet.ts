/** Asks benchline for verdicts, as a script does. @module */
import { compareVersions, type Comparison, Failure, resolveThresholds } from "../../mod.ts";
import type { Project } from "./project.ts";
import type { DuetTrial, DuetVerdict } from "./record.ts";
import { filterOf } from "./scenarios.ts";
import type { Turn } from "./schedule.ts";

/**
 * Compares the working tree with its last commit.
 *
 * @throws {Failure} If it measured in another placement.
 */
export async function measureDuet(
  project: Project,
  { scenario, source, kinds }: Turn,
  signal: AbortSignal,
): Promise<Pick<DuetTrial, "verdicts" | "warnings">> {
  if (source === "runs") throw new TypeError("runs are measured by measureRuns()");
  const { threshold, tolerance } = scenario;
  const { comparison } = await compareVersions({
    root: project.current,
    baseline: { ref: "HEAD" },
    placement: source,
    filter: kinds === null ? null : filterOf(kinds),
    thresholdsOf: resolveThresholds({}, { threshold, tolerance }),
    signal,
  });
  signal.throwIfAborted();
  const { entries, measurement, doubts } = comparison;
  const warnings = doubts.map(({ message }) => message);
  if (measurement?.placement !== source) {
    throw new Failure(`it measured in another placement: ${warnings.join("; ")}`);
  }
  return { verdicts: entries.map(toVerdict), warnings };
}

function toVerdict(entry: Comparison["entries"][number]): DuetVerdict {
  const { name, verdict, severity, baseline, current, change } = entry;
  const { interval, at_least, rounds_needed, samples, doubts } = entry;
  return {
    name,
    verdict,
    severity,
    baseline,
    current,
    change,
    interval,
    at_least,
    rounds_needed,
    reason: doubts.length === 0 ? null : doubts.map(({ message }) => message).join("; "),
    rounds: entry.rounds.current,
    changes: samples.changes!.map((change) => Number(change.toPrecision(6))),
    confirming: samples.confirming,
  };
}
