import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { adamStep, momentumStep, reference, sgdStep } from "../../kernels/mod.ts";
import { assertNear, exact, manyLengths, testEverywhere } from "./everywhere.ts";
import { randomValues } from "./random.ts";

const U = 2 ** -24;

testEverywhere("sgdStep() stays within its error bound", (place) => {
  for (const length of manyLengths) {
    const parameters = place.float32(randomValues(length, 1));
    const gradients = place.float32(randomValues(length, 2));
    const wanted = reference.sgdStep(exact(parameters), gradients, { learningRate: 0.1 });
    assertStrictEquals(sgdStep(parameters, gradients, { learningRate: 0.1 }), parameters);
    const bound = (p: number, i: number) => U * Math.abs(p) + 2 * U * 0.1 * Math.abs(gradients[i]!);
    assertNear(parameters, wanted, bound, `length ${length}`);
  }
});

testEverywhere("momentumStep() stays within its error bound", (place) => {
  const options = { learningRate: 0.1, momentum: 0.9 };
  for (const length of manyLengths) {
    const parameters = place.float32(randomValues(length, 1));
    const gradients = place.float32(randomValues(length, 2));
    const velocity = place.float32(randomValues(length, 3));
    const wanted = exact(parameters), wantedVelocity = exact(velocity);
    const before = velocity.slice();
    reference.momentumStep(wanted, gradients, wantedVelocity, options);
    assertStrictEquals(momentumStep(parameters, gradients, velocity, options), parameters);
    const off = (_: number, i: number) =>
      4 * U * (0.9 * Math.abs(before[i]!) + Math.abs(gradients[i]!));
    assertNear(velocity, wantedVelocity, off, `length ${length}, velocity`);
    const bound = (p: number, i: number) => U * Math.abs(p) + 0.1 * off(p, i);
    assertNear(parameters, wanted, bound, `length ${length}`);
  }
});

testEverywhere("adamStep() stays within its error bound over three steps", (place) => {
  for (const length of manyLengths) {
    const parameters = place.float32(randomValues(length, 1));
    const gradients = place.float32(randomValues(length, 2, 10));
    const first = place.float32(new Float32Array(length));
    const second = place.float32(new Float32Array(length));
    for (let step = 1; step <= 3; step++) {
      const wanted = exact(parameters), m = exact(first), v = exact(second);
      reference.adamStep(wanted, gradients, m, v, { step, learningRate: 0.01 });
      const result = adamStep(parameters, gradients, first, second, { step, learningRate: 0.01 });
      assertStrictEquals(result, parameters);
      const what = `length ${length}, step ${step}`;
      assertNear(first, m, () => 4 * U * 10, what);
      assertNear(second, v, (value) => 4 * U * value, what);
      // Gradients keep their sign, so a change is about one learning rate.
      assertNear(parameters, wanted, (p) => U * Math.abs(p) + 2 ** -20 * 0.011, what);
    }
  }
});

testEverywhere("adamStep() treats special gradients as the reference does", (place) => {
  const special = [0, -0, NaN, Infinity, -Infinity, 2 ** -149, 1e-30, 1e18, 3e38];
  const parameters = place.float32(new Float32Array(special.length).fill(1));
  const gradients = place.float32(special);
  const first = place.float32(new Float32Array(special.length));
  const second = place.float32(new Float32Array(special.length));
  // The second moment of 3e38 is not a 32-bit float: the reference must store it in one, too.
  const wanted = new Float32Array(special.length).fill(1);
  const m = new Float32Array(special.length), v = new Float32Array(special.length);
  reference.adamStep(wanted, gradients, m, v, { step: 1 });
  adamStep(parameters, gradients, first, second, { step: 1 });
  assertNear(parameters, wanted, () => 1e-6, "parameters");
  assertNear(second, v, (value) => 8 * U * value, "second moment");
});

testEverywhere("optimisers accept options that are not 32-bit floats", (place) => {
  // Shorter arrays would be computed in plain TypeScript anyway.
  const filled = (value: number) => place.float32(new Float32Array(1000).fill(value));
  const assertAll = (array: Float32Array, wanted: number) =>
    assertNear(array, Array(1000).fill(wanted), (value) => 1e-6 * Math.abs(value), `${wanted}`);
  assertAll(sgdStep(filled(2), filled(0), { learningRate: 1e39 }), 2);
  assertAll(sgdStep(filled(0), filled(1e-30), { learningRate: 1e39 }), -1e9);
  assertAll(sgdStep(filled(0), filled(1e38), { learningRate: 1e-50 }), -1e-12);
  const zero = () => filled(0);
  assertAll(momentumStep(filled(2), zero(), zero(), { learningRate: 1e39, momentum: 1e39 }), 2);
  const velocity = filled(1e38);
  momentumStep(zero(), zero(), velocity, { learningRate: 0, momentum: 1e-45 });
  assertAll(velocity, Math.fround(1e38) * 1e-45);
  assertAll(adamStep(filled(2), zero(), zero(), zero(), { step: 1, epsilon: 1e-50 }), 2);
  const first = filled(1e38);
  adamStep(zero(), zero(), first, zero(), { step: 1, beta1: 1e-50, epsilon: 1 });
  assertAll(first, Math.fround(1e38) * 1e-50);
});

testEverywhere("adamStep() accepts learning rates that overflow in between", (place) => {
  const length = 1000;
  for (const weightDecay of [0, 0.1]) {
    // In the first step, the learning rate is divided by 1 − β₁ = 0.1.
    const options = { step: 1, learningRate: 1e308, weightDecay };
    const parameters = place.float32(Float32Array.from({ length }, (_, i) => i % 3));
    const gradients = place.float32(new Float32Array(length));
    gradients.set([1, -1], 500);
    const first = place.float32(new Float32Array(length)), second = place.float32(first);
    const wanted = parameters.slice(), m = first.slice(), v = second.slice();
    reference.adamStep(wanted, gradients, m, v, options);
    adamStep(parameters, gradients, first, second, options);
    assertEquals([...parameters], [...wanted], `weight decay ${weightDecay}`);
    assertEquals([...first, ...second], [...m, ...v]);
    assertEquals([...parameters.subarray(500, 502)], [-Infinity, Infinity]);
    assertEquals(parameters[0], 0);
  }
});

Deno.test("optimisers refuse unsuitable arguments", () => {
  const array = () => new Float32Array(2);
  const one = new Float32Array(1), rate = { learningRate: 1 };
  const p = array(), g = array(), m = array(), v = array();
  const cases = [
    [() => sgdStep(p, one, rate), "gradients has 1 elements, but the length of parameters = 2"],
    [() => sgdStep(p, p, rate), "gradients must not share memory with parameters"],
    [() => sgdStep(p, g, { learningRate: NaN }), "learningRate must be a finite number"],
    [() => momentumStep(p, g, one, { ...rate, momentum: 0 }), "velocity has 1 elements"],
    [() => momentumStep(p, g, g, { ...rate, momentum: 0 }), "velocity must not share memory"],
    [() => momentumStep(p, g, m, { ...rate, momentum: Infinity }), "momentum must be a finite"],
    [() => adamStep(p, g, one, v, { step: 1 }), "firstMoment has 1 elements"],
    [() => adamStep(p, g, m, m, { step: 1 }), "secondMoment must not share memory with firstM"],
    [() => adamStep(p, g, m, v, { step: 0 }), "step must be a whole number >= 1"],
    [() => adamStep(p, g, m, v, { step: 1, beta1: 1 }), "beta1 must be at least 0 and below 1"],
    [() => adamStep(p, g, m, v, { step: 1, beta2: -0.1 }), "beta2 must be at least 0 and below"],
  ] as const;
  for (const [call, message] of cases) assertThrows(call, RangeError, message);
  const wide = new Float64Array(2) as unknown as Float32Array;
  assertThrows(() => sgdStep(wide, g, rate), TypeError, "parameters must be a Float32Array");
});
