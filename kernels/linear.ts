import { checkApart, checkArray, checkOptional, checkOutputs, checkSizes } from "./checks.ts";
import type { Length } from "./lengths.ts";
import { clear, repeatRow } from "./filling.ts";
import { rowMajor, transposed } from "./matrix.ts";
import { withMultiply } from "./product.ts";
import type { LinearGradients, LinearShape } from "./shapes.ts";

/**
 * Computes a linear layer: `out = x · weightᵀ + bias`.
 *
 * The error is that of matmul with k = inFeatures + 1. Arrays outside kernel memory are copied in and
 * out.
 *
 * @param x batch × inFeatures numbers.
 * @param weight outFeatures × inFeatures numbers.
 * @param bias outFeatures numbers, or `undefined` for none.
 * @param out batch × outFeatures numbers; overwritten.
 * @param shape The sizes.
 * @returns `out`.
 * @throws {RangeError} If a length does not fit the shape, or if `out` overlaps an input.
 * @throws {TypeError} If an array is not a Float32Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { linearForward } from "@benchline/benchline/kernels";
 *
 * const x = new Float32Array([1, 2]), weight = new Float32Array([3, 4]);
 * const bias = new Float32Array([0.5]), shape = { batch: 1, inFeatures: 2, outFeatures: 1 };
 * assertEquals([...linearForward(x, weight, bias, new Float32Array(1), shape)], [11.5]);
 * ```
 */
export function linearForward(
  x: Float32Array,
  weight: Float32Array,
  bias: Float32Array | undefined,
  out: Float32Array,
  shape: LinearShape,
): Float32Array {
  const action = "compute a linear layer";
  const { batch, inFeatures, outFeatures } = shape;
  checkSizes(action, { batch, inFeatures, outFeatures });
  const given = out;
  x = checkArray(action, "x", x, lengthOfInput(shape));
  weight = checkArray(action, "weight", weight, lengthOfWeight(shape));
  bias = checkOptional(action, "bias", bias, lengthOfBias(shape));
  out = checkArray(action, "out", out, lengthOfOutput(shape));
  checkApart(action, "out", out, "x", x);
  checkApart(action, "out", out, "weight", weight);
  if (bias) checkApart(action, "out", out, "bias", bias);
  withMultiply(
    (lender) => ({
      x: lender.input(x),
      weight: lender.input(weight),
      bias: bias && lender.input(bias),
      out: lender.output(out),
    }),
    (arrays, multiply) => {
      if (arrays.bias) repeatRow(arrays.bias, arrays.out);
      else if (inFeatures === 0) clear(arrays.out);
      multiply({
        a: rowMajor(arrays.x, inFeatures),
        b: transposed(rowMajor(arrays.weight, inFeatures)),
        out: rowMajor(arrays.out, outFeatures),
        m: batch,
        k: inFeatures,
        n: outFeatures,
        accumulate: bias !== undefined,
      });
    },
  );
  return given;
}

/**
 * Computes the gradients of a linear layer from the gradient of its output:
 * `weight = outGradientᵀ · x`, `bias` = the sum of `outGradient` over the batch, and
 * `x = outGradient · weight`.
 *
 * The errors are those of matmul with k = batch, batch and outFeatures. Arrays outside kernel memory
 * are copied in and out.
 *
 * @param x The layer's input, batch × inFeatures numbers.
 * @param weight The layer's weights, outFeatures × inFeatures numbers.
 * @param outGradient batch × outFeatures numbers.
 * @param gradients Arrays for the gradients; overwritten.
 * @param shape The sizes.
 * @returns `gradients`.
 * @throws {RangeError} If a length does not fit the shape, or if a gradient overlaps another array.
 * @throws {TypeError} If an array is not a Float32Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { linearBackward } from "@benchline/benchline/kernels";
 *
 * const gradients = {
 *   x: new Float32Array(2),
 *   weight: new Float32Array(2),
 *   bias: new Float32Array(1),
 * };
 * const x = new Float32Array([1, 2]), weight = new Float32Array([3, 4]);
 * const shape = { batch: 1, inFeatures: 2, outFeatures: 1 };
 * linearBackward(x, weight, new Float32Array([10]), gradients, shape);
 * assertEquals([...gradients.x], [30, 40]);
 * assertEquals([...gradients.weight], [10, 20]);
 * assertEquals([...gradients.bias], [10]);
 * ```
 */
export function linearBackward<T extends LinearGradients>(
  x: Float32Array,
  weight: Float32Array,
  outGradient: Float32Array,
  gradients: T,
  shape: LinearShape,
): T {
  const action = "compute the gradients of a linear layer";
  const { batch, inFeatures, outFeatures } = shape;
  checkSizes(action, { batch, inFeatures, outFeatures });
  x = checkArray(action, "x", x, lengthOfInput(shape));
  weight = checkArray(action, "weight", weight, lengthOfWeight(shape));
  outGradient = checkArray(action, "outGradient", outGradient, lengthOfOutput(shape));
  const views = {
    x: checkOptional(action, "gradients.x", gradients.x, lengthOfInput(shape)),
    weight: checkArray(action, "gradients.weight", gradients.weight, lengthOfWeight(shape)),
    bias: checkOptional(action, "gradients.bias", gradients.bias, lengthOfBias(shape)),
  };
  checkOutputs(action, {
    "gradients.x": views.x,
    "gradients.weight": views.weight,
    "gradients.bias": views.bias,
  }, { x, weight, outGradient });
  withMultiply(
    (lender) => ({
      x: lender.input(x),
      weight: lender.input(weight),
      outGradient: lender.input(outGradient),
      xGradient: views.x && lender.output(views.x),
      weightGradient: lender.output(views.weight),
    }),
    (arrays, multiply) => {
      const outGradient = rowMajor(arrays.outGradient, outFeatures);
      if (batch === 0) clear(arrays.weightGradient);
      multiply({
        a: transposed(outGradient),
        b: rowMajor(arrays.x, inFeatures),
        out: rowMajor(arrays.weightGradient, inFeatures),
        m: outFeatures,
        k: batch,
        n: inFeatures,
        accumulate: false,
      });
      if (!arrays.xGradient) return;
      if (outFeatures === 0) clear(arrays.xGradient);
      multiply({
        a: outGradient,
        b: rowMajor(arrays.weight, inFeatures),
        out: rowMajor(arrays.xGradient, inFeatures),
        m: batch,
        k: outFeatures,
        n: inFeatures,
        accumulate: false,
      });
    },
  );
  if (views.bias) sumColumns(outGradient, views.bias);
  return gradients;
}

function sumColumns(x: Float32Array, out: Float32Array): void {
  const sums = new Float64Array(out.length);
  for (let start = 0; start < x.length; start += out.length) {
    for (let i = 0; i < out.length; i++) sums[i] = sums[i]! + x[start + i]!;
  }
  out.set(sums);
}

const lengthOfInput = ({ batch, inFeatures }: LinearShape): Length => ({
  count: batch * inFeatures,
  formula: () => `batch × inFeatures = ${batch} × ${inFeatures}`,
});

const lengthOfWeight = ({ inFeatures, outFeatures }: LinearShape): Length => ({
  count: outFeatures * inFeatures,
  formula: () => `outFeatures × inFeatures = ${outFeatures} × ${inFeatures}`,
});

const lengthOfBias = ({ outFeatures }: LinearShape): Length => ({
  count: outFeatures,
  formula: () => "outFeatures",
});

const lengthOfOutput = ({ batch, outFeatures }: LinearShape): Length => ({
  count: batch * outFeatures,
  formula: () => `batch × outFeatures = ${batch} × ${outFeatures}`,
});
