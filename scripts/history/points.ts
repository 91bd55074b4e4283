/** Figures of a history, packed: a million of them have to be read in no time. @module */

/** A figure of one benchmark in one result. */
export interface Point {
  /** Number of the benchmark. */
  readonly benchmark: number;
  readonly durationMs: number;
  /** Of a comparison, that of its baseline; null for a result. */
  readonly baselineMs: number | null;
  /** Of ln(durationMs), or of ln(durationMs / baselineMs); null where it is not known. */
  readonly standardError: number | null;
  readonly rounds: number;
}

/** Three numbers of eight bytes and two of four. */
const POINT_BYTES = 32;

/** Columns of many points over the same bytes: what is best aligned comes first. */
class Columns {
  readonly count: number;
  readonly durations: Float64Array<ArrayBuffer>;
  /** NaN where there is none. */
  readonly baselines: Float64Array<ArrayBuffer>;
  /** NaN where there is none. */
  readonly errors: Float64Array<ArrayBuffer>;
  readonly benchmarks: Uint32Array<ArrayBuffer>;
  readonly rounds: Uint32Array<ArrayBuffer>;

  constructor(bytes: ArrayBuffer) {
    const count = Math.floor(bytes.byteLength / POINT_BYTES);
    this.count = count;
    this.durations = new Float64Array(bytes, 0, count);
    this.baselines = new Float64Array(bytes, 8 * count, count);
    this.errors = new Float64Array(bytes, 16 * count, count);
    this.benchmarks = new Uint32Array(bytes, 24 * count, count);
    this.rounds = new Uint32Array(bytes, 28 * count, count);
  }
}

/**
 * The points of one result as bytes.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const figures = { durationMs: 1.5, baselineMs: null, standardError: null, rounds: 5 };
 * const points = new PackedPoints([packPoints([{ benchmark: 7, ...figures }])]);
 * assertEquals([...points.of(7)], [{ result: 0, ...figures }]);
 * ```
 */
export function packPoints(points: readonly Point[]): Uint8Array<ArrayBuffer> {
  const bytes = new ArrayBuffer(points.length * POINT_BYTES);
  const columns = new Columns(bytes);
  for (const [at, point] of points.entries()) {
    columns.durations[at] = point.durationMs;
    columns.baselines[at] = point.baselineMs ?? NaN;
    columns.errors[at] = point.standardError ?? NaN;
    columns.benchmarks[at] = point.benchmark;
    columns.rounds[at] = point.rounds;
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
    const { durations, baselines, errors, rounds } = this.#columns;
    for (let at = start; at < end; at++) {
      yield {
        result: this.#results[at]!,
        durationMs: durations[at]!,
        baselineMs: known(baselines[at]!),
        standardError: known(errors[at]!),
        rounds: rounds[at]!,
      };
    }
  }

  #append(result: number, columns: Columns): void {
    for (let from = 0; from < columns.count; from++) {
      const to = this.#ranges.get(columns.benchmarks[from]!)!.end++;
      this.#results[to] = result;
      this.#columns.durations[to] = columns.durations[from]!;
      this.#columns.baselines[to] = columns.baselines[from]!;
      this.#columns.errors[to] = columns.errors[from]!;
      this.#columns.rounds[to] = columns.rounds[from]!;
    }
  }
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
