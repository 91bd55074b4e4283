/** Products of few rows or columns, beside the same products in blocks. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { Matrix, Product } from "../../kernels/matrix.ts";
import { rowMajor, transposed } from "../../kernels/matrix.ts";
import {
  allocateFloat32,
  allocateFloat64,
  chooseKernelBackend,
  type FloatArray,
  free,
  supportedKernelBackends,
} from "../../kernels/mod.ts";
import { multiplyBlocks } from "../../kernels/wasm/products.ts";
import { multiplyThin } from "../../kernels/wasm/thin_products.ts";
import { trialsOf } from "../helpers/thorough.ts";
import { randomValues, seededRandom } from "./random.ts";

const kinds = [
  { allocate: allocateFloat32, roundoff: 2 ** -24 },
  { allocate: allocateFloat64, roundoff: 2 ** -53 },
];

/** How a case's matrices lie in memory: rows one after the other or columns, and gaps. */
interface Case {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly gap: number;
  readonly transposesA: boolean;
  readonly transposesB: boolean;
  readonly accumulate: boolean;
}

const GUARD = 12345;

/** Runs `body` with every backend of WebAssembly. */
function withEveryBackend(body: () => void): void {
  for (const backend of supportedKernelBackends()) {
    if (backend === "typescript") continue;
    const before = chooseKernelBackend(backend);
    try {
      body();
    } finally {
      chooseKernelBackend(before);
    }
  }
}

/** A matrix of random numbers between guards; what is in its gaps is NaN. */
function makeMatrix(
  allocate: (length: number) => FloatArray,
  rows: number,
  columns: number,
  { gap, isTransposed, seed }: { gap: number; isTransposed: boolean; seed: number },
): Matrix {
  const [outer, inner] = isTransposed ? [columns, rows] : [rows, columns];
  const array = allocate(1 + outer * (inner + gap)).fill(NaN);
  const matrix = rowMajor(array, inner + gap, 1);
  const values = randomValues(outer * inner, seed);
  for (let row = 0; row < outer; row++) {
    array.set(values.subarray(row * inner, (row + 1) * inner), 1 + row * (inner + gap));
  }
  return isTransposed ? transposed(matrix) : matrix;
}

function makeProduct(allocate: (length: number) => FloatArray, each: Case): Product {
  const { m, k, n, gap, transposesA, transposesB, accumulate } = each;
  return {
    a: makeMatrix(allocate, m, k, { gap, isTransposed: transposesA, seed: 1 }),
    b: makeMatrix(allocate, k, n, { gap, isTransposed: transposesB, seed: 2 }),
    out: rowMajor(allocate(2 + m * (n + gap)).fill(GUARD), n + gap, 1),
    m,
    k,
    n,
    accumulate,
  };
}

/** What a way of multiplying leaves in a copy of the output. */
function resultOf(product: Product, multiply: (product: Product) => boolean) {
  const { array } = product.out;
  const before = array.slice();
  const did = multiply(product);
  const numbers = Array.from(array);
  array.set(before as never);
  return { did, numbers };
}

function release({ a, b, out }: Product): void {
  for (const { array } of [a, b, out]) free(array);
}

/** Cases at random, thin in one direction or both. */
function randomCases(count: number): Case[] {
  const random = seededRandom(11);
  const upTo = (most: number) => 1 + Math.floor(random() * most);
  return Array.from({ length: count }, () => ({
    m: upTo(random() < 0.7 ? 12 : 200),
    k: random() < 0.1 ? 2048 + upTo(40) : upTo(40),
    n: upTo(random() < 0.3 ? 3 : 70),
    gap: random() < 0.5 ? 0 : upTo(3),
    transposesA: random() < 0.5,
    transposesB: random() < 0.5,
    accumulate: random() < 0.5,
  }));
}

Deno.test("thin products are those in blocks, within twice the bound", () => {
  let thin = 0, same = 0;
  withEveryBackend(() => {
    for (const { allocate, roundoff } of kinds) {
      for (const each of randomCases(trialsOf({ all: 300, least: 100 }))) {
        const product = makeProduct(allocate, each);
        const wanted = resultOf(product, multiplyBlocks);
        const got = resultOf(product, multiplyThin);
        release(product);
        assert(wanted.did);
        if (!got.did) continue;
        thin++;
        const first = each.accumulate ? GUARD : 0;
        const bound = 2 * (each.k + 1) * (each.k + first) * roundoff;
        const isNear = wanted.numbers.every((number, i) =>
          Math.abs(number - got.numbers[i]!) <= bound
        );
        assert(isNear, JSON.stringify(each));
        if (wanted.numbers.every((number, i) => number === got.numbers[i])) same++;
      }
    }
  });
  // Both ways of going must have been taken.
  assert(same > 0 && same < thin, `${same} of ${thin} to the last bit`);
});

Deno.test("rows that lie side by side give the same to the last bit as in blocks", () => {
  withEveryBackend(() => {
    for (const { allocate } of kinds) {
      for (const each of randomCases(100)) {
        const product = makeProduct(allocate, {
          ...each,
          m: 1 + each.m % 10,
          n: each.n + 1,
          transposesB: false,
        });
        const wanted = resultOf(product, multiplyBlocks);
        const got = resultOf(product, multiplyThin);
        release(product);
        assert(got.did);
        assertEquals(got.numbers, wanted.numbers, JSON.stringify(each));
      }
    }
  });
});

Deno.test("small products give the same to the last bit as in blocks, whatever their shape", () => {
  withEveryBackend(() => {
    for (const { allocate } of kinds) {
      for (const m of [1, 5, 6, 7, 13, 16]) {
        for (const k of [1, 2, 3, 4, 5, 7, 8, 9, 16]) {
          for (const n of [2, 3, 4, 7, 8, 9, 15, 16]) {
            const layout = { gap: 0, transposesA: false, transposesB: false, accumulate: false };
            const product = makeProduct(allocate, { m, k, n, ...layout });
            const wanted = resultOf(product, multiplyBlocks);
            const got = resultOf(product, multiplyThin);
            release(product);
            assert(got.did);
            assertEquals(got.numbers, wanted.numbers, `${m} × ${k} × ${n}`);
            assertNotEquals(got.numbers[1], GUARD);
          }
        }
      }
    }
  });
});

Deno.test("infinite numbers at the end of a row do not spoil its product", () => {
  withEveryBackend(() => {
    for (const { allocate } of kinds) {
      const shape = { m: 1, k: 3, n: 5, gap: 0, transposesA: false, accumulate: false };
      const product = makeProduct(allocate, { ...shape, transposesB: true });
      product.a.array.fill(0), product.a.array[3] = 1;
      product.b.array.fill(1), product.b.array[3] = Infinity;
      assert(multiplyThin(product));
      assertEquals(Array.from(product.out.array.subarray(1, 6)), [Infinity, 1, 1, 1, 1]);
      release(product);
    }
  });
});

Deno.test("few rows and columns are read where they lie, others packed", () => {
  const layout = { gap: 0, transposesA: false, transposesB: false, accumulate: false };
  const rows = [
    { m: 10, k: 30, n: 500, thin: true, shows: "few rows of b" },
    { m: 11, k: 30, n: 500, thin: false, shows: "many rows" },
    { m: 10, k: 30, n: 500, transposesB: true, thin: true, shows: "few rows, b transposed" },
    { m: 11, k: 30, n: 500, transposesB: true, thin: false, shows: "many rows, b transposed" },
    { m: 16, k: 16, n: 16, transposesB: true, thin: false, shows: "small, b transposed" },
    { m: 20, k: 20, n: 20, thin: true, shows: "small" },
    { m: 20, k: 20, n: 21, thin: false, shows: "no longer small" },
    { m: 300, k: 500, n: 1, thin: true, shows: "a column" },
    { m: 300, k: 500, n: 1, gap: 1, thin: true, shows: "a column, apart in out" },
    { m: 300, k: 500, n: 1, transposesA: true, thin: true, shows: "a column, a transposed" },
    { m: 300, k: 500, n: 1, transposesA: true, gap: 1, thin: false, shows: "the same, apart" },
    { m: 300, k: 500, n: 7, thin: true, shows: "few columns" },
    { m: 300, k: 500, n: 8, thin: false, shows: "many columns" },
    { m: 127, k: 500, n: 7, thin: false, shows: "few columns to pack for few rows" },
    { m: 127, k: 500, n: 7, transposesB: true, thin: true, shows: "few columns side by side" },
  ];
  for (const { thin, shows, ...sizes } of rows) {
    const product = makeProduct(allocateFloat32, { ...layout, ...sizes });
    const wanted = resultOf(product, multiplyBlocks), got = resultOf(product, multiplyThin);
    release(product);
    assertEquals(got.did, thin, shows);
    if (!thin) continue;
    const bound = 2 * sizes.k ** 2 * 2 ** -24;
    const isNear = wanted.numbers.every((number, i) => Math.abs(number - got.numbers[i]!) <= bound);
    assert(isNear, shows);
  }
});
