/**
 * Numbers of about 32 digits, each an unevaluated sum of two 64-bit floats.
 *
 * Dekker, A floating-point technique for extending the available precision, 1971; the less exact of
 * the usual algorithms, with relative errors of a few 2⁻¹⁰⁴, for numbers below 2⁹⁹⁰.
 *
 * @module
 */

/** `high` is the nearest 64-bit float, and `low` the remainder. */
export interface DoubleDouble {
  readonly high: number;
  readonly low: number;
}

/** Returns a 64-bit float as a double-double. */
export function exactly(value: number): DoubleDouble {
  return { high: value, low: 0 };
}

/** Returns the nearest 64-bit float. */
export function rounded({ high, low }: DoubleDouble): number {
  return high + low;
}

export function plus(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const sum = exactSum(a.high, b.high), rest = exactSum(a.low, b.low);
  const first = quickSum(sum.high, sum.low + rest.high);
  return quickSum(first.high, first.low + rest.low);
}

export function minus(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  return plus(a, { high: -b.high, low: -b.low });
}

export function times(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const product = exactProduct(a.high, b.high);
  return quickSum(product.high, product.low + (a.high * b.low + a.low * b.high));
}

export function over(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const first = a.high / b.high;
  const rest = minus(a, times(b, exactly(first)));
  const second = rest.high / b.high;
  const last = minus(rest, times(b, exactly(second))).high / b.high;
  return plus(quickSum(first, second), exactly(last));
}

export function squareRoot(a: DoubleDouble): DoubleDouble {
  if (a.high === 0) return a;
  const first = Math.sqrt(a.high);
  const rest = minus(a, exactProduct(first, first));
  return quickSum(first, rest.high / (2 * first));
}

/** Returns the sum of many numbers. */
export function sumOf(numbers: Iterable<DoubleDouble>): DoubleDouble {
  let sum = exactly(0);
  for (const number of numbers) sum = plus(sum, number);
  return sum;
}

/** Returns a + b without error, by Knuth's algorithm. */
function exactSum(a: number, b: number): DoubleDouble {
  const high = a + b, part = high - a;
  return { high, low: (a - (high - part)) + (b - part) };
}

/** Returns a + b without error if |a| ≥ |b|. */
function quickSum(a: number, b: number): DoubleDouble {
  const high = a + b;
  return { high, low: b - (high - a) };
}

/** Returns a · b without error, using Veltkamp's split. */
function exactProduct(a: number, b: number): DoubleDouble {
  const high = a * b, [a1, a2] = halves(a), [b1, b2] = halves(b);
  return { high, low: ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2 };
}

function halves(a: number): [number, number] {
  const turned = (2 ** 27 + 1) * a, first = turned - (turned - a);
  return [first, a - first];
}
