import {
  assert,
  assertEquals,
  assertNotEquals,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { gatherRows, normalize, reference, shuffleIndices } from "../../kernels/mod.ts";
import { assertNear, exact, lengths, manyLengths, testEverywhere } from "./everywhere.ts";
import { randomValues } from "./random.ts";

testEverywhere("gatherRows() copies the rows", (place) => {
  for (const columns of lengths) {
    const table = place.float32(randomValues(7 * columns, columns));
    const indices = new Uint32Array([6, 0, 3, 3, 5]);
    const out = place.float32(new Float32Array(5 * columns).fill(NaN));
    const wanted = reference.gatherRows(table, indices, out.slice(), { columns });
    assertStrictEquals(gatherRows(table, indices, out, { columns }), out);
    assertEquals(out, wanted, `${columns} columns`);
  }
});

testEverywhere("gatherRows() accepts indices in kernel memory", (place) => {
  const table = place.float32([0, 1, 2]);
  const room = place.float32(new Float32Array(2));
  const indices = new Uint32Array(room.buffer, room.byteOffset, 2);
  indices.set([2, 1]);
  const out = place.float32(new Float32Array(2));
  assertEquals([...gatherRows(table, indices, out, { columns: 1 })], [2, 1]);
  room.fill(12345);
});

Deno.test("gatherRows() refuses unsuitable arguments, and writes nothing then", () => {
  const table = new Float32Array(6), out = new Float32Array(4).fill(7), columns = 2;
  const cases = [
    [() => gatherRows(table, new Uint32Array([0, 3]), out, { columns }), "value at 1 is 3"],
    [() => gatherRows(table, new Uint32Array(1), out, { columns }), "out has 4 elements, but ind"],
    [() => gatherRows(table, new Uint32Array(1), out, { columns: 4 }), "whole rows of 4 elements"],
    [() => gatherRows(table, new Uint32Array(2), table.subarray(2), { columns }), "with table"],
    [() => gatherRows(table, new Uint32Array(2), out, { columns: -1 }), "columns must be a whole"],
  ] as const;
  for (const [call, message] of cases) assertThrows(call, RangeError, message);
  assertEquals(out, new Float32Array(4).fill(7));
  const wrong = new Int32Array(2) as unknown as Uint32Array;
  assertThrows(() => gatherRows(table, wrong, out, { columns }), TypeError, "a Uint32Array");
});

Deno.test("shuffleIndices() returns every number once, in an order that the seed determines", () => {
  for (const length of lengths) {
    const order = shuffleIndices(new Uint32Array(length), { seed: 5 });
    assertEquals(order.toSorted(), Uint32Array.from({ length }, (_, i) => i));
    assertEquals(shuffleIndices(new Uint32Array(length), { seed: 5 }), order);
  }
  const order = (seed: number) => shuffleIndices(new Uint32Array(100), { seed });
  for (const seed of [0, 2, 2 ** 32 + 1, 2 ** 53 - 1]) assertNotEquals(order(seed), order(1));
});

Deno.test("shuffleIndices() puts each number in each place about equally often", () => {
  const counts = Array.from({ length: 5 }, () => new Array<number>(5).fill(0));
  for (let seed = 0; seed < 5000; seed++) {
    shuffleIndices(new Uint32Array(5), { seed }).forEach((value, at) => counts[value]![at]!++);
  }
  // 1000 each, with a standard deviation of 28.
  for (const count of counts.flat()) assert(Math.abs(count - 1000) < 140, String(count));
});

Deno.test("shuffleIndices() refuses other kinds of arrays and seeds", () => {
  assertThrows(() => shuffleIndices(new Uint32Array(1), { seed: 0.5 }), RangeError, "seed must be");
  const wrong = [1] as unknown as Uint32Array;
  assertThrows(() => shuffleIndices(wrong, { seed: 1 }), TypeError, "out must be a Uint32Array");
});

testEverywhere("normalize() stays within its error bound", (place) => {
  for (
    const { mean, deviation, size } of [
      { mean: 0.1307, deviation: 0.3081, size: 1 },
      { mean: -5, deviation: -3, size: 1 },
      { mean: 0, deviation: 1e-40, size: 1e-30 },
      { mean: 0, deviation: 1e40, size: 1e38 },
    ]
  ) {
    for (const length of manyLengths) {
      const x = place.float32(randomValues(length, length, size));
      const out = place.float32(new Float32Array(length).fill(NaN));
      const wanted = reference.normalize(x, exact(length), { mean, deviation });
      const bound = (_: number, i: number) =>
        2 ** -22 * (Math.abs(x[i]!) + Math.abs(mean)) / Math.abs(deviation) + 2 ** -148;
      assertStrictEquals(normalize(x, out, { mean, deviation }), out);
      assertNear(out, wanted, bound, `length ${length}, deviation ${deviation}`);
      assertEquals(normalize(x, x, { mean, deviation }), out, "in place");
    }
  }
});

testEverywhere("normalize() accepts options that are not 32-bit floats", (place) => {
  // Shorter arrays would be computed in plain TypeScript anyway.
  const x = place.float32(new Float32Array(1000).fill(3)), out = place.float32(x);
  for (const options of [{ mean: 1e39, deviation: 1e30 }, { mean: -1e-50, deviation: 1e-38 }]) {
    const wanted = reference.normalize(x, exact(1000), options);
    normalize(x, out, options);
    assertNear(out, wanted, (value) => 1e-6 * Math.abs(value), JSON.stringify(options));
  }
});

testEverywhere("normalize() accepts a deviation whose reciprocal is infinite", (place) => {
  const x = place.float32(Float32Array.from({ length: 1000 }, (_, i) => i % 5));
  const options = { mean: 2, deviation: 1e-310 }, out = place.float32(x);
  const wanted = reference.normalize(x, exact(1000), options);
  assertEquals([...normalize(x, out, options)], [...wanted]);
  assertEquals([...out.subarray(0, 5)], [-Infinity, -Infinity, 0, Infinity, Infinity]);
});

Deno.test("normalize() refuses unsuitable arguments", () => {
  const x = new Float32Array(2), out = new Float32Array(2), mean = 0, deviation = 1;
  const cases = [
    [() => normalize(x, new Float32Array(1), { mean, deviation }), "out has 1 elements"],
    [() => normalize(x, out, { mean, deviation: 0 }), "deviation must not be 0"],
    [() => normalize(x, out, { mean: NaN, deviation }), "mean must be a finite number"],
    [() => normalize(x.subarray(1), x.subarray(0, 1), { mean, deviation: Infinity }), "deviation"],
  ] as const;
  for (const [call, message] of cases) assertThrows(call, RangeError, message);
});
