import { checkApart, checkFloat32, checkLength, checkSizes } from "./checks.ts";
import { rowMajor } from "./matrix.ts";
import { withMultiply } from "./product.ts";
import type { Conv2dShape } from "./shapes.ts";
import { unfold } from "./unfold.ts";

/**
 * Size of the images that a convolution gives: ⌊(size + 2 · padding − kernel) / stride⌋ + 1 in each
 * direction.
 *
 * @param shape The sizes of the convolution.
 * @returns Rows and columns.
 * @throws {RangeError} If a size is no whole number in its range, or the kernel is larger than the
 * padded image.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { conv2dOutputSize } from "@benchline/benchline/kernels";
 *
 * const kernel = { inChannels: 1, outChannels: 8, kernelHeight: 3, kernelWidth: 3 };
 * const image = { batch: 1, height: 28, width: 28 };
 * assertEquals(conv2dOutputSize({ ...image, ...kernel }), { height: 26, width: 26 });
 * ```
 */
export function conv2dOutputSize(shape: Conv2dShape): { height: number; width: number } {
  const { height, width, kernelHeight, kernelWidth, stride = 1, padding = 0 } = shape;
  checkSizes(action, { ...shape, stride, padding });
  for (const [name, value] of Object.entries({ kernelHeight, kernelWidth, stride })) {
    if (value === 0) {
      throw new RangeError(`Cannot ${action}: ${name} must be at least 1, current value is 0`);
    }
  }
  return {
    height: outputSize("kernelHeight", height + 2 * padding, kernelHeight, stride),
    width: outputSize("kernelWidth", width + 2 * padding, kernelWidth, stride),
  };
}

const action = "convolve";

function outputSize(name: string, padded: number, kernel: number, stride: number): number {
  if (kernel > padded) {
    throw new RangeError(
      `Cannot ${action}: ${name} must be at most ${padded}, the size of the padded image, ` +
        `current value is ${kernel}`,
    );
  }
  return Math.floor((padded - kernel) / stride) + 1;
}

/**
 * Two-dimensional convolution as neural networks have it (a cross-correlation: the kernel is not
 * turned round), images as batch × channels × rows × columns.
 *
 * Each image is unfolded into a matrix with a column for every place of the kernel, and multiplied
 * with the weights. That matrix takes inChannels × kernelHeight × kernelWidth times the size of an
 * output channel in kernel memory.
 *
 * Error: as for matmul with k = inChannels × kernelHeight × kernelWidth + 1; padding counts as
 * zeros that are multiplied, so that an infinite weight gives NaN at the border. Arrays outside
 * kernel memory are copied in and out.
 *
 * @param x batch × inChannels × height × width numbers.
 * @param weight outChannels × inChannels × kernelHeight × kernelWidth numbers.
 * @param bias outChannels numbers.
 * @param out batch × outChannels × the output's height × width numbers; overwritten.
 * @param shape The sizes.
 * @returns `out`.
 * @throws {RangeError} If a length does not fit the shape, or if `out` overlaps an input.
 * @throws {TypeError} If an array is no Float32Array.
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
  bias: Float32Array,
  out: Float32Array,
  shape: Conv2dShape,
): Float32Array {
  const outSize = conv2dOutputSize(shape);
  const { batch, inChannels, height, width, outChannels, kernelHeight, kernelWidth } = shape;
  const inPixels = inChannels * height * width;
  const places = outSize.height * outSize.width;
  const depth = inChannels * kernelHeight * kernelWidth;
  const given = out;
  x = checkFloat32(action, "x", x);
  weight = checkFloat32(action, "weight", weight);
  bias = checkFloat32(action, "bias", bias);
  out = checkFloat32(action, "out", out);
  checkLength(action, "x", x, batch * inPixels, "batch × inChannels × height × width");
  const weights = "outChannels × inChannels × kernelHeight × kernelWidth";
  checkLength(action, "weight", weight, outChannels * depth, weights);
  checkLength(action, "bias", bias, outChannels, "outChannels");
  const results = `batch × outChannels × ${outSize.height} × ${outSize.width}`;
  checkLength(action, "out", out, batch * outChannels * places, results);
  for (const [name, input] of Object.entries({ x, weight, bias })) {
    checkApart(action, "out", out, name, input);
  }
  withMultiply(
    4,
    (lender) => ({
      x: lender.input(x),
      weight: lender.input(weight),
      out: lender.output(out),
      columns: lender.scratch(depth * places),
    }),
    (own, multiply) => {
      for (let sample = 0; sample < batch; sample++) {
        const to = sample * outChannels * places;
        bias.forEach((value, channel) =>
          own.out.fill(value, to + channel * places, to + (channel + 1) * places)
        );
        const image = own.x.subarray(sample * inPixels, (sample + 1) * inPixels);
        unfold(image, own.columns, shape, outSize);
        multiply({
          a: rowMajor(own.weight, depth),
          b: rowMajor(own.columns, places),
          out: rowMajor(own.out, places, to),
          m: outChannels,
          k: depth,
          n: places,
          accumulate: true,
        });
      }
    },
  );
  return given;
}
