/** Asking benchline, as its users do. @module */
import { type Comparison, Failure } from "../../mod.ts";
import { fromFileUrl } from "../../scripts/deps/std/path/mod.ts";
import { runProcess } from "./process.ts";
import type { Project } from "./project.ts";
import type { DuetTrial, DuetVerdict } from "./record.ts";
import type { Turn } from "./schedule.ts";

const COMPARE = fromFileUrl(new URL("../../scripts/compare.ts", import.meta.url));

/**
 * Compares the working tree with the baseline by `compare --against`, in a process of its own.
 *
 * @throws {Failure} If it gave no verdicts, or measured in another placement.
 */
export async function measureDuet(
  project: Project,
  { scenario, source }: Turn,
  signal: AbortSignal,
): Promise<Pick<DuetTrial, "verdicts" | "warnings">> {
  const output = await runProcess("deno", [
    ...["run", "--no-prompt", "--allow-read", "--allow-write", "--allow-run=deno,git,taskset"],
    ...[COMPARE, "--against", "HEAD", "--placement", source, "--format", "json"],
    ...["--threshold", `${scenario.threshold}`, "--tolerance", `${scenario.tolerance}`],
    // A regression is a result like any other here.
  ], { cwd: project.current, signal, codes: [0, 1] });
  const { entries, measurement, warnings } = JSON.parse(output) as Comparison;
  if (measurement?.placement !== source) {
    throw new Failure(`it measured in another placement: ${warnings.join("; ")}`);
  }
  return { verdicts: entries.map(toVerdict), warnings };
}

function toVerdict(entry: Comparison["entries"][number]): DuetVerdict {
  const { name, verdict, severity, baseline, current, change } = entry;
  const { interval, at_least, rounds_needed, reason, samples } = entry;
  return {
    ...{ name, verdict, severity, baseline, current, change },
    ...{ interval, at_least, rounds_needed, reason, rounds: entry.rounds.current },
    changes: samples.changes!.map((change) => Number(change.toPrecision(6))),
    confirming: samples.confirming,
  };
}
