/**
 * Numbers of about 32 digits, each the sum of two 64-bit floats that is not worked out.
 *
 * Dekker, A floating-point technique for extending the available precision, 1971; the sloppier of
 * the usual algorithms, with relative errors of a few 2⁻¹⁰⁴, for numbers below 2⁹⁹⁰.
 *
 * @module
 */

/** `high` is the nearest 64-bit float, `low` what it leaves out. */
export interface DoubleDouble {
  readonly high: number;
  readonly low: number;
}

/** A 64-bit float as it is. */
export function exactly(value: number): DoubleDouble {
  return { high: value, low: 0 };
}

/** The nearest 64-bit float. */
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

/** Sum of many numbers. */
export function sumOf(numbers: Iterable<DoubleDouble>): DoubleDouble {
  let sum = exactly(0);
  for (const number of numbers) sum = plus(sum, number);
  return sum;
}

/** a + b without error; Knuth's. */
function exactSum(a: number, b: number): DoubleDouble {
  const high = a + b, part = high - a;
  return { high, low: (a - (high - part)) + (b - part) };
}

/** The same where |a| ≥ |b|. */
function quickSum(a: number, b: number): DoubleDouble {
  const high = a + b;
  return { high, low: b - (high - a) };
}

/** a · b without error; Veltkamp's halves. */
function exactProduct(a: number, b: number): DoubleDouble {
  const high = a * b, [a1, a2] = halves(a), [b1, b2] = halves(b);
  return { high, low: ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2 };
}

function halves(a: number): [number, number] {
  const turned = (2 ** 27 + 1) * a, first = turned - (turned - a);
  return [first, a - first];
}
