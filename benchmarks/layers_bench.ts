/** Layers of neural networks on 32-bit floats in kernel memory. */
import {
  allocateFloat32,
  batchNorm,
  batchStatistics,
  conv2d,
  exp,
  layerNorm,
  linearBackward,
  linearForward,
  relu,
  sigmoid,
  softmax,
  tanh,
} from "../kernels/mod.ts";
import { annotated } from "../mod.ts";
import { randomFloat32, sink } from "./_inputs.ts";

const linear = { batch: 32, inFeatures: 784, outFeatures: 128 };
const linearFlops = 2 * linear.batch * linear.inFeatures * linear.outFeatures;
const x = randomFloat32(linear.batch * linear.inFeatures, 1);
const weight = randomFloat32(linear.outFeatures * linear.inFeatures, 2);
const bias = randomFloat32(linear.outFeatures, 3);
const y = randomFloat32(linear.batch * linear.outFeatures, 4);
const out = allocateFloat32(y.length);
const gradients = {
  x: allocateFloat32(x.length),
  weight: allocateFloat32(weight.length),
  bias: allocateFloat32(bias.length),
};

Deno.bench(annotated({
  name: "linear_forward",
  group: "linear",
  description: "784 → 128 features, batch of 32",
  work: { operations: linear.batch, unit: "samples", flops: linearFlops },
  fn() {
    sink(linearForward(x, weight, bias, out, linear));
  },
}));

Deno.bench(annotated({
  name: "linear_backward",
  group: "linear",
  description: "gradients of input, weights and bias, 784 → 128 features, batch of 32",
  work: { operations: linear.batch, unit: "samples", flops: 2 * linearFlops },
  fn() {
    sink(linearBackward(x, weight, y, gradients, linear));
  },
}));

const MILLION = 1_000_000;
const values = randomFloat32(MILLION, 5).map((value) => 4 * value);
const activationIn = allocateFloat32(MILLION), activationOut = allocateFloat32(MILLION);
activationIn.set(values);

Deno.bench(annotated({
  name: "relu_1m",
  group: "activations",
  description: "relu of 1,000,000 elements",
  work: { operations: MILLION, unit: "elements", bytes: 8 * MILLION },
  fn() {
    sink(relu(activationIn, activationOut));
  },
}));

Deno.bench(annotated({
  name: "sigmoid_1m",
  group: "activations",
  description: "logistic function of 1,000,000 elements in [-4, 4)",
  work: { operations: MILLION, unit: "elements", bytes: 8 * MILLION },
  fn() {
    sink(sigmoid(activationIn, activationOut));
  },
}));

Deno.bench(annotated({
  name: "tanh_1m",
  group: "activations",
  description: "hyperbolic tangent of 1,000,000 elements in [-4, 4)",
  work: { operations: MILLION, unit: "elements", bytes: 8 * MILLION },
  fn() {
    sink(tanh(activationIn, activationOut));
  },
}));

Deno.bench(annotated({
  name: "exp_1m",
  group: "activations",
  description: "exponential function of 1,000,000 elements in [-4, 4)",
  work: { operations: MILLION, unit: "elements", bytes: 8 * MILLION },
  fn() {
    sink(exp(activationIn, activationOut));
  },
}));

const rows = { rows: 128, columns: 1000 };
const matrix = randomFloat32(rows.rows * rows.columns, 6);
const matrixOut = allocateFloat32(matrix.length);
const rowWeight = randomFloat32(rows.columns, 7), rowBias = randomFloat32(rows.columns, 8);

Deno.bench(annotated({
  name: "softmax",
  group: "norms",
  description: "softmax of 128 rows of 1000",
  work: { operations: rows.rows, unit: "rows", bytes: 8 * matrix.length },
  fn() {
    sink(softmax(matrix, matrixOut, rows));
  },
}));

Deno.bench(annotated({
  name: "layer_norm",
  group: "norms",
  description: "layer normalisation of 128 rows of 1000",
  work: { operations: rows.rows, unit: "rows", bytes: 8 * matrix.length },
  fn() {
    sink(layerNorm(matrix, rowWeight, rowBias, matrixOut, rows));
  },
}));

const batch = { samples: 32, channels: 16, size: 28 * 28 };
const images = randomFloat32(batch.samples * batch.channels * batch.size, 9);
const imagesOut = allocateFloat32(images.length);
const statistics = {
  mean: allocateFloat32(batch.channels),
  variance: allocateFloat32(batch.channels),
};
const channelWeight = randomFloat32(batch.channels, 10);
const channelBias = randomFloat32(batch.channels, 11);

Deno.bench(annotated({
  name: "batch_norm",
  group: "norms",
  description: "statistics and normalisation of 32 samples with 16 channels of 28 × 28",
  work: { operations: batch.samples, unit: "samples", bytes: 8 * images.length },
  fn() {
    const { mean, variance } = batchStatistics(images, statistics, batch);
    sink(batchNorm(images, mean, variance, channelWeight, channelBias, imagesOut, batch));
  },
}));

const convolution = {
  batch: 8,
  inChannels: 16,
  height: 28,
  width: 28,
  outChannels: 32,
  kernelHeight: 3,
  kernelWidth: 3,
  padding: 1,
};
const pixels = convolution.batch * 28 * 28;
const convolved = allocateFloat32(pixels * convolution.outChannels);
const filters = randomFloat32(32 * 16 * 9, 12), filterBias = randomFloat32(32, 13);
const convolutionIn = randomFloat32(pixels * convolution.inChannels, 14);

Deno.bench(annotated({
  name: "conv2d",
  group: "conv2d",
  description: "3 × 3 kernel, 16 → 32 channels, 8 images of 28 × 28, padding 1",
  work: { operations: convolution.batch, unit: "samples", flops: 2 * pixels * 32 * 16 * 9 },
  fn() {
    sink(conv2d(convolutionIn, filters, filterBias, convolved, convolution));
  },
}));
