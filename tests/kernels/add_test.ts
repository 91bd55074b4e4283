import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { add, reference } from "../../kernels/mod.ts";
import { manyLengths, specialValues, testEverywhere } from "./everywhere.ts";
import { randomValues } from "./random.ts";

testEverywhere("add() equals the reference exactly", (place) => {
  for (const kind of ["float32", "float64"] as const) {
    for (const length of manyLengths) {
      const a = place[kind](randomValues(length, 1)), b = place[kind](randomValues(length, 2));
      const out = place[kind](new Float32Array(length).fill(NaN));
      const wanted = reference.add(a, b, out.slice());
      assertStrictEquals(add(a, b, out), out);
      assertEquals(out, wanted, `${kind}, length ${length}`);
    }
  }
});

testEverywhere("add() treats special values as the reference does", (place) => {
  for (const kind of ["float32", "float64"] as const) {
    const pairs = specialValues.flatMap((x) => specialValues.map((y) => [x, y] as const));
    const a = place[kind](pairs.map(([x]) => x)), b = place[kind](pairs.map(([, y]) => y));
    const wanted = reference.add(a, b, a.slice());
    add(a, b, a);
    for (let i = 0; i < wanted.length; i++) assertStrictEquals(a[i], wanted[i], String(pairs[i]));
  }
});

testEverywhere("add() accepts an input as output", (place) => {
  const a = place.float32([1, 2, 3, 4, 5]);
  assertEquals([...add(a, a, a)], [2, 4, 6, 8, 10]);
});

testEverywhere("add() refuses an output that overlaps an input at another offset", (place) => {
  const all = place.float64(new Float64Array(5)), other = place.float64(new Float64Array(4));
  const head = all.subarray(0, 4), tail = all.subarray(1);
  assertThrows(() => add(head, other, tail), RangeError, "out must not share memory with a");
  assertThrows(() => add(other, tail, head), RangeError, "out must not share memory with b");
});

Deno.test("add() names the array with the wrong length", () => {
  const three = new Float32Array(3), two = new Float32Array(2);
  assertThrows(
    () => add(three, two, three),
    RangeError,
    "Cannot add: b has 2 elements, but the length of a = 3 are wanted",
  );
  assertThrows(() => add(three, three, two), RangeError, "out has 2 elements");
});

Deno.test("add() refuses kinds of arrays that it does not support", () => {
  const plain = [1, 2] as unknown as Float32Array;
  const message = "a must be a Float32Array or a Float64Array, current value is a Array";
  assertThrows(() => add(plain, plain, plain), TypeError, message);
  const wide = new Float64Array(2) as unknown as Float32Array;
  const mixed = "b must be a Float32Array like the first array, current value is a Float64Array";
  assertThrows(() => add(new Float32Array(2), wide, wide), TypeError, mixed);
});
