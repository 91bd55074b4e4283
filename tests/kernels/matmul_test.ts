import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { matmul, reference } from "../../kernels/mod.ts";
import { fillRandom } from "./random.ts";

const kinds = [
  { Kind: Float32Array, roundoff: 2 ** -24 },
  { Kind: Float64Array, roundoff: 2 ** -53 },
];

/** Every side at and around the tile, and past the depth and the columns of a block. */
const shapes = [
  ...[0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17].flatMap((m) =>
    [0, 1, 3, 4, 5, 17].flatMap((k) => [0, 1, 3, 4, 5, 9, 17].map((n) => ({ m, k, n })))
  ),
  { m: 65, k: 64, n: 63 },
  { m: 5, k: 257, n: 9 },
  { m: 3, k: 600, n: 400 },
];

for (const { Kind, roundoff } of kinds) {
  Deno.test(`matmul() stays within its error bound: ${Kind.name}`, () => {
    for (const { m, k, n } of shapes) {
      const a = fillRandom(new Kind(m * k), 1);
      const b = fillRandom(new Kind(k * n), 2);
      const out = new Kind(m * n).fill(NaN);
      assertStrictEquals(matmul(a, b, out, { m, k, n }), out);
      const exact = reference.matmul(a, b, new Kind(m * n), { m, k, n });
      // Inputs are below 1, so the sum of the products' sizes is below k.
      const bound = 2 * (k + 1) * k * roundoff;
      for (let i = 0; i < out.length; i++) {
        assert(Math.abs(out[i]! - exact[i]!) <= bound, `${m}×${k}×${n}, element ${i}: ${out[i]}`);
      }
    }
  });

  Deno.test(`matmul() carries NaN and infinities as the reference does: ${Kind.name}`, () => {
    const shape = { m: 5, k: 3, n: 5 };
    const a = fillRandom(new Kind(15), 3), b = fillRandom(new Kind(15), 4);
    a[0] = Infinity, a[4] = NaN, b[1] = -Infinity, b[14] = 0, a[14] = Infinity;
    const wanted = reference.matmul(a, b, new Kind(25), shape);
    const got = matmul(a, b, new Kind(25), shape);
    for (let i = 0; i < 25; i++) {
      if (!Number.isFinite(wanted[i])) assertEquals(got[i], wanted[i], `element ${i}`);
      else assert(Number.isFinite(got[i]), `element ${i}`);
    }
  });

  Deno.test(`matmul() refuses an output that shares memory with an input: ${Kind.name}`, () => {
    const all = new Kind(7), other = new Kind(4), shape = { m: 2, k: 2, n: 2 };
    const head = all.subarray(0, 4), tail = all.subarray(3);
    assertThrows(() => matmul(head, other, tail, shape), RangeError, "memory with a");
    assertThrows(() => matmul(other, tail, head, shape), RangeError, "memory with b");
  });
}

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
