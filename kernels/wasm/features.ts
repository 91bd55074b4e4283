/** Finds out what WebAssembly can do here. Never throws: what is missing is just absent. */
import { ModuleBuilder } from "./emitter.ts";
import { float32Lanes, Lanes } from "./lanes.ts";

/** How much of WebAssembly the kernels can use. */
export interface WasmFeatures {
  /** 128-bit vectors. */
  readonly simd: boolean;
  /** Multiply and add with one rounding. */
  readonly relaxedSimd: boolean;
}

/**
 * Asks the engine by showing it two small modules.
 *
 * @param validate Says whether a module is valid; replaced by tests.
 */
export function detectWasmFeatures(
  validate: ((bytes: Uint8Array<ArrayBuffer>) => boolean) | undefined = globalThis.WebAssembly
    ?.validate,
): WasmFeatures {
  const accepts = (fused: boolean) => {
    try {
      return validate?.(probe(fused)) ?? false;
    } catch {
      return false;
    }
  };
  const simd = accepts(false);
  return { simd, relaxedSimd: simd && accepts(true) };
}

function probe(fused: boolean): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder({ pages: 1, shared: false });
  module.function(undefined, [], (f) => {
    const sum = f.v128Local(), v = new Lanes(f, float32Lanes, fused);
    sum.set(v.multiplyAdd(sum.get(), sum.get(), () => sum.get()));
  });
  return module.finish();
}
