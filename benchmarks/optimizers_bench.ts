/** Steps of optimisers on 32-bit floats in kernel memory. */
import { adamStep, allocateFloat32, momentumStep, sgdStep } from "../kernels/mod.ts";
import { annotated } from "../mod.ts";
import { randomFloat32, sink } from "./_inputs.ts";

/** Arrays of one size. Values stay in range however often a step is made. */
function makeState(length: number) {
  return {
    parameters: randomFloat32(length, 1),
    gradients: randomFloat32(length, 2),
    first: allocateFloat32(length),
    second: allocateFloat32(length),
  };
}

const small = makeState(10_000), middle = makeState(100_000), large = makeState(1_000_000);
const sgd = { learningRate: 1e-6 }, momentum = { learningRate: 1e-6, momentum: 0.9 };
const adam = { step: 1000, learningRate: 1e-6 };

Deno.bench(annotated({
  name: "sgd_10k",
  group: "sgd",
  description: "a step of gradient descent on 10,000 parameters",
  work: {
    operations: 10_000,
    unit: "parameters",
    flops: 2 * 10_000,
    bytes: 12 * 10_000,
  },
  fn() {
    sink(sgdStep(small.parameters, small.gradients, sgd));
  },
}));

Deno.bench(annotated({
  name: "sgd_100k",
  group: "sgd",
  description: "a step of gradient descent on 100,000 parameters",
  work: {
    operations: 100_000,
    unit: "parameters",
    flops: 2 * 100_000,
    bytes: 12 * 100_000,
  },
  fn() {
    sink(sgdStep(middle.parameters, middle.gradients, sgd));
  },
}));

Deno.bench(annotated({
  name: "sgd_1m",
  group: "sgd",
  description: "a step of gradient descent on 1,000,000 parameters",
  work: {
    operations: 1_000_000,
    unit: "parameters",
    flops: 2 * 1_000_000,
    bytes: 12 * 1_000_000,
  },
  fn() {
    sink(sgdStep(large.parameters, large.gradients, sgd));
  },
}));

Deno.bench(annotated({
  name: "momentum_10k",
  group: "momentum",
  description: "a step of gradient descent with momentum on 10,000 parameters",
  work: {
    operations: 10_000,
    unit: "parameters",
    flops: 4 * 10_000,
    bytes: 20 * 10_000,
  },
  fn() {
    sink(momentumStep(small.parameters, small.gradients, small.first, momentum));
  },
}));

Deno.bench(annotated({
  name: "momentum_100k",
  group: "momentum",
  description: "a step of gradient descent with momentum on 100,000 parameters",
  work: {
    operations: 100_000,
    unit: "parameters",
    flops: 4 * 100_000,
    bytes: 20 * 100_000,
  },
  fn() {
    sink(momentumStep(middle.parameters, middle.gradients, middle.first, momentum));
  },
}));

Deno.bench(annotated({
  name: "momentum_1m",
  group: "momentum",
  description: "a step of gradient descent with momentum on 1,000,000 parameters",
  work: {
    operations: 1_000_000,
    unit: "parameters",
    flops: 4 * 1_000_000,
    bytes: 20 * 1_000_000,
  },
  fn() {
    sink(momentumStep(large.parameters, large.gradients, large.first, momentum));
  },
}));

Deno.bench(annotated({
  name: "adam_10k",
  group: "adam",
  description: "a step of Adam on 10,000 parameters",
  work: {
    operations: 10_000,
    unit: "parameters",
    flops: 13 * 10_000,
    bytes: 28 * 10_000,
  },
  fn() {
    sink(adamStep(small.parameters, small.gradients, small.first, small.second, adam));
  },
}));

Deno.bench(annotated({
  name: "adam_100k",
  group: "adam",
  description: "a step of Adam on 100,000 parameters",
  work: {
    operations: 100_000,
    unit: "parameters",
    flops: 13 * 100_000,
    bytes: 28 * 100_000,
  },
  fn() {
    sink(adamStep(middle.parameters, middle.gradients, middle.first, middle.second, adam));
  },
}));

Deno.bench(annotated({
  name: "adam_1m",
  group: "adam",
  description: "a step of Adam on 1,000,000 parameters",
  work: {
    operations: 1_000_000,
    unit: "parameters",
    flops: 13 * 1_000_000,
    bytes: 28 * 1_000_000,
  },
  fn() {
    sink(adamStep(large.parameters, large.gradients, large.first, large.second, adam));
  },
}));
