import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  add,
  allocateFloat32,
  allocateFloat64,
  free,
  gatherRows,
  kernelScope,
  matmul,
  relu,
} from "../../kernels/mod.ts";

Deno.test("allocateFloat32() returns zeros, also in memory that was used before", () => {
  for (const length of [1000, 10_000]) {
    const first = allocateFloat32(length).fill(1), next = allocateFloat32(1).fill(1);
    free(first);
    const second = allocateFloat32(length);
    assertEquals(second.byteOffset, first.byteOffset, "the test needs memory that was used before");
    assertEquals(second, new Float32Array(length));
    assertEquals(next[0], 1);
    free(second), free(next);
  }
});

Deno.test("allocateFloat32() leaves the elements unchanged on request", () => {
  free(allocateFloat32(1000).fill(1));
  const again = allocateFloat32(1000, { zero: false });
  assertEquals(again[999], 1);
  free(again);
});

Deno.test("allocateFloat64() returns aligned arrays of any length that do not overlap", () => {
  const arrays = [0, 1, 7, 8, 9, 1000].map((length) => allocateFloat64(length));
  arrays.forEach((array, index) => {
    assertEquals(array.byteOffset % 64, 0);
    array.fill(index);
  });
  arrays.forEach((array, index) => assert(array.every((value) => value === index)));
  arrays.forEach(free);
});

Deno.test("allocateFloat32() reports the wanted and the used bytes if memory is full", () => {
  assertThrows(
    () => allocateFloat32(2 ** 40),
    RangeError,
    "Cannot allocate an array: 4398046511104 bytes of kernel memory are wanted",
  );
  const small = allocateFloat32(10);
  assertEquals(add(small, small, small), new Float32Array(10));
  free(small);
});

Deno.test("allocateFloat32() clears the used part of a block that is partly new", () => {
  // Too large for what other tests leave between two arrays that are in use.
  const first = allocateFloat32(2_000_000).fill(1), { byteOffset } = first;
  free(first);
  const second = allocateFloat32(5_000_000);
  assertEquals(second.byteOffset, byteOffset, "the test needs memory that was used before");
  assert(second.every((value) => value === 0));
  free(second);
});

Deno.test("kernels leave most of the memory in one piece after use", () => {
  const kept = allocateFloat32(100_000_000, { zero: false });
  matmul(kept.subarray(0, 4), new Float32Array(4), new Float32Array(4), { m: 2, k: 2, n: 2 });
  relu(new Float32Array(1000), new Float32Array(1000));
  const part = kept.subarray(0, 1000);
  gatherRows(part, new Uint32Array(1000), kept.subarray(1000, 2000), { columns: 1 });
  const { byteLength } = kept.buffer;
  free(kept);
  free(allocateFloat32(Math.floor(0.98 * byteLength / 4), { zero: false }));
});

Deno.test("allocateFloat32() refuses lengths that are not whole numbers >= 0", () => {
  for (const length of [-1, 0.5, NaN]) {
    assertThrows(() => allocateFloat32(length), RangeError, "length must be a whole number >= 0");
  }
});

Deno.test("free() refuses arrays that were not allocated or are already free", () => {
  const array = allocateFloat32(10);
  assertThrows(() => free(array.subarray(0)), RangeError, "Cannot free an array");
  free(array);
  const successor = allocateFloat32(10);
  assertEquals(successor.byteOffset, array.byteOffset);
  assertThrows(() => free(array), RangeError, "not have been freed before");
  free(successor);
  assertThrows(() => free(new Float32Array(10)), RangeError, "it must come from allocateFloat32");
});

Deno.test("kernelScope() frees its arrays at the end, even after an error", () => {
  let inside: Float32Array | undefined;
  assertThrows(
    () => {
      using scope = kernelScope();
      inside = scope.allocateFloat32(500);
      scope.allocateFloat64(3);
      throw new Error("on the way");
    },
    Error,
    "on the way",
  );
  assertThrows(() => free(inside!), RangeError, "Cannot free");
  const again = allocateFloat32(500);
  assertEquals(again.byteOffset, inside!.byteOffset);
  free(again);
});

Deno.test("kernelScope() skips arrays that were freed manually, and frees the rest", () => {
  const scope = kernelScope();
  const [first, second, third] = [1, 2, 3].map(() => scope.allocateFloat32(500));
  free(second!);
  const successor = allocateFloat32(500).fill(7);
  assertEquals(
    successor.byteOffset,
    second!.byteOffset,
    "the new array must be in the place of the freed one",
  );
  scope[Symbol.dispose]();
  for (const array of [first, third]) assertThrows(() => free(array!), RangeError, "Cannot free");
  assertEquals(successor[499], 7);
  free(successor);
});

Deno.test("a scope that has ended allocates no arrays, and ends only once", () => {
  const scope = kernelScope();
  const inside = scope.allocateFloat32(500);
  scope[Symbol.dispose]();
  const successor = allocateFloat32(500);
  assertEquals(successor.byteOffset, inside.byteOffset);
  const message = "Cannot allocate an array: the scope has ended";
  assertThrows(() => scope.allocateFloat32(1), Error, message);
  assertThrows(() => scope.allocateFloat64(1), Error, message);
  scope[Symbol.dispose]();
  free(successor);
});
