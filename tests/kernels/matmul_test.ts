import { assert, assertEquals, assertStrictEquals, assertThrows, fail } from "@std/assert";
import { matmul, type MatmulShape, reference } from "../../kernels/mod.ts";
import { type Placer, testEverywhere } from "./everywhere.ts";
import { randomValues, seededRandom } from "./random.ts";

const kinds = [
  { kind: "float32", roundoff: 2 ** -24 },
  { kind: "float64", roundoff: 2 ** -53 },
] as const;

function assertProduct(place: Placer, { m, k, n }: MatmulShape): void {
  for (const { kind, roundoff } of kinds) {
    const a = place[kind](randomValues(m * k, 1)), b = place[kind](randomValues(k * n, 2));
    const out = place[kind](new Float32Array(m * n).fill(NaN));
    assertStrictEquals(matmul(a, b, out, { m, k, n }), out);
    const exact = new Float64Array(m * n);
    reference.matmul(Float64Array.from(a), Float64Array.from(b), exact, { m, k, n });
    // Inputs are below 1, so the sum of the products' sizes is below k. Once more for the
    // reference's own error where that has 64 bits too.
    const bound = 2 * k * k * roundoff;
    for (let i = 0; i < out.length; i++) {
      const error = Math.abs(out[i]! - exact[i]!);
      if (error <= bound) continue;
      fail(`${kind}, ${m} × ${k} × ${n}, element ${i} is off by ${error}`);
    }
  }
}

const sides = [0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17];

testEverywhere("matmul() stays within its error bound at all small shapes", (place) => {
  for (const m of [0, 1, 5, 6, 7, 13]) {
    for (const k of sides) {
      for (const n of sides) assertProduct(place, { m, k, n });
    }
  }
});

testEverywhere("matmul() stays within its error bound past the ends of blocks", (place) => {
  const shapes = [
    { m: 63, k: 64, n: 65 },
    { m: 100, k: 100, n: 100 },
    { m: 97, k: 65, n: 17 },
    { m: 7, k: 1030, n: 9 },
    { m: 7, k: 3, n: 1030 },
    { m: 257, k: 4, n: 9 },
    { m: 1, k: 1000, n: 1 },
    { m: 1000, k: 1, n: 3 },
  ];
  for (const shape of shapes) assertProduct(place, shape);
});

testEverywhere("matmul() stays within its error bound at random shapes", (place) => {
  const random = seededRandom(7);
  const side = () => Math.floor(random() ** 2 * 120);
  for (let i = 0; i < 40; i++) assertProduct(place, { m: side(), k: side(), n: side() });
});

testEverywhere("matmul() carries NaN and infinities as the reference does", (place) => {
  const shape = { m: 7, k: 9, n: 9 };
  for (const { kind } of kinds) {
    const a = place[kind](randomValues(63, 3)), b = place[kind](randomValues(81, 4));
    a[0] = Infinity, a[10] = NaN, b[1] = -Infinity, b[79] = 0, a[62] = Infinity;
    const wanted = reference.matmul(a, b, new Float64Array(63) as typeof a, shape);
    const got = matmul(a, b, place[kind](new Float32Array(63)), shape);
    for (let i = 0; i < 63; i++) {
      if (!Number.isFinite(wanted[i])) assertEquals(got[i], wanted[i], `element ${i}`);
      else assert(Number.isFinite(got[i]), `element ${i}`);
    }
  }
});

testEverywhere("matmul() remembers nothing of the product before", (place) => {
  for (const { kind } of kinds) {
    // Scratch memory is then full of what multiplied by 0 is NaN.
    const bad = place[kind](new Float32Array(64 * 64).fill(Infinity));
    matmul(bad, bad, place[kind](new Float32Array(64 * 64)), { m: 64, k: 64, n: 64 });
    for (const k of [1, 2, 3, 61, 62, 63, 65]) assertProduct(place, { m: 7, k, n: 9 });
  }
});

testEverywhere("matmul() keeps denormals", (place) => {
  const a = place.float32([2 ** -100, 2 ** -149]), b = place.float32([2 ** -49, 1]);
  const out = place.float32([0]);
  assertEquals(matmul(a, b, out, { m: 1, k: 2, n: 1 })[0], 2 ** -148);
});

testEverywhere("matmul() refuses an output that shares memory with an input", (place) => {
  const all = place.float32(new Float32Array(7)), other = place.float32(new Float32Array(4));
  const shape = { m: 2, k: 2, n: 2 }, head = all.subarray(0, 4), tail = all.subarray(3);
  const message = "Cannot multiply matrices: out must not share memory with";
  assertThrows(() => matmul(head, other, tail, shape), RangeError, `${message} a`);
  assertThrows(() => matmul(other, tail, head, shape), RangeError, `${message} b`);
  assertThrows(() => matmul(other, head, head, shape), RangeError, `${message} b`);
});

testEverywhere("matmul() takes empty inputs that lie within the output", (place) => {
  const out = place.float32(new Float32Array(6).fill(NaN)), nothing = out.subarray(2, 2);
  assertEquals(matmul(nothing, nothing, out, { m: 2, k: 0, n: 3 }), new Float32Array(6));
});

Deno.test("matmul() names the length that does not fit the shape", () => {
  const four = new Float32Array(4), five = new Float32Array(5), shape = { m: 2, k: 2, n: 2 };
  assertThrows(
    () => matmul(five, four, four, shape),
    RangeError,
    "Cannot multiply matrices: a has 5 elements, but m × k = 2 × 2 = 4 are wanted",
  );
  assertThrows(() => matmul(four, five, four, shape), RangeError, "b has 5 elements");
  assertThrows(() => matmul(four, four, five, shape), RangeError, "out has 5 elements");
});

Deno.test("matmul() refuses sizes that are no whole number >= 0", () => {
  const four = new Float32Array(4);
  for (const size of [-1, 1.5, NaN, Infinity]) {
    assertThrows(
      () => matmul(four, four, four, { m: size, k: 2, n: 2 }),
      RangeError,
      `m must be a whole number >= 0, current value is ${size}`,
    );
  }
});
