/** Every kernel, on arrays of any class and in any place. */
import { assertStrictEquals } from "@std/assert";
import {
  adamStep,
  add,
  batchNorm,
  batchStatistics,
  conv2d,
  exp,
  gatherRows,
  layerNorm,
  linearBackward,
  linearForward,
  matmul,
  momentumStep,
  normalize,
  relu,
  sgdStep,
  shuffleIndices,
  sigmoid,
  softmax,
  tanh,
} from "../../kernels/mod.ts";
import { trainingKernels } from "./every_training_kernel.ts";
import type { Made, Maker } from "./maker.ts";
import { randomValues } from "./random.ts";

export type { Made, Maker } from "./maker.ts";

const LENGTH = 300;
const rows = { rows: 3, columns: 100 }, batch = { samples: 2, channels: 3, size: 50 };
const linear = { batch: 10, inFeatures: 30, outFeatures: 30 };
const image = { batch: 1, inChannels: 3, height: 10, width: 10, padding: 1 };

/** Every kernel, on arrays from a maker; each must return its output array. */
export const kernels: Readonly<Record<string, (make: Maker) => void>> = {
  ...trainingKernels,
  add: (m) => {
    const out = m.output(LENGTH);
    assertStrictEquals(add(m.input(LENGTH, 1), m.input(LENGTH, 2), out), out);
  },
  "add of 64-bit floats": (m) => {
    const out = m.output64(LENGTH);
    assertStrictEquals(add(m.output64(LENGTH), m.output64(LENGTH), out), out);
  },
  relu: (m) => {
    const out = m.output(LENGTH);
    assertStrictEquals(relu(m.input(LENGTH, 1), out), out);
  },
  sigmoid: (m) => {
    const out = m.output(LENGTH);
    assertStrictEquals(sigmoid(m.input(LENGTH, 1), out), out);
  },
  tanh: (m) => {
    const out = m.output(LENGTH);
    assertStrictEquals(tanh(m.input(LENGTH, 1), out), out);
  },
  exp: (m) => {
    const out = m.output(LENGTH);
    assertStrictEquals(exp(m.input(LENGTH, 1), out), out);
  },
  softmax: (m) => {
    const out = m.output(LENGTH);
    assertStrictEquals(softmax(m.input(LENGTH, 1), out, rows), out);
  },
  layerNorm: (m) => {
    const out = m.output(LENGTH);
    layerNorm(m.input(LENGTH, 1), m.input(100, 2), m.input(100, 3), out, rows);
  },
  batchNorm: (m) => {
    const out = m.output(LENGTH), mean = m.input(3, 2), variance = m.output(3);
    const result = batchNorm(
      m.input(LENGTH, 1),
      mean,
      variance,
      m.input(3, 3),
      m.input(3, 4),
      out,
      batch,
    );
    assertStrictEquals(result, out);
  },
  batchStatistics: (m) => {
    batchStatistics(m.input(LENGTH, 1), { mean: m.output(3), variance: m.output(3) }, batch);
  },
  linearForward: (m) => {
    const out = m.output(LENGTH);
    const result = linearForward(m.input(300, 1), m.input(900, 2), m.input(30, 3), out, linear);
    assertStrictEquals(result, out);
  },
  linearBackward: (m) => {
    const gradients = { x: m.output(300), weight: m.output(900), bias: m.output(30) };
    const args = [m.input(300, 1), m.input(900, 2), m.input(300, 3)] as const;
    assertStrictEquals(linearBackward(...args, gradients, linear), gradients);
  },
  conv2d: (m) => {
    const out = m.output(400), shape = { ...image, outChannels: 4, kernelHeight: 3 };
    const args = [m.input(LENGTH, 1), m.input(108, 2), m.input(4, 3)] as const;
    assertStrictEquals(conv2d(...args, out, { ...shape, kernelWidth: 3 }), out);
  },
  matmul: (m) => {
    const out = m.output(900);
    const shape = { m: 30, k: 10, n: 30 };
    assertStrictEquals(matmul(m.input(LENGTH, 1), m.input(LENGTH, 2), out, shape), out);
  },
  "matmul of 64-bit floats": (m) => {
    const out = m.output64(900);
    matmul(m.output64(LENGTH), m.output64(LENGTH), out, { m: 30, k: 10, n: 30 });
  },
  "matmul of nothing": (m) => {
    const out = m.output(900);
    matmul(m.input(0, 1), m.input(0, 2), out, { m: 30, k: 0, n: 30 });
  },
  sgdStep: (m) => {
    const parameters = m.input(LENGTH, 1);
    const result = sgdStep(parameters, m.input(LENGTH, 2), { learningRate: 0.1 });
    assertStrictEquals(result, parameters);
  },
  momentumStep: (m) => {
    const options = { learningRate: 0.1, momentum: 0.9 };
    momentumStep(m.input(LENGTH, 1), m.input(LENGTH, 2), m.output(LENGTH), options);
  },
  adamStep: (m) => {
    const [p, g, first, second] = [m.input(LENGTH, 1), m.input(LENGTH, 2)]
      .concat([m.output(LENGTH), m.output(LENGTH)]);
    adamStep(p!, g!, first!, second!, { step: 1 });
  },
  gatherRows: (m) => {
    const out = m.output(200);
    assertStrictEquals(gatherRows(m.input(LENGTH, 1), m.whole([2, 0]), out, rows), out);
  },
  normalize: (m) => {
    normalize(m.input(LENGTH, 1), m.output(LENGTH), { mean: 1, deviation: 2 });
  },
  shuffleIndices: (m) => {
    const out = m.whole(Array(LENGTH).fill(0));
    assertStrictEquals(shuffleIndices(out, { seed: 1 }), out);
  },
};

/** The functions that make a kernel's arrays. */
export interface Place {
  /** Makes an array of 32-bit floats, with any content. */
  readonly place: (length: number) => Float32Array;
  /** Returns the array that the kernel receives, on the same memory. */
  readonly disguise: <T extends Made>(array: T) => T;
}

/** Runs a kernel, and returns the contents of all its arrays. */
export function runKernel(
  kernel: (make: Maker) => void,
  { place, disguise }: Place,
): Made[] {
  const arrays: Made[] = [];
  const make = <T extends Made>(array: T, values: ArrayLike<number>): T => {
    array.fill(0);
    array.set(values);
    arrays.push(array);
    // A second array on the same memory, so that the inspected one keeps its class.
    return disguise(array.subarray() as T);
  };
  kernel({
    input: (length, seed) => make(place(length), randomValues(length, seed)),
    output: (length) => make(place(length), []),
    output64: (length) => make(new Float64Array(length), randomValues(length, length)),
    whole: (values) => make(new Uint32Array(values.length), values),
  });
  return arrays.map((array) => array.slice());
}
