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
/** What is added to an exponent to store it, and where it is stored. */
const BIAS = 127, EXPONENT_BIT = 23;

/** Below it e^x rounds to 0, and above it to infinity. */
export const LOWEST_EXPONENT = -104;
const HIGHEST_EXPONENT = 89;
/**
 * Powers of 2 are made as many times too large or too small, as an exponent, and put right by
 * another factor: n alone reaches past the exponents on both sides.
 */
export const DETOUR = 64;

/** What is computed: e^x or e^−x, of x within a range. */
export interface SplitOptions {
  /** Smaller x are taken for it. */
  readonly lowest: number;
  /** Larger x are taken for it, if it is given. */
  readonly highest?: number;
  /** Added to n. Then 1 − BIAS ≤ n + shift ≤ BIAS must hold in the whole range. */
  readonly shift: number;
  /** Whether to compute e^−x. */
  readonly negated?: boolean;
}

/** An exponential in two factors. */
export interface SplitExponential {
  /** Writes code that limits `x` and computes the factors. */
  readonly write: (x: Local<V128>) => void;
  /** e^r, between 0.7 and 1.42. */
  readonly rest: Local<V128>;
  /** 2^(n + shift). */
  readonly power: Local<V128>;
}

/** Prepares the constants of an exponential. */
export function splitExponential(
  f: FunctionBuilder,
  fused: boolean,
  { lowest, highest, shift, negated = false }: SplitOptions,
): SplitExponential {
  const v = new Lanes(f, float32Lanes, fused);
  const constant = (value: number) => constantLocal(f, v, value);
  const sign = negated ? -1 : 1;
  // Its low bits already hold the bias, so that they can be shifted into place as they are.
  const rounder = constant(ROUNDER + BIAS + shift), factor = constant(sign * Math.LOG2E);
  const high = constant(-sign * LN2_HIGH), low = constant(-sign * LN2_LOW);
  const least = constant(lowest), most = constant(highest ?? 0);
  const coefficients = [1, ...COEFFICIENTS].map((value, i) => constant(value * sign ** i));
  const n = f.v128Local(), r = f.v128Local(), rest = f.v128Local(), power = f.v128Local();
  const write = (x: Local<V128>) => {
    x.set(v.higher(x.get(), least.get()));
    if (highest !== undefined) x.set(v.lower(x.get(), most.get()));
    power.set(v.multiplyAdd(x.get(), factor.get(), () => rounder.get()));
    n.set(v.sub(power.get(), rounder.get()));
    r.set(v.multiplyAdd(n.get(), high.get(), () => x.get()));
    r.set(v.multiplyAdd(n.get(), low.get(), () => r.get()));
    rest.set(coefficients.at(-1)!.get());
    for (const coefficient of coefficients.slice(0, -1).reverse()) {
      rest.set(v.multiplyAdd(rest.get(), r.get(), () => coefficient.get()));
    }
    power.set(v.shiftLeft(power.get(), EXPONENT_BIT));
  };
  return { write, rest, power };
}

/** Writes code that replaces a vector by its exponential. */
export type WriteExponential = (x: Local<V128>) => void;

/** Prepares the constants for any x. */
export function exponential(f: FunctionBuilder, fused: boolean): WriteExponential {
  const v = new Lanes(f, float32Lanes, fused);
  const { write, rest, power } = splitExponential(f, fused, {
    lowest: LOWEST_EXPONENT,
    highest: HIGHEST_EXPONENT,
    shift: -DETOUR,
  });
  const back = f.v128Local(), turn = f.v128Local(), turnBit = f.v128Local();
  back.set(v.wholeConstant((BIAS + DETOUR) << EXPONENT_BIT));
  turnBit.set(v.wholeConstant(2 * DETOUR << EXPONENT_BIT));
  return (x) => {
    write(x);
    // For negative x the detour goes the other way: the sign, moved to where it is worth twice it.
    turn.set(v.and(v.shiftRight(x.get(), 1), turnBit.get()));
    x.set(
      v.mul(
        v.mul(rest.get(), v.wholeAdd(power.get(), turn.get())),
        v.wholeSub(back.get(), turn.get()),
      ),
    );
  };
}
