import { assert, assertEquals } from "@std/assert";
import {
  convolvedSize,
  type OperationName,
  type Operations,
} from "../../benchmarks/peers/contender.ts";
import { works } from "../../benchmarks/peers/works.ts";

Deno.test("works have different names", () => {
  const names = works.map(({ name }) => name);
  assertEquals(names, [...new Set(names)]);
});

type Lengths = Readonly<Record<string, number>>;

const ofStep = ({ parameters }: { parameters: Float32Array }): Lengths => ({
  parameters: parameters.length,
  gradients: parameters.length,
});
const ofLayer = ({ batch, inFeatures, outFeatures }: Operations["linearForward"]): Lengths => ({
  x: batch * inFeatures,
  weight: outFeatures * inFeatures,
  bias: outFeatures,
});

/** The lengths of the inputs, computed from the sizes. */
const lengthsOf: { [Name in OperationName]: (inputs: Operations[Name]) => Lengths } = {
  matmul: ({ m, k, n }) => ({ a: m * k, b: k * n }),
  add: ({ a }) => ({ a: a.length, b: a.length }),
  relu: () => ({}),
  sigmoid: () => ({}),
  tanh: () => ({}),
  exp: () => ({}),
  linearForward: ofLayer,
  linearBackward: ({ batch, inFeatures, outFeatures }) => ({
    x: batch * inFeatures,
    weight: outFeatures * inFeatures,
    outGradient: batch * outFeatures,
  }),
  conv2d: ({ batch, inChannels, outChannels, height, width, kernelSize }) => ({
    x: batch * inChannels * height * width,
    weight: outChannels * inChannels * kernelSize ** 2,
    bias: outChannels,
  }),
  batchNorm: ({ batch, channels, height, width }) => ({
    x: batch * channels * height * width,
    mean: channels,
    variance: channels,
    weight: channels,
    bias: channels,
  }),
  softmax: ({ rows, columns }) => ({ x: rows * columns }),
  layerNorm: ({ rows, columns }) => ({ x: rows * columns, weight: columns, bias: columns }),
  sgd: ofStep,
  momentum: ofStep,
  adam: ofStep,
  gather: ({ table, indices, columns }) => ({
    table: Math.ceil(table.length / columns) * columns,
    indices: indices.length,
  }),
};

Deno.test("the inputs of works have the lengths that their sizes imply", () => {
  for (const { name, operation, inputs } of works) {
    const made = inputs();
    const wanted = (lengthsOf[operation] as (of: typeof made) => Lengths)(made);
    for (const [input, length] of Object.entries(wanted)) {
      const array = (made as unknown as Record<string, ArrayLike<number>>)[input]!;
      assertEquals(array.length, length, `${name}: ${input}`);
    }
  }
});

Deno.test("works gather only rows of their tables", () => {
  for (const { name, operation, inputs } of works) {
    if (operation !== "gather") continue;
    const { table, indices, columns } = inputs() as Operations["gather"];
    assert(indices.every((index) => index < table.length / columns), name);
  }
});

Deno.test("convolvedSize() agrees with the names of the works", () => {
  const shape = { height: 224, width: 224, kernelSize: 7, stride: 2, padding: 3 };
  const found = convolvedSize({ batch: 1, inChannels: 3, outChannels: 64, ...shape });
  assertEquals(found, { height: 112, width: 112 });
});
