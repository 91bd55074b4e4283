import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  batchNormBackward,
  type BatchNormBackwardShape,
  conv2dBackward,
  layerNormBackward,
  linearBackward,
  type LinearShape,
  reference,
  reluBackward,
} from "../../kernels/mod.ts";
import { assertGradient, dot } from "./differences.ts";
import {
  assertNear,
  exact,
  lengths,
  manyLengths,
  specialValues,
  testEverywhere,
} from "./everywhere.ts";
import { randomValues, seededRandom } from "./random.ts";

testEverywhere("reluBackward() has the reference's bits", (place) => {
  for (const length of manyLengths) {
    const x = place.float32(randomValues(length, 1));
    const outGradient = place.float32(randomValues(length, 2));
    const gradient = place.float32(new Float32Array(length).fill(NaN));
    const wanted = reference.reluBackward(x, outGradient, new Float32Array(length));
    assertStrictEquals(reluBackward(x, outGradient, gradient), gradient);
    assertEquals(gradient, wanted, `length ${length}`);
    assertEquals(reluBackward(x.slice(), outGradient, outGradient), wanted, "onto outGradient");
    assertEquals(reluBackward(x, gradient, x), wanted, "onto x");
  }
});

testEverywhere(
  "reluBackward() passes gradients where relu passes values, and none at 0",
  (place) => {
    const x = place.float32(Array.from({ length: 10 }, () => specialValues).flat());
    const gradient = place.float32(x);
    reluBackward(x, place.float32(new Float32Array(x.length).fill(-Infinity)), gradient);
    assertEquals(gradient, x.map((value) => value <= 0 ? 0 : -Infinity));
    reluBackward(x, place.float32(new Float32Array(x.length).fill(NaN)), gradient);
    assertEquals(gradient, x.map((value) => value <= 0 ? 0 : NaN));
  },
);

Deno.test("reluBackward() refuses unsuitable arguments", () => {
  const x = new Float32Array(3), y = new Float32Array(2);
  const cases = [
    [() => reluBackward(x, y, x), "outGradient has 2 elements, but the length of x = 3"],
    [() => reluBackward(x, x, y), "gradient has 2 elements"],
    [
      () => reluBackward(x.subarray(1), y, x.subarray(0, 2)),
      "gradient must not share memory with x",
    ],
    [() => reluBackward(y, x.subarray(1), x.subarray(0, 2)), "with outGradient"],
  ] as const;
  for (const [call, message] of cases) assertThrows(call, RangeError, message);
});

testEverywhere("layerNormBackward() is the reference's result, rounded once", (place) => {
  for (const columns of lengths) {
    const shape = { rows: 3, columns, epsilon: 1e-3 };
    const x = place.float32(randomValues(3 * columns, columns).map((value) => value + 3));
    const weight = place.float32(randomValues(columns, 2));
    const outGradient = place.float32(randomValues(3 * columns, 3));
    const wanted = { x: exact(x.length), weight: exact(columns), bias: exact(columns) };
    reference.layerNormBackward(x, weight, outGradient, wanted, shape);
    const gradients = {
      x: place.float32(new Float32Array(x.length).fill(NaN)),
      weight: place.float32(new Float32Array(columns).fill(NaN)),
      bias: place.float32(new Float32Array(columns).fill(NaN)),
    };
    assertStrictEquals(layerNormBackward(x, weight, outGradient, gradients, shape), gradients);
    for (const name of ["x", "weight", "bias"] as const) {
      const bound = (value: number) => 2 ** -24 * Math.abs(value) + 2 ** -149;
      assertNear(gradients[name], wanted[name], bound, `${columns} columns, ${name}`);
    }
    layerNormBackward(x.slice(), weight, outGradient, { x: outGradient }, shape);
    assertEquals(outGradient, gradients.x, "in place");
  }
});

testEverywhere("batchNormBackward() is the reference's result, rounded once", (place) => {
  for (const fixedStatistics of [false, true]) {
    for (const size of [0, 1, 5, 64]) {
      const shape = { samples: 3, channels: 5, size, fixedStatistics };
      const length = 15 * size;
      const x = place.float32(randomValues(length, 1));
      const [mean, weight] = [2, 3].map((seed) => place.float32(randomValues(5, seed)));
      const variance = place.float32(randomValues(5, 4).map(Math.abs));
      const outGradient = place.float32(randomValues(length, 5));
      const wanted = { x: exact(length), weight: exact(5), bias: exact(5) };
      reference.batchNormBackward(x, mean!, variance, weight!, outGradient, wanted, shape);
      const gradients = {
        x: place.float32(new Float32Array(length).fill(NaN)),
        weight: place.float32(new Float32Array(5).fill(NaN)),
        bias: place.float32(new Float32Array(5).fill(NaN)),
      };
      const result = batchNormBackward(
        x,
        mean!,
        variance,
        weight!,
        outGradient,
        gradients,
        shape,
      );
      assertStrictEquals(result, gradients);
      for (const name of ["x", "weight", "bias"] as const) {
        const bound = (value: number) => 2 ** -24 * Math.abs(value) + 2 ** -149;
        assertNear(gradients[name], wanted[name], bound, `${JSON.stringify(shape)}, ${name}`);
      }
      batchNormBackward(x, mean!, variance, weight!, outGradient, { x }, shape);
      assertEquals(x, gradients.x, "in place");
    }
  }
});

Deno.test("layerNormBackward() is the gradient of layerNorm()", () => {
  for (const columns of [1, 2, 3, 8, 17]) {
    const shape = { rows: 3, columns, epsilon: 0.1 };
    const x = exact(randomValues(3 * columns, columns));
    const weight = exact(randomValues(columns, 2)), bias = exact(randomValues(columns, 3));
    const outGradient = exact(randomValues(3 * columns, 4));
    const gradients = { x: exact(x.length), weight: exact(columns), bias: exact(columns) };
    reference.layerNormBackward(x, weight, outGradient, gradients, shape);
    const loss = () =>
      dot(reference.layerNorm(x, weight, bias, exact(x.length), shape), outGradient);
    for (const [name, values] of Object.entries({ x, weight, bias })) {
      const gradient = gradients[name as keyof typeof gradients];
      assertGradient(loss, values, gradient, `${columns} columns, ${name}`);
    }
  }
});

const batchShapes: readonly BatchNormBackwardShape[] = [false, true].flatMap((fixedStatistics) =>
  [1, 2, 5].flatMap((size) =>
    [1, 4].map((samples) => ({ samples, channels: 3, size, epsilon: 0.1, fixedStatistics }))
  )
);

Deno.test("batchNormBackward() is the gradient of batchNorm(), with and without statistics", () => {
  for (const shape of batchShapes) {
    const { samples, channels, size, fixedStatistics } = shape;
    const x = exact(randomValues(samples * channels * size, 1));
    const weight = exact(randomValues(channels, 2)), bias = exact(randomValues(channels, 3));
    const outGradient = exact(randomValues(x.length, 4));
    const statistics = { mean: exact(channels), variance: exact(channels) };
    reference.batchStatistics(x, statistics, shape);
    const { mean, variance } = statistics;
    const gradients = { x: exact(x.length), weight: exact(channels), bias: exact(channels) };
    reference.batchNormBackward(x, mean, variance, weight, outGradient, gradients, shape);
    const loss = () => {
      if (!fixedStatistics) reference.batchStatistics(x, statistics, shape);
      const out = exact(x.length);
      return dot(reference.batchNorm(x, mean, variance, weight, bias, out, shape), outGradient);
    };
    for (const [name, values] of Object.entries({ x, weight, bias })) {
      const gradient = gradients[name as keyof typeof gradients];
      assertGradient(loss, values, gradient, `${JSON.stringify(shape)}, ${name}`);
    }
  }
});

Deno.test("linearBackward() is the gradient of linearForward()", () => {
  const random = seededRandom(1);
  const upTo = (most: number) => 1 + Math.floor(random() * most);
  for (let i = 0; i < 10; i++) {
    const shape: LinearShape = { batch: upTo(4), inFeatures: upTo(6), outFeatures: upTo(6) };
    const { batch, inFeatures, outFeatures } = shape;
    const x = exact(randomValues(batch * inFeatures, 1));
    const weight = exact(randomValues(outFeatures * inFeatures, 2));
    const bias = exact(randomValues(outFeatures, 3));
    const outGradient = exact(randomValues(batch * outFeatures, 4));
    const gradients = {
      x: exact(x.length),
      weight: exact(weight.length),
      bias: exact(bias.length),
    };
    reference.linearBackward(x, weight, outGradient, gradients, shape);
    const loss = () => {
      const out = exact(outGradient.length);
      return dot(reference.linearForward(x, weight, bias, out, shape), outGradient);
    };
    for (const [name, values] of Object.entries({ x, weight, bias })) {
      const gradient = gradients[name as keyof typeof gradients];
      assertGradient(loss, values, gradient, `${JSON.stringify(shape)}, ${name}`);
    }
  }
});

testEverywhere(
  "a gradient that is undefined is not computed, and the others do not change",
  (place) => {
    const x = place.float32(randomValues(6, 1)), outGradient = place.float32(randomValues(6, 2));
    const weight = place.float32(randomValues(3, 3));
    const mean = place.float32(randomValues(3, 5)), variance = place.float32([1, 2, 3]);
    const filters = place.float32(randomValues(6, 6)), linear = place.float32(randomValues(4, 7));
    const rows = { rows: 2, columns: 3 }, batch = { samples: 2, channels: 3, size: 1 };
    const layer = { batch: 2, inFeatures: 3, outFeatures: 2 };
    const image = { batch: 1, inChannels: 3, height: 1, width: 2, outChannels: 2 };
    const convolution = { ...image, kernelHeight: 1, kernelWidth: 1 };
    type Gradients = Record<"x" | "weight" | "bias", Float32Array | undefined>;
    const cases = [
      {
        lengths: { x: 6, weight: 3, bias: 3 },
        call: (to: Gradients) => layerNormBackward(x, weight, outGradient, to, rows),
      },
      {
        lengths: { x: 6, weight: 3, bias: 3 },
        call: (to: Gradients) =>
          batchNormBackward(x, mean, variance, weight, outGradient, to, batch),
      },
      {
        lengths: { x: 6, weight: 6, bias: 2 },
        call: (to: Gradients) => conv2dBackward(x, filters, linear, to, convolution),
      },
      {
        lengths: { x: 6, weight: 6, bias: 2 },
        call: (to: Gradients) =>
          linearBackward(x, filters, linear, { ...to, weight: to.weight! }, layer),
        needed: "weight",
      },
    ];
    for (const { lengths, call, needed } of cases) {
      const make = (left?: string): Gradients => {
        const entries = Object.entries(lengths).map(([name, length]) =>
          [name, name === left ? undefined : place.float32(new Float32Array(length))] as const
        );
        return Object.fromEntries(entries) as Gradients;
      };
      const all = make();
      call(all);
      for (const left of Object.keys(lengths).filter((name) => name !== needed)) {
        const gradients = make(left);
        call(gradients);
        assertEquals(gradients, { ...all, [left]: undefined }, `${call} without ${left}`);
      }
    }
    assertThrows(
      () => cases[3]!.call({ x: undefined, weight: undefined, bias: undefined }),
      TypeError,
      "gradients.weight must be a Float32Array",
    );
  },
);

Deno.test("gradients of normalisations refuse unsuitable arguments", () => {
  const four = () => new Float32Array(4), two = () => new Float32Array(2);
  const x = four(), g = four(), mean = two(), weight = two(), variance = two();
  const rows = { rows: 2, columns: 2 }, batch = { samples: 2, channels: 2, size: 1 };
  const layer = (gradients: object, shape = rows, out = g) =>
    layerNormBackward(x, weight, out, gradients, shape);
  const cases = [
    [() => layer({}, rows, two()), "outGradient has 2 elements, but rows × columns = 2 × 2"],
    [() => layer({ x: two() }), "gradients.x has 2 elements"],
    [() => layer({ weight: four() }), "gradients.weight has 4 elements, but columns = 2"],
    [() => layer({ bias: weight }), "gradients.bias must not share memory with weight"],
    [
      () => layer({ weight: mean, bias: mean }),
      "gradients.bias must not share memory with gradien",
    ],
    [() => layer({}, { ...rows, rows: -1 }), "rows must be a whole number >= 0"],
    [
      () => batchNormBackward(x, mean, variance, weight, two(), {}, batch),
      "outGradient has 2 elements, but samples × channels × size",
    ],
    [
      () => batchNormBackward(x, four(), variance, weight, g, {}, batch),
      "mean has 4 elements, but channels = 2",
    ],
    [
      () => batchNormBackward(x, mean, variance, weight, g, { weight: variance }, batch),
      "gradients.weight must not share memory with variance",
    ],
    [
      () =>
        batchNormBackward(x, mean, variance, weight, g, {}, { ...batch, epsilon: NaN } as never),
      "epsilon must be a finite number",
    ],
  ] as const;
  for (const [call, message] of cases) assertThrows(call, RangeError, message);
});
