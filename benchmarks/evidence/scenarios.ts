/** What is planted, and what should be said of it. @module */
import { UNITS } from "./kinds.ts";

/** One question put to every method. */
export interface Scenario {
  readonly name: string;
  /** The slowdown of every benchmark, in percent. */
  readonly planted: number;
  /** In percent. */
  readonly threshold: number;
  readonly tolerance: number;
  /** The severity that a regression should have; null where there should be none. */
  readonly severity: "minor" | "moderate" | "severe" | null;
}

/** The scenarios, from unchanged code to twice the work. */
export const SCENARIOS: readonly Scenario[] = [
  { name: "A/A", planted: 0, threshold: 10, tolerance: 5, severity: null },
  { name: "A/A strict", planted: 0, threshold: 3, tolerance: 1, severity: null },
  { name: "2 %", planted: 2, threshold: 1, tolerance: 0.5, severity: "minor" },
  { name: "5 %", planted: 5, threshold: 3, tolerance: 1, severity: "minor" },
  { name: "15 %", planted: 15, threshold: 10, tolerance: 5, severity: "minor" },
  { name: "30 %", planted: 30, threshold: 10, tolerance: 5, severity: "moderate" },
  { name: "100 %", planted: 100, threshold: 10, tolerance: 5, severity: "severe" },
];

/**
 * Units of work that a call of the slower version does.
 *
 * @throws {RangeError} If the percentage is not a whole number of units.
 */
export function unitsOf({ planted }: Pick<Scenario, "planted">): number {
  const units = UNITS * (1 + planted / 100);
  if (Number.isInteger(units)) return units;
  throw new RangeError(`Cannot plant ${planted} %: ${units} units of ${UNITS} are not whole`);
}
