/** Building blocks on matrices in kernel memory: add and matmul, small and large. */
import { add, allocateFloat32, allocateFloat64, matmul } from "../kernels/mod.ts";
import { annotated } from "../mod.ts";
import { fillRandom, randomFloat32, randomFloat64, sink } from "./_inputs.ts";

const SMALL = 100, LARGE = 1000;
const small = { m: SMALL, k: SMALL, n: SMALL }, large = { m: LARGE, k: LARGE, n: LARGE };
const smallA = randomFloat32(SMALL ** 2, 1), smallB = randomFloat32(SMALL ** 2, 2);
const largeA = randomFloat32(LARGE ** 2, 3), largeB = randomFloat32(LARGE ** 2, 4);
const smallOut = allocateFloat32(SMALL ** 2), largeOut = allocateFloat32(LARGE ** 2);
const wideA = randomFloat64(LARGE ** 2, 5), wideB = randomFloat64(LARGE ** 2, 6);
const wideOut = allocateFloat64(LARGE ** 2);
const foreignA = fillRandom(new Float32Array(LARGE ** 2), 3);
const foreignB = fillRandom(new Float32Array(LARGE ** 2), 4);
const foreignOut = new Float32Array(LARGE ** 2);

Deno.bench(annotated({
  name: "tensor_add_small",
  group: "tensor_add",
  description: "sum of two 100 × 100 matrices of 32-bit floats",
  work: { operations: SMALL ** 2, unit: "elements", flops: SMALL ** 2, bytes: 12 * SMALL ** 2 },
  fn() {
    sink(add(smallA, smallB, smallOut));
  },
}));

Deno.bench(annotated({
  name: "tensor_add_large",
  group: "tensor_add",
  description: "sum of two 1000 × 1000 matrices of 32-bit floats",
  work: { operations: LARGE ** 2, unit: "elements", flops: LARGE ** 2, bytes: 12 * LARGE ** 2 },
  fn() {
    sink(add(largeA, largeB, largeOut));
  },
}));

Deno.bench(annotated({
  name: "tensor_add_large_foreign",
  group: "tensor_add",
  description: "the same outside kernel memory, where plain TypeScript adds",
  work: { operations: LARGE ** 2, unit: "elements", flops: LARGE ** 2, bytes: 12 * LARGE ** 2 },
  fn() {
    sink(add(foreignA, foreignB, foreignOut));
  },
}));

Deno.bench(annotated({
  name: "matmul_small",
  group: "matmul",
  description: "product of two 100 × 100 matrices of 32-bit floats",
  work: { flops: 2 * SMALL ** 3 },
  fn() {
    sink(matmul(smallA, smallB, smallOut, small));
  },
}));

Deno.bench(annotated({
  name: "matmul_large",
  group: "matmul",
  description: "product of two 1000 × 1000 matrices of 32-bit floats",
  work: { flops: 2 * LARGE ** 3 },
  fn() {
    sink(matmul(largeA, largeB, largeOut, large));
  },
}));

Deno.bench(annotated({
  name: "matmul_large_foreign",
  group: "matmul",
  description: "the same outside kernel memory, copied in and out",
  work: { flops: 2 * LARGE ** 3 },
  fn() {
    sink(matmul(foreignA, foreignB, foreignOut, large));
  },
}));

Deno.bench(annotated({
  name: "matmul_large_float64",
  group: "matmul",
  description: "product of two 1000 × 1000 matrices of 64-bit floats",
  work: { flops: 2 * LARGE ** 3 },
  fn() {
    sink(matmul(wideA, wideB, wideOut, large));
  },
}));
