import type { Conv2dShape } from "./shapes.ts";
import { copyingFamily } from "./wasm/copying.ts";
import { inPlace } from "./wasm/staging.ts";

/**
 * Writes an image as a matrix: a row for every channel and place within the kernel, a column for
 * every place of the kernel in the image. Where the kernel sticks out there are zeros.
 */
export function unfold(
  image: Float32Array,
  columns: Float32Array,
  shape: Conv2dShape,
  outSize: { readonly height: number; readonly width: number },
): void {
  const { inChannels, height, width, kernelHeight, kernelWidth, stride = 1, padding = 0 } = shape;
  const places = outSize.height * outSize.width;
  let to = 0;
  for (let channel = 0; channel < inChannels; channel++) {
    for (let i = 0; i < kernelHeight; i++) {
      const rows = inside(i - padding, stride, height, outSize.height);
      for (let j = 0; j < kernelWidth; j++) {
        const row = inside(j - padding, stride, width, outSize.width);
        if (padding > 0) columns.fill(0, to, to + places);
        const fromRow = rows.first * stride + i - padding;
        const fromColumn = row.first * stride + j - padding;
        copyBlock(image, columns, {
          from: (channel * height + fromRow) * width + fromColumn,
          fromRow: width * stride,
          fromColumn: stride,
          to: to + rows.first * outSize.width + row.first,
          toRow: outSize.width,
          rows: rows.end - rows.first,
          columns: row.end - row.first,
        });
        to += places;
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

/** Places and strides in numbers. */
interface CopiedBlock {
  readonly from: number;
  readonly fromRow: number;
  readonly fromColumn: number;
  readonly to: number;
  readonly toRow: number;
  readonly rows: number;
  readonly columns: number;
}

function copyBlock(source: Float32Array, target: Float32Array, block: CopiedBlock): void {
  const { from, fromRow, fromColumn, to, toRow, rows, columns } = block;
  const family = inPlace(copyingFamily(), source, target);
  if (family) {
    family.run.block(
      source.byteOffset + 4 * from,
      4 * fromRow,
      4 * fromColumn,
      target.byteOffset + 4 * to,
      4 * toRow,
      rows,
      columns,
    );
    return;
  }
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      target[to + row * toRow + column] = source[from + row * fromRow + column * fromColumn]!;
    }
  }
}
