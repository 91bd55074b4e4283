import { checkFloat32, checkLength, checkSameOrApart } from "./checks.ts";
import * as plain from "./reference.ts";
import { type Activation, activationFamily } from "./wasm/activations.ts";
import { type Handling, runElementwise } from "./wasm/staging.ts";

/**
 * Sets negative elements to 0: `out[i] = x[i] < 0 ? 0 : x[i]`.
 *
 * The result is exact. −0 and NaN stay what they are. `out` may be `x`. Arrays outside kernel
 * memory are copied in and out piece by piece. If they are short, plain TypeScript computes.
 *
 * @param x Any length.
 * @param out As long as `x`; overwritten.
 * @returns `out`.
 * @throws {RangeError} If the lengths differ, or if `out` partly overlaps `x`.
 * @throws {TypeError} If an array is not a Float32Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { relu } from "@benchline/benchline/kernels";
 *
 * assertEquals([...relu(new Float32Array([-1, 0, 2]), new Float32Array(3))], [0, 0, 2]);
 * ```
 */
export function relu(x: Float32Array, out: Float32Array): Float32Array {
  run("relu", "apply relu", x, out);
  return out;
}

/**
 * Logistic function: `out[i] = 1 / (1 + e^−x[i])`.
 *
 * The relative error is below 4e-7. Results below 2⁻¹²⁶ are off by at most 2⁻¹⁴⁸. NaN stays NaN.
 * `out` may be `x`. Arrays outside kernel memory are copied in and out piece by piece. If they are
 * short, plain TypeScript computes.
 *
 * @param x Any length.
 * @param out As long as `x`; overwritten.
 * @returns `out`.
 * @throws {RangeError} If the lengths differ, or if `out` partly overlaps `x`.
 * @throws {TypeError} If an array is not a Float32Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { sigmoid } from "@benchline/benchline/kernels";
 *
 * const out = sigmoid(new Float32Array([-Infinity, 0, Infinity]), new Float32Array(3));
 * assertEquals([...out], [0, 0.5, 1]);
 * ```
 */
export function sigmoid(x: Float32Array, out: Float32Array): Float32Array {
  run("sigmoid", "apply sigmoid", x, out);
  return out;
}

/**
 * Hyperbolic tangent: `out[i] = tanh(x[i])`.
 *
 * The relative error is below 5e-7, also near 0. NaN stays NaN. The formula is a rational function,
 * fitted up to |x| = 9.02. Beyond, the result rounds to ±1. `out` may be `x`. Arrays outside kernel
 * memory are copied in and out piece by piece. If they are short, plain TypeScript computes.
 *
 * @param x Any length.
 * @param out As long as `x`; overwritten.
 * @returns `out`.
 * @throws {RangeError} If the lengths differ, or if `out` partly overlaps `x`.
 * @throws {TypeError} If an array is not a Float32Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { tanh } from "@benchline/benchline/kernels";
 *
 * const out = tanh(new Float32Array([-Infinity, 0, 20]), new Float32Array(3));
 * assertEquals([...out], [-1, 0, 1]);
 * ```
 */
export function tanh(x: Float32Array, out: Float32Array): Float32Array {
  run("tanh", "apply tanh", x, out);
  return out;
}

/**
 * Exponential function: `out[i] = e^x[i]`.
 *
 * The relative error is below 3e-7. Results below 2⁻¹²⁶ are off by at most 2⁻¹⁴⁸. Overflow gives
 * infinity, and NaN stays NaN. The formula is Cody and Waite's reduction and a polynomial. `out`
 * may be `x`. Arrays outside kernel memory are copied in and out piece by piece. If they are short,
 * plain TypeScript computes.
 *
 * @param x Any length.
 * @param out As long as `x`; overwritten.
 * @returns `out`.
 * @throws {RangeError} If the lengths differ, or if `out` partly overlaps `x`.
 * @throws {TypeError} If an array is not a Float32Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { exp } from "@benchline/benchline/kernels";
 *
 * const out = exp(new Float32Array([-Infinity, 0, 1000]), new Float32Array(3));
 * assertEquals([...out], [0, 1, Infinity]);
 * ```
 */
export function exp(x: Float32Array, out: Float32Array): Float32Array {
  run("exp", "apply exp", x, out);
  return out;
}

function run(name: Activation, action: string, input: Float32Array, output: Float32Array): void {
  const x = checkFloat32(action, "x", input);
  const out = checkFloat32(action, "out", output);
  checkLength(action, "out", out, x.length, "the length of x");
  checkSameOrApart(action, "out", out, "x", x);
  const done = runElementwise(
    activationFamily(),
    [x, out],
    name === "relu" ? copying : exponentials,
    (run, [xAt, outAt], length) => run[name](xAt!, outAt!, length),
  );
  if (!done) plain[name](x, out);
}

const copying: Handling = { uses: ["read", "written"], shortestCopied: 256 };
const exponentials: Handling = { ...copying, shortestCopied: 16 };
