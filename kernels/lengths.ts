/** Lengths of arrays, by their shapes. */
import type { BatchShape, RowsShape } from "./shapes.ts";

/** How long an array must be. */
export interface Length {
  readonly count: number;
  /** Where the count comes from, for a message about an array of another length. */
  readonly formula: () => string;
}

/** The length of a matrix. */
export function lengthOfRows({ rows, columns }: RowsShape): Length {
  return { count: rows * columns, formula: () => `rows × columns = ${rows} × ${columns}` };
}

/** The length of data with channels. */
export function lengthOfBatch({ samples, channels, size }: BatchShape): Length {
  return {
    count: samples * channels * size,
    formula: () => `samples × channels × size = ${samples} × ${channels} × ${size}`,
  };
}
