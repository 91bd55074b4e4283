/** Convolutions that multiply with images as they are, instead of unfolding them first. */
import { kernelBackend } from "./backend.ts";
import type { Convolution } from "./convolution.ts";
import { clear, spreadRows } from "./filling.ts";
import { rowMajor } from "./matrix.ts";
import { copyBlock } from "./unfold.ts";
import { withBorrowed } from "./wasm/borrowed.ts";
import { getMachine } from "./wasm/machine.ts";
import { canMultiplyImages, isShared, multiplyImage } from "./wasm/products.ts";
import { MOST_COLUMNS, MOST_ROWS } from "./wasm/thin_products.ts";

/** The arrays of a convolution. */
export interface ConvolutionArrays {
  readonly x: Float32Array;
  readonly weight: Float32Array;
  readonly bias: Float32Array | undefined;
  readonly out: Float32Array;
}

/** Pairs of an input and an output channel from which on this takes less time than unfolding. */
const FEWEST_PAIRS = 4;

/** Whether several threads share the product of a convolution, for which its images are unfolded. */
export function threadsHelp(convolution: Convolution): boolean {
  const { outChannels, depth, places } = convolution;
  // The rows of the matrix lie side by side, as those of `b` in a plain product.
  return outChannels > MOST_ROWS && places > MOST_COLUMNS &&
    isShared({ m: outChannels, k: depth, n: places });
}

/**
 * Convolves without unfolding. The result is the same to the last bit, but for the sign of a zero.
 *
 * @returns Whether it convolved: `false` if unfolding is faster, or if there is too little memory.
 */
export function convolveImages(arrays: ConvolutionArrays, convolution: Convolution): boolean {
  const { inChannels, outChannels, depth, places } = convolution;
  const machine = kernelBackend() === "typescript" ? undefined : getMachine();
  if (!machine || depth === 0 || isPointwise(convolution)) return false;
  if (inChannels * outChannels < FEWEST_PAIRS || places <= MOST_COLUMNS) return false;
  const sizes = { m: outChannels, k: depth, n: places };
  if (!canMultiplyImages()) return false;
  const padded = paddedSize(convolution);
  const isPadded = padded.pixels > convolution.pixels;
  return withBorrowed(
    machine,
    (lender) => ({
      x: lender.input(arrays.x),
      weight: lender.input(arrays.weight),
      bias: arrays.bias && lender.input(arrays.bias),
      out: lender.output(arrays.out),
      image: lender.scratch(isPadded ? convolution.inChannels * padded.pixels : 0),
      tables: lender.scratch(depth + places),
    }),
    (own) => {
      const { batch, groups, pixels } = convolution;
      const table = new Int32Array(own.tables.buffer, own.tables.byteOffset, depth + places);
      const rows = table.subarray(0, depth), columns = table.subarray(depth);
      writeTables(convolution, padded, rows, columns);
      if (isPadded) clear(own.image);
      for (let part = 0; part < batch * groups; part++) {
        const group = part % groups, to = part * outChannels * places;
        const from = part * inChannels * pixels;
        let image = own.x.subarray(from, from + inChannels * pixels);
        if (isPadded) image = pad(image, own.image, convolution, padded);
        if (own.bias) {
          const bias = own.bias.subarray(group * outChannels, (group + 1) * outChannels);
          spreadRows(bias, own.out.subarray(to, to + outChannels * places), places);
        }
        multiplyImage({
          ...sizes,
          a: rowMajor(own.weight, depth, group * outChannels * depth),
          out: rowMajor(own.out, places, to),
          accumulate: own.bias !== undefined,
        }, { image, rows, columns });
      }
    },
  );
}

/** Whether an image is the matrix that it unfolds into: each place of the kernel is one pixel. */
export function isPointwise({ kernel, stride, padding }: Convolution): boolean {
  const isOne = ({ height, width }: { height: number; width: number }) =>
    height === 1 && width === 1;
  return isOne(kernel) && isOne(stride) && padding.height === 0 && padding.width === 0;
}

interface PaddedSize {
  readonly width: number;
  /** Pixels of a channel. */
  readonly pixels: number;
}

function paddedSize({ image, padding }: Convolution): PaddedSize {
  const width = image.width + 2 * padding.width;
  return { width, pixels: (image.height + 2 * padding.height) * width };
}

/** Copies an image into the middle of a larger one, whose margins are zeros. */
function pad(
  image: Float32Array,
  to: Float32Array,
  { inChannels, image: { height, width }, padding, pixels }: Convolution,
  padded: PaddedSize,
): Float32Array {
  const corner = padding.height * padded.width + padding.width;
  for (let channel = 0; channel < inChannels; channel++) {
    copyBlock(image, to, {
      image: channel * pixels,
      imageRow: width,
      imageColumn: 1,
      matrix: channel * padded.pixels + corner,
      matrixRow: padded.width,
      rows: height,
      columns: width,
    });
  }
  return to;
}

/** Writes how many bytes into the padded image each row and column of the matrix begins. */
function writeTables(
  { inChannels, kernel, stride, dilation, outSize }: Convolution,
  padded: PaddedSize,
  rows: Int32Array,
  columns: Int32Array,
): void {
  let entry = 0;
  for (let channel = 0; channel < inChannels; channel++) {
    for (let i = 0; i < kernel.height; i++) {
      const start = channel * padded.pixels + i * dilation.height * padded.width;
      for (let j = 0; j < kernel.width; j++) rows[entry++] = 4 * (start + j * dilation.width);
    }
  }
  entry = 0;
  for (let row = 0; row < outSize.height; row++) {
    const start = row * stride.height * padded.width;
    for (let column = 0; column < outSize.width; column++) {
      columns[entry++] = 4 * (start + column * stride.width);
    }
  }
}
