import { checkLength, checkSameKind, checkSameOrApart, type FloatArray } from "./checks.ts";
import * as plain from "./reference.ts";
import { addFamily } from "./wasm/add.ts";
import { inPlace } from "./wasm/staging.ts";

/**
 * Adds two arrays element by element: `out[i] = a[i] + b[i]`.
 *
 * Every backend rounds each sum once, as IEEE 754 specifies. `out` may be `a` or `b`. Plain
 * TypeScript adds arrays outside kernel memory, because copying them would take as long.
 *
 * @param a Any length.
 * @param b As long as `a`.
 * @param out As long as `a`; overwritten.
 * @returns `out`.
 * @throws {RangeError} If the lengths differ, or if `out` partly overlaps an input.
 * @throws {TypeError} If the arrays are not all Float32Array or all Float64Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { add } from "@benchline/benchline/kernels";
 *
 * const sum = add(new Float32Array([1, 2]), new Float32Array([10, 20]), new Float32Array(2));
 * assertEquals([...sum], [11, 22]);
 * ```
 */
export function add<T extends FloatArray>(a: T, b: T, out: T): T {
  addViews(
    checkSameKind("add", "a", a, a),
    checkSameKind("add", "b", b, a),
    checkSameKind("add", "out", out, a),
  );
  return out;
}

function addViews(a: FloatArray, b: FloatArray, out: FloatArray): void {
  checkLength("add", "b", b, a.length, "the length of a");
  checkLength("add", "out", out, a.length, "the length of a");
  checkSameOrApart("add", "out", out, "a", a);
  checkSameOrApart("add", "out", out, "b", b);
  const family = inPlace(addFamily(), a, b, out);
  if (!family) {
    plain.add(a, b, out);
    return;
  }
  const { add32, add64 } = family.run;
  const run = a.BYTES_PER_ELEMENT === 4 ? add32 : add64;
  run(a.byteOffset, b.byteOffset, out.byteOffset, a.length);
}
