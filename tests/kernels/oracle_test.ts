// Compares kernels whose errors grow with a large mean with numbers of 32 digits.
import {
  type DoubleDouble,
  exactly,
  minus,
  over,
  plus,
  rounded,
  squareRoot,
  sumOf,
  times,
} from "../helpers/double_double.ts";
import { batchStatistics, type FloatArray, layerNorm, matmul } from "../../kernels/mod.ts";
import { assertNear, lengths, testEverywhere } from "./everywhere.ts";
import { seededRandom } from "./random.ts";

/** Unit roundoff of 32-bit floats, and the spacing of the smallest ones. */
const U = 2 ** -24, TINY = 2 ** -149;

/** Numbers around a mean. */
interface Spread {
  readonly mean: number;
  readonly deviation: number;
  readonly order: "shuffled" | "rising" | "stepped";
}

const spreads: readonly Spread[] = [
  { mean: 0, deviation: 1, order: "shuffled" },
  { mean: 1e4, deviation: 1, order: "shuffled" },
  { mean: 1e4, deviation: 1e-3, order: "shuffled" },
  { mean: -1e6, deviation: 10, order: "rising" },
  { mean: 1e4, deviation: 1, order: "stepped" },
  { mean: 1e-20, deviation: 1e-20, order: "rising" },
  { mean: 1e30, deviation: 1e29, order: "shuffled" },
];

/** Draws numbers; the first of rising and stepped ones say little about the mean of all. */
function numbers(length: number, { mean, deviation, order }: Spread, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length }, (_, i) => {
    const place = { shuffled: 0, rising: 8 * i / length, stepped: i < 40 ? 100 : 0 }[order];
    return mean + deviation * (place + 2 * random() - 1);
  });
}

function moments(x: ArrayLike<number>): { mean: DoubleDouble; variance: DoubleDouble } {
  const count = exactly(x.length), values = Array.from(x, exactly);
  const mean = over(sumOf(values), count);
  const squares = values.map((value) => times(minus(value, mean), minus(value, mean)));
  return { mean, variance: over(sumOf(squares), count) };
}

/** Computes once what every backend and layout is compared with. */
function remembered<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}

interface NormCase {
  readonly columns: number;
  readonly spread: Spread;
  readonly epsilon: number;
}

const normCases: readonly NormCase[] = lengths.filter((columns) => columns > 0).flatMap((columns) =>
  spreads.map((spread, i) => ({ columns, spread, epsilon: [1e-5, 1e-12, 0.5][(i + columns) % 3]! }))
);

const ROWS = 2;
const normInputs = ({ columns, spread }: NormCase) => ({
  x: numbers(ROWS * columns, spread, columns),
  weight: numbers(columns, spreads[0]!, 2),
  bias: numbers(columns, spreads[0]!, 3),
});

const wantedNorms = remembered((key) => {
  const norm: NormCase = JSON.parse(key), { columns, epsilon } = norm;
  const { x, weight, bias } = normInputs(norm);
  const wanted: number[] = [], bounds: number[] = [];
  for (let row = 0; row < ROWS; row++) {
    const values = x.subarray(row * columns, (row + 1) * columns);
    const { mean, variance } = moments(values);
    const deviation = squareRoot(plus(variance, exactly(epsilon)));
    values.forEach((value, i) => {
      const normal = over(minus(exactly(value), mean), deviation);
      wanted.push(rounded(plus(times(normal, exactly(weight[i]!)), exactly(bias[i]!))));
      const size = (Math.abs(rounded(normal)) + 1) * Math.abs(weight[i]!) + Math.abs(bias[i]!);
      bounds.push((columns / 8 + 32) * U * size + 2 * TINY);
    });
  }
  return { wanted, bounds };
});

testEverywhere(
  "layerNorm() is within its bound of exact numbers, whatever the mean",
  (place) => {
    for (const norm of normCases) {
      const { columns, epsilon } = norm, key = JSON.stringify(norm);
      const { x, weight, bias } = normInputs(norm);
      const out = place.float32(x), shape = { rows: ROWS, columns, epsilon };
      layerNorm(out, place.float32(weight), place.float32(bias), out, shape);
      const { wanted, bounds } = wantedNorms(key);
      assertNear(out, wanted, (_, i) => bounds[i]!, key);
    }
  },
);

interface StatisticsCase {
  readonly samples: number;
  readonly size: number;
  readonly spread: Spread;
}

const statisticsCases: readonly StatisticsCase[] = [[1, 1], [3, 31], [3, 32], [2, 49], [2, 5000]]
  .flatMap(([samples, size]) =>
    spreads.map((spread) => ({ samples, size, spread } as StatisticsCase))
  );

const CHANNELS = 2;
const statisticsInput = ({ samples, size, spread }: StatisticsCase) =>
  numbers(samples * CHANNELS * size, spread, size);

const wantedStatistics = remembered((key) => {
  const statistics: StatisticsCase = JSON.parse(key), { samples, size } = statistics;
  const x = statisticsInput(statistics);
  return Array.from({ length: CHANNELS }, (_, channel) => {
    const values: number[] = [];
    for (let sample = 0; sample < samples; sample++) {
      const start = (sample * CHANNELS + channel) * size;
      for (let i = start; i < start + size; i++) values.push(x[i]!);
    }
    const { mean, variance } = moments(values);
    return { mean: rounded(mean), variance: rounded(variance) };
  });
});

testEverywhere(
  "batchStatistics() is within its bounds of exact numbers, whatever the mean",
  (place) => {
    for (const statistics of statisticsCases) {
      const { samples, size } = statistics, key = JSON.stringify(statistics);
      const x = place.float32(statisticsInput(statistics));
      const mean = place.float32(new Float32Array(CHANNELS));
      const variance = place.float32(new Float32Array(CHANNELS));
      batchStatistics(x, { mean, variance }, { samples, channels: CHANNELS, size });
      const wanted = wantedStatistics(key);
      const means = wanted.map((channel) => channel.mean);
      const variances = wanted.map((channel) => channel.variance);
      const meanBound = (value: number, i: number) =>
        U * (Math.abs(value) + 400 * Math.sqrt(variances[i]!)) + TINY;
      assertNear(mean, means, meanBound, `mean of ${key}`);
      assertNear(variance, variances, (value) => 1400 * U * value + 2 * TINY, `variance of ${key}`);
    }
  },
);

const shapes = [
  { m: 1, k: 1, n: 1 },
  { m: 5, k: 17, n: 9 },
  { m: 7, k: 130, n: 3 },
  { m: 13, k: 65, n: 17 },
  { m: 2, k: 1100, n: 5 },
];

const products = remembered((key) => {
  const { shape: { m, k, n }, unit, a, b } = productInputs(key);
  const wanted: number[] = [], bounds: number[] = [];
  for (let row = 0; row < m; row++) {
    for (let column = 0; column < n; column++) {
      const terms = Array.from(
        { length: k },
        (_, i) => times(exactly(a[row * k + i]!), exactly(b[i * n + column]!)),
      );
      wanted.push(rounded(sumOf(terms)));
      const sizes = terms.reduce((sum, term) => sum + Math.abs(rounded(term)), 0);
      bounds.push(k * unit / (1 - k * unit) * sizes + unit * Math.abs(wanted.at(-1)!));
    }
  }
  return { wanted, bounds };
});

function productInputs(key: string) {
  const { kind, shape }: { kind: "float32" | "float64"; shape: typeof shapes[number] } = JSON.parse(
    key,
  );
  const Kind = kind === "float32" ? Float32Array : Float64Array;
  const random = seededRandom(shape.k);
  const values = (length: number): FloatArray =>
    Kind.from(Array.from({ length }, () => 2 * random() - 1));
  const a = values(shape.m * shape.k), b = values(shape.k * shape.n);
  return { kind, shape, unit: kind === "float32" ? U : 2 ** -53, a, b };
}

testEverywhere("matmul() is within its bound of exact numbers", (place) => {
  for (const kind of ["float32", "float64"]) {
    for (const shape of shapes) {
      const key = JSON.stringify({ kind, shape }), inputs = productInputs(key);
      const own = (values: FloatArray) => place[inputs.kind](values) as FloatArray;
      const out = own(new Float64Array(shape.m * shape.n));
      matmul(own(inputs.a), own(inputs.b), out, shape);
      const { wanted, bounds } = products(key);
      assertNear(out, wanted, (_, i) => bounds[i]!, key);
    }
  }
});
