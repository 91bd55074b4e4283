/** What importers of all formats do at their end, and the doubts they share. @module */
import { quoteValue } from "../validate.ts";
import type { Content } from "./content.ts";
import {
  describeBenchmark,
  type ImportedBenchmark,
  type ImportedRun,
  isDuration,
} from "./importer.ts";

/** What an importer found in a file. */
export interface FoundRun extends Partial<Omit<ImportedRun, "benchmarks">> {
  readonly harness: string;
  readonly benchmarks: readonly ImportedBenchmark[];
  /** What is neither a time nor a rate. */
  readonly leftOut?: LeftOut;
}

/** Units that are named where no benchmark is left. */
const MOST_UNITS = 10;

/**
 * Fills in what is not known, and warns of what was left out.
 *
 * @throws {Failure} If no benchmark is left.
 */
export function describeRun(content: Content, found: FoundRun): ImportedRun {
  const { harness, timestamp = null, environment = {}, leftOut = new LeftOut() } = found;
  const benchmarks = found.benchmarks.map(describeBenchmark);
  if (benchmarks.length === 0) {
    const units = leftOut.units.slice(0, MOST_UNITS).map(quoteValue).join(", ");
    throw content.failure(
      null,
      units === ""
        ? `it has no benchmark of ${harness}`
        : `it has no benchmark of ${harness} with a time or a rate, found ${units}`,
    );
  }
  const warnings = [...found.warnings ?? [], ...leftOut.warnings];
  return { harness, timestamp, environment, benchmarks, warnings };
}

/** Values that are neither a time nor a rate, by their unit. */
export class LeftOut {
  readonly #names = new Map<string, Set<string>>();

  add(unit: string, name: string): void {
    const names = this.#names.get(unit) ?? new Set();
    this.#names.set(unit, names.add(name));
  }

  get units(): string[] {
    return [...this.#names.keys()];
  }

  /** A line for each unit, with the benchmark. */
  get warnings(): string[] {
    return [...this.#names].map(([unit, names]) =>
      `left out ${JSON.stringify(unit)} of ${listNames([...names])}: neither a time nor a rate`
    );
  }
}

/** The first of names, and how many more there are. */
export function listNames(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names[0]} and ${names.length - 1} more`;
}

/**
 * A duration that has to be there.
 *
 * @param keys Where in the JSON `value` stands.
 * @param unitMs Milliseconds in its unit.
 * @returns Milliseconds.
 * @throws {Failure} Unless it is a number and the duration from a femtosecond to a day.
 */
export function needDuration(
  content: Content,
  keys: readonly (string | number)[],
  value: unknown,
  unitMs: number,
): number {
  if (typeof value === "number" && isDuration(value * unitMs)) return value * unitMs;
  throw content.failureAt(keys, WANTED_DURATION, value);
}

/**
 * The duration of a call from a rate that has to be there.
 *
 * @param keys Where in the JSON `value` stands.
 * @param unitMs Milliseconds in which `value` calls are made.
 * @returns Milliseconds a call.
 * @throws {Failure} Unless it is a number and the duration from a femtosecond to a day.
 */
export function needRate(
  content: Content,
  keys: readonly (string | number)[],
  value: unknown,
  unitMs: number,
): number {
  if (typeof value === "number" && isDuration(unitMs / value)) return unitMs / value;
  throw content.failureAt(keys, "a rate above 0", value);
}

/** What a duration has to be, for messages. */
export const WANTED_DURATION = "a time above 0 and at most a day";

/**
 * The names that stand for several things, told apart by their variant.
 *
 * @param variants Pairs of a name and what tells its variants apart.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const found = ambiguousNames([["sum", "-4"], ["sum", "-8"], ["sort", "-8"], ["sort", "-8"]]);
 * assertEquals([...found], ["sum"]);
 * ```
 */
export function ambiguousNames(
  variants: Iterable<readonly [name: string, variant: string]>,
): Set<string> {
  const first = new Map<string, string>();
  const ambiguous = new Set<string>();
  for (const [name, variant] of variants) {
    const known = first.get(name);
    if (known === undefined) first.set(name, variant);
    else if (known !== variant) ambiguous.add(name);
  }
  return ambiguous;
}
