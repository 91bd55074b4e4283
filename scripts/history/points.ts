/** Packed figures of a history, so that a million of them can be read quickly. @module */

/** A figure of one benchmark in one result. */
export interface Point {
  /** Number of the benchmark in the database. */
  readonly benchmark: number;
  readonly durationMs: number;
  /** Duration of a comparison's baseline; null for a result. */
  readonly baselineMs: number | null;
  /**
   * Of ln(durationMs), or of ln(durationMs / baselineMs) for a comparison; null if it is not known.
   */
  readonly standardError: number | null;
  readonly rounds: number;
}

/** The durations and the error take eight bytes each; the benchmark and the rounds take four. */
const POINT_BYTES = 32;
const BASELINE_AT = 8;
const ERROR_AT = 16;
const BENCHMARK_AT = 24;
const ROUNDS_AT = 28;

/**
 * Packs the points of one result into bytes.
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
  const view = new DataView(new ArrayBuffer(points.length * POINT_BYTES));
  for (const [place, point] of points.entries()) {
    const at = place * POINT_BYTES;
    view.setFloat64(at, point.durationMs);
    view.setFloat64(at + BASELINE_AT, point.baselineMs ?? NaN);
    view.setFloat64(at + ERROR_AT, point.standardError ?? NaN);
    view.setUint32(at + BENCHMARK_AT, point.benchmark);
    view.setUint32(at + ROUNDS_AT, point.rounds);
  }
  return new Uint8Array(view.buffer);
}

/** A point of a known benchmark. */
export interface PointOfResult extends Omit<Point, "benchmark"> {
  /** Index of the result among the packed ones. */
  readonly result: number;
}

/** The points of many results, by benchmark. */
export class PackedPoints {
  /** The range of each benchmark's points among all points. */
  readonly #ranges = new Map<number, { readonly start: number; end: number }>();
  readonly #results: Uint32Array;
  readonly #durations: Float64Array;
  /** NaN if there is none. */
  readonly #baselines: Float64Array;
  /** NaN if there is none. */
  readonly #errors: Float64Array;
  readonly #rounds: Uint32Array;

  /** @param packed The bytes of {@linkcode packPoints} for each result, in the wanted order. */
  constructor(packed: readonly Uint8Array[]) {
    const counts = new Map<number, number>();
    for (const bytes of packed) {
      const view = viewOf(bytes);
      for (let at = 0; at < bytes.length; at += POINT_BYTES) {
        const benchmark = view.getUint32(at + BENCHMARK_AT);
        counts.set(benchmark, (counts.get(benchmark) ?? 0) + 1);
      }
    }
    let total = 0;
    for (const [benchmark, count] of counts) {
      this.#ranges.set(benchmark, { start: total, end: total });
      total += count;
    }
    this.#results = new Uint32Array(total);
    this.#durations = new Float64Array(total);
    this.#baselines = new Float64Array(total);
    this.#errors = new Float64Array(total);
    this.#rounds = new Uint32Array(total);
    for (const [result, bytes] of packed.entries()) this.#append(result, bytes);
  }

  /** Numbers of the benchmarks that have points. */
  benchmarks(): ReadonlySet<number> {
    return new Set(this.#ranges.keys());
  }

  /** The points of a benchmark in the order of the results. */
  *of(benchmark: number): Generator<PointOfResult> {
    const { start, end } = this.#ranges.get(benchmark) ?? { start: 0, end: 0 };
    for (let at = start; at < end; at++) {
      yield {
        result: this.#results[at]!,
        durationMs: this.#durations[at]!,
        baselineMs: known(this.#baselines[at]!),
        standardError: known(this.#errors[at]!),
        rounds: this.#rounds[at]!,
      };
    }
  }

  #append(result: number, bytes: Uint8Array): void {
    const view = viewOf(bytes);
    for (let from = 0; from < bytes.length; from += POINT_BYTES) {
      const to = this.#ranges.get(view.getUint32(from + BENCHMARK_AT))!.end++;
      this.#results[to] = result;
      this.#durations[to] = view.getFloat64(from);
      this.#baselines[to] = view.getFloat64(from + BASELINE_AT);
      this.#errors[to] = view.getFloat64(from + ERROR_AT);
      this.#rounds[to] = view.getUint32(from + ROUNDS_AT);
    }
  }
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
