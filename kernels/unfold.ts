/** Images as matrices that convolutions multiply with. */
import type { Convolution } from "./convolution.ts";
import { clear } from "./filling.ts";
import { copyingFamily } from "./wasm/copying.ts";
import { foldingFamily } from "./wasm/folding.ts";
import { inPlace } from "./wasm/staging.ts";

/**
 * Writes the channels of a group as a matrix. It has a row for every channel and place within the
 * kernel, a column for every place of the kernel in the image, and zeros where the kernel sticks out.
 */
export function unfold(
  image: Float32Array,
  columns: Float32Array,
  convolution: Convolution,
): void {
  const { padding, places } = convolution;
  const padded = padding.height > 0 || padding.width > 0;
  eachBlock(convolution, (block, start) => {
    if (padded) clear(columns.subarray(start, start + places));
    copyBlock(image, columns, block);
  });
}

/** Adds up what {@linkcode unfold} copied from each pixel: its gradient, from that of the matrix. */
export function fold(columns: Float32Array, image: Float32Array, convolution: Convolution): void {
  clear(image);
  eachBlock(convolution, (block) => addBlock(columns, image, block));
}

/** Where the same pixels are in an image and in its matrix; places and strides in numbers. */
export interface UnfoldedBlock {
  readonly image: number;
  readonly imageRow: number;
  readonly imageColumn: number;
  readonly matrix: number;
  readonly matrixRow: number;
  readonly rows: number;
  readonly columns: number;
}

/** Visits the blocks of all rows of the matrix, with the place where the row begins. */
function eachBlock(
  { inChannels, image, kernel, stride, padding, dilation, outSize, places, pixels }: Convolution,
  visit: (block: UnfoldedBlock, start: number) => void,
): void {
  let start = 0;
  for (let channel = 0; channel < inChannels; channel++) {
    for (let i = 0; i < kernel.height; i++) {
      const down = i * dilation.height - padding.height;
      const rows = inside(down, stride.height, image.height, outSize.height);
      for (let j = 0; j < kernel.width; j++) {
        const along = j * dilation.width - padding.width;
        const columns = inside(along, stride.width, image.width, outSize.width);
        const row = rows.first * stride.height + down;
        const column = columns.first * stride.width + along;
        visit({
          image: channel * pixels + row * image.width + column,
          imageRow: image.width * stride.height,
          imageColumn: stride.width,
          matrix: start + rows.first * outSize.width + columns.first,
          matrixRow: outSize.width,
          rows: rows.end - rows.first,
          columns: columns.end - columns.first,
        }, start);
        start += places;
      }
    }
  }
}

/** The places p from 0 to `count` − 1 for which `offset` + p · `stride` is in [0, `size`). */
function inside(
  offset: number,
  stride: number,
  size: number,
  count: number,
): { first: number; end: number } {
  const first = Math.min(count, Math.max(0, Math.ceil(-offset / stride)));
  const end = Math.min(count, Math.max(first, Math.ceil((size - offset) / stride)));
  return { first, end };
}

/** Copies a block's pixels from an image into its matrix, or into a larger image in its place. */
export function copyBlock(source: Float32Array, target: Float32Array, block: UnfoldedBlock): void {
  const { image, imageRow, imageColumn, matrix, matrixRow, rows, columns } = block;
  const family = inPlace(copyingFamily(), source, target);
  if (family) {
    family.run.block(
      source.byteOffset + 4 * image,
      4 * imageRow,
      4 * imageColumn,
      target.byteOffset + 4 * matrix,
      4 * matrixRow,
      rows,
      columns,
    );
    return;
  }
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      target[matrix + row * matrixRow + column] =
        source[image + row * imageRow + column * imageColumn]!;
    }
  }
}

function addBlock(source: Float32Array, target: Float32Array, block: UnfoldedBlock): void {
  const { image, imageRow, imageColumn, matrix, matrixRow, rows, columns } = block;
  const family = inPlace(foldingFamily(), source, target);
  if (family) {
    family.run.addBlock(
      source.byteOffset + 4 * matrix,
      4 * matrixRow,
      target.byteOffset + 4 * image,
      4 * imageRow,
      4 * imageColumn,
      rows,
      columns,
    );
    return;
  }
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const to = image + row * imageRow + column * imageColumn;
      target[to] = target[to]! + source[matrix + row * matrixRow + column]!;
    }
  }
}
