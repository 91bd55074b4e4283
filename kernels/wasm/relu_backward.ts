/** Gradient of relu, 32-bit floats. */
import { constantLocal, writeElementwise } from "./elementwise.ts";
import { ModuleBuilder } from "./emitter.ts";
import { declareFamily, type Family } from "./family.ts";
import { float32Lanes, Lanes } from "./lanes.ts";

/** Addresses of the arrays, then the number of elements. */
export interface ReluBackwardExports {
  reluBackward(x: number, outGradient: number, gradient: number, length: number): void;
}

/** The function as a module. */
export const reluBackwardFamily: () => Family<ReluBackwardExports> | undefined = declareFamily(
  0,
  ({ memory, fused }) => {
    const module = new ModuleBuilder(memory);
    module.function(
      "reluBackward",
      ["x", "outGradient", "gradient", "length"],
      (f, { x, outGradient, gradient, length }) => {
        const v = new Lanes(f, float32Lanes, fused);
        const zero = constantLocal(f, v, 0);
        writeElementwise(
          f,
          float32Lanes,
          { inputs: { x, outGradient }, outputs: { gradient }, length },
          (vectors) =>
            vectors.gradient.set(
              v.andNot(vectors.outGradient.get(), v.atMost(vectors.x.get(), zero.get())),
            ),
        );
      },
    );
    return module.finish();
  },
);
