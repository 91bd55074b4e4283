/** Filling arrays: on shared memory the platform's own `fill` takes several times as long. */
import type { FloatArray } from "./checks.ts";
import { copyingFamily } from "./wasm/copying.ts";
import { inPlace } from "./wasm/staging.ts";

/** Numbers up to which a loop takes no longer than calling a function of WebAssembly. */
const SHORT = 32;

/** Sets an array to 0, or only its first `bytes` bytes. */
export function clear(array: FloatArray, bytes: number = array.byteLength): void {
  const wanted = Math.min(bytes, array.byteLength);
  const elements = wanted / array.BYTES_PER_ELEMENT;
  if (elements <= SHORT) {
    for (let i = 0; i < elements; i++) array[i] = 0;
    return;
  }
  const family = inPlace(copyingFamily(), array);
  if (family) family.run.clear(array.byteOffset, wanted);
  else array.fill(0, 0, elements);
}

/** Fills the rows of `to`, each with one of the numbers in `values`. */
export function spreadRows(values: Float32Array, to: Float32Array, rowLength: number): void {
  const family = inPlace(copyingFamily(), values, to);
  if (family) {
    family.run.spread(values.byteOffset, to.byteOffset, values.length, 4 * rowLength);
    return;
  }
  for (let row = 0; row < values.length; row++) {
    to.fill(values[row]!, row * rowLength, (row + 1) * rowLength);
  }
}

/** Makes every row of `to` the same as `row`. */
export function repeatRow(row: Float32Array, to: Float32Array): void {
  if (to.length <= SHORT) {
    for (let i = 0; i < to.length; i++) to[i] = row[i % row.length]!;
    return;
  }
  const family = inPlace(copyingFamily(), row, to), rows = to.length / row.length;
  if (family) {
    family.run.block(row.byteOffset, 0, 4, to.byteOffset, 4 * row.length, rows, row.length);
    return;
  }
  for (let start = 0; start < to.length; start += row.length) to.set(row, start);
}
