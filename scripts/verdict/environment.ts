/** Whether two results come from the same kind of machine and software. @module */
import type { Environment } from "../result/schema.ts";

/** The facts that change how fast the same code runs. */
const DECISIVE = [
  "cpu",
  "cpu_cores",
  "os",
  "arch",
  "runtime",
  "deno_version",
  "v8_version",
  "v8_flags",
] as const satisfies readonly (keyof Environment)[];

/** Those of them that an upgrade of Deno changes. */
const VERSIONS: readonly string[] = ["deno_version", "v8_version"];

/** A fact that differs, or that a side does not record. */
export interface EnvironmentDifference {
  /** Name of the field in the result document. */
  readonly field: string;
  /** Null if the baseline does not record it. */
  readonly baseline: string | null;
  /** Null if the current result does not record it. */
  readonly current: string | null;
}

/**
 * The decisive facts in which two environments differ.
 *
 * @returns `differing`, those that both record; `unknown`, those that only one records.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseResultDocument } from "../result/parse.ts";
 * const read = (environment: string) =>
 *   parseResultDocument(
 *     `{ "version": "1.0", "timestamp": "2026-01-31T12:00:00Z", "environment": ${environment},
 *       "benchmarks": [] }`,
 *     "a.json",
 *   ).environment;
 * const { differing } = compareEnvironments(read('{ "cpu": "A" }'), read('{ "cpu": "B" }'));
 * assertEquals(differing, [{ field: "cpu", baseline: "A", current: "B" }]);
 * ```
 */
export function compareEnvironments(
  baseline: Environment,
  current: Environment,
): { differing: EnvironmentDifference[]; unknown: EnvironmentDifference[] } {
  const all = compareFacts(factsOf(baseline), factsOf(current));
  const isUnknown = (difference: EnvironmentDifference) =>
    difference.baseline === null || difference.current === null;
  return {
    differing: all.filter((difference) => !isUnknown(difference)),
    unknown: all.filter(isUnknown),
  };
}

/**
 * A string that is equal for two environments exactly if their decisive facts are recorded alike.
 */
export function environmentKey(environment: Environment): string {
  return JSON.stringify(factsOf(environment));
}

/** The part of an {@linkcode environmentKey} that an upgrade of Deno does not change. */
export function machineOf(key: string): string {
  const facts = readFacts(key);
  return facts === null ? key : JSON.stringify(facts.filter((_, index) => !isVersion(index)));
}

/** The versions of Deno and V8 in an {@linkcode environmentKey}; the same for all other texts. */
export function versionOf(key: string): string {
  return JSON.stringify((readFacts(key) ?? []).filter((_, index) => isVersion(index)));
}

/**
 * The decisive facts in which two environments differ, including those that only one records.
 *
 * @param baseline From {@linkcode environmentKey}, as is `current`; other texts differ as a whole.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const key = (version: string) =>
 *   JSON.stringify(["A CPU", 4, "linux", "x86_64", "deno", version, null, []]);
 * assertEquals(differencesOf(key("2.9.5"), key("2.9.6")), [
 *   { field: "deno_version", baseline: "2.9.5", current: "2.9.6" },
 * ]);
 * ```
 */
export function differencesOf(baseline: string, current: string): EnvironmentDifference[] {
  if (baseline === current) return [];
  const [before, after] = [readFacts(baseline), readFacts(current)];
  if (before !== null && after !== null) return compareFacts(before, after);
  return [{ field: "environment", baseline, current }];
}

type Fact = Environment[typeof DECISIVE[number]];

function factsOf(environment: Environment): Fact[] {
  return DECISIVE.map((field) => environment[field]);
}

/** Null for a text that is not an {@linkcode environmentKey}. */
function readFacts(key: string): Fact[] | null {
  if (!key.startsWith("[")) return null;
  try {
    const facts = JSON.parse(key);
    return Array.isArray(facts) && facts.length === DECISIVE.length ? facts : null;
  } catch {
    return null;
  }
}

function isVersion(index: number): boolean {
  return VERSIONS.includes(DECISIVE[index]!);
}

function compareFacts(
  baseline: readonly Fact[],
  current: readonly Fact[],
): EnvironmentDifference[] {
  return DECISIVE.map((field, index) => ({
    field,
    baseline: describe(baseline[index]!),
    current: describe(current[index]!),
  })).filter((difference) => difference.baseline !== difference.current);
}

function describe(value: Fact): string | null {
  if (value === null) return null;
  if (!Array.isArray(value)) return String(value);
  return value.length === 0 ? "none" : value.join(" ");
}
