import {
  checkApart,
  checkFinite,
  checkFloat32,
  checkLength,
  checkSameOrApart,
  checkSizes,
} from "./checks.ts";
import * as plain from "./reference.ts";
import { copyingFamily } from "./wasm/copying.ts";
import { normalizeFamily } from "./wasm/normalize.ts";
import { inPlace, isInside, runElementwise } from "./wasm/staging.ts";

/** Sizes for {@linkcode gatherRows}. */
export interface GatherShape {
  /** Numbers of a row. */
  readonly columns: number;
}

/** Options of {@linkcode shuffleIndices}. */
export interface ShuffleOptions {
  /** A whole number >= 0; another seed gives another order. */
  readonly seed: number;
}

/** Options of {@linkcode normalize}. */
export interface NormalizeOptions {
  /** Becomes 0. */
  readonly mean: number;
  /** Becomes 1; not 0. */
  readonly deviation: number;
}

/**
 * Copies rows of a table, by their numbers, one after the other: a batch from a data set.
 *
 * @param table Rows × `columns` numbers.
 * @param indices The rows' numbers, from 0; a row may come more than once.
 * @param out indices.length × `columns` numbers; overwritten.
 * @param shape The number of columns.
 * @returns `out`.
 * @throws {RangeError} If a length does not fit, an index is past the last row (nothing is written
 * then), or `out` overlaps an input.
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
  checkFloat32(action, "table", table);
  checkFloat32(action, "out", out);
  if (!(indices instanceof Uint32Array)) {
    throw new TypeError(`Cannot ${action}: indices must be a Uint32Array`);
  }
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
  if (columns === 0) return out;
  checkIndices(action, indices, rows);
  const family = inPlace(copyingFamily(), table, out);
  if (family) {
    const { machine, run } = family;
    const inside = isInside(machine, indices) ? undefined : machine.heap.take(indices.byteLength);
    const at = inside?.address ?? indices.byteOffset;
    if (inside || isInside(machine, indices)) {
      if (inside) new Uint32Array(machine.buffer, at, indices.length).set(indices);
      run.gather(table.byteOffset, at, out.byteOffset, indices.length, 4 * columns);
      if (inside) machine.heap.give(inside);
      return out;
    }
  }
  for (let row = 0; row < indices.length; row++) {
    const start = indices[row]! * columns;
    out.set(table.subarray(start, start + columns), row * columns);
  }
  return out;
}

function checkIndices(action: string, indices: Uint32Array, rows: number): void {
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
 * Fills an array with the numbers 0 … length − 1 in a random order, the same for the same seed.
 *
 * Fisher and Yates's shuffle (Knuth, The Art of Computer Programming, volume 2, algorithm 3.4.2P)
 * with the generator sfc32. An order's probability is off by at most length / 2³² of itself per
 * element.
 *
 * @param out Any length; overwritten.
 * @param options The seed.
 * @returns `out`.
 * @throws {RangeError} If the seed is no whole number >= 0.
 * @throws {TypeError} If `out` is no Uint32Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { shuffleIndices } from "@benchline/benchline/kernels";
 *
 * const order = shuffleIndices(new Uint32Array(5), { seed: 1 });
 * assertEquals(order.toSorted(), new Uint32Array([0, 1, 2, 3, 4]));
 * assertEquals(shuffleIndices(new Uint32Array(5), { seed: 1 }), order);
 * ```
 */
export function shuffleIndices(out: Uint32Array, { seed }: ShuffleOptions): Uint32Array {
  const action = "shuffle indices";
  checkSizes(action, { seed });
  if (!(out instanceof Uint32Array)) {
    throw new TypeError(`Cannot ${action}: out must be a Uint32Array`);
  }
  const random = smallFastCounting(seed);
  for (let i = 0; i < out.length; i++) out[i] = i;
  for (let i = out.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    const value = out[i]!;
    out[i] = out[other]!;
    out[other] = value;
  }
  return out;
}

/** Chris Doty-Humphrey's sfc32: numbers in [0, 1) from 128 bits of state. */
function smallFastCounting(seed: number): () => number {
  let a = seed | 0, b = Math.floor(seed / 2 ** 32) | 0, c = 0x9e3779b9 | 0, counter = 1;
  const next = () => {
    const sum = (a + b | 0) + counter | 0;
    counter = counter + 1 | 0;
    a = b ^ b >>> 9;
    b = c + (c << 3) | 0;
    c = (c << 21 | c >>> 11) + sum | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // The seed has to spread over the whole state first.
  for (let i = 0; i < 12; i++) next();
  return next;
}

/**
 * Shifts and scales: `out[i] = (x[i] − mean) / deviation`.
 *
 * Error: at most 2⁻²² · (|x| + |mean|) / |deviation|, since the mean is rounded to a 32-bit float.
 * `out` may be `x`. Arrays outside kernel memory are copied in and out piece by piece; short ones
 * are treated in plain TypeScript.
 *
 * @param x Any length.
 * @param out As long as `x`; overwritten.
 * @param options Mean and standard deviation.
 * @returns `out`.
 * @throws {RangeError} If the lengths differ, `out` overlaps `x` without being it, or an option is
 * not finite or the deviation 0.
 * @throws {TypeError} If an array is no Float32Array.
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
  checkFloat32(action, "x", x);
  checkFloat32(action, "out", out);
  checkLength(action, "out", out, x.length, "the length of x");
  checkSameOrApart(action, "out", out, "x", x);
  checkFinite(action, { mean, deviation });
  if (deviation === 0) {
    throw new RangeError(
      `Cannot ${action}: deviation must not be 0, current value is ${deviation}`,
    );
  }
  const family = normalizeFamily();
  const scale = Math.fround(1 / deviation);
  // A reciprocal that overflows or loses digits cannot stand for the division.
  const scales = Number.isFinite(scale) && Math.abs(scale) >= 2 ** -126;
  if (!scales || !family) return plain.normalize(x, out, options);
  new Float32Array(family.machine.buffer, family.scratch, 2).set([mean, scale]);
  const done = runElementwise(
    family,
    [x, out],
    uses,
    (run, [xAt, outAt], length) => run.normalize(xAt!, outAt!, length),
  );
  return done ? out : plain.normalize(x, out, options);
}

const uses = ["read", "written"] as const;
