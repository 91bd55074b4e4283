/** Units that harnesses write, and their meaning. @module */
import { type Direction, LONGEST_DURATION_MS, SHORTEST_DURATION_MS } from "../schema.ts";

/** Milliseconds in a nanosecond. */
export const MS_PER_NS = 1e-6;
/** Milliseconds in a second. */
export const MS_PER_SECOND = 1000;

/** Milliseconds in the units of time that harnesses write, in small letters. */
const MS_PER = new Map(
  ([
    [1e-12, ["fs", "femtosecond"]],
    [1e-9, ["ps", "psec", "picosecond"]],
    [1e-6, ["ns", "nsec", "nano", "nanosec", "nanosecond"]],
    [1e-3, ["us", "µs", "μs", "usec", "µsec", "μsec", "micro", "microsec", "microsecond"]],
    [1, ["ms", "msec", "milli", "millisec", "millisecond"]],
    [1000, ["s", "sec", "second"]],
    [60_000, ["m", "min", "minute"]],
    [3_600_000, ["h", "hr", "hour"]],
  ] as const).flatMap(([ms, names]) => names.map((name): [string, number] => [name, ms])),
);

/**
 * Milliseconds in a unit of time, abbreviated or in words, in any case; null for anything else.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals([msPer("µs"), msPer("Milliseconds"), msPer("usec"), msPer("MB")], [1e-3, 1, 1e-3, null]);
 * ```
 */
export function msPer(unit: string): number | null {
  // A lone capital M means a million.
  if (unit === "M") return null;
  const name = unit.trim().toLowerCase();
  return MS_PER.get(name) ?? MS_PER.get(name.replace(/s$/, "")) ?? null;
}

/** Whether a duration is plausible: a femtosecond to a day. */
export function isDuration(ms: number): boolean {
  return ms >= SHORTEST_DURATION_MS && ms <= LONGEST_DURATION_MS;
}

/** The kind of a value with a unit. */
export type Measure =
  /** A time a call. */
  | { readonly kind: "time"; readonly unitMs: number }
  /** Calls in `unitMs`. */
  | { readonly kind: "calls"; readonly unitMs: number }
  /** Anything else, with the better direction; null if the unit does not say. */
  | { readonly kind: "other"; readonly better: Direction | null };

const CALL = /^(?:op|operation|iter|iteration|call|run|execution|exec)s?$/i;
const RATIO = /^([^]+?)(?:\/|\bper\b)([^]+)$/i;
/** Less of these is better: sizes, allocations and processor counters. */
const COSTS =
  /^(?:[kmgt]?i?b|(?:kilo|mega|giga|kibi|mebi|gibi)?bytes?|allocs?|allocations?|instructions?|cycles?|ticks?|instr|ir|loc|lines?|objects?|gcs?|misses|faults?)$/i;

/**
 * The kind of a unit. `ns`, `ms/op` and `Milliseconds` are times, `ops/sec`, `iter/s` and `Hz`
 * calls. Higher is better for `MB/s` and `requests per second`, lower for `B/op` and
 * `instructions`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(measureOf("µs/iter"), { kind: "time", unitMs: 1e-3 });
 * assertEquals(measureOf("ops/sec"), { kind: "calls", unitMs: 1000 });
 * assertEquals(measureOf("MB/s"), { kind: "other", better: "higher" });
 * assertEquals(measureOf("points"), { kind: "other", better: null });
 * ```
 */
export function measureOf(unit: string): Measure {
  const text = unit.trim();
  if (/^hz$/i.test(text)) return { kind: "calls", unitMs: MS_PER_SECOND };
  const [amount, each] = RATIO.exec(text)?.slice(1).map((part) => part.trim()) ?? [text];
  const unitMs = msPer(amount!);
  if (each === undefined || CALL.test(each)) {
    if (unitMs !== null) return { kind: "time", unitMs };
    return { kind: "other", better: each !== undefined || COSTS.test(amount!) ? "lower" : null };
  }
  const eachMs = msPer(each);
  if (eachMs === null) return { kind: "other", better: unitMs === null ? null : "lower" };
  return CALL.test(amount!)
    ? { kind: "calls", unitMs: eachMs }
    : { kind: "other", better: "higher" };
}

/** Which values of a metric with this unit are better; null if the unit does not say. */
export function betterOf(unit: string): Direction | null {
  const measure = measureOf(unit);
  if (measure.kind === "other") return measure.better;
  return measure.kind === "time" ? "lower" : "higher";
}
