import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { add, reference } from "../../kernels/mod.ts";
import { fillRandom } from "./random.ts";

for (const Kind of [Float32Array, Float64Array]) {
  Deno.test(`add() equals the reference exactly: ${Kind.name}`, () => {
    for (const length of [0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 63, 64, 65, 100, 257, 1000]) {
      const a = fillRandom(new Kind(length), 1);
      const b = fillRandom(new Kind(length), 2);
      const out = new Kind(length);
      assertStrictEquals(add(a, b, out), out);
      assertEquals(out, reference.add(a, b, new Kind(length)), `length ${length}`);
    }
  });

  Deno.test(`add() takes an input as output: ${Kind.name}`, () => {
    const a = new Kind([1, 2, 3]);
    assertEquals(add(a, a, a), new Kind([2, 4, 6]));
  });

  Deno.test(`add() refuses an output that overlaps an input shifted: ${Kind.name}`, () => {
    const all = new Kind(5);
    assertThrows(
      () => add(all.subarray(0, 4), new Kind(4), all.subarray(1)),
      RangeError,
      "memory with a",
    );
    assertThrows(
      () => add(new Kind(4), all.subarray(1), all.subarray(0, 4)),
      RangeError,
      "memory with b",
    );
  });
}

Deno.test("add() names the array whose length is wrong", () => {
  const three = new Float32Array(3), two = new Float32Array(2);
  assertThrows(
    () => add(three, two, three),
    RangeError,
    "Cannot add: b has 2 elements, but the length of a = 3 are wanted",
  );
  assertThrows(() => add(three, three, two), RangeError, "out has 2 elements");
});

Deno.test("add() refuses kinds it does not compute on", () => {
  const plain = [1, 2] as unknown as Float32Array;
  assertThrows(() => add(plain, plain, plain), TypeError, "a must be a Float32Array");
  const wide = new Float64Array(2) as unknown as Float32Array;
  assertThrows(() => add(new Float32Array(2), wide, wide), TypeError, "b must be a Float32Array like the first array");
});
