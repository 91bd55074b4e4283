/** Steps of optimisers with weight decay, dampening or Nesterov's momentum, 32-bit floats. */
import { spreadLocal, writeElementwise } from "./elementwise.ts";
import { ModuleBuilder } from "./emitter.ts";
import { declareFamily, type Family } from "./family.ts";
import { float32Lanes, Lanes } from "./lanes.ts";
import { ADAM_CONSTANTS, adamStep } from "./optimizers.ts";

/** Addresses of the arrays, then the number of elements. The constants lie in scratch memory. */
export interface DecayedOptimizerExports {
  /** Constants: −learning rate, weight decay. */
  sgd(parameters: number, gradients: number, length: number): void;
  /** Constants: −learning rate, momentum, 1 − dampening. */
  momentum: MomentumFunction;
  /** The same constants. */
  nesterov: MomentumFunction;
  /** The same constants, then the weight decay. */
  decayedMomentum: MomentumFunction;
  /** The same four constants. */
  decayedNesterov: MomentumFunction;
  /** Constants: those of Adam, then the weight decay. */
  adam: AdamFunction;
  /** Constants: those of Adam, then −learning rate · weight decay. */
  adamW: AdamFunction;
}

type MomentumFunction = (
  parameters: number,
  gradients: number,
  velocity: number,
  length: number,
) => void;

type AdamFunction = (
  parameters: number,
  gradients: number,
  first: number,
  second: number,
  length: number,
) => void;

/** The steps as a module. */
export const decayedOptimizerFamily: () => Family<DecayedOptimizerExports> | undefined =
  declareFamily(
    4 * (ADAM_CONSTANTS + 1),
    ({ memory, fused, scratch }) => {
      const module = new ModuleBuilder(memory);
      module.function(
        "sgd",
        ["parameters", "gradients", "length"],
        (f, { parameters, gradients, length }) => {
          const v = new Lanes(f, float32Lanes, fused);
          const minusRate = spreadLocal(f, v, scratch), decay = spreadLocal(f, v, scratch + 4);
          writeElementwise(
            f,
            float32Lanes,
            { inputs: { parameters, gradients }, outputs: { parameters }, length },
            (x) => {
              x.gradients.set(
                v.multiplyAdd(decay.get(), x.parameters.get(), () => x.gradients.get()),
              );
              x.parameters.set(
                v.multiplyAdd(minusRate.get(), x.gradients.get(), () => x.parameters.get()),
              );
            },
          );
        },
      );
      // Without decay an infinite parameter would make 0 · ∞ of it.
      const momenta = [
        { name: "momentum", nesterov: false, decays: false },
        { name: "nesterov", nesterov: true, decays: false },
        { name: "decayedMomentum", nesterov: false, decays: true },
        { name: "decayedNesterov", nesterov: true, decays: true },
      ];
      for (const { name, nesterov, decays } of momenta) {
        module.function(
          name,
          ["parameters", "gradients", "velocity", "length"],
          (f, { parameters, gradients, velocity, length }) => {
            const v = new Lanes(f, float32Lanes, fused);
            const constant = (index: number) => spreadLocal(f, v, scratch + 4 * index);
            const minusRate = constant(0), momentum = constant(1), share = constant(2);
            const decay = constant(3);
            writeElementwise(
              f,
              float32Lanes,
              {
                inputs: { parameters, gradients, velocity },
                outputs: { parameters, velocity },
                length,
              },
              (x) => {
                if (decays) {
                  x.gradients.set(
                    v.multiplyAdd(decay.get(), x.parameters.get(), () => x.gradients.get()),
                  );
                }
                x.velocity.set(
                  v.multiplyAdd(
                    momentum.get(),
                    x.velocity.get(),
                    () => v.mul(share.get(), x.gradients.get()),
                  ),
                );
                const change = nesterov ? x.gradients : x.velocity;
                if (nesterov) {
                  change.set(
                    v.multiplyAdd(momentum.get(), x.velocity.get(), () => x.gradients.get()),
                  );
                }
                x.parameters.set(
                  v.multiplyAdd(minusRate.get(), change.get(), () => x.parameters.get()),
                );
              },
            );
          },
        );
      }
      for (const name of ["adam", "adamW"] as const) {
        module.function(
          name,
          ["parameters", "gradients", "first", "second", "length"],
          (f, { parameters, gradients, first, second, length }) => {
            const v = new Lanes(f, float32Lanes, fused);
            const write = adamStep(f, v, scratch);
            const decay = spreadLocal(f, v, scratch + 4 * ADAM_CONSTANTS);
            writeElementwise(
              f,
              float32Lanes,
              {
                inputs: { parameters, gradients, first, second },
                outputs: { parameters, first, second },
                length,
              },
              (x) => {
                const changed = name === "adam" ? x.gradients : x.parameters;
                changed.set(v.multiplyAdd(decay.get(), x.parameters.get(), () => changed.get()));
                write(x);
              },
            );
          },
        );
      }
      return module.finish();
    },
  );
