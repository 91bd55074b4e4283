import {
  checkApart,
  checkFinite,
  checkFloat32,
  checkLength,
  checkSameOrApart,
  checkSizes,
  checkUint32,
} from "./checks.ts";
import * as plain from "./reference.ts";
import type { GatherShape, NormalizeOptions } from "./shapes.ts";
import { copyingFamily } from "./wasm/copying.ts";
import type { Block } from "./wasm/heap.ts";
import type { Machine } from "./wasm/machine.ts";
import { normalizeFamily } from "./wasm/normalize.ts";
import { type Handling, inPlace, isInside, runWithConstants } from "./wasm/staging.ts";

/**
 * Copies rows of a table by their numbers, one after the other. The result is a batch of a data
 * set.
 *
 * @param table Rows × `columns` numbers.
 * @param indices The rows' numbers, from 0; a row may occur more than once.
 * @param out indices.length × `columns` numbers; overwritten.
 * @param shape The number of columns.
 * @returns `out`.
 * @throws {RangeError} If a length does not fit, if an index is past the last row, or if `out`
 * overlaps an input. Then nothing is written.
 * @throws {TypeError} If an array is of another kind.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { gatherRows } from "@benchline/benchline/kernels";
 *
 * const table = new Float32Array([0, 1, 10, 11, 20, 21]);
 * const batch = new Float32Array(4);
 * gatherRows(table, new Uint32Array([2, 0]), batch, { columns: 2 });
 * assertEquals([...batch], [20, 21, 0, 1]);
 * ```
 */
export function gatherRows(
  table: Float32Array,
  indices: Uint32Array,
  out: Float32Array,
  shape: GatherShape,
): Float32Array {
  const action = "gather rows";
  const { columns } = shape;
  checkSizes(action, { columns });
  const given = out;
  table = checkFloat32(action, "table", table);
  indices = checkUint32(action, "indices", indices);
  out = checkFloat32(action, "out", out);
  const rows = columns === 0 ? 0 : table.length / columns;
  if (!Number.isInteger(rows)) {
    throw new RangeError(
      `Cannot ${action}: table must have whole rows of ${columns} elements, ` +
        `current value has ${table.length} elements`,
    );
  }
  const formula = `indices × columns = ${indices.length} × ${columns}`;
  checkLength(action, "out", out, indices.length * columns, formula);
  checkApart(action, "out", out, "table", table);
  checkApart(action, "out", out, "indices", indices);
  if (columns === 0) return given;
  checkIndices(action, indices, rows);
  const family = inPlace(copyingFamily(), table, out);
  const at = family && addressOfIndices(family.machine, indices);
  if (at !== undefined) {
    family!.run.gather(table.byteOffset, at, out.byteOffset, indices.length, 4 * columns);
    return given;
  }
  for (let row = 0; row < indices.length; row++) {
    const start = indices[row]! * columns;
    out.set(table.subarray(start, start + columns), row * columns);
  }
  return given;
}

/** Kernel memory that indices are copied to. It is kept for the next batch. */
let room: { readonly block: Block; readonly array: Uint32Array } | undefined;

function addressOfIndices(machine: Machine, indices: Uint32Array): number | undefined {
  if (isInside(machine, indices)) return indices.byteOffset;
  if (!room || room.array.length < indices.length) {
    const block = machine.heap.takeLasting(indices.byteLength);
    if (!block) return undefined;
    if (room) machine.heap.give(room.block);
    room = { block, array: new Uint32Array(machine.buffer, block.address, block.bytes / 4) };
  }
  room.array.set(indices);
  return room.array.byteOffset;
}

/** Refuses numbers of rows that a table does not have. */
export function checkIndices(action: string, indices: Uint32Array, rows: number): void {
  for (let i = 0; i < indices.length; i++) {
    if (indices[i]! >= rows) {
      throw new RangeError(
        `Cannot ${action}: indices must be below the ${rows} rows of the table, ` +
          `current value at ${i} is ${indices[i]}`,
      );
    }
  }
}

/**
 * Shifts and scales: `out[i] = (x[i] − mean) / deviation`.
 *
 * The error is at most 2⁻²² · (|x| + |mean|) / |deviation| + 2⁻¹⁴⁸, because the mean is rounded to
 * a 32-bit float. The difference x − mean must not overflow. If an option does not fit a 32-bit
 * float, plain TypeScript computes. `out` may be `x`. Arrays outside kernel memory are copied in
 * and out piece by piece. If they are short, plain TypeScript computes.
 *
 * @param x Any length.
 * @param out As long as `x`; overwritten.
 * @param options Mean and standard deviation.
 * @returns `out`.
 * @throws {RangeError} If the lengths differ, if an option is not finite, if the deviation is 0, or
 * if `out` partly overlaps `x`.
 * @throws {TypeError} If an array is not a Float32Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { normalize } from "@benchline/benchline/kernels";
 *
 * const out = normalize(new Float32Array([1, 3]), new Float32Array(2), { mean: 2, deviation: 1 });
 * assertEquals([...out], [-1, 1]);
 * ```
 */
export function normalize(
  x: Float32Array,
  out: Float32Array,
  options: NormalizeOptions,
): Float32Array {
  const action = "normalize";
  const { mean, deviation } = options;
  const given = out;
  x = checkFloat32(action, "x", x);
  out = checkFloat32(action, "out", out);
  checkLength(action, "out", out, x.length, "the length of x");
  checkSameOrApart(action, "out", out, "x", x);
  checkFinite(action, { mean, deviation });
  if (deviation === 0) {
    throw new RangeError(
      `Cannot ${action}: deviation must not be 0, current value is ${deviation}`,
    );
  }
  const done = runWithConstants(
    normalizeFamily,
    [mean, 1 / deviation],
    [x, out],
    handling,
    (run, [xAt, outAt], length) => run.normalize(xAt!, outAt!, length),
  );
  if (!done) plain.normalize(x, out, options);
  return given;
}

const handling: Handling = { uses: ["read", "written"], shortestCopied: 768 };
