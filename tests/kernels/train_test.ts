import { assertEquals, assertGreater, assertLess } from "@std/assert";
import { train } from "../../benchmarks/train.ts";
import { chooseKernelBackend, supportedKernelBackends } from "../../kernels/mod.ts";

const STEPS = 80;

function trainWith(backend: ReturnType<typeof supportedKernelBackends>[number]): number[] {
  const before = chooseKernelBackend(backend);
  try {
    return train(STEPS);
  } finally {
    chooseKernelBackend(before);
  }
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;

Deno.test("a network learns alike with every backend", () => {
  // Every other backend is compared with this one, which always exists.
  const plain = trainWith("typescript");
  assertEquals(plain.length, STEPS);
  // A guess among four classes costs ln 4 = 1.39.
  assertGreater(mean(plain.slice(0, 5)), 1.2);
  assertLess(mean(plain.slice(-10)), 0.08);
  for (const backend of supportedKernelBackends().filter((each) => each !== "typescript")) {
    const losses = trainWith(backend);
    losses.forEach((loss, step) => {
      // If rounding moves a number past the bend of relu, the curves differ by more.
      const bound = step < 20 ? 1e-5 : 0.01;
      const what = `loss ${step} with ${backend} is ${loss}, in plain TypeScript ${plain[step]}`;
      assertLess(Math.abs(loss - plain[step]!), bound, what);
    });
  }
});
