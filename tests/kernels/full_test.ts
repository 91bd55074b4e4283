// Fills kernel memory before the first call of a kernel. No earlier test in this process calls one.
import { assert, assertAlmostEquals } from "@std/assert";
import {
  allocateFloat32,
  chooseKernelBackend,
  free,
  kernelScope,
  reference,
  softmax,
  supportedKernelBackends,
} from "../../kernels/mod.ts";
import { kernels, type Made, runKernel } from "./every_kernel.ts";
import { randomValues } from "./random.ts";

/** Takes all of kernel memory, in smaller and smaller blocks. */
function fillMemory(): Float32Array[] {
  const arrays: Float32Array[] = [];
  for (let length = 2 ** 29; length >= 1; length /= 2) {
    for (;;) {
      try {
        arrays.push(allocateFloat32(length, { zero: false }));
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        break;
      }
    }
  }
  return arrays;
}

function assertAllNear(actual: Made[], wanted: Made[], what: string): void {
  actual.forEach((array, index) => {
    array.forEach((value, i) => {
      const tolerance = 1e-5 * (1 + Math.abs(wanted[index]![i]!));
      assertAlmostEquals(value, wanted[index]![i]!, tolerance, `${what}, array ${index} at ${i}`);
    });
  });
}

const disguise = <T>(array: T) => array;

for (const backend of supportedKernelBackends()) {
  Deno.test(`kernels compute in plain TypeScript while memory is full: ${backend}`, () => {
    const before = chooseKernelBackend(backend), filling = fillMemory();
    try {
      // The largest array also provides the memory of those in kernel memory.
      const whole = filling[0]!;
      for (const [name, kernel] of Object.entries(kernels)) {
        let next = 0;
        const inside = (length: number) => whole.subarray(next, next += length);
        const foreign = (length: number) => new Float32Array(length);
        chooseKernelBackend("typescript");
        const wanted = runKernel(kernel, { place: foreign, disguise });
        chooseKernelBackend(backend);
        for (const place of [foreign, inside]) {
          assertAllNear(runKernel(kernel, { place, disguise }), wanted, name);
        }
      }
    } finally {
      for (const array of filling) free(array);
      chooseKernelBackend(before);
    }
  });
}

Deno.test("kernels use WebAssembly when there is memory again", () => {
  using scope = kernelScope();
  const shape = { rows: 1, columns: 100 };
  const x = scope.allocateFloat32(100), out = scope.allocateFloat32(100);
  x.set(randomValues(100, 1));
  const plain = reference.softmax(x, new Float32Array(100), shape);
  softmax(x, out, shape);
  assertAllNear([out], [plain], "softmax");
  assert(out.some((value, i) => value !== plain[i]), "WebAssembly rounds differently");
});
