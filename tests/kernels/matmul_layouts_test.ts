import { assertEquals, assertStrictEquals, assertThrows, fail } from "@std/assert";
import { matmul, type MatmulShape, reference } from "../../kernels/mod.ts";
import { type Placer, testEverywhere } from "./everywhere.ts";
import { randomValues, seededRandom } from "./random.ts";

const random = seededRandom(3);
const upTo = (most: number) => Math.floor(random() * (most + 1));

/** Returns the length that an array of a layout must have. */
const extent = (batch: number, batchStride: number, rows: number, rowStride: number, row: number) =>
  batch * rows * row === 0 ? 0 : (batch - 1) * batchStride + (rows - 1) * rowStride + row;

interface Case {
  readonly shape: MatmulShape;
  readonly a: number;
  readonly b: number;
  readonly out: number;
}

/** Draws a batch: gaps between rows and between products, and rows that interleave. */
function randomCase(most: number): Case {
  const m = upTo(most), k = upTo(most), n = upTo(most), batch = upTo(3);
  const transposeA = random() < 0.5, transposeB = random() < 0.5, accumulate = random() < 0.5;
  const [aRows, aColumns] = transposeA ? [k, m] : [m, k];
  const [bRows, bColumns] = transposeB ? [n, k] : [k, n];
  const aRowStride = aColumns + upTo(3), bRowStride = bColumns + upTo(3);
  const aBatchStride = random() < 0.3 ? 0 : aRows * aRowStride + upTo(5);
  const bBatchStride = random() < 0.3 ? 0 : bRows * bRowStride + upTo(5);
  const interleaved = random() < 0.3;
  const outRowStride = interleaved ? Math.max(1, batch) * (n + 1) : n + upTo(3);
  const outBatchStride = interleaved ? n + 1 : m * outRowStride + upTo(5);
  const shape = {
    m,
    k,
    n,
    batch,
    transposeA,
    transposeB,
    accumulate,
    aRowStride,
    bRowStride,
    outRowStride,
    aBatchStride,
    bBatchStride,
    outBatchStride,
  };
  // Without gaps, an array must not be longer either.
  const spare = (rows: number, columns: number, rowStride: number, batchStride: number) =>
    rowStride === columns && batchStride === rows * columns ? 0 : upTo(4);
  return {
    shape,
    a: extent(batch, aBatchStride, aRows, aRowStride, aColumns) +
      spare(aRows, aColumns, aRowStride, aBatchStride),
    b: extent(batch, bBatchStride, bRows, bRowStride, bColumns) +
      spare(bRows, bColumns, bRowStride, bBatchStride),
    out: extent(batch, outBatchStride, m, outRowStride, n) +
      spare(m, n, outRowStride, outBatchStride),
  };
}

const kinds = [
  { kind: "float32", roundoff: 2 ** -24 },
  { kind: "float64", roundoff: 2 ** -53 },
] as const;

function assertCase(place: Placer, { shape, ...lengths }: Case): void {
  for (const { kind, roundoff } of kinds) {
    const a = place[kind](randomValues(lengths.a, 1)), b = place[kind](randomValues(lengths.b, 2));
    const out = place[kind](randomValues(lengths.out, 3));
    const before = out.slice(), wanted = Float64Array.from(out);
    reference.matmul(Float64Array.from(a), Float64Array.from(b), wanted, shape);
    assertStrictEquals(matmul(a, b, out, shape), out);
    const terms = shape.k + 1, bound = 2 * terms * terms * roundoff;
    // Elements that the reference does not write must keep their bits.
    const touched = reference.matmul(
      new Float64Array(lengths.a),
      new Float64Array(lengths.b),
      new Float64Array(lengths.out).fill(NaN),
      { ...shape, accumulate: false },
    );
    for (let i = 0; i < out.length; i++) {
      if (Number.isNaN(touched[i]) ? out[i] === before[i] : near(out[i]!, wanted[i]!, bound)) {
        continue;
      }
      fail(`${kind}, ${JSON.stringify(shape)}: element ${i} is ${out[i]}, wanted ${wanted[i]}`);
    }
  }
}

const near = (actual: number, wanted: number, bound: number) => Math.abs(actual - wanted) <= bound;

const smallCases = Array.from({ length: 150 }, () => randomCase(12));
const largeCases = Array.from({ length: 10 }, () => randomCase(130));

testEverywhere("matmul() follows transposes, strides, batches and sums", (place) => {
  for (const each of [...smallCases, ...largeCases]) assertCase(place, each);
});

testEverywhere("matmul() computes each product of a batch like a single one", (place) => {
  const one = { m: 7, k: 9, n: 10 };
  const a = place.float32(randomValues(3 * 63, 1)), b = place.float32(randomValues(3 * 90, 2));
  const out = matmul(a, b, place.float32(new Float32Array(210)), { ...one, batch: 3 });
  for (let item = 0; item < 3; item++) {
    const [left, right] = [
      a.subarray(63 * item, 63 * item + 63),
      b.subarray(90 * item, 90 * item + 90),
    ];
    const wanted = matmul(left, right, place.float32(new Float32Array(70)), one);
    assertEquals(out.slice(70 * item, 70 * item + 70), wanted);
  }
});

testEverywhere("matmul() without depth leaves sums and gaps unchanged", (place) => {
  const shape = { m: 2, k: 0, n: 2, outRowStride: 3 }, empty = place.float32([]);
  const out = place.float32([1, 2, 3, 4, 5]);
  assertEquals([...matmul(empty, empty, out, { ...shape, accumulate: true })], [1, 2, 3, 4, 5]);
  assertEquals([...matmul(empty, empty, out, shape)], [0, 0, 3, 0, 0]);
});

Deno.test("matmul() refuses unsuitable layouts", () => {
  const four = () => new Float32Array(4), shape = { m: 2, k: 2, n: 2 };
  const a = four(), b = four(), out = four();
  const call = (options: object, product = out) => () =>
    matmul(a, b, product, { ...shape, ...options });
  const cases = [
    [call({ aRowStride: 1 }), "aRowStride must be at least 2, the length of a row, current value"],
    [call({ bRowStride: 2.5 }), "bRowStride must be a whole number >= 0"],
    [call({ outBatchStride: -1 }), "outBatchStride must be a whole number >= 0"],
    [call({ batch: -1 }), "batch must be a whole number >= 0"],
    [call({ batch: 2 }), "a has 4 elements, but batch × m × k = 2 × 2 × 2 = 8 are wanted"],
    [call({ m: 1, transposeA: true }), "a has 4 elements, but k × m = 2 × 1 = 2 are wanted"],
    [call({ n: 1, transposeB: true }), "b has 4 elements, but n × k = 1 × 2 = 2 are wanted"],
    [call({ aRowStride: 3 }), "a has 4 elements, but with its strides at least 5 are wanted"],
    [
      call({ batch: 2, aBatchStride: 0, bBatchStride: 0, outBatchStride: 3 }, new Float32Array(8)),
      "the products in out overlap: outBatchStride must be at least 4, or at least 2 beside an " +
      "outRowStride of at least 5, current values are 3 and 2",
    ],
    [
      call({ batch: 2, aBatchStride: 0, bBatchStride: 0, outBatchStride: 0 }),
      "the products in out overlap",
    ],
  ] as const;
  for (const [refused, message] of cases) assertThrows(refused, RangeError, message);
});
