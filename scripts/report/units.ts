/** Numbers as people read them. @module */

const THOUSANDS = ["", "k", "M", "G", "T", "P"];

/**
 * A number with four significant digits; in exponent form if it would be long otherwise.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals([0.012345, 1.5, 1234.5].map(formatNumber), ["0.01235", "1.500", "1235"]);
 * assertEquals([0, 1e-9, 1e308].map(formatNumber), ["0", "1.000e-9", "1.000e308"]);
 * ```
 */
export function formatNumber(value: number): string {
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return nameInfinite(value);
  const exponent = exponentOf(value, 4);
  return exponent < -4 || exponent >= 9
    ? formatExponent(value, 4)
    : value.toFixed(Math.max(0, 3 - exponent));
}

/** The units of durations: below how many milliseconds, and how many are a millisecond. */
const DURATIONS: readonly (readonly [end: number, perMs: number, unit: string])[] = [
  [1e-9, 1e12, "fs"],
  [1e-7, 1e9, "ps"],
  [1e-3, 1e6, "ns"],
  [1, 1e3, "µs"],
  [1e3, 1, "ms"],
  [1e5, 1e-3, "s"],
];

/**
 * A duration in the unit that fits it; from 100 s on in minutes, hours or days.
 *
 * @param durationMs Milliseconds.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals([0.0000123, 0.0123, 12.3, 12300, 80e6].map(formatDuration), [
 *   "12.30 ns",
 *   "12.30 µs",
 *   "12.30 ms",
 *   "12.30 s",
 *   "22 h 13 min",
 * ]);
 * ```
 */
export function formatDuration(durationMs: number): string {
  if (durationMs === 0) return "0 ns";
  if (durationMs < 0) return `-${formatDuration(-durationMs)}`;
  const rounded = Number(durationMs.toPrecision(4));
  const [, perMs, unit] = DURATIONS.find(([end]) => rounded < end) ?? [];
  return perMs === undefined
    ? formatLongDuration(durationMs / 1000)
    : `${formatNumber(durationMs * perMs)} ${unit}`;
}

/** A difference of durations, with its sign: `+36.10 µs`. */
export function formatSignedDuration(durationMs: number): string {
  return `${durationMs > 0 ? "+" : ""}${formatDuration(durationMs)}`;
}

function formatLongDuration(seconds: number): string {
  const whole = (unit: number) => Math.round(seconds / unit);
  if (whole(1) < 3600) return formatTwoUnits(whole(1), 60, "min", "s");
  if (whole(60) < 1440) return formatTwoUnits(whole(60), 60, "h", "min");
  if (whole(3600) < 2400) return formatTwoUnits(whole(3600), 24, "d", "h");
  return `${formatNumber(seconds / 86_400)} d`;
}

function formatTwoUnits(count: number, size: number, large: string, small: string): string {
  const rest = count % size;
  return `${Math.floor(count / size)} ${large}${rest === 0 ? "" : ` ${rest} ${small}`}`;
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
  return formatWithPrefix(value, 0, unit);
}

/** Larger whole numbers are not written out: they have more digits than anybody reads. */
const MOST_WRITTEN_OUT = 1e12;

/**
 * A value in a unit that may already have a prefix, so none is added: a whole number with all its
 * digits, any other number with four.
 *
 * @param unit Empty for a plain count.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(formatAmount(1234567, ""), "1,234,567");
 * assertEquals(formatAmount(1234.56, "MB/s"), "1,235 MB/s");
 * assertEquals(formatAmount(0.25, "misses/op"), "0.2500 misses/op");
 * ```
 */
export function formatAmount(value: number, unit: string): string {
  const isWritten = Number.isInteger(value) && Math.abs(value) < MOST_WRITTEN_OUT;
  const text = isWritten ? String(value) : formatNumber(value);
  const grouped = /^-?\d+$/.test(text) ? groupThousands(text) : text;
  return unit === "" ? grouped : `${grouped} ${unit}`;
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
  return formatWithPrefix(sizeMb, 2, "B");
}

/** @param thousands The power of 1000 in which the value is given. */
function formatWithPrefix(value: number, thousands: number, unit: string): string {
  if (value === 0 || !Number.isFinite(value)) return `${formatNumber(value)} ${unit}`;
  const wanted = Math.floor(exponentOf(value, 4) / 3) + thousands;
  const power = Math.max(0, Math.min(THOUSANDS.length - 1, wanted));
  const scaled = power < thousands
    ? value * 1000 ** (thousands - power)
    : value / 1000 ** (power - thousands);
  return `${formatNumber(scaled)} ${THOUSANDS[power]}${unit}`.trimEnd();
}

/**
 * A change as signed percent with one decimal; as a factor from ten times on. About eight
 * characters, whatever the size.
 *
 * @param change A fraction: 0.1 is 10 % more.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals([0.1, -0.123, 0, 14].map(formatChange), ["+10.0 %", "-12.3 %", "0.0 %", "15.0×"]);
 * assertEquals([12299, 7.1e16].map(formatChange), ["12,300×", "7.1e16×"]);
 * ```
 */
export function formatChange(change: number): string {
  return formatChangeBeside(change, change);
}

/**
 * A change in the unit that {@linkcode formatChange} uses for another one beside it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(formatChangeBeside(8.5, 14), "9.50×");
 * assertEquals(formatChangeBeside(14, 8.5), "+1,400 %");
 * ```
 */
export function formatChangeBeside(change: number, beside: number): string {
  return isFactor(beside) ? `${formatFactor(change)}×` : `${formatPercent(change)} %`;
}

/**
 * An interval of changes, in one unit.
 *
 * @param beside The change beside it, whose unit it takes; null if there is none.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(formatInterval({ lower: 0.418, upper: 0.643 }), "+41.8 to +64.3 %");
 * assertEquals(formatInterval({ lower: 0.5, upper: 14 }), "1.50 to 15.0×");
 * assertEquals(formatInterval({ lower: 0.5, upper: 14 }, 3), "+50.0 to +1,400 %");
 * ```
 */
export function formatInterval(
  { lower, upper }: { readonly lower: number; readonly upper: number },
  beside: number | null = null,
): string {
  return isFactor(beside ?? Math.max(lower, upper))
    ? `${formatFactor(lower)} to ${formatFactor(upper)}×`
    : `${formatPercent(lower)} to ${formatPercent(upper)} %`;
}

/**
 * How much something varies, in percent with one decimal.
 *
 * @param deviation A fraction.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals([0.0123, 1e20].map(formatDeviation), ["1.2 %", "1.0e22 %"]);
 * ```
 */
export function formatDeviation(deviation: number): string {
  return `${formatPercent(deviation).replace(/^\+/, "")} %`;
}

function isFactor(change: number): boolean {
  return change >= 9;
}

/** After / before, with three significant digits. */
function formatFactor(change: number): string {
  const factor = change + 1;
  if (factor === 0) return "0";
  if (!Number.isFinite(factor)) return nameInfinite(factor);
  const exponent = exponentOf(factor, 3);
  if (exponent < -3 || exponent >= 6) return formatExponent(factor, 2);
  if (exponent < 3) return factor.toFixed(2 - exponent);
  return groupThousands(factor.toPrecision(3));
}

/** Signed, except for zero. */
function formatPercent(change: number): string {
  const sign = change > 0 ? "+" : "";
  if (!Number.isFinite(change)) return `${sign}${nameInfinite(change)}`;
  // A hundred times the largest numbers would overflow.
  const exponent = change === 0 ? 0 : exponentOf(change, 3) + 2;
  if (exponent >= 6) return `${sign}${formatExponent(change, 2, 2)}`;
  const percent = change * 100;
  if (exponent >= 3) return `${sign}${groupThousands(percent.toPrecision(3))}`;
  const text = percent.toFixed(1);
  return Number(text) === 0 ? "0.0" : `${sign}${text}`;
}

/** The exponent of the first digit, once the value is rounded to `digits`. */
function exponentOf(value: number, digits: number): number {
  return Number(value.toExponential(digits - 1).split("e")[1]);
}

/** @param shift Powers of ten to multiply with. */
function formatExponent(value: number, digits: number, shift = 0): string {
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  return `${mantissa}e${Number(exponent) + shift}`;
}

/** `1.23e+4` and `12300` as `12,300`. */
function groupThousands(number: string): string {
  return String(Number(number)).replaceAll(/(?<=\d)(?=(?:\d{3})+$)/g, ",");
}

function nameInfinite(value: number): string {
  return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "-∞";
}
