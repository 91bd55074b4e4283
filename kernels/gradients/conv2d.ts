import { checkArray, checkOptional, checkOutputs } from "../checks.ts";
import { type Convolution, convolutionOf, lengthsOf } from "../convolution.ts";
import { clear } from "../filling.ts";
import type { Lender } from "../lending.ts";
import { rowMajor, transposed } from "../matrix.ts";
import { withMultiply } from "../product.ts";
import type { Conv2dGradients, Conv2dShape } from "../shapes.ts";
import { fold, unfold } from "../unfold.ts";

/**
 * Gradients of {@linkcode conv2d}, from the gradient of its output. `weight` is the sum of the
 * products of `outGradient` with the pixels that a weight met. `bias` is the sum of `outGradient`
 * over each channel. `x` is the sum of the products of `outGradient` with the weights that met the
 * pixel.
 *
 * Each group of an image is unfolded into a matrix with a column for every place of the kernel, and
 * multiplied with `outGradient`. The gradient of `x` is folded from another such matrix. The matrix
 * takes inChannels / groups × kernelHeight × kernelWidth times the size of an output channel.
 *
 * The error of `weight` and `bias` is that of matmul with k = batch × the output's height × width.
 * The error of `x` is that with k = outChannels / groups + kernelHeight × kernelWidth. Arrays
 * outside kernel memory are copied in and out.
 *
 * @param x The input of the convolution, batch × inChannels × height × width numbers.
 * @param weight outChannels × inChannels / groups × kernelHeight × kernelWidth numbers.
 * @param outGradient batch × outChannels × the output's height × width numbers.
 * @param gradients Arrays for the gradients; overwritten.
 * @param shape The sizes.
 * @returns `gradients`.
 * @throws {RangeError} If a length does not fit the shape, or if a gradient overlaps another array.
 * @throws {TypeError} If an array is not a Float32Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { conv2dBackward } from "@benchline/benchline/kernels";
 *
 * const x = new Float32Array([1, 4, 9]), weight = new Float32Array([-1, 1]);
 * const gradients = {
 *   x: new Float32Array(3),
 *   weight: new Float32Array(2),
 *   bias: new Float32Array(1),
 * };
 * conv2dBackward(x, weight, new Float32Array([1, 10]), gradients, {
 *   batch: 1,
 *   inChannels: 1,
 *   height: 1,
 *   width: 3,
 *   outChannels: 1,
 *   kernelHeight: 1,
 *   kernelWidth: 2,
 * });
 * assertEquals([...gradients.x], [-1, -9, 10]);
 * assertEquals([...gradients.weight], [41, 94]);
 * assertEquals([...gradients.bias], [11]);
 * ```
 */
export function conv2dBackward<T extends Conv2dGradients>(
  x: Float32Array,
  weight: Float32Array,
  outGradient: Float32Array,
  gradients: T,
  shape: Conv2dShape,
): T {
  const convolution = convolutionOf(action, shape);
  const arrays = checkArrays({ x, weight, outGradient }, gradients, convolution);
  withMultiply(
    (lender) => lend(lender, arrays, convolution),
    (own, multiply) => {
      const { batch, groups, inChannels, outChannels, pixels, places, depth } = convolution;
      if (batch === 0 && own.weightGradient) clear(own.weightGradient);
      for (let part = 0; part < batch * groups; part++) {
        const group = part % groups, image = part * inChannels * pixels;
        const weightAt = group * outChannels * depth;
        const results = rowMajor(own.outGradient, places, part * outChannels * places);
        if (own.weightGradient) {
          unfold(own.x.subarray(image, image + inChannels * pixels), own.columns, convolution);
          multiply({
            a: results,
            b: transposed(rowMajor(own.columns, places)),
            out: rowMajor(own.weightGradient, depth, weightAt),
            m: outChannels,
            k: places,
            n: depth,
            accumulate: part >= groups,
          });
        }
        if (own.xGradient) {
          // A product of depth 0 does not write.
          if (outChannels === 0) clear(own.columns);
          multiply({
            a: transposed(rowMajor(own.weight, depth, weightAt)),
            b: results,
            out: rowMajor(own.columns, places),
            m: depth,
            k: outChannels,
            n: places,
            accumulate: false,
          });
          const target = own.xGradient.subarray(image, image + inChannels * pixels);
          fold(own.columns, target, convolution);
        }
      }
    },
  );
  if (arrays.biasGradient) sumChannels(arrays.outGradient, arrays.biasGradient, convolution);
  return gradients;
}

const action = "compute the gradients of a convolution";

/** All arrays of a call, to work on. */
interface Arrays {
  readonly x: Float32Array;
  readonly weight: Float32Array;
  readonly outGradient: Float32Array;
  readonly xGradient: Float32Array | undefined;
  readonly weightGradient: Float32Array | undefined;
  readonly biasGradient: Float32Array | undefined;
}

function checkArrays(
  { x, weight, outGradient }: Readonly<Record<"x" | "weight" | "outGradient", Float32Array>>,
  gradients: Conv2dGradients,
  convolution: Convolution,
): Arrays {
  const lengths = lengthsOf(convolution);
  const inputs = {
    x: checkArray(action, "x", x, lengths.input),
    weight: checkArray(action, "weight", weight, lengths.weight),
    outGradient: checkArray(action, "outGradient", outGradient, lengths.result),
  };
  const outputs = {
    "gradients.x": checkOptional(action, "gradients.x", gradients.x, lengths.input),
    "gradients.weight": checkOptional(action, "gradients.weight", gradients.weight, lengths.weight),
    "gradients.bias": checkOptional(action, "gradients.bias", gradients.bias, lengths.bias),
  };
  checkOutputs(action, outputs, inputs);
  return {
    ...inputs,
    xGradient: outputs["gradients.x"],
    weightGradient: outputs["gradients.weight"],
    biasGradient: outputs["gradients.bias"],
  };
}

/** Lends the arrays that are used. */
function lend(
  lender: Lender,
  { x, weight, outGradient, xGradient, weightGradient }: Arrays,
  { depth, places }: Convolution,
) {
  return {
    x: weightGradient ? lender.input(x) : x,
    weight: xGradient ? lender.input(weight) : weight,
    outGradient: xGradient || weightGradient ? lender.input(outGradient) : outGradient,
    xGradient: xGradient && lender.output(xGradient),
    weightGradient: weightGradient && lender.output(weightGradient),
    columns: lender.scratch(depth * places),
  };
}

function sumChannels(
  x: Float32Array,
  out: Float32Array,
  { places }: Convolution,
): void {
  const sums = new Float64Array(out.length);
  for (let i = 0, start = 0; start < x.length; i++, start += places) {
    let sum = 0;
    for (let place = start; place < start + places; place++) sum += x[place]!;
    sums[i % out.length] = sums[i % out.length]! + sum;
  }
  out.set(sums);
}
