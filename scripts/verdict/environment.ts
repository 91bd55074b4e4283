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

/** A fact that differs, or that a side does not record. */
export interface EnvironmentDifference {
  /** Name of the field in the result document. */
  readonly field: string;
  /** Null where the baseline does not record it. */
  readonly baseline: string | null;
  /** Null where the current result does not record it. */
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
  const differing: EnvironmentDifference[] = [];
  const unknown: EnvironmentDifference[] = [];
  for (const field of DECISIVE) {
    const difference = {
      field,
      baseline: describe(baseline[field]),
      current: describe(current[field]),
    };
    if (difference.baseline === difference.current) continue;
    const missing = difference.baseline === null || difference.current === null;
    (missing ? unknown : differing).push(difference);
  }
  return { differing, unknown };
}

/**
 * A string that is equal for environments in which the decisive facts are recorded alike, and for no
 * others.
 */
export function environmentKey(environment: Environment): string {
  return JSON.stringify(DECISIVE.map((field) => environment[field]));
}

function describe(value: string | number | string[] | null): string | null {
  if (value === null) return null;
  if (!Array.isArray(value)) return String(value);
  return value.length === 0 ? "none" : value.join(" ");
}
