import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  adamStep,
  adamWStep,
  type MomentumOptions,
  momentumStep,
  reference,
  sgdStep,
} from "../../kernels/mod.ts";
import { assertNear, exact, testEverywhere } from "./everywhere.ts";
import { torchAdam, torchSgd } from "./pytorch.ts";
import { randomValues } from "./random.ts";

const U = 2 ** -24;
const STEPS = 5;

/**
 * Gradients that no decay brings near 0, where a step of Adam would depend on their last digits.
 */
const stepsOf = (length: number) =>
  Array.from(
    { length: STEPS },
    (_, step) => randomValues(length, 10 + step).map((g) => g / 2 + Math.sign(g) / 2),
  );

/** The lengths checked after one step, and after several. */
const oneStepLengths = [0, 1, 7, 257, 40_000], severalStepsLengths = [0, 1, 17, 1000];

/** The options of momentumStep(), as torch.optim.SGD calls them. */
const torchOptions = (options: MomentumOptions) => ({
  lr: options.learningRate,
  momentum: options.momentum,
  dampening: options.dampening ?? 0,
  weight_decay: options.weightDecay ?? 0,
  nesterov: options.nesterov ?? false,
});

const momenta: readonly MomentumOptions[] = [
  { learningRate: 0.1, momentum: 0.9 },
  { learningRate: 0.1, momentum: 0.9, dampening: 0.3 },
  { learningRate: 0.1, momentum: 0.9, dampening: 0.3, weightDecay: 0.2 },
  { learningRate: 0.1, momentum: 0.9, weightDecay: 0.2 },
  { learningRate: 0.1, momentum: 0.9, nesterov: true },
  { learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.2 },
];

testEverywhere("momentumStep() agrees with PyTorch's SGD", (place) => {
  for (const options of momenta) {
    for (const length of severalStepsLengths) {
      const start = randomValues(length, 1), steps = stepsOf(length);
      const parameters = place.float32(start), velocity = place.float32(new Float32Array(length));
      steps.forEach((gradients, index) => {
        const given = { ...options, step: index + 1 };
        assertStrictEquals(
          momentumStep(parameters, place.float32(gradients), velocity, given),
          parameters,
        );
      });
      const wanted = torchSgd(start, steps, torchOptions(options));
      const what = `length ${length}, ${JSON.stringify(options)}`;
      // Velocities stay within (-6, 6), and each step rounds a few times.
      assertNear(velocity, wanted.b, () => STEPS * 4 * U * 6, `${what}, velocity`);
      assertNear(parameters, wanted.theta, () => STEPS * 4 * U * 2, what);
    }
  }
});

testEverywhere("momentumStep() stays within its error bound with every option", (place) => {
  for (const options of momenta) {
    const { learningRate, momentum, weightDecay = 0, nesterov } = options;
    for (const length of oneStepLengths) {
      const parameters = place.float32(randomValues(length, 1));
      const gradients = place.float32(randomValues(length, 2));
      const velocity = place.float32(randomValues(length, 3));
      const size = Float64Array.from(
        parameters,
        (p, i) =>
          momentum * Math.abs(velocity[i]!) + Math.abs(gradients[i]!) + weightDecay * Math.abs(p),
      );
      const wanted = exact(parameters), wantedVelocity = exact(velocity);
      const given = { ...options, step: 2 };
      reference.momentumStep(wanted, gradients, wantedVelocity, given);
      momentumStep(parameters, gradients, velocity, given);
      const what = `length ${length}, ${JSON.stringify(options)}`;
      assertNear(velocity, wantedVelocity, (_, i) => 4 * U * size[i]!, `${what}, velocity`);
      const bound = (p: number, i: number) =>
        U * Math.abs(p) + (nesterov ? 8 : 4) * U * learningRate * size[i]!;
      assertNear(parameters, wanted, bound, what);
    }
  }
});

testEverywhere("sgdStep() with weight decay agrees with PyTorch's SGD", (place) => {
  const options = { learningRate: 0.1, weightDecay: 0.2 };
  for (const length of severalStepsLengths) {
    const start = randomValues(length, 1), steps = stepsOf(length);
    const parameters = place.float32(start);
    for (const gradients of steps) {
      assertStrictEquals(sgdStep(parameters, place.float32(gradients), options), parameters);
    }
    const torch = torchOptions({ ...options, momentum: 0 });
    const { theta } = torchSgd(start, steps, torch);
    const bound = () => STEPS * (U * 2 + 4 * U * 0.1 * 1.4);
    assertNear(parameters, theta, bound, `length ${length}`);
  }
});

testEverywhere("adamStep() with weight decay and adamWStep() agree with PyTorch's", (place) => {
  const shared = { learningRate: 0.01, beta1: 0.8, beta2: 0.99, epsilon: 1e-6, weightDecay: 0.3 };
  const torch = {
    lr: shared.learningRate,
    betas: [shared.beta1, shared.beta2],
    eps: shared.epsilon,
    weight_decay: shared.weightDecay,
  } as const;
  for (
    const { make, decoupled } of [
      { make: adamStep, decoupled: false },
      { make: adamWStep, decoupled: true },
    ]
  ) {
    for (const length of severalStepsLengths) {
      const start = randomValues(length, 1), steps = stepsOf(length);
      const parameters = place.float32(start);
      const first = place.float32(new Float32Array(length));
      const second = place.float32(new Float32Array(length));
      steps.forEach((gradients, index) => {
        const options = { ...shared, step: index + 1 };
        const given = place.float32(gradients);
        assertStrictEquals(make(parameters, given, first, second, options), parameters);
      });
      const wanted = torchAdam(start, steps, torch, decoupled);
      const what = `length ${length}, ${decoupled ? "AdamW" : "Adam"}`;
      assertNear(first, wanted.m, () => STEPS * 8 * U, `${what}, first`);
      assertNear(second, wanted.v, () => STEPS * 8 * U, `${what}, second`);
      assertNear(parameters, wanted.theta, () => STEPS * 4 * U + 2 ** -20 * STEPS * 0.01, what);
    }
  }
});

Deno.test("the reference optimisers agree with PyTorch's to the last digits", () => {
  const start = randomValues(50, 1), steps = stepsOf(50);
  const near = (a: ArrayLike<number>, b: ArrayLike<number>, what: string) =>
    assertNear(a, b, () => 1e-14, what);
  for (const options of momenta) {
    const parameters = exact(start), velocity = exact(50);
    steps.forEach((gradients, index) =>
      reference.momentumStep(parameters, gradients, velocity, { ...options, step: index + 1 })
    );
    near(parameters, torchSgd(start, steps, torchOptions(options)).theta, JSON.stringify(options));
  }
  const torch = { lr: 0.001, betas: [0.9, 0.999], eps: 1e-8 } as const;
  const parameters = exact(start), first = exact(50), second = exact(50);
  steps.forEach((gradients, index) =>
    reference.adamWStep(parameters, gradients, first, second, { step: index + 1 })
  );
  near(parameters, torchAdam(start, steps, { ...torch, weight_decay: 0.01 }, true).theta, "AdamW");
});

testEverywhere("weight decay of 0 leaves infinite parameters infinite", (place) => {
  const gradients = place.float32([1, 1]), zeros = () => place.float32([0, 0]);
  const options = { step: 1, learningRate: 0.5, weightDecay: 0 };
  const make = [
    (p: Float32Array) => sgdStep(p, gradients, options),
    (p: Float32Array) =>
      momentumStep(p, gradients, zeros(), { ...options, momentum: 0.5, nesterov: true }),
    (p: Float32Array) =>
      momentumStep(p, gradients, zeros(), { ...options, momentum: 0.5, dampening: 0.5, step: 2 }),
    (p: Float32Array) => adamStep(p, gradients, zeros(), zeros(), options),
    (p: Float32Array) => adamWStep(p, gradients, zeros(), zeros(), options),
  ];
  for (const step of make) {
    assertEquals([...step(place.float32([Infinity, -Infinity]))], [Infinity, -Infinity]);
  }
});

testEverywhere("options that are not 32-bit floats are used unrounded", (place) => {
  const length = 300;
  const gradients = place.float32(new Float32Array(length).fill(2 ** -100));
  const parameters = place.float32(new Float32Array(length).fill(2 ** -120));
  sgdStep(parameters, gradients, { learningRate: 1, weightDecay: 2 ** 130 });
  assertEquals(parameters[0], -(2 ** 10));
});

Deno.test("optimisers refuse options that PyTorch refuses", () => {
  const array = () => new Float32Array(2);
  const p = array(), g = array(), v = array(), m = array();
  const base = { learningRate: 1, momentum: 0.5 };
  const cases = [
    [() => sgdStep(p, g, { learningRate: 1, weightDecay: NaN }), "weightDecay must be a finite"],
    [() => momentumStep(p, g, v, { ...base, weightDecay: Infinity }), "weightDecay must be"],
    [() => momentumStep(p, g, v, { ...base, dampening: NaN, step: 1 }), "dampening must be"],
    [
      () => momentumStep(p, g, v, { ...base, dampening: 0.5 }),
      "step must be a whole number >= 1, current value is undefined",
    ],
    [() => momentumStep(p, g, v, { ...base, step: 0 }), "step must be a whole number >= 1"],
    [
      () => momentumStep(p, g, v, { ...base, momentum: 0, nesterov: true }),
      "nesterov needs a momentum above 0 and a dampening of 0, current values are 0 and 0",
    ],
    [
      () => momentumStep(p, g, v, { ...base, dampening: 0.5, step: 1, nesterov: true }),
      "current values are 0.5 and 0.5",
    ],
    [() => adamStep(p, g, m, v, { step: 1, weightDecay: NaN }), "weightDecay must be a finite"],
    [() => adamWStep(p, g, m, v, { step: 0 }), "Cannot make a step of AdamW: step must be"],
    [() => adamWStep(p, g, m, m, { step: 1 }), "secondMoment must not share memory"],
    [() => adamWStep(p, g, m, v, { step: 1, weightDecay: NaN }), "weightDecay must be a finite"],
  ] as const;
  for (const [call, message] of cases) assertThrows(call, RangeError, message);
});
