/**
 * e to the power of a vector's lanes, 32-bit floats.
 *
 * x is split into n ln 2 + r with a whole n and |r| ≤ ln 2 / 2 (Cody and Waite's reduction, with
 * ln 2 in two parts); e^r is a polynomial fitted for least relative error, 9.2e-8 at most; 2^n is
 * made by putting n into the exponent bits.
 */
import { constantLocal } from "./elementwise.ts";
import type { FunctionBuilder, Local, V128 } from "./emitter.ts";
import { float32Lanes, Lanes } from "./lanes.ts";

/** Adding it rounds to a whole number, which then stands in the lowest bits. */
const ROUNDER = 1.5 * 2 ** 23;
/** ln 2 with its low bits 0, so that n times it is exact, and what that leaves out. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = -2.12194440e-4;
/** e^r ≈ 1 + c₁ r + c₂ r² + … */
const COEFFICIENTS = [0.999999702, 0.499991506, 0.166676357, 0.0418979377, 0.00829031318];
/** Below it e^x rounds to 0, and above it to infinity. */
const LOWEST = -104, HIGHEST = 89;
/** What is added to an exponent to store it, and where it is stored. */
const BIAS = 127, EXPONENT_BIT = 23;
/**
 * The power of 2 is made 2⁶⁴ times too large for negative x and as much too small for the others,
 * which is put right by another factor: n alone reaches past the exponents on both sides.
 */
const DETOUR = 64;

/** Writes code that replaces a vector by its exponential. */
export type WriteExponential = (x: Local<V128>) => void;

/**
 * Prepares the constants and gives the writer.
 *
 * @param nonPositive Whether all x are <= 0 or NaN, which takes a few instructions less.
 */
export function exponential(
  f: FunctionBuilder,
  fused: boolean,
  nonPositive: boolean,
): WriteExponential {
  const v = new Lanes(f, float32Lanes, fused);
  const constant = (value: number) => constantLocal(f, v, value);
  const wholeConstant = (value: number) => {
    const local = f.v128Local();
    local.set(v.wholeConstant(value));
    return local;
  };
  // Its low bits already hold the bias, so that they can be shifted into place as they are.
  const rounder = constant(ROUNDER + BIAS + (nonPositive ? DETOUR : -DETOUR));
  const log2e = constant(Math.LOG2E), one = constant(1);
  const minusHigh = constant(-LN2_HIGH), minusLow = constant(-LN2_LOW);
  const lowest = constant(LOWEST), highest = constant(HIGHEST);
  const coefficients = COEFFICIENTS.map(constant);
  const rounded = f.v128Local(), n = f.v128Local(), sum = f.v128Local();
  const back = wholeConstant((BIAS + (nonPositive ? -DETOUR : DETOUR)) << EXPONENT_BIT);
  /** The sign, moved to where it is worth twice the detour. */
  const turn = f.v128Local(), turnBit = wholeConstant(2 * DETOUR << EXPONENT_BIT);

  return (x) => {
    x.set(v.higher(x.get(), lowest.get()));
    if (!nonPositive) {
      x.set(v.lower(x.get(), highest.get()));
      turn.set(v.and(v.shiftRight(x.get(), 1), turnBit.get()));
    }
    rounded.set(v.multiplyAdd(x.get(), log2e.get(), () => rounder.get()));
    n.set(v.sub(rounded.get(), rounder.get()));
    x.set(v.multiplyAdd(n.get(), minusHigh.get(), () => x.get()));
    x.set(v.multiplyAdd(n.get(), minusLow.get(), () => x.get()));
    sum.set(coefficients.at(-1)!.get());
    for (const coefficient of [one, ...coefficients.slice(0, -1)].reverse()) {
      sum.set(v.multiplyAdd(sum.get(), x.get(), () => coefficient.get()));
    }
    const power = () => v.shiftLeft(rounded.get(), EXPONENT_BIT);
    if (nonPositive) {
      x.set(v.mul(v.mul(sum.get(), power()), back.get()));
    } else {
      const there = () => v.wholeAdd(power(), turn.get());
      x.set(v.mul(v.mul(sum.get(), there()), v.wholeSub(back.get(), turn.get())));
    }
  };
}
