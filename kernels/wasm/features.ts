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
 * Asks the engine by having it run two small modules: where a page's policy forbids WebAssembly, it
 * still says that they are valid.
 *
 * @param instantiate Throws where a module cannot be run; replaced by tests.
 */
export function detectWasmFeatures(
  instantiate: (bytes: Uint8Array<ArrayBuffer>) => void = instantiateAlone,
): WasmFeatures {
  const runs = (fused: boolean) => {
    try {
      instantiate(probe(fused));
      return true;
    } catch {
      return false;
    }
  };
  const simd = runs(false);
  return { simd, relaxedSimd: simd && runs(true) };
}

/** The memory of the modules that are only tried. */
const PAGES = 1;

function instantiateAlone(bytes: Uint8Array<ArrayBuffer>): void {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  new WebAssembly.Instance(new WebAssembly.Module(bytes), { kernels: { memory } });
}

function probe(fused: boolean): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder({ pages: PAGES, shared: false });
  module.function(undefined, [], (f) => {
    const sum = f.v128Local(), v = new Lanes(f, float32Lanes, fused);
    sum.set(v.multiplyAdd(sum.get(), sum.get(), () => sum.get()));
  });
  return module.finish();
}
