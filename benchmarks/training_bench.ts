/** Losses, gradients and steps that training needs, on 32-bit floats in kernel memory. */
import {
  adamWStep,
  allocateFloat32,
  batchNormBackward,
  batchStatistics,
  conv2dBackward,
  gatherNormalized,
  layerNormBackward,
  momentumStep,
  normalizeChannels,
  reluBackward,
  softmaxCrossEntropy,
  softmaxCrossEntropyBackward,
} from "../kernels/mod.ts";
import { annotated } from "../mod.ts";
import { randomFloat32, sink } from "./_inputs.ts";

const MILLION = 1_000_000;
// No benchmark changes an array that another one uses: its data would depend on which of them run.
const gradients = randomFloat32(MILLION, 2);
const adamWParameters = randomFloat32(MILLION, 1), nesterovParameters = randomFloat32(MILLION, 1);
const firstMoment = allocateFloat32(MILLION), secondMoment = allocateFloat32(MILLION);
const velocity = allocateFloat32(MILLION);
const reluInput = randomFloat32(MILLION, 1), reluGradient = allocateFloat32(MILLION);
// Steps so small that values stay in range however often one is made.
const adamW = { step: 1000, learningRate: 1e-6 };
const nesterov = { learningRate: 1e-6, momentum: 0.9, nesterov: true, weightDecay: 0.01 };

Deno.bench(annotated({
  name: "adamw_1m",
  group: "steps",
  description: "a step of AdamW on 1,000,000 parameters",
  work: { operations: MILLION, unit: "parameters", flops: 15 * MILLION, bytes: 28 * MILLION },
  fn() {
    sink(adamWStep(adamWParameters, gradients, firstMoment, secondMoment, adamW));
  },
}));

Deno.bench(annotated({
  name: "nesterov_1m",
  group: "steps",
  description: "a step with Nesterov's momentum and weight decay on 1,000,000 parameters",
  work: { operations: MILLION, unit: "parameters", flops: 9 * MILLION, bytes: 20 * MILLION },
  fn() {
    sink(momentumStep(nesterovParameters, gradients, velocity, nesterov));
  },
}));

Deno.bench(annotated({
  name: "relu_backward_1m",
  group: "gradients",
  description: "gradient of relu of 1,000,000 elements",
  work: { operations: MILLION, unit: "elements", bytes: 12 * MILLION },
  fn() {
    sink(reluBackward(reluInput, gradients, reluGradient));
  },
}));

const rows = { rows: 128, columns: 1000 };
const logits = randomFloat32(rows.rows * rows.columns, 3);
const logitsGradient = allocateFloat32(logits.length);
const labels = Uint32Array.from({ length: rows.rows }, (_, row) => 7 * row);
const loss = allocateFloat32(1), one = new Float32Array([1]);

Deno.bench(annotated({
  name: "cross_entropy",
  group: "losses",
  description: "softmax cross-entropy of 128 rows of 1000",
  work: { operations: rows.rows, unit: "rows", bytes: 4 * logits.length },
  fn() {
    sink(softmaxCrossEntropy(logits, labels, loss, rows));
  },
}));

Deno.bench(annotated({
  name: "cross_entropy_backward",
  group: "losses",
  description: "gradient of the softmax cross-entropy of 128 rows of 1000",
  work: { operations: rows.rows, unit: "rows", bytes: 8 * logits.length },
  fn() {
    sink(softmaxCrossEntropyBackward(logits, labels, one, logitsGradient, rows));
  },
}));

const rowWeight = randomFloat32(rows.columns, 4), rowGradient = randomFloat32(logits.length, 5);
const rowGradients = {
  x: allocateFloat32(logits.length),
  weight: allocateFloat32(rows.columns),
  bias: allocateFloat32(rows.columns),
};

Deno.bench(annotated({
  name: "layer_norm_backward",
  group: "gradients",
  description: "gradients of the layer normalisation of 128 rows of 1000",
  work: { operations: rows.rows, unit: "rows", bytes: 12 * logits.length },
  fn() {
    sink(layerNormBackward(logits, rowWeight, rowGradient, rowGradients, rows));
  },
}));

const batch = { samples: 32, channels: 16, size: 28 * 28 };
const images = randomFloat32(batch.samples * batch.channels * batch.size, 6);
const imagesGradient = randomFloat32(images.length, 7), channelWeight = randomFloat32(16, 8);
const statistics = batchStatistics(
  images,
  { mean: allocateFloat32(16), variance: allocateFloat32(16) },
  batch,
);
const channelGradients = {
  x: allocateFloat32(images.length),
  weight: allocateFloat32(16),
  bias: allocateFloat32(16),
};

Deno.bench(annotated({
  name: "batch_norm_backward",
  group: "gradients",
  description: "gradients of the batch normalisation of 32 samples with 16 channels of 28 × 28",
  work: { operations: batch.samples, unit: "samples", bytes: 12 * images.length },
  fn() {
    const { mean, variance } = statistics;
    const outGradient = imagesGradient;
    sink(
      batchNormBackward(
        images,
        mean,
        variance,
        channelWeight,
        outGradient,
        channelGradients,
        batch,
      ),
    );
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
const filters = randomFloat32(32 * 16 * 9, 9), convolutionIn = randomFloat32(pixels * 16, 10);
const convolvedGradient = randomFloat32(pixels * 32, 11);
const convolutionGradients = {
  x: allocateFloat32(convolutionIn.length),
  weight: allocateFloat32(filters.length),
  bias: allocateFloat32(32),
};

Deno.bench(annotated({
  name: "conv2d_backward",
  group: "gradients",
  description: "gradients of a 3 × 3 kernel, 16 → 32 channels, 8 images of 28 × 28, padding 1",
  work: { operations: convolution.batch, unit: "samples", flops: 4 * pixels * 32 * 16 * 9 },
  fn() {
    sink(
      conv2dBackward(convolutionIn, filters, convolvedGradient, convolutionGradients, convolution),
    );
  },
}));

const photos = { channels: 3, size: 32 * 32, mean: [0.49, 0.48, 0.45], deviation: [0.2, 0.2, 0.2] };
const bytes = new Uint8Array(1000 * 3 * photos.size).map((_, i) => 31 * i);
const chosen = Uint32Array.from({ length: 128 }, (_, i) => 7 * i);
const photoBatch = allocateFloat32(128 * 3 * photos.size);

Deno.bench(annotated({
  name: "gather_normalized",
  group: "data",
  description: "128 of 1000 images of 3 × 32 × 32 bytes, normalised by channel",
  work: { operations: 128, unit: "images", bytes: 5 * photoBatch.length },
  fn() {
    sink(gatherNormalized(bytes, chosen, photoBatch, photos));
  },
}));

const floats = randomFloat32(photoBatch.length, 12);

Deno.bench(annotated({
  name: "normalize_channels",
  group: "data",
  description: "128 images of 3 × 32 × 32 numbers, normalised by channel",
  work: { operations: 128, unit: "images", bytes: 8 * photoBatch.length },
  fn() {
    sink(normalizeChannels(floats, photoBatch, { samples: 128, ...photos }));
  },
}));
