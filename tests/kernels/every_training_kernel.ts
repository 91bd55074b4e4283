/** The kernels that training needs, for the list of every kernel. */
import { assertStrictEquals } from "@std/assert";
import {
  adamWStep,
  batchNormBackward,
  conv2dBackward,
  gatherNormalized,
  layerNormBackward,
  matmul,
  momentumStep,
  normalizeChannels,
  reluBackward,
  sgdStep,
  softmaxCrossEntropy,
  softmaxCrossEntropyBackward,
} from "../../kernels/mod.ts";
import type { Maker } from "./maker.ts";

const LENGTH = 300;
const rows = { rows: 3, columns: 100 }, batch = { samples: 2, channels: 3, size: 50 };
const channels = { mean: [1, 2, 3], deviation: [4, 5, 6] };
const labels = [99, 0, 7];

/** Every kernel for training, on arrays from a maker. */
export const trainingKernels: Readonly<Record<string, (make: Maker) => void>> = {
  "sgdStep with weight decay": (m) => {
    sgdStep(m.input(LENGTH, 1), m.input(LENGTH, 2), { learningRate: 0.1, weightDecay: 0.1 });
  },
  "momentumStep of Nesterov": (m) => {
    const options = { learningRate: 0.1, momentum: 0.9, nesterov: true };
    momentumStep(m.input(LENGTH, 1), m.input(LENGTH, 2), m.output(LENGTH), options);
  },
  adamWStep: (m) => {
    const p = m.input(LENGTH, 1), g = m.input(LENGTH, 2);
    assertStrictEquals(adamWStep(p, g, m.output(LENGTH), m.output(LENGTH), { step: 1 }), p);
  },
  reluBackward: (m) => {
    const out = m.output(LENGTH);
    assertStrictEquals(reluBackward(m.input(LENGTH, 1), m.input(LENGTH, 2), out), out);
  },
  softmaxCrossEntropy: (m) => {
    const out = m.output(1);
    const result = softmaxCrossEntropy(m.input(LENGTH, 1), m.whole(labels), out, rows);
    assertStrictEquals(result, out);
  },
  softmaxCrossEntropyBackward: (m) => {
    const out = m.output(LENGTH), logits = m.input(LENGTH, 1), whole = m.whole(labels);
    const result = softmaxCrossEntropyBackward(logits, whole, m.input(1, 2), out, rows);
    assertStrictEquals(result, out);
  },
  layerNormBackward: (m) => {
    const gradients = { x: m.output(LENGTH), weight: m.output(100), bias: m.output(100) };
    const args = [m.input(LENGTH, 1), m.input(100, 2), m.input(LENGTH, 3)] as const;
    assertStrictEquals(layerNormBackward(...args, gradients, rows), gradients);
  },
  batchNormBackward: (m) => {
    const gradients = { x: m.output(LENGTH), weight: m.output(3), bias: m.output(3) };
    const args = [m.input(LENGTH, 1), m.input(3, 2), m.output(3), m.input(3, 3)] as const;
    batchNormBackward(...args, m.input(LENGTH, 4), gradients, batch);
  },
  conv2dBackward: (m) => {
    const gradients = { x: m.output(LENGTH), weight: m.output(108), bias: m.output(4) };
    const args = [m.input(LENGTH, 1), m.input(108, 2), m.input(400, 3)] as const;
    const image = { batch: 1, inChannels: 3, height: 10, width: 10, padding: 1 };
    const kernel = { outChannels: 4, kernelHeight: 3, kernelWidth: 3 };
    conv2dBackward(...args, gradients, { ...image, ...kernel });
  },
  "matmul of parts": (m) => {
    const shape = { m: 20, k: 10, n: 30, bRowStride: 31, outRowStride: 32, accumulate: true };
    const out = m.input(19 * 32 + 30, 3);
    assertStrictEquals(matmul(m.input(200, 1), m.input(9 * 31 + 30, 2), out, shape), out);
  },
  normalizeChannels: (m) => {
    const out = m.output(LENGTH);
    assertStrictEquals(normalizeChannels(m.input(LENGTH, 1), out, { ...batch, ...channels }), out);
  },
  gatherNormalized: (m) => {
    const out = m.output(LENGTH), table = new Uint8Array(450).map((_, i) => i);
    const shape = { channels: 3, size: 50, ...channels };
    assertStrictEquals(gatherNormalized(table, m.whole([2, 0]), out, shape), out);
  },
};
