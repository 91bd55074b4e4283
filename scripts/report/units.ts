/** Numbers as people read them. @module */

const THOUSANDS = ["", "k", "M", "G", "T", "P"];

/**
 * How many of something there are.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals([0, 1, 2].map((n) => formatCount(n, "step")), ["0 steps", "1 step", "2 steps"]);
 * ```
 */
export function formatCount(count: number, singular: string): string {
  return `${count} ${singular}${count === 1 ? "" : "s"}`;
}

/**
 * A number with four significant digits, never in exponent form.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals([0.012345, 1.5, 1234.5].map(formatNumber), ["0.01235", "1.500", "1235"]);
 * ```
 */
export function formatNumber(value: number): string {
  if (value === 0) return "0";
  const digits = 3 - Math.floor(Math.log10(Math.abs(Number(value.toPrecision(4)))));
  return value.toFixed(Math.max(0, Math.min(20, digits)));
}

/**
 * A duration in the unit that fits it.
 *
 * @param durationMs Milliseconds.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals([0.0000123, 0.0123, 12.3, 12300].map(formatDuration), [
 *   "12.30 ns",
 *   "12.30 µs",
 *   "12.30 ms",
 *   "12.30 s",
 * ]);
 * ```
 */
export function formatDuration(durationMs: number): string {
  const units: [number, string][] = [[1e-3, "ns"], [1, "µs"], [1e3, "ms"], [Infinity, "s"]];
  const rounded = Number(durationMs.toPrecision(4));
  const unit = units.findIndex(([limit]) => rounded < limit);
  return `${formatNumber(durationMs * 1000 ** (2 - unit))} ${units[unit]![1]}`;
}

/**
 * A count or rate with an SI prefix.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(formatRate(2.5e9, "FLOP/s"), "2.500 GFLOP/s");
 * ```
 */
export function formatRate(value: number, unit: string): string {
  const rounded = Number(value.toPrecision(4));
  const power = rounded < 1
    ? 0
    : Math.min(THOUSANDS.length - 1, Math.floor(Math.log10(rounded) / 3));
  return `${formatNumber(value / 1000 ** power)} ${THOUSANDS[power]}${unit}`;
}

/**
 * A size with an SI prefix.
 *
 * @param sizeMb Megabytes of 1,000,000 bytes.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals([0, 0.0000005, 1.5].map(formatSize), ["0 B", "0.5000 B", "1.500 MB"]);
 * ```
 */
export function formatSize(sizeMb: number): string {
  if (sizeMb === 0) return "0 B";
  return formatRate(sizeMb * 1e6, "B");
}

/**
 * A change as signed percent, one decimal; from ten times on as a factor.
 *
 * @param change A fraction: 0.1 is 10 % more.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals([0.1, -0.123, 0, 14].map(formatChange), ["+10.0 %", "-12.3 %", "0.0 %", "15.0×"]);
 * ```
 */
export function formatChange(change: number): string {
  if (change >= 9) return `${(change + 1).toFixed(1)}×`;
  const percent = (change * 100).toFixed(1);
  if (Number(percent) === 0) return "0.0 %";
  return `${change > 0 ? "+" : ""}${percent} %`;
}

/**
 * An interval of changes, its unit once where both ends have the same.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(formatInterval({ lower: 0.418, upper: 0.643 }), "+41.8 to +64.3 %");
 * assertEquals(formatInterval({ lower: 0.5, upper: 14 }), "+50.0 % to 15.0×");
 * ```
 */
export function formatInterval(
  interval: { readonly lower: number; readonly upper: number },
): string {
  const [lower, upper] = [interval.lower, interval.upper].map(formatChange);
  return lower!.endsWith(" %") && upper!.endsWith(" %")
    ? `${lower!.slice(0, -2)} to ${upper}`
    : `${lower} to ${upper}`;
}
