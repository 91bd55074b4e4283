import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  batchNorm,
  batchStatistics,
  chooseKernelBackend,
  kernelBackend,
  kernelScope,
  layerNorm,
  reference,
  type RowsShape,
  softmax,
  supportedKernelBackends,
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

/** Rows whose squares, sums or distances are not 32-bit floats, between ordinary ones. */
const extremeRows = [
  [1, 2, 3, 4],
  [1e20, -1e20, 2e20, -2e20],
  [1e-25, -1e-25, 2e-25, -2e-25],
  [0.1, 0.1, 0.1, 0.1],
  [3e38, 3e38, 3e38, 3e38],
  [5, -6, 7, 8],
  [3e38, -3e38, -3e38, -3e38],
  [2 ** -149, 0, -(2 ** -149), 2 ** -140],
  [1e20, 1e20, 1e20, 1.0001e20],
  [1e19, -1e19, 1e19, -1e19],
  [NaN, 1, 2, 3],
  [Infinity, 1, 2, 3],
  [4, 3, 2, 1],
];

testEverywhere("layerNorm() computes rows at the edges of the number format", (place) => {
  const rows = extremeRows.length;
  for (const epsilon of [1e-50, 1e-30, 1e-5, 1e39]) {
    for (const times of [1, 25]) {
      const columns = 4 * times, shape = { rows, columns, epsilon };
      const x = place.float32(extremeRows.flatMap((row) => Array(times).fill(row).flat()));
      const weight = place.float32(randomValues(columns, 2));
      const bias = place.float32(randomValues(columns, 3));
      const out = place.float32(new Float32Array(rows * columns));
      const wanted = reference.layerNorm(x, weight, bias, exact(rows * columns), shape);
      layerNorm(x, weight, bias, out, shape);
      // Numbers are within ten deviations of their mean.
      assertNear(out, wanted, () => 50 * U * 10, `${columns} columns, epsilon ${epsilon}`);
      assertEquals(layerNorm(x, weight, bias, x, shape), out, "in place");
    }
  }
});

Deno.test("layerNorm() is accurate if sums round away distances from the first numbers", () => {
  using scope = kernelScope();
  const columns = 2 ** 22, first = Math.fround(1000.1), x = scope.allocateFloat32(columns);
  const weight = scope.allocateFloat32(columns).fill(1), bias = scope.allocateFloat32(columns);
  const mean = 32 * first / columns, deviation = Math.sqrt(mean * (first - mean) + 1e-5);
  const before = kernelBackend();
  for (const backend of supportedKernelBackends()) {
    chooseKernelBackend(backend);
    x.fill(0).fill(first, 0, 32);
    layerNorm(x, weight, bias, x, { rows: 1, columns });
    assertNear(x.subarray(-1), [-mean / deviation], () => 1e-4 * mean / deviation, backend);
  }
  chooseKernelBackend(before);
});

testEverywhere("layerNorm() has no rows if there are no columns", (place) => {
  const none = place.float32([]);
  assertStrictEquals(layerNorm(none, none, none, none, { rows: 2 ** 40, columns: 0 }), none);
});

testEverywhere(
  "batchStatistics() and batchNorm() are correct if intermediate values are not 32-bit floats",
  (place) => {
    const shape = { samples: 3, channels: extremeRows.length, size: 64 };
    const length = shape.samples * shape.channels * shape.size;
    for (const [channel, row] of extremeRows.entries()) {
      // One at a time beside ordinary channels, which it must not affect.
      const values = randomValues(length, 1);
      for (let i = 0; i < length; i++) {
        if (Math.floor(i / shape.size) % shape.channels === channel) values[i] = row[i % 4]!;
      }
      const x = place.float32(values);
      const mean = place.float32(new Float32Array(shape.channels));
      const variance = place.float32(new Float32Array(shape.channels));
      const wanted = { mean: exact(shape.channels), variance: exact(shape.channels) };
      reference.batchStatistics(x, wanted, shape);
      batchStatistics(x, { mean, variance }, shape);
      const deviations = Array.from(wanted.variance, Math.sqrt);
      const meanBound = (value: number, i: number) =>
        U * (Math.abs(value) + 400 * deviations[i]!) + 2 ** -149;
      assertNear(mean, wanted.mean, meanBound, `${row}`);
      assertNear(variance, wanted.variance, (value) => 1400 * U * value + 2 ** -148, `${row}`);
    }
    const constant = place.float32(new Float32Array(64).fill(3e38));
    const mean = place.float32([0]), variance = place.float32([NaN]);
    batchStatistics(constant, { mean, variance }, { samples: 1, channels: 1, size: 64 });
    assertEquals([mean[0], variance[0]], [Math.fround(3e38), 0]);
    // The scale of the first is infinite as a 32-bit float, and that of the second is 0.
    const x = place.float32([1e-20, 2e-20, 3e38, 2e38]), out = place.float32(new Float32Array(4));
    const zero = place.float32([0, 0]), weight = place.float32([1e20, 1e-30]);
    const channels = { samples: 1, channels: 2, size: 2, epsilon: 1e-40 };
    batchNorm(x, zero, place.float32([0, 1e36]), weight, zero, out, channels);
    const wantedNorm = [1e20 * 1e-20 / 1e-20, 2e20, 3e-10, 2e-10];
    assertNear(out, wantedNorm, (value) => 1e-6 * value, "scales");
  },
);

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
    // All numbers are between 2 and 4.
    assertNear(mean, wanted.mean, () => 300 * U * 4, JSON.stringify(shape));
    assertNear(variance, wanted.variance, () => 600 * U * 16, JSON.stringify(shape));
  }
});

Deno.test("norms refuse unsuitable arguments", () => {
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
