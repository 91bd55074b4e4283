/**
 * e to the power of a vector's lanes, 32-bit floats.
 *
 * x is split into n ln 2 + r with a whole n and |r| ≤ ln 2 / 2 (Cody and Waite's reduction, with
 * ln 2 in two parts); e^r is a polynomial fitted for least relative error, 1.1e-7 at most; 2^n is
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
/** e^r ≈ 1 + r + r² (c₀ + c₁ r + c₂ r² + c₃ r³). */
const COEFFICIENTS = [0.499992311, 0.166671142, 0.0418901220, 0.00831252430];
/** Bits of 1: the exponent's bias. */
const ONE_BITS = 127 << 23;
/** Below it e^x rounds to 0, and above it to infinity. */
const LOWEST = -104, HIGHEST = 89;

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
  const log2e = constant(Math.LOG2E), rounder = constant(ROUNDER);
  const minusHigh = constant(-LN2_HIGH), minusLow = constant(-LN2_LOW);
  const one = constant(1), lowest = constant(LOWEST), highest = constant(HIGHEST);
  const coefficients = COEFFICIENTS.map(constant);
  const rounded = f.v128Local(), n = f.v128Local(), sum = f.v128Local();
  const half = f.v128Local();
  const oneBits = f.v128Local(), scale = constant(2 ** -64);
  // Results below 2⁻¹²⁶ have no exponent of their own: they are made 2⁶⁴ times too large first.
  oneBits.set(v.wholeConstant(nonPositive ? ONE_BITS + (64 << 23) : ONE_BITS));

  return (x) => {
    x.set(v.higher(x.get(), lowest.get()));
    if (!nonPositive) x.set(v.lower(x.get(), highest.get()));
    rounded.set(v.multiplyAdd(x.get(), log2e.get(), () => rounder.get()));
    n.set(v.sub(rounded.get(), rounder.get()));
    x.set(v.multiplyAdd(n.get(), minusHigh.get(), () => x.get()));
    x.set(v.multiplyAdd(n.get(), minusLow.get(), () => x.get()));
    sum.set(coefficients.at(-1)!.get());
    for (const coefficient of coefficients.slice(0, -1).reverse()) {
      sum.set(v.multiplyAdd(sum.get(), x.get(), () => coefficient.get()));
    }
    sum.set(v.multiplyAdd(v.mul(x.get(), x.get()), sum.get(), () => x.get()));
    sum.set(v.add(sum.get(), one.get()));
    if (nonPositive) {
      // The shift moves n into the exponent and everything above it out.
      const power = () => v.wholeAdd(v.shiftLeft(rounded.get(), 23), oneBits.get());
      x.set(v.mul(v.mul(sum.get(), power()), scale.get()));
    } else {
      // 2^n in two factors, since n reaches past the exponents on both sides.
      n.set(v.wholeSub(rounded.get(), rounder.get()));
      half.set(v.shiftRight(n.get(), 1));
      const power = (exponent: () => V128) =>
        v.wholeAdd(v.shiftLeft(exponent(), 23), oneBits.get());
      const rest = () => v.wholeSub(n.get(), half.get());
      x.set(v.mul(v.mul(sum.get(), power(() => half.get())), power(rest)));
    }
  };
}
