/** Student's t distribution. @module */

/**
 * The probability that t is at most `t`, from the regularised incomplete beta function.
 *
 * Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.1 and 26.5.8 (the continued
 * fraction, evaluated by Lentz's method). Absolute error below 1e-10 for 0.5 to 1e6 degrees of
 * freedom.
 *
 * @param t Any number; infinities have probability 0 and 1.
 * @param degreesOfFreedom Above 0, not necessarily whole.
 * @throws {RangeError} If the degrees of freedom are not above 0.
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(studentTCdf(2.015, 5), 0.95, 1e-5);
 * ```
 */
export function studentTCdf(t: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 0)) {
    throw new RangeError(
      `Cannot evaluate Student's t: degrees of freedom must be above 0, current value is ${degreesOfFreedom}`,
    );
  }
  if (t === Infinity) return 1;
  if (t === -Infinity) return 0;
  const sum = degreesOfFreedom + t * t;
  const tail =
    regularizedIncompleteBeta(degreesOfFreedom / sum, t * t / sum, degreesOfFreedom / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** Comparisons ask for the same few quantiles for every benchmark, at each look. */
const KNOWN_QUANTILES = new Map<number, Map<number, number>>();
/** Of degrees of freedom that are no whole number, hardly any is asked for twice. */
const MOST_KNOWN_DEGREES = 200;
const MOST_KNOWN_PROBABILITIES = 200;

/**
 * The t below which a probability lies, by Newton's method on {@linkcode studentTCdf}.
 *
 * Right of 0 the function is concave, so no tangent from below passes the root. The steps start at
 * 0, only go up, and end when rounding leaves none. The last one is below 1e-9 of the root, and
 * each squares the error of the one before.
 *
 * @param probability Between 0 and 1, both exclusive.
 * @param degreesOfFreedom Above 0.
 * @throws {RangeError} If the probability is not between 0 and 1.
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(studentTQuantile(0.975, 10), 2.228, 1e-3);
 * ```
 */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(
      `Cannot invert Student's t: the probability must be between 0 and 1, current value is ${probability}`,
    );
  }
  if (probability < 0.5) return -studentTQuantile(1 - probability, degreesOfFreedom);
  if (!Number.isInteger(degreesOfFreedom) || degreesOfFreedom > MOST_KNOWN_DEGREES) {
    return findQuantile(probability, degreesOfFreedom);
  }
  let quantiles = KNOWN_QUANTILES.get(degreesOfFreedom);
  if (quantiles === undefined || quantiles.size > MOST_KNOWN_PROBABILITIES) {
    KNOWN_QUANTILES.set(degreesOfFreedom, quantiles = new Map());
  }
  let quantile = quantiles.get(probability);
  if (quantile === undefined) {
    quantiles.set(probability, quantile = findQuantile(probability, degreesOfFreedom));
  }
  return quantile;
}

function findQuantile(probability: number, degreesOfFreedom: number): number {
  let t = 0;
  for (;;) {
    const missing = probability - studentTCdf(t, degreesOfFreedom);
    const step = missing / studentTDensity(t, degreesOfFreedom);
    if (!(step > 0)) return t;
    t += step;
    if (step < 1e-9 * t) return t;
  }
}

/** Abramowitz and Stegun 26.7.1, before it is integrated. */
function studentTDensity(t: number, degreesOfFreedom: number): number {
  const half = degreesOfFreedom / 2;
  const scale = logGamma(half + 0.5) - logGamma(half) - Math.log(Math.PI * degreesOfFreedom) / 2;
  return Math.exp(scale - (half + 0.5) * Math.log1p(t * t / degreesOfFreedom));
}

/** `y` is 1 − x, passed separately because the difference would lose its precision near 0. */
function regularizedIncompleteBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  // The fraction converges fast only on this side of the mean.
  if (x > (a + 1) / (a + b + 2)) return 1 - regularizedIncompleteBeta(y, x, b, a);
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(y),
  );
  return front * betaContinuedFraction(x, a, b) / a;
}

function betaContinuedFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const nonZero = (value: number) => Math.abs(value) < tiny ? tiny : value;
  let c = 1;
  let d = 1 / nonZero(1 - (a + b) * x / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 1000; m++) {
    const even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= d * c;
    const odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return fraction;
}

/** Stirling's series (Abramowitz and Stegun 6.1.41), after raising the argument to 10 or more. */
function logGamma(value: number): number {
  let x = value;
  let product = 1;
  while (x < 10) product *= x++;
  const inverse = 1 / x;
  const square = inverse * inverse;
  const series = inverse *
    (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))));
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}
