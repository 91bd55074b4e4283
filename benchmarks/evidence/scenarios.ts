/** Planted slowdowns and the verdicts that they should get. @module */
import { resolveThresholds, type Severity, type Thresholds } from "../../mod.ts";

/**
 * Units of work in a call of the unchanged version: every whole percentage is a whole number of
 * units.
 */
export const UNITS = 100;

/** The benchmarks of `project/kinds.ts`, in their order there. */
export const KINDS: readonly string[] = [
  "tiny function",
  "arithmetic",
  "memory",
  "typed arrays",
  "matrix product",
  "allocation",
  "async",
  "json",
  "sorting",
  "strings",
  "map",
  "regex",
  "bigint",
  "webassembly",
];

/** The kinds to measure; null for all. */
export type Kinds = readonly string[] | null;

/** The `--filter` of `deno bench` for some kinds. */
export function filterOf(kinds: readonly string[]): string {
  return `/^(${kinds.join("|")})$/`;
}

/** One question for every method. */
export interface Scenario {
  /** As in `--scenarios`. */
  readonly name: string;
  /** The slowdown of every benchmark, in percent. */
  readonly planted: number;
  /** In percent, as given to `compare`. */
  readonly threshold: number;
  /** In percent, as given to `compare`. */
  readonly tolerance: number;
  /** The severity that a regression should have; null if there should be none. */
  readonly severity: Severity | null;
}

/** The scenarios, from unchanged code to twice the work. */
export const SCENARIOS: readonly Scenario[] = [
  { name: "same", planted: 0, threshold: 10, tolerance: 5, severity: null },
  { name: "same-strict", planted: 0, threshold: 3, tolerance: 1, severity: null },
  { name: "1%", planted: 1, threshold: 0.5, tolerance: 0.25, severity: "minor" },
  { name: "2%", planted: 2, threshold: 1, tolerance: 0.5, severity: "minor" },
  { name: "5%", planted: 5, threshold: 3, tolerance: 1, severity: "minor" },
  { name: "15%", planted: 15, threshold: 10, tolerance: 5, severity: "minor" },
  { name: "30%", planted: 30, threshold: 10, tolerance: 5, severity: "moderate" },
  { name: "100%", planted: 100, threshold: 10, tolerance: 5, severity: "severe" },
];

/**
 * Units of work that a call of the slower version does.
 *
 * @throws {RangeError} If the percentage is not a whole number of units.
 */
export function unitsOf(planted: number): number {
  const units = UNITS + UNITS * planted / 100;
  if (Number.isInteger(units)) return units;
  throw new RangeError(`Cannot plant ${planted} %: ${units} units of ${UNITS} are not whole`);
}

/** The limits that `compare` applies in a scenario, as fractions. */
export function thresholdsOf({ threshold, tolerance }: Scenario): Thresholds {
  return resolveThresholds({}, { threshold, tolerance })({ file: null, group: null, name: "" });
}

/** A scenario in words, such as `5 % slower, threshold 3 %`. */
export function describeScenario({ planted, threshold }: Scenario): string {
  const code = planted === 0 ? "unchanged" : `${planted} % slower`;
  return `${code}, threshold ${threshold} %`;
}
