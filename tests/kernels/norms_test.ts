import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  batchNorm,
  batchStatistics,
  layerNorm,
  reference,
  type RowsShape,
  softmax,
} from "../../kernels/mod.ts";
import { assertNear, exact, lengths, testEverywhere } from "./everywhere.ts";
import { randomValues } from "./random.ts";

const U = 2 ** -24;

function eachRow(
  x: Float32Array,
  { rows, columns }: RowsShape,
  compute: (row: Float32Array) => number,
): number[] {
  return Array.from(
    { length: rows },
    (_, row) => compute(x.slice(row * columns, (row + 1) * columns)),
  );
}

testEverywhere("softmax() stays within its error bound", (place) => {
  for (const columns of lengths) {
    for (const size of [1, 100]) {
      const rows = 3, shape = { rows, columns };
      const x = place.float32(randomValues(rows * columns, columns, size));
      const out = place.float32(new Float32Array(rows * columns).fill(NaN));
      const wanted = reference.softmax(x, exact(rows * columns), shape);
      const peaks = eachRow(x, shape, (row) => Math.max(...row));
      const bound = (value: number, i: number) => {
        const below = peaks[Math.floor(i / columns)]! - x[i]!;
        return value * ((columns / 16 + 16 + below) * U + 6e-7) + 2 ** -148;
      };
      assertStrictEquals(softmax(x, out, shape), out);
      assertNear(out, wanted, bound, `${columns} columns, |x| < ${size}`);
      assertEquals(softmax(x, x, shape), out, "in place");
    }
  }
});

testEverywhere("softmax() treats special values as the reference does", (place) => {
  const rows = [
    [1, 2, NaN, 3, 4, 5, 6],
    [NaN, 1, 2, 3, 4, 5, 6],
    [1, 2, 3, 4, 5, 6, NaN],
    [1, 2, Infinity, 3, 4, 5, 6],
    [1, 2, -Infinity, 3, 4, 5, -Infinity],
    Array(7).fill(-Infinity),
    [0, -90, -100, -103, -104, -1e30, -0],
    [3e38, -3e38, 3e38, 0, 0, 0, -0],
  ];
  const shape = { rows: rows.length, columns: 7 };
  const x = place.float32(rows.flat());
  const wanted = reference.softmax(x, exact(x.length), shape);
  assertNear(softmax(x, x, shape), wanted, (value) => value * 1e-5 + 2 ** -148, "special");
});

testEverywhere("layerNorm() stays within its error bound", (place) => {
  for (const columns of lengths) {
    for (const epsilon of [1e-5, 0.5]) {
      const rows = 3, shape = { rows, columns, epsilon };
      const x = place.float32(randomValues(rows * columns, columns));
      const weight = place.float32(randomValues(columns, 2));
      const bias = place.float32(randomValues(columns, 3));
      const out = place.float32(new Float32Array(rows * columns).fill(NaN));
      const wanted = reference.layerNorm(x, weight, bias, exact(rows * columns), shape);
      const peaks = eachRow(x, shape, (row) => Math.max(...row.map(Math.abs)));
      const deviations = eachRow(x, shape, (row) => {
        const mean = row.reduce((sum, value) => sum + value, 0) / columns;
        const squares = row.reduce((sum, value) => sum + (value - mean) ** 2, 0);
        return Math.sqrt(squares / columns + epsilon);
      });
      const bound = (_: number, i: number) => {
        const row = Math.floor(i / columns), column = i % columns;
        const scaled = (Math.abs(x[i]!) + peaks[row]!) * Math.abs(weight[column]!) /
          deviations[row]!;
        return (columns / 8 + 32) * U * (scaled + Math.abs(bias[column]!));
      };
      assertStrictEquals(layerNorm(x, weight, bias, out, shape), out);
      assertNear(out, wanted, bound, `${columns} columns`);
      assertEquals(layerNorm(x, weight, bias, x, shape), out, "in place");
    }
  }
});

const batchShapes = [
  { samples: 0, channels: 3, size: 4 },
  { samples: 2, channels: 0, size: 4 },
  { samples: 1, channels: 1, size: 1 },
  { samples: 5, channels: 7, size: 1 },
  { samples: 3, channels: 5, size: 2 },
  { samples: 3, channels: 5, size: 17 },
  { samples: 2, channels: 3, size: 64 },
  { samples: 2, channels: 2, size: 9000 },
];

testEverywhere("batchNorm() stays within its error bound", (place) => {
  for (const shape of batchShapes) {
    const { samples, channels, size } = shape;
    const length = samples * channels * size;
    const x = place.float32(randomValues(length, 1));
    const mean = place.float32(randomValues(channels, 2));
    const variance = place.float32(randomValues(channels, 3).map(Math.abs));
    const weight = place.float32(randomValues(channels, 4));
    const bias = place.float32(randomValues(channels, 5));
    const out = place.float32(new Float32Array(length).fill(NaN));
    const wanted = reference.batchNorm(x, mean, variance, weight, bias, exact(length), shape);
    const bound = (_: number, i: number) => {
      const channel = Math.floor(i / size) % channels;
      const scale = Math.abs(weight[channel]!) / Math.sqrt(variance[channel]! + 1e-5);
      const shifted = Math.abs(x[i]!) + Math.abs(mean[channel]!);
      return 8 * U * (shifted * scale + Math.abs(bias[channel]!));
    };
    assertStrictEquals(batchNorm(x, mean, variance, weight, bias, out, shape), out);
    assertNear(out, wanted, bound, JSON.stringify(shape));
    assertEquals(batchNorm(x, mean, variance, weight, bias, x, shape), out, "in place");
  }
});

testEverywhere("batchStatistics() stays within its error bound", (place) => {
  for (const shape of batchShapes) {
    const { samples, channels, size } = shape;
    const x = place.float32(randomValues(samples * channels * size, 1).map((value) => value + 3));
    const mean = place.float32(new Float32Array(channels));
    const variance = place.float32(new Float32Array(channels));
    const wanted = { mean: exact(channels), variance: exact(channels) };
    reference.batchStatistics(x, wanted, shape);
    const statistics = { mean, variance };
    assertStrictEquals(batchStatistics(x, statistics, shape), statistics);
    // All numbers lie between 2 and 4.
    assertNear(mean, wanted.mean, () => 300 * U * 4, JSON.stringify(shape));
    assertNear(variance, wanted.variance, () => 600 * U * 16, JSON.stringify(shape));
  }
});

Deno.test("norms refuse what does not fit", () => {
  const one = new Float32Array(1), two = new Float32Array(2), four = new Float32Array(4);
  const rows = { rows: 2, columns: 2 }, batch = { samples: 1, channels: 2, size: 2 };
  const row = "rows × columns = 2 × 2 = 4 are wanted";
  const cases = [
    [() => softmax(two, four, rows), `Cannot apply softmax: x has 2 elements, but ${row}`],
    [() => softmax(four, two, rows), "out has 2 elements"],
    [() => softmax(four, four, { rows: -1, columns: 2 }), "rows must be a whole number >= 0"],
    [() => layerNorm(four, one, two, four, rows), "weight has 1 elements, but columns = 2"],
    [() => layerNorm(four, two, one, four, rows), "bias has 1 elements"],
    [() => layerNorm(four, four.subarray(2), two, four, rows), "not share memory with weight"],
    [
      () => layerNorm(four, two, two.slice(), four, { ...rows, epsilon: NaN }),
      "epsilon must be a finite number, current value is NaN",
    ],
    [() => batchNorm(four, one, two, two, two, four, batch), "mean has 1 elements"],
    [() => batchNorm(two, two, two, two, two, four, batch), "x has 2 elements"],
    [() => batchNorm(four, two, two, two, four.subarray(2), four, batch), "memory with bias"],
    [() => batchStatistics(four, { mean: one, variance: two }, batch), "mean has 1 elements"],
    [() => batchStatistics(four, { mean: two, variance: two }, batch), "memory with mean"],
  ] as const;
  for (const [call, message] of cases) assertThrows(call, RangeError, message);
});
