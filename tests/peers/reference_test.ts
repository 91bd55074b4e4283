/** Compares the peers' reference with that of the kernels; they share no code. */
import { assert } from "@std/assert";
import { largestError } from "../../benchmarks/peers/check.ts";
import { convolvedSize } from "../../benchmarks/peers/contender.ts";
import { OPTIMIZER_STEPS, reference as ours } from "../../benchmarks/peers/reference.ts";
import { reference as kernels } from "../../kernels/mod.ts";
import { randomValues } from "../kernels/random.ts";

function numbers(length: number, seed: number): Float32Array {
  return Float32Array.from(randomValues(length, seed));
}

function assertClose(results: Float32Array[], wanted: Float64Array[], shows = "") {
  const error = largestError(results, wanted, 1);
  assert(error < 1e-6, `${shows} off by ${error}`);
}

Deno.test("reference.matmul() agrees with the kernels' reference", () => {
  const shape = { m: 3, k: 5, n: 4 }, a = numbers(15, 1), b = numbers(20, 2);
  assertClose(
    [kernels.matmul(a, b, new Float32Array(12), shape)],
    ours.matmul({ a, b, ...shape }),
  );
});

for (const name of ["relu", "sigmoid", "tanh", "exp"] as const) {
  Deno.test(`reference.${name}() agrees with the kernels' reference`, () => {
    const x = numbers(50, 1);
    assertClose([kernels[name](x, new Float32Array(50))], ours[name]({ x }));
  });
}

Deno.test("reference.linearForward() and linearBackward() agree with the kernels'", () => {
  const shape = { batch: 3, inFeatures: 5, outFeatures: 4 };
  const x = numbers(15, 1), weight = numbers(20, 2), bias = numbers(4, 3);
  const outGradient = numbers(12, 4);
  assertClose(
    [kernels.linearForward(x, weight, bias, new Float32Array(12), shape)],
    ours.linearForward({ x, weight, bias, ...shape }),
  );
  const gradients = {
    x: new Float32Array(15),
    weight: new Float32Array(20),
    bias: new Float32Array(4),
  };
  kernels.linearBackward(x, weight, outGradient, gradients, shape);
  assertClose(
    [gradients.x, gradients.weight, gradients.bias],
    ours.linearBackward({ x, weight, outGradient, ...shape }),
  );
});

Deno.test("reference.conv2d() agrees with the kernels' reference", () => {
  const rows = [
    { kernelSize: 3, stride: 1, padding: 1, shows: "a result of the same size" },
    { kernelSize: 3, stride: 2, padding: 2, shows: "a stride that skips the last column" },
    { kernelSize: 1, stride: 1, padding: 0, shows: "pixels one by one" },
  ];
  for (const { shows, ...kernel } of rows) {
    const { kernelSize, stride, padding } = kernel;
    const image = { batch: 2, inChannels: 3, outChannels: 4, height: 5, width: 6 };
    const { height, width } = convolvedSize({ ...image, ...kernel });
    const x = numbers(180, 1), weight = numbers(12 * kernelSize ** 2, 2), bias = numbers(4, 3);
    const shape = { ...image, kernelHeight: kernelSize, kernelWidth: kernelSize, stride, padding };
    const out = new Float32Array(8 * height * width);
    assertClose(
      [kernels.conv2d(x, weight, bias, out, shape)],
      ours.conv2d({ ...image, ...kernel, x, weight, bias }),
      shows,
    );
  }
});

Deno.test("reference.batchNorm() agrees with the kernels' reference", () => {
  const x = numbers(36, 1), mean = numbers(3, 2), weight = numbers(3, 3), bias = numbers(3, 4);
  const variance = numbers(3, 5).map((value) => value + 2), epsilon = 1e-5, out = x.slice();
  const shape = { samples: 2, channels: 3, size: 6, epsilon };
  const images = { batch: 2, channels: 3, height: 2, width: 3, epsilon };
  assertClose(
    [kernels.batchNorm(x, mean, variance, weight, bias, out, shape)],
    ours.batchNorm({ x, mean, variance, weight, bias, ...images }),
  );
});

Deno.test("reference.softmax() and layerNorm() agree with the kernels'", () => {
  const shape = { rows: 3, columns: 7 }, epsilon = 1e-5;
  const x = numbers(21, 1), weight = numbers(7, 2), bias = numbers(7, 3);
  assertClose([kernels.softmax(x, new Float32Array(21), shape)], ours.softmax({ x, ...shape }));
  assertClose(
    [kernels.layerNorm(x, weight, bias, new Float32Array(21), { ...shape, epsilon })],
    ours.layerNorm({ x, weight, bias, ...shape, epsilon }),
  );
});

Deno.test("the reference's optimisers agree with the kernels' after the same steps", () => {
  const parameters = numbers(30, 1), gradients = numbers(30, 2), learningRate = 0.1;
  const inputs = { parameters, gradients, learningRate };
  const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
  const plain = parameters.slice(), heavy = parameters.slice(), adaptive = parameters.slice();
  const [velocity, first, second] = [0, 1, 2].map(() => new Float32Array(30));
  for (let step = 1; step <= OPTIMIZER_STEPS; step++) {
    kernels.sgdStep(plain, gradients, { learningRate });
    kernels.momentumStep(heavy, gradients, velocity!, { learningRate, momentum: 0.9 });
    kernels.adamStep(adaptive, gradients, first!, second!, { step, learningRate, ...adam });
  }
  assertClose([plain], ours.sgd(inputs));
  assertClose([heavy], ours.momentum({ ...inputs, momentum: 0.9 }));
  assertClose([adaptive], ours.adam({ ...inputs, ...adam }));
});

Deno.test("reference.gather() agrees with the kernels' reference", () => {
  const table = numbers(20, 1), indices = Uint32Array.from([3, 0, 3]), columns = 4;
  assertClose(
    [kernels.gatherRows(table, indices, new Float32Array(12), { columns })],
    ours.gather({ table, indices, columns }),
  );
});
