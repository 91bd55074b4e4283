import { assert, assertEquals } from "@std/assert";
import {
  adamStep,
  allocateFloat32,
  chooseKernelBackend,
  exp,
  free,
  type KernelBackend,
  sigmoid,
  supportedKernelBackends,
  tanh,
} from "../../kernels/mod.ts";
import { randomValues } from "./random.ts";

type Allocate = (length: number) => Float32Array;

/**
 * Kernels whose bits show what computed them, and the length from which foreign arrays are copied.
 */
const kernels: Readonly<
  Record<string, { shortest: number; run: (allocate: Allocate, length: number) => Float32Array }>
> = {
  sigmoid: { shortest: 16, run: activation(sigmoid) },
  tanh: { shortest: 16, run: activation(tanh) },
  exp: { shortest: 16, run: activation(exp) },
  adamStep: {
    shortest: 128,
    run(allocate, length) {
      const [p, gradients, first, second] = [1, 2, 3, 4].map((seed) => {
        const array = allocate(length);
        array.set(randomValues(length, seed).map(Math.abs));
        return array;
      });
      return adamStep(p!, gradients!, first!, second!, { step: 3, learningRate: 1 });
    },
  },
};

function activation(kernel: (x: Float32Array, out: Float32Array) => Float32Array) {
  return (allocate: Allocate, length: number) => {
    const x = allocate(length);
    x.set(randomValues(length, 1, 5));
    return kernel(x, allocate(length));
  };
}

/** Returns the results of a backend as an ordinary array. */
function bitsOf(backend: KernelBackend, compute: (allocate: Allocate) => Float32Array): number[] {
  const before = chooseKernelBackend(backend);
  try {
    return [...compute((length) => new Float32Array(length))];
  } finally {
    chooseKernelBackend(before);
  }
}

for (const backend of supportedKernelBackends()) {
  if (backend === "typescript") continue;
  for (const [name, { shortest, run }] of Object.entries(kernels)) {
    Deno.test(`${name}() copies foreign arrays from ${shortest} numbers on: ${backend}`, () => {
      for (const [length, isCopied] of [[shortest - 1, false], [shortest, true]] as const) {
        const compute = (allocate: Allocate) => run(allocate, length);
        const got = bitsOf(backend, compute), plain = bitsOf("typescript", compute);
        assertEquals(got.some((value, i) => value !== plain[i]), isCopied, `${length} numbers`);
      }
    });

    Deno.test(`${name}() computes short arrays that are in kernel memory there: ${backend}`, () => {
      const arrays: Float32Array[] = [];
      const allocate = (length: number) => {
        const array = allocateFloat32(length);
        arrays.push(array);
        return array;
      };
      const before = chooseKernelBackend(backend);
      try {
        const got = [...run(allocate, shortest - 1)];
        const plain = bitsOf("typescript", (ordinary) => run(ordinary, shortest - 1));
        assert(got.some((value, i) => value !== plain[i]));
      } finally {
        chooseKernelBackend(before);
        for (const array of arrays) free(array);
      }
    });
  }
}
