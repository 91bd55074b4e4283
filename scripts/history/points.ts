/** Figures of a history, packed: a million of them have to be read in no time. @module */

/** A figure of one benchmark in one result. */
export interface Point {
  /** Number of the benchmark. */
  readonly benchmark: number;
  readonly durationMs: number;
  /** Of ln(duration); null where it is not known. */
  readonly standardError: number | null;
  readonly rounds: number;
}

/** Two numbers of eight bytes and two of four. */
const POINT_BYTES = 24;

/** Columns of many points over the same bytes: what is best aligned comes first. */
class Columns {
  readonly count: number;
  readonly durations: Float64Array<ArrayBuffer>;
  /** NaN where there is none. */
  readonly errors: Float64Array<ArrayBuffer>;
  readonly benchmarks: Uint32Array<ArrayBuffer>;
  readonly rounds: Uint32Array<ArrayBuffer>;

  constructor(bytes: ArrayBuffer) {
    const count = Math.floor(bytes.byteLength / POINT_BYTES);
    this.count = count;
    this.durations = new Float64Array(bytes, 0, count);
    this.errors = new Float64Array(bytes, 8 * count, count);
    this.benchmarks = new Uint32Array(bytes, 16 * count, count);
    this.rounds = new Uint32Array(bytes, 20 * count, count);
  }
}

/**
 * The points of one result as bytes.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const bytes = packPoints([{ benchmark: 7, durationMs: 1.5, standardError: null, rounds: 5 }]);
 * const points = new PackedPoints([bytes]);
 * assertEquals([...points.of(7)], [
 *   { result: 0, durationMs: 1.5, standardError: null, rounds: 5 },
 * ]);
 * ```
 */
export function packPoints(points: readonly Point[]): Uint8Array<ArrayBuffer> {
  const bytes = new ArrayBuffer(points.length * POINT_BYTES);
  const columns = new Columns(bytes);
  for (const [at, { benchmark, durationMs, standardError, rounds }] of points.entries()) {
    columns.durations[at] = durationMs;
    columns.errors[at] = standardError ?? NaN;
    columns.benchmarks[at] = benchmark;
    columns.rounds[at] = rounds;
  }
  return new Uint8Array(bytes);
}

/** A point of a benchmark that is known. */
export interface PointOfResult extends Omit<Point, "benchmark"> {
  /** Place of the result among those that were given. */
  readonly result: number;
}

/** The points of many results, by benchmark. */
export class PackedPoints {
  /** Where the points of a benchmark begin among all, and where they end. */
  readonly #ranges = new Map<number, { readonly start: number; end: number }>();
  readonly #columns: Columns;
  readonly #results: Uint32Array;

  /** @param packed What {@linkcode packPoints} has made of each result, in the order wanted. */
  constructor(packed: readonly Uint8Array[]) {
    const all = packed.map((bytes) => new Columns(new Uint8Array(bytes).buffer));
    const counts = new Map<number, number>();
    for (const { benchmarks } of all) {
      for (const benchmark of benchmarks) {
        counts.set(benchmark, (counts.get(benchmark) ?? 0) + 1);
      }
    }
    let total = 0;
    for (const [benchmark, count] of counts) {
      this.#ranges.set(benchmark, { start: total, end: total });
      total += count;
    }
    this.#columns = new Columns(new ArrayBuffer(total * POINT_BYTES));
    this.#results = new Uint32Array(total);
    for (const [result, columns] of all.entries()) this.#append(result, columns);
  }

  /** Numbers of the benchmarks that have points. */
  benchmarks(): ReadonlySet<number> {
    return new Set(this.#ranges.keys());
  }

  /** The points of a benchmark in the order of the results. */
  *of(benchmark: number): Generator<PointOfResult> {
    const { start, end } = this.#ranges.get(benchmark) ?? { start: 0, end: 0 };
    const { durations, errors, rounds } = this.#columns;
    for (let at = start; at < end; at++) {
      const error = errors[at]!;
      yield {
        result: this.#results[at]!,
        durationMs: durations[at]!,
        standardError: Number.isNaN(error) ? null : error,
        rounds: rounds[at]!,
      };
    }
  }

  #append(result: number, { count, durations, errors, benchmarks, rounds }: Columns): void {
    for (let from = 0; from < count; from++) {
      const to = this.#ranges.get(benchmarks[from]!)!.end++;
      this.#results[to] = result;
      this.#columns.durations[to] = durations[from]!;
      this.#columns.errors[to] = errors[from]!;
      this.#columns.rounds[to] = rounds[from]!;
    }
  }
}
