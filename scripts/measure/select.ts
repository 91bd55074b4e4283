/** Selects the benchmarks to run. @module */
import { Failure } from "../result/failure.ts";

/** The properties of a benchmark that decide. */
export interface Selectable {
  readonly name: string;
  readonly only: boolean;
  readonly ignore: boolean;
}

/**
 * Selects as `deno bench` does: ignored benchmarks are left out, `only` leaves out all others, and
 * a filter is a part of the name or, between slashes, a regular expression.
 *
 * @throws {Failure} If the filter is written as a regular expression but is not one.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const flags = { only: false, ignore: false };
 * const benchmarks = [{ name: "sort", ...flags }, { name: "sum", ...flags }];
 * assertEquals(selectBenchmarks(benchmarks, "/^su/").map(({ name }) => name), ["sum"]);
 * ```
 */
export function selectBenchmarks<T extends Selectable>(
  benchmarks: readonly T[],
  filter: string | null,
): T[] {
  const matches = filter === null ? () => true : matcher(filter);
  const anyOnly = benchmarks.some((benchmark) => benchmark.only);
  return benchmarks.filter((benchmark) =>
    !benchmark.ignore && (!anyOnly || benchmark.only) && matches(benchmark.name)
  );
}

function matcher(filter: string): (name: string) => boolean {
  const pattern = /^\/(.*)\/$/s.exec(filter)?.[1];
  if (pattern === undefined) return (name) => name.includes(filter);
  try {
    const expression = new RegExp(pattern);
    return (name) => expression.test(name);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Failure(`Cannot use the filter ${filter}: ${error.message}`);
  }
}
