import { checkArray, checkOptional, checkOutputs } from "./checks.ts";
import { type Convolution, convolutionOf, lengthsOf } from "./convolution.ts";
import { clear, spreadRows } from "./filling.ts";
import { type ConvolutionArrays, convolveImages, isPointwise, threadsHelp } from "./images.ts";
import type { Lender } from "./lending.ts";
import { rowMajor } from "./matrix.ts";
import { type Multiply, withKernelMemory, withMultiply } from "./product.ts";
import type { Conv2dShape } from "./shapes.ts";
import { unfold } from "./unfold.ts";

/**
 * Returns the size of the images that a convolution makes:
 * ⌊(size + 2 · padding − dilation · (kernel − 1) − 1) / stride⌋ + 1 in each direction.
 *
 * @param shape The sizes of the convolution.
 * @returns Rows and columns.
 * @throws {RangeError} If a size is not a whole number in its range, if the kernel is larger than the
 * padded image, or if the groups do not divide the channels.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { conv2dOutputSize } from "@benchline/benchline/kernels";
 *
 * const kernel = { inChannels: 1, outChannels: 8, kernelHeight: 3, kernelWidth: 3 };
 * const shape = { batch: 1, height: 28, width: 28, ...kernel };
 * assertEquals(conv2dOutputSize(shape), { height: 26, width: 26 });
 * assertEquals(conv2dOutputSize({ ...shape, stride: [1, 2] }), { height: 26, width: 13 });
 * ```
 */
export function conv2dOutputSize(shape: Conv2dShape): { height: number; width: number } {
  const { height, width } = convolutionOf(action, shape).outSize;
  return { height, width };
}

const action = "convolve";

/**
 * Convolves images of batch × channels × rows × columns in two dimensions, as neural networks do: it
 * is a cross-correlation, so the kernel is not flipped. Stride, padding, dilation and groups mean what
 * they mean in PyTorch's conv2d.
 *
 * The weights are multiplied with a matrix that has a column for every place of the kernel in the
 * image. Usually this matrix is read from the padded image, which takes kernel memory. It is written
 * out if a group has fewer than four pairs of channels, if an image has at most seven places, if
 * several threads share the work, or in plain TypeScript. It then takes inChannels / groups ×
 * kernelHeight × kernelWidth times the size of an output channel.
 *
 * The error is that of matmul with k = inChannels / groups × kernelHeight × kernelWidth + 1. Padding
 * counts as zeros that are multiplied, so an infinite weight gives NaN at the border. Arrays outside
 * kernel memory are copied in and out.
 *
 * @param x batch × inChannels × height × width numbers.
 * @param weight outChannels × inChannels / groups × kernelHeight × kernelWidth numbers.
 * @param bias outChannels numbers, or `undefined` for none.
 * @param out batch × outChannels × the output's height × width numbers; overwritten.
 * @param shape The sizes.
 * @returns `out`.
 * @throws {RangeError} If a length does not fit the shape, or if `out` overlaps an input.
 * @throws {TypeError} If an array is not a Float32Array.
 * @example Differences of neighbours
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { conv2d } from "@benchline/benchline/kernels";
 *
 * const x = new Float32Array([1, 4, 9, 16]), weight = new Float32Array([-1, 1]);
 * const out = conv2d(x, weight, new Float32Array(1), new Float32Array(3), {
 *   batch: 1,
 *   inChannels: 1,
 *   height: 1,
 *   width: 4,
 *   outChannels: 1,
 *   kernelHeight: 1,
 *   kernelWidth: 2,
 * });
 * assertEquals([...out], [3, 5, 7]);
 * ```
 */
export function conv2d(
  x: Float32Array,
  weight: Float32Array,
  bias: Float32Array | undefined,
  out: Float32Array,
  shape: Conv2dShape,
): Float32Array {
  const convolution = convolutionOf(action, shape);
  const lengths = lengthsOf(convolution);
  const given = out;
  x = checkArray(action, "x", x, lengths.input);
  weight = checkArray(action, "weight", weight, lengths.weight);
  bias = checkOptional(action, "bias", bias, lengths.bias);
  out = checkArray(action, "out", out, lengths.result);
  checkOutputs(action, { out }, { x, weight, bias });
  convolve({ x, weight, bias, out }, convolution);
  return given;
}

function convolve(arrays: ConvolutionArrays, convolution: Convolution): void {
  const [lend, work] = unfolding(arrays, convolution);
  if (threadsHelp(convolution) && withKernelMemory(lend, work)) return;
  if (convolveImages(arrays, convolution)) return;
  withMultiply(lend, work);
}

/** What unfolds images and multiplies with them, for {@linkcode withMultiply}. */
function unfolding({ x, weight, bias, out }: ConvolutionArrays, convolution: Convolution) {
  const { batch, groups, inChannels, outChannels, pixels, places, depth } = convolution;
  const unfolds = !isPointwise(convolution);
  const lend = (lender: Lender) => ({
    x: lender.input(x),
    weight: lender.input(weight),
    bias: bias && lender.input(bias),
    out: lender.output(out),
    columns: lender.scratch(unfolds ? depth * places : 0),
  });
  const work = (own: ReturnType<typeof lend>, multiply: Multiply) => {
    if (!bias && depth === 0) clear(own.out);
    for (let part = 0; part < batch * groups; part++) {
      const group = part % groups, to = part * outChannels * places;
      const from = part * inChannels * pixels;
      if (own.bias) {
        const some = own.bias.subarray(group * outChannels, (group + 1) * outChannels);
        spreadRows(some, own.out.subarray(to, to + outChannels * places), places);
      }
      if (unfolds) {
        unfold(own.x.subarray(from, from + inChannels * pixels), own.columns, convolution);
      }
      multiply({
        a: rowMajor(own.weight, depth, group * outChannels * depth),
        b: unfolds ? rowMajor(own.columns, places) : rowMajor(own.x, places, from),
        out: rowMajor(own.out, places, to),
        m: outChannels,
        k: depth,
        n: places,
        accumulate: bias !== undefined,
      });
    }
  };
  return [lend, work] as const;
}
