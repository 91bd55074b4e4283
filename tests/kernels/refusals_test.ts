// Checks that every kernel refuses unsuitable arrays.
import { assert, assertThrows } from "@std/assert";
import { kernels, type Made } from "./every_kernel.ts";
import type { Maker } from "./maker.ts";
import { randomValues } from "./random.ts";

/** Makes the n-th array of a call. */
type Place = <T extends Made>(
  Kind: new (buffer: ArrayBuffer, offset: number, length: number) => T,
  length: number,
  n: number,
) => T;

const own: Place = (Kind, length) => new Kind(new ArrayBuffer(16 * length), 0, length);

/** Runs a kernel, and returns its arrays with their earlier values. */
function run(kernel: (make: Maker) => void, place: Place): { array: Made; before: Made }[] {
  const arrays: { array: Made; before: Made }[] = [];
  const put = <T extends Made>(array: T, values: ArrayLike<number>): T => {
    for (let i = 0; i < array.length; i++) array[i] = values[i] ?? 0;
    arrays.push({ array, before: array.slice() });
    return array;
  };
  kernel({
    input: (length, seed) =>
      put(place(Float32Array, length, arrays.length), randomValues(length, seed)),
    output: (length) => put(place(Float32Array, length, arrays.length), []),
    output64: (length) =>
      put(place(Float64Array, length, arrays.length), randomValues(length, length)),
    whole: (values) => put(place(Uint32Array, values.length, arrays.length), values),
  });
  return arrays;
}

/** Kernels of one array, whose length the caller chooses. */
const ANY_LENGTH = ["shuffleIndices"];

Deno.test("every kernel refuses every array that is too short", () => {
  for (const [name, kernel] of Object.entries(kernels)) {
    if (ANY_LENGTH.includes(name)) continue;
    for (const [index, { array }] of run(kernel, own).entries()) {
      if (array.length === 0) continue;
      const short: Place = (Kind, length, n) => own(Kind, n === index ? length - 1 : length, n);
      assertThrows(
        () => run(kernel, short),
        RangeError,
        " elements",
        `${name}, array ${index}`,
      );
    }
  }
});

Deno.test("every kernel refuses an output that shares memory with the end of another array", () => {
  let pairs = 0;
  for (const [name, kernel] of Object.entries(kernels)) {
    const arrays = run(kernel, own);
    for (const [output, { array, before }] of arrays.entries()) {
      if (array.every((value, i) => Object.is(value, before[i]))) continue;
      for (const [other, { array: { length, BYTES_PER_ELEMENT: size } }] of arrays.entries()) {
        if (other === output || length === 0) continue;
        pairs++;
        const buffer = new ArrayBuffer(length * size + 16 * array.length);
        // Both offsets are multiples of 8, as 64-bit floats require.
        const offset = Math.floor((length - 1) * size / 8) * 8;
        const shared: Place = (Kind, count, n) => {
          if (n !== output && n !== other) return own(Kind, count, n);
          return new Kind(buffer, n === output ? offset : 0, count);
        };
        const message = "must not share memory with";
        const what = `${name}, arrays ${output} and ${other}`;
        assertThrows(() => run(kernel, shared), RangeError, message, what);
      }
    }
  }
  assert(pairs > 80, `${pairs} pairs`);
});
