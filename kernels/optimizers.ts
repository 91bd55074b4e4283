import { checkApart, checkFinite, checkFloat32, checkLength } from "./checks.ts";
import * as plain from "./reference.ts";
import type { AdamOptions, AdamWOptions, MomentumOptions, SgdOptions } from "./shapes.ts";
import { decayedOptimizerFamily } from "./wasm/decayed_optimizers.ts";
import { optimizerFamily } from "./wasm/optimizers.ts";
import { runWithConstants, type Use } from "./wasm/staging.ts";

/**
 * A step of gradient descent, like PyTorch's SGD without momentum:
 * `parameters[i] −= learningRate · (gradients[i] + weightDecay · parameters[i])`.
 *
 * The error is at most 2⁻²⁴ times the new parameter, plus 2⁻²³ times its change, plus 2⁻¹⁴⁸. With
 * weight decay, it is 2⁻²² · learningRate · (|gradient| + weightDecay · |parameter|) instead of
 * 2⁻²³ times the change. The products must not overflow. If an option does not fit a 32-bit float,
 * plain TypeScript computes. Arrays outside kernel memory are copied in and out piece by piece. If
 * they are short, plain TypeScript computes.
 *
 * @param parameters Any length; overwritten.
 * @param gradients As long as `parameters`.
 * @param options The learning rate, and the weight decay.
 * @returns `parameters`.
 * @throws {RangeError} If lengths differ, if arrays overlap, or if an option is not finite.
 * @throws {TypeError} If an array is not a Float32Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { sgdStep } from "@benchline/benchline/kernels";
 *
 * const parameters = new Float32Array([1, 2]);
 * sgdStep(parameters, new Float32Array([2, -2]), { learningRate: 0.5 });
 * assertEquals([...parameters], [0, 3]);
 * ```
 */
export function sgdStep(
  parameters: Float32Array,
  gradients: Float32Array,
  options: SgdOptions,
): Float32Array {
  const action = "make a step of gradient descent";
  const { learningRate, weightDecay = 0 } = options;
  const arrays = checkArrays(action, { parameters, gradients });
  checkFinite(action, { learningRate, weightDecay });
  const done = weightDecay === 0
    ? runWithConstants(
      optimizerFamily,
      [-learningRate],
      arrays,
      handling.sgd,
      (run, [p, g], length) => run.sgd(p!, g!, length),
    )
    : runWithConstants(
      decayedOptimizerFamily,
      [-learningRate, weightDecay],
      arrays,
      handling.sgd,
      (run, [p, g], length) => run.sgd(p!, g!, length),
    );
  if (!done) plain.sgdStep(arrays[0]!, arrays[1]!, options);
  return parameters;
}

/**
 * A step of gradient descent with momentum, as PyTorch's SGD makes it.
 *
 * With `g = gradients[i] + weightDecay · parameters[i]`, the velocity becomes
 * `velocity[i] = momentum · velocity[i] + (1 − dampening) · g`, and then
 * `parameters[i] −= learningRate · velocity[i]` (Polyak's heavy ball). With `nesterov`, the last
 * line is `parameters[i] −= learningRate · (g + momentum · velocity[i])`. The first step is not
 * dampened.
 *
 * The bounds of the errors use s = momentum · |velocity before the step| + |gradient| +
 * weightDecay · |parameter|. The error of the velocity is at most 2⁻²² · s + 2⁻¹⁴⁸. The error of
 * the parameter is at most 2⁻²⁴ times the new parameter, plus learningRate · 2⁻²² · s, plus 2⁻¹⁴⁸;
 * with `nesterov`, the factor is 2⁻²¹ instead of 2⁻²². The products must not overflow. If an option
 * does not fit a 32-bit float, plain TypeScript computes. Arrays outside kernel memory are copied
 * in and out piece by piece. If they are short, plain TypeScript computes.
 *
 * @param parameters Any length; overwritten.
 * @param gradients As long as `parameters`.
 * @param velocity As long as `parameters`, zeros before the first step; overwritten.
 * @param options The learning rate, the momentum and the other options of PyTorch's SGD.
 * @returns `parameters`.
 * @throws {RangeError} If lengths differ, if arrays overlap, if an option is not finite, if
 * dampening comes without `step`, or if `nesterov` comes with dampening or without momentum.
 * @throws {TypeError} If an array is not a Float32Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { momentumStep } from "@benchline/benchline/kernels";
 *
 * const parameters = new Float32Array([1]), velocity = new Float32Array([2]);
 * const options = { learningRate: 0.5, momentum: 0.5 };
 * momentumStep(parameters, new Float32Array([3]), velocity, options);
 * assertEquals([...velocity, ...parameters], [4, -1]);
 * ```
 */
export function momentumStep(
  parameters: Float32Array,
  gradients: Float32Array,
  velocity: Float32Array,
  options: MomentumOptions,
): Float32Array {
  const action = "make a step with momentum";
  const { learningRate, momentum, weightDecay = 0, dampening = 0, step, nesterov } = options;
  const arrays = checkArrays(action, { parameters, gradients, velocity });
  checkFinite(action, { learningRate, momentum, weightDecay, dampening });
  if (nesterov && !(momentum > 0 && dampening === 0)) {
    throw new RangeError(
      `Cannot ${action}: nesterov needs a momentum above 0 and a dampening of 0, ` +
        `current values are ${momentum} and ${dampening}`,
    );
  }
  if (dampening !== 0 || step !== undefined) checkStep(action, step);
  const share = step === 1 ? 1 : 1 - dampening;
  const done = weightDecay === 0 && share === 1 && !nesterov
    ? runWithConstants(
      optimizerFamily,
      [-learningRate, momentum],
      arrays,
      handling.momentum,
      (run, [p, g, v], length) => run.momentum(p!, g!, v!, length),
    )
    : runWithConstants(
      decayedOptimizerFamily,
      [-learningRate, momentum, share, weightDecay],
      arrays,
      handling.momentum,
      (run, [p, g, v], length) => run[decayedMomentum(options)](p!, g!, v!, length),
    );
  if (!done) plain.momentumStep(arrays[0]!, arrays[1]!, arrays[2]!, options);
  return parameters;
}

function decayedMomentum({ nesterov = false, weightDecay = 0 }: MomentumOptions) {
  if (weightDecay === 0) return nesterov ? "nesterov" : "momentum";
  return nesterov ? "decayedNesterov" : "decayedMomentum";
}

/**
 * A step of Adam (Kingma and Ba, Adam: a method for stochastic optimization, 2015, algorithm 1).
 *
 * g is the gradient. Weight decay adds `weightDecay · parameters` to it, as in PyTorch's Adam;
 * {@linkcode adamWStep} keeps the two apart. Then `m = β₁ m + (1 − β₁) g`, `v = β₂ v + (1 − β₂) g²`
 * and `parameters −= learningRate · m̂ / (√v̂ + ε)`, where m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ)
 * and t is the step.
 *
 * The error of the parameter is at most 2⁻²⁴ times the new parameter, plus 2⁻²⁰ times the change
 * that it would make if m, the gradient and the decay had the same sign. This holds as long as v is
 * 0 or a normal 32-bit float: with the default β₂, |g| must be below 5.8e20. If an option, or a
 * constant made of it, does not fit a 32-bit float, plain TypeScript computes. Arrays outside
 * kernel memory are copied in and out piece by piece. If they are short, plain TypeScript computes.
 *
 * @param parameters Any length; overwritten.
 * @param gradients As long as `parameters`.
 * @param firstMoment m, as long as `parameters`, zeros before the first step; overwritten.
 * @param secondMoment v, as long as `parameters`, zeros before the first step; overwritten.
 * @param options The number of the step, and options that differ from those of the paper.
 * @returns `parameters`.
 * @throws {RangeError} If lengths differ, if arrays overlap, or if an option is out of range.
 * @throws {TypeError} If an array is not a Float32Array.
 * @example The first step is one learning rate long
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { adamStep } from "@benchline/benchline/kernels";
 *
 * const parameters = new Float32Array([1]);
 * adamStep(parameters, new Float32Array([7]), new Float32Array(1), new Float32Array(1), {
 *   step: 1,
 *   learningRate: 0.25,
 * });
 * assertAlmostEquals(parameters[0]!, 0.75, 1e-6);
 * ```
 */
export function adamStep(
  parameters: Float32Array,
  gradients: Float32Array,
  firstMoment: Float32Array,
  secondMoment: Float32Array,
  options: AdamOptions,
): Float32Array {
  const action = "make a step of Adam";
  const { weightDecay = 0 } = options;
  const arrays = checkArrays(action, { parameters, gradients, firstMoment, secondMoment });
  checkFinite(action, { weightDecay });
  const constants = adamConstants(action, options);
  const done = weightDecay === 0
    ? runAdam(constants, arrays)
    : runDecayedAdam("adam", [...constants, weightDecay], arrays);
  if (!done) plain.adamStep(arrays[0]!, arrays[1]!, arrays[2]!, arrays[3]!, options);
  return parameters;
}

/**
 * A step of AdamW (Loshchilov and Hutter, Decoupled weight decay regularization, 2019), as PyTorch
 * makes it.
 *
 * First `parameters −= learningRate · weightDecay · parameters`. Then follows a step of
 * {@linkcode adamStep}, whose moments contain nothing of the decay.
 *
 * The error is that of Adam, plus 2⁻²³ times the parameter. Arrays outside kernel memory are copied
 * in and out piece by piece. If they are short, plain TypeScript computes.
 *
 * @param parameters Any length; overwritten.
 * @param gradients As long as `parameters`.
 * @param firstMoment m, as long as `parameters`, zeros before the first step; overwritten.
 * @param secondMoment v, as long as `parameters`, zeros before the first step; overwritten.
 * @param options The number of the step, and options that differ from PyTorch's defaults.
 * @returns `parameters`.
 * @throws {RangeError} If lengths differ, if arrays overlap, or if an option is out of range.
 * @throws {TypeError} If an array is not a Float32Array.
 * @example Without a gradient only the decay is left
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { adamWStep } from "@benchline/benchline/kernels";
 *
 * const parameters = new Float32Array([2]), zeros = () => new Float32Array(1);
 * const options = { step: 1, learningRate: 0.5, weightDecay: 0.25 };
 * adamWStep(parameters, zeros(), zeros(), zeros(), options);
 * assertAlmostEquals(parameters[0]!, 1.75, 1e-6);
 * ```
 */
export function adamWStep(
  parameters: Float32Array,
  gradients: Float32Array,
  firstMoment: Float32Array,
  secondMoment: Float32Array,
  options: AdamWOptions,
): Float32Array {
  const action = "make a step of AdamW";
  const { weightDecay = 0.01, learningRate = 0.001 } = options;
  const arrays = checkArrays(action, { parameters, gradients, firstMoment, secondMoment });
  checkFinite(action, { weightDecay });
  const constants = adamConstants(action, options);
  const done = weightDecay === 0
    ? runAdam(constants, arrays)
    : runDecayedAdam("adamW", [...constants, -learningRate * weightDecay], arrays);
  if (!done) plain.adamWStep(arrays[0]!, arrays[1]!, arrays[2]!, arrays[3]!, options);
  return parameters;
}

function runAdam(constants: readonly number[], arrays: readonly Float32Array[]): boolean {
  return runWithConstants(
    optimizerFamily,
    constants,
    arrays,
    handling.adam,
    (run, [p, g, m, v], length) => run.adam(p!, g!, m!, v!, length),
  );
}

function runDecayedAdam(
  name: "adam" | "adamW",
  constants: readonly number[],
  arrays: readonly Float32Array[],
): boolean {
  return runWithConstants(
    decayedOptimizerFamily,
    constants,
    arrays,
    handling.adam,
    (run, [p, g, m, v], length) => run[name](p!, g!, m!, v!, length),
  );
}

/** Checks the options that both steps of Adam have, and returns their constants. */
function adamConstants(action: string, options: AdamOptions | AdamWOptions): readonly number[] {
  const { step, learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  checkFinite(action, { learningRate, epsilon });
  checkDecay(action, "beta1", beta1);
  checkDecay(action, "beta2", beta2);
  checkStep(action, step);
  return [
    beta1,
    1 - beta1,
    beta2,
    1 - beta2,
    -learningRate / (1 - beta1 ** step),
    1 / Math.sqrt(1 - beta2 ** step),
    epsilon,
  ];
}

/** A step reads all its arrays, and writes all but the gradients. */
const uses: readonly Use[] = ["both", "read", "both", "both"];
const handling = {
  sgd: { uses, shortestCopied: 1024 },
  momentum: { uses, shortestCopied: 512 },
  adam: { uses, shortestCopied: 128 },
};

/** Checks the arrays of a step, `parameters` first, and returns the arrays to work on. */
function checkArrays(
  action: string,
  arrays: Readonly<Record<string, Float32Array>>,
): readonly Float32Array[] {
  const views: Float32Array[] = [];
  const names = Object.keys(arrays);
  for (const name of names) {
    const view = checkFloat32(action, name, arrays[name]);
    const parameters = views[0] ?? view;
    checkLength(action, name, view, parameters.length, "the length of parameters");
    views.forEach((other, index) => checkApart(action, name, view, names[index]!, other));
    views.push(view);
  }
  return views;
}

function checkDecay(action: string, name: string, value: number): void {
  if (!(value >= 0 && value < 1)) {
    throw new RangeError(
      `Cannot ${action}: ${name} must be at least 0 and below 1, current value is ${value}`,
    );
  }
}

function checkStep(action: string, step: number | undefined): void {
  if (step === undefined || !Number.isSafeInteger(step) || step < 1) {
    throw new RangeError(
      `Cannot ${action}: step must be a whole number >= 1, current value is ${step}`,
    );
  }
}
