/** Writes rules into the text of a configuration. @module */
import { Failure } from "../result/failure.ts";
import { type BenchmarkIdentity, formatIdentity } from "../result/identity.ts";
import { mergeJsonc } from "../result/jsonc_merge.ts";
import { quoteValue } from "../result/validate.ts";
import { parseConfig, resolveThresholds } from "./config.ts";
import { isAbove, LIMITS, type Thresholds } from "./severity.ts";

/** Limits in percent. */
export type Percents = Readonly<Partial<Record<keyof Thresholds, number>>>;

/** Thresholds for the benchmarks that a glob matches. */
export interface Rule {
  readonly glob: string;
  /** The thresholds to write, in percent. */
  readonly set: Percents;
  /** The thresholds that must result. */
  readonly after: Thresholds;
  /** The benchmarks that it must match. */
  readonly benchmarks: readonly BenchmarkIdentity[];
}

/** A rule as it stands in a configuration: `"sort": { "threshold": 12.5 }`. */
export function formatRule({ glob, set }: Pick<Rule, "glob" | "set">): string {
  const limits = Object.entries(set).map(([limit, percent]) => `"${limit}": ${percent}`);
  return `${JSON.stringify(glob)}: { ${limits.join(", ")} }`;
}

/**
 * Adds rules to the text of a configuration and leaves everything else as it was.
 *
 * @param before Its text; null if there is none.
 * @param path Its name, for messages.
 * @throws {Failure} If it is not a configuration, or the rules would not have the wanted effect.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { DEFAULT_THRESHOLDS } from "./severity.ts";
 * const rule = {
 *   glob: "sort",
 *   set: { threshold: 12.5 },
 *   after: { ...DEFAULT_THRESHOLDS, threshold: 0.125 },
 *   benchmarks: [{ file: null, group: null, name: "sort" }],
 * };
 * const text = '{\n  "benchmarks": {\n    "*": { "severe": 50 } // all\n  }\n}\n';
 * const lines = addRules(text, [rule], "benchline.jsonc").split("\n");
 * assertEquals(lines.slice(2, 4), ['    "*": { "severe": 50 }, // all', '    "sort": { "threshold": 12.5 }']);
 * ```
 */
export function addRules(before: string | null, rules: readonly Rule[], path: string): string {
  const text = before ?? "{}\n";
  parseConfig(text, path);
  const benchmarks = Object.fromEntries(rules.map(({ glob, set }) => [glob, set]));
  const merged = mergeJsonc(text, { benchmarks });
  const thresholdsOf = resolveThresholds(parseConfig(merged, path), {});
  for (const rule of rules) {
    for (const benchmark of rule.benchmarks) {
      if (!isSame(thresholdsOf(benchmark), rule.after)) throw overruled(rule, benchmark, path);
    }
  }
  return merged;
}

function isSame(a: Thresholds, b: Thresholds): boolean {
  return LIMITS.every((limit) => !isAbove(a[limit], b[limit]) && !isAbove(b[limit], a[limit]));
}

function overruled(rule: Rule, benchmark: BenchmarkIdentity, path: string): Failure {
  const name = quoteValue(formatIdentity(benchmark));
  return new Failure(
    `Cannot write rules into ${path}: later rules than ${
      quoteValue(rule.glob)
    } set the thresholds of ${name}; change them by hand to ${formatRule(rule)}`,
  );
}
