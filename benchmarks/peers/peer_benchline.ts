/**
 * This project's kernels, in the ways in which one can use them.
 *
 * Everything else is divided by the first contender. The second is the same again: the distance of
 * its ratio from 1 says how far the others can be trusted.
 *
 * @module
 */
import * as kernels from "../../kernels/mod.ts";
import { AGAIN } from "./compare.ts";
import {
  type Contender,
  convolvedSize,
  type FloatArray,
  type Operations,
  type Prepared,
} from "./contender.ts";

/** Where a contender keeps its arrays. */
interface Memory {
  /** Copies `values` into the contender's own array. */
  take<T extends FloatArray>(values: T): T;
  release(arrays: readonly FloatArray[]): void;
}

const kernelMemory: Memory = {
  take<T extends FloatArray>(values: T): T {
    const array = values instanceof Float32Array
      ? kernels.allocateFloat32(values.length)
      : kernels.allocateFloat64(values.length);
    array.set(values);
    return array as T;
  },
  release: (arrays) => arrays.forEach((array) => kernels.free(array)),
};

const ordinaryMemory: Memory = {
  take: <T extends FloatArray>(values: T) => values.slice() as T,
  release() {},
};

/** Always available: it is part of this project. */
export function load(): Promise<Contender[]> {
  const version = `kernels, backend ${kernels.kernelBackend()}`;
  const ours = { kind: "benchline", threads: 1, version } as const;
  return Promise.resolve([
    {
      ...ours,
      name: "benchline",
      note: "arrays in kernel memory; every ratio is to this",
      operations: operations(kernelMemory),
    },
    {
      ...ours,
      name: AGAIN,
      note: "the same once more: its distance from 1 is the noise of this run",
      operations: operations(kernelMemory),
    },
    {
      ...ours,
      name: "copying",
      note: "benchline on ordinary arrays, outside kernel memory",
      operations: operations(ordinaryMemory),
    },
    { ...ours, name: "2 threads", threads: 2, operations: { matmul: matmulOnTwoThreads } },
    {
      ...ours,
      name: "no wasm",
      version: "kernels, backend typescript",
      note: "benchline's backend without WebAssembly",
      operations: withoutWasm(operations(ordinaryMemory)),
    },
  ]);
}

/** A fresh thread's first products are slower than all that follow. */
const WARM_UP_CALLS = 3;

function matmulOnTwoThreads(inputs: Operations["matmul"]): Prepared | undefined {
  const { a, m, n } = inputs;
  // Below this size one thread works alone, and the column would say nothing.
  if (a instanceof Float64Array || m * n < 512 * 512) return undefined;
  const prepared = operations(kernelMemory).matmul!(inputs) as Prepared;
  let threads: kernels.KernelThreads | undefined;
  return {
    ...prepared,
    async enter() {
      threads = await kernels.startKernelThreads(2);
      for (let call = 0; call < WARM_UP_CALLS; call++) prepared.call();
    },
    leave: () => threads?.stop(),
  };
}

type Offer = Contender["operations"];

/** Switches the backend around each turn. */
function withoutWasm(all: Offer): Offer {
  const wrapped: Record<string, (inputs: never) => Prepared> = {};
  for (const [name, prepare] of Object.entries(all)) {
    wrapped[name] = (inputs) => {
      const prepared = (prepare as (inputs: never) => Prepared)(inputs);
      let before: kernels.KernelBackend;
      return {
        ...prepared,
        enter: () => void (before = kernels.chooseKernelBackend("typescript")),
        leave: () => void kernels.chooseKernelBackend(before),
      };
    };
  }
  return wrapped as Offer;
}

function operations({ take, release }: Memory): Offer {
  /** Ties the arrays' life to the prepared work's. */
  const over = (arrays: FloatArray[], results: FloatArray[], call: () => unknown): Prepared => ({
    call,
    results: () => results,
    dispose: () => release([...new Set([...arrays, ...results])]),
  });
  const blank = (length: number) => take(new Float32Array(length));
  return {
    matmul: (inputs) => {
      const { m, k, n } = inputs, shape = { m, k, n };
      const a = take(inputs.a), b = take(inputs.b);
      const out = take(
        a instanceof Float32Array ? new Float32Array(m * n) : new Float64Array(m * n),
      );
      return over([a, b], [out], () => kernels.matmul(a, b, out, shape));
    },
    add: (inputs) => {
      const a = take(inputs.a), b = take(inputs.b), out = blank(a.length);
      return over([a, b], [out], () => kernels.add(a, b, out));
    },
    relu: (inputs) => {
      const x = take(inputs.x), out = blank(x.length);
      return over([x], [out], () => kernels.relu(x, out));
    },
    sigmoid: (inputs) => {
      const x = take(inputs.x), out = blank(x.length);
      return over([x], [out], () => kernels.sigmoid(x, out));
    },
    tanh: (inputs) => {
      const x = take(inputs.x), out = blank(x.length);
      return over([x], [out], () => kernels.tanh(x, out));
    },
    exp: (inputs) => {
      const x = take(inputs.x), out = blank(x.length);
      return over([x], [out], () => kernels.exp(x, out));
    },
    linearForward: ({ batch, inFeatures, outFeatures, ...inputs }) => {
      const x = take(inputs.x), weight = take(inputs.weight), bias = take(inputs.bias);
      const out = blank(batch * outFeatures), shape = { batch, inFeatures, outFeatures };
      return over(
        [x, weight, bias],
        [out],
        () => kernels.linearForward(x, weight, bias, out, shape),
      );
    },
    linearBackward: ({ batch, inFeatures, outFeatures, ...inputs }) => {
      const x = take(inputs.x), weight = take(inputs.weight);
      const outGradient = take(inputs.outGradient);
      const gradients = {
        x: blank(x.length),
        weight: blank(weight.length),
        bias: blank(outFeatures),
      };
      const shape = { batch, inFeatures, outFeatures };
      return over(
        [x, weight, outGradient],
        Object.values(gradients),
        () => kernels.linearBackward(x, weight, outGradient, gradients, shape),
      );
    },
    conv2d: ({ x: images, weight: weights, bias: biases, kernelSize, ...sizes }) => {
      const x = take(images), weight = take(weights), bias = take(biases);
      const { height, width } = convolvedSize({ ...sizes, kernelSize });
      const out = blank(sizes.batch * sizes.outChannels * height * width);
      const shape = { ...sizes, kernelHeight: kernelSize, kernelWidth: kernelSize };
      return over([x, weight, bias], [out], () => kernels.conv2d(x, weight, bias, out, shape));
    },
    batchNorm: ({ batch, channels, height, width, epsilon, ...inputs }) => {
      const x = take(inputs.x), mean = take(inputs.mean), variance = take(inputs.variance);
      const weight = take(inputs.weight), bias = take(inputs.bias), out = blank(x.length);
      const shape = { samples: batch, channels, size: height * width, epsilon };
      return over(
        [x, mean, variance, weight, bias],
        [out],
        () => kernels.batchNorm(x, mean, variance, weight, bias, out, shape),
      );
    },
    softmax: ({ rows, columns, ...inputs }) => {
      const x = take(inputs.x), out = blank(x.length), shape = { rows, columns };
      return over([x], [out], () => kernels.softmax(x, out, shape));
    },
    layerNorm: ({ rows, columns, epsilon, ...inputs }) => {
      const x = take(inputs.x), weight = take(inputs.weight), bias = take(inputs.bias);
      const out = blank(x.length), shape = { rows, columns, epsilon };
      return over([x, weight, bias], [out], () => kernels.layerNorm(x, weight, bias, out, shape));
    },
    sgd: ({ learningRate, ...inputs }) => {
      const p = take(inputs.parameters), gradients = take(inputs.gradients);
      return over([gradients], [p], () => kernels.sgdStep(p, gradients, { learningRate }));
    },
    momentum: ({ learningRate, momentum, ...inputs }) => {
      const p = take(inputs.parameters), gradients = take(inputs.gradients);
      const velocity = blank(p.length), options = { learningRate, momentum };
      return over(
        [gradients, velocity],
        [p],
        () => kernels.momentumStep(p, gradients, velocity, options),
      );
    },
    adam: ({ learningRate, beta1, beta2, epsilon, ...inputs }) => {
      const p = take(inputs.parameters), gradients = take(inputs.gradients);
      const first = blank(p.length), second = blank(p.length);
      let step = 0;
      return over(
        [gradients, first, second],
        [p],
        () =>
          kernels.adamStep(p, gradients, first, second, {
            step: ++step,
            learningRate,
            beta1,
            beta2,
            epsilon,
          }),
      );
    },
    gather: ({ columns, indices, ...inputs }) => {
      const table = take(inputs.table), out = blank(indices.length * columns);
      return over([table], [out], () => kernels.gatherRows(table, indices, out, { columns }));
    },
  };
}
