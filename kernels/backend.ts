import { detectWasmFeatures, type WasmFeatures } from "./wasm/features.ts";
import { getMachine } from "./wasm/machine.ts";

/**
 * Ways to compute:
 *
 * - `"relaxed-simd"`: WebAssembly vectors. A multiplication and an addition are rounded once.
 * - `"simd"`: WebAssembly vectors. A multiplication and an addition are rounded separately.
 * - `"typescript"`: no WebAssembly.
 *
 * Results of backends differ within the error bounds that the kernels state. On one machine, a
 * backend gives the same bits for the same call, with any number of threads. If a kernel computes
 * in plain TypeScript with another backend, it gives the bits of `"typescript"`.
 */
export type KernelBackend = "relaxed-simd" | "simd" | "typescript";

let supported: readonly KernelBackend[] | undefined;
let current: KernelBackend | undefined;

/** Backends for an engine with the given features, the fastest first. */
export function backendsFor({ simd, relaxedSimd }: WasmFeatures): readonly KernelBackend[] {
  const backends: KernelBackend[] = [];
  if (relaxedSimd) backends.push("relaxed-simd");
  if (simd) backends.push("simd");
  backends.push("typescript");
  return backends;
}

/**
 * Returns the backends that work here, the fastest first.
 *
 * @returns At least `"typescript"`.
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { supportedKernelBackends } from "@benchline/benchline/kernels";
 *
 * assert(supportedKernelBackends().includes("typescript"));
 * ```
 */
export function supportedKernelBackends(): readonly KernelBackend[] {
  supported ??= getMachineSafely() ? backendsFor(detectWasmFeatures()) : ["typescript"];
  return supported;
}

function getMachineSafely(): boolean {
  return globalThis.WebAssembly !== undefined && getMachine() !== undefined;
}

/**
 * Returns the backend in use: the fastest one, unless another was chosen.
 *
 * A kernel may still compute in plain TypeScript: if that is faster, which its documentation says, or
 * if there is too little kernel memory for what it needs.
 *
 * @returns Its name.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { kernelBackend, supportedKernelBackends } from "@benchline/benchline/kernels";
 *
 * assertEquals(kernelBackend(), supportedKernelBackends()[0]);
 * ```
 */
export function kernelBackend(): KernelBackend {
  return current ??= supportedKernelBackends()[0]!;
}

/**
 * Chooses the backend for all calls from now on.
 *
 * @param backend One of the supported ones.
 * @returns The backend that was in use before.
 * @throws {RangeError} If the backend does not work here.
 * @example Another backend for a part of a program
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { chooseKernelBackend, kernelBackend } from "@benchline/benchline/kernels";
 *
 * const before = chooseKernelBackend("typescript");
 * assertEquals(kernelBackend(), "typescript");
 * chooseKernelBackend(before);
 * ```
 */
export function chooseKernelBackend(backend: KernelBackend): KernelBackend {
  if (!supportedKernelBackends().includes(backend)) {
    throw new RangeError(
      `Cannot choose a kernel backend: one of ${supportedKernelBackends().join(", ")} is wanted, ` +
        `current value is ${backend}`,
    );
  }
  const before = kernelBackend();
  current = backend;
  return before;
}
