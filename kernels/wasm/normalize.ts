/** Shift and scale of 32-bit floats. */
import { spreadLocal, writeElementwise } from "./elementwise.ts";
import { ModuleBuilder } from "./emitter.ts";
import { declareFamily, type Family } from "./family.ts";
import { float32Lanes, Lanes } from "./lanes.ts";

/** The module's exports; its scratch memory holds the mean and the scale. */
export interface NormalizeExports {
  normalize(x: number, out: number, length: number): void;
}

/** The function as a module. */
export const normalizeFamily: () => Family<NormalizeExports> | undefined = declareFamily(
  8,
  ({ memory, fused, scratch }) => {
    const module = new ModuleBuilder(memory);
    module.function("normalize", ["x", "out", "length"], (f, { x, out, length }) => {
      const v = new Lanes(f, float32Lanes, fused);
      const mean = spreadLocal(f, v, scratch), scale = spreadLocal(f, v, scratch + 4);
      writeElementwise(
        f,
        float32Lanes,
        { inputs: { x }, outputs: { out }, length },
        (vectors) => vectors.out.set(v.mul(v.sub(vectors.x.get(), mean.get()), scale.get())),
      );
    });
    return module.finish();
  },
);
