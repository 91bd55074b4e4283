import { checkFloat32, checkLength, checkSameOrApart } from "../checks.ts";
import { reluBackwardFamily } from "../wasm/relu_backward.ts";
import { type Handling, runElementwise } from "../wasm/staging.ts";
import * as plain from "./reference.ts";

/**
 * Gradient of {@linkcode relu}: `gradient[i] = x[i] <= 0 ? 0 : outGradient[i]`, as in PyTorch.
 *
 * The result is exact. At 0 the gradient is 0, and if `x` is NaN, it is `outGradient`. `gradient`
 * may be `x` or `outGradient`. Arrays outside kernel memory are copied in and out piece by piece.
 * If they are short, plain TypeScript computes.
 *
 * @param x The input of relu, or its output, which is above 0 in the same places; any length.
 * @param outGradient Gradient of the output, as long as `x`.
 * @param gradient Gradient of the input, as long as `x`; overwritten.
 * @returns `gradient`.
 * @throws {RangeError} If lengths differ, or if `gradient` partly overlaps an input.
 * @throws {TypeError} If an array is not a Float32Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { reluBackward } from "@benchline/benchline/kernels";
 *
 * const x = new Float32Array([-1, 0, 2]), outGradient = new Float32Array([5, 6, 7]);
 * assertEquals([...reluBackward(x, outGradient, new Float32Array(3))], [0, 0, 7]);
 * ```
 */
export function reluBackward(
  x: Float32Array,
  outGradient: Float32Array,
  gradient: Float32Array,
): Float32Array {
  const action = "compute the gradient of relu";
  const given = gradient;
  x = checkFloat32(action, "x", x);
  outGradient = checkFloat32(action, "outGradient", outGradient);
  gradient = checkFloat32(action, "gradient", gradient);
  checkLength(action, "outGradient", outGradient, x.length, "the length of x");
  checkLength(action, "gradient", gradient, x.length, "the length of x");
  checkSameOrApart(action, "gradient", gradient, "x", x);
  checkSameOrApart(action, "gradient", gradient, "outGradient", outGradient);
  const done = runElementwise(
    reluBackwardFamily(),
    [x, outGradient, gradient],
    handling,
    (run, [xAt, outAt, at], length) => run.reluBackward(xAt!, outAt!, at!, length),
  );
  if (!done) plain.reluBackward(x, outGradient, gradient);
  return given;
}

const handling: Handling = { uses: ["read", "read", "written"], shortestCopied: 256 };
