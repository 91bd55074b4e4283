/** Compares two versions of a temporary project as a script would. @module */
import { compareVersions } from "../../scripts/duet/compare_versions.ts";
import type { CompareVersionsOptions } from "../../scripts/duet/options.ts";
import type { Comparison } from "../../scripts/verdict/comparison.ts";
import type { ComparisonRecord } from "../../scripts/verdict/comparison_journal.ts";
import type { Project } from "../project.ts";

/** Returns a benchmark that makes one call per process, so that rounds are short. */
export const once = (name: string, work = "Math.sqrt(2)") =>
  `Deno.bench({ name: ${JSON.stringify(name)}, n: 1, warmup: 0, fn() { ${work}; } });\n`;
/** A statement that takes so many milliseconds on a busy machine too, and leaves the cores to others. */
export const wait = (ms: number) =>
  `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${ms});`;

/** Compares a working tree with its last commit. */
export async function compare(
  project: Project,
  more: Partial<CompareVersionsOptions> = {},
): Promise<Comparison> {
  const { comparison } = await compareVersions({
    root: project.folder,
    baseline: { ref: "HEAD" },
    budgetSeconds: 0.1,
    ...more,
  });
  return comparison;
}

/**
 * Compares as {@linkcode compare}, but in one round, which is enough if no verdict is asserted, and in
 * two processes, which take less time to prepare.
 */
export function compareOnce(
  project: Project,
  more: Partial<CompareVersionsOptions> = {},
): Promise<Comparison> {
  const controller = new AbortController();
  return compare(project, {
    placement: "pair",
    ...more,
    signal: controller.signal,
    onEvent(event) {
      more.onEvent?.(event);
      if (event.kind === "round" && event.round === 2) controller.abort("one round is enough");
    },
  });
}

/** ln(current / baseline) of the first round that a journal has kept. */
export function logRatioOf(records: readonly ComparisonRecord[]): number {
  const [first] = records.flatMap((record) => record.kind === "round" ? [record.round] : []);
  return first!.logRatio;
}

/** The messages of its doubts. */
export const textsOf = ({ doubts }: Pick<Comparison, "doubts">) =>
  doubts.map(({ message }) => message);
