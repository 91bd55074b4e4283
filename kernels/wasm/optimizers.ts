/** Steps of optimisers over 32-bit floats. */
import { spreadLocal, writeElementwise } from "./elementwise.ts";
import { type FunctionBuilder, type Local, ModuleBuilder, type V128 } from "./emitter.ts";
import { declareFamily, type Family } from "./family.ts";
import { float32Lanes, Lanes } from "./lanes.ts";

/** Addresses of the arrays, then the number of elements. The constants lie in scratch memory. */
export interface OptimizerExports {
  /** Constants: −learning rate. */
  sgd(parameters: number, gradients: number, length: number): void;
  /** Constants: −learning rate, momentum. */
  momentum(parameters: number, gradients: number, velocity: number, length: number): void;
  /** Constants: β₁, 1 − β₁, β₂, 1 − β₂, −step size, 1 / √(1 − β₂ᵗ), ε. */
  adam(
    parameters: number,
    gradients: number,
    first: number,
    second: number,
    length: number,
  ): void;
}

/** Constants of a step of Adam; no other takes more. */
export const ADAM_CONSTANTS = 7;

/** The steps as a module. */
export const optimizerFamily: () => Family<OptimizerExports> | undefined = declareFamily(
  ADAM_CONSTANTS * 4,
  ({ memory, fused, scratch }) => {
    const module = new ModuleBuilder(memory);
    const names = ["parameters", "gradients", "length"] as const;
    module.function("sgd", names, (f, { parameters, gradients, length }) => {
      const v = new Lanes(f, float32Lanes, fused);
      const minusRate = spreadLocal(f, v, scratch);
      writeElementwise(
        f,
        float32Lanes,
        { inputs: { parameters, gradients }, outputs: { parameters }, length },
        (x) =>
          x.parameters.set(
            v.multiplyAdd(minusRate.get(), x.gradients.get(), () => x.parameters.get()),
          ),
      );
    });
    module.function(
      "momentum",
      ["parameters", "gradients", "velocity", "length"],
      (f, { parameters, gradients, velocity, length }) => {
        const v = new Lanes(f, float32Lanes, fused);
        const minusRate = spreadLocal(f, v, scratch), momentum = spreadLocal(f, v, scratch + 4);
        writeElementwise(
          f,
          float32Lanes,
          {
            inputs: { parameters, gradients, velocity },
            outputs: { parameters, velocity },
            length,
          },
          (x) => {
            x.velocity.set(
              v.multiplyAdd(momentum.get(), x.velocity.get(), () => x.gradients.get()),
            );
            x.parameters.set(
              v.multiplyAdd(minusRate.get(), x.velocity.get(), () => x.parameters.get()),
            );
          },
        );
      },
    );
    module.function(
      "adam",
      ["parameters", "gradients", "first", "second", "length"],
      (f, { parameters, gradients, first, second, length }) => {
        const v = new Lanes(f, float32Lanes, fused);
        const write = adamStep(f, v, scratch);
        writeElementwise(
          f,
          float32Lanes,
          {
            inputs: { parameters, gradients, first, second },
            outputs: { parameters, first, second },
            length,
          },
          (x) => write(x),
        );
      },
    );
    return module.finish();
  },
);

/** The vectors of a step of Adam. */
export type AdamVectors = Readonly<
  Record<"parameters" | "gradients" | "first" | "second", Local<V128>>
>;

/** Prepares the constants of a step of Adam, which lie at `constantsAt`. */
export function adamStep(
  f: FunctionBuilder,
  v: Lanes,
  constantsAt: number,
): (x: AdamVectors) => void {
  const [beta1, rest1, beta2, rest2, minusStep, rootScale, epsilon] = Array.from(
    { length: ADAM_CONSTANTS },
    (_, index) => spreadLocal(f, v, constantsAt + 4 * index),
  ) as [...Constants];
  return (x) => {
    x.first.set(
      v.multiplyAdd(beta1.get(), x.first.get(), () => v.mul(rest1.get(), x.gradients.get())),
    );
    x.second.set(
      v.multiplyAdd(
        beta2.get(),
        x.second.get(),
        () => v.mul(v.mul(rest2.get(), x.gradients.get()), x.gradients.get()),
      ),
    );
    const root = () => v.squareRoot(x.second.get());
    const quotient = () =>
      v.div(x.first.get(), v.multiplyAdd(root(), rootScale.get(), () => epsilon.get()));
    x.parameters.set(v.multiplyAdd(quotient(), minusStep.get(), () => x.parameters.get()));
  };
}

type Constants = [Constant, Constant, Constant, Constant, Constant, Constant, Constant];
type Constant = ReturnType<typeof spreadLocal>;
