/** Building blocks on matrices of 32-bit floats: add and matmul, small and large. */
import { add, matmul } from "../kernels/mod.ts";
import { annotated } from "../mod.ts";
import { randomFloat32, sink } from "./_inputs.ts";

const SMALL = 100, LARGE = 1000;
const smallA = randomFloat32(SMALL * SMALL, 1), smallB = randomFloat32(SMALL * SMALL, 2);
const largeA = randomFloat32(LARGE * LARGE, 3), largeB = randomFloat32(LARGE * LARGE, 4);
const smallOut = new Float32Array(SMALL * SMALL), largeOut = new Float32Array(LARGE * LARGE);

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
  name: "matmul_small",
  group: "matmul",
  description: "product of two 100 × 100 matrices of 32-bit floats",
  work: { flops: 2 * SMALL ** 3 },
  fn() {
    sink(matmul(smallA, smallB, smallOut, { m: SMALL, k: SMALL, n: SMALL }));
  },
}));

Deno.bench(annotated({
  name: "matmul_large",
  group: "matmul",
  description: "product of two 1000 × 1000 matrices of 32-bit floats",
  work: { flops: 2 * LARGE ** 3 },
  fn() {
    sink(matmul(largeA, largeB, largeOut, { m: LARGE, k: LARGE, n: LARGE }));
  },
}));
