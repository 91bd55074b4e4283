import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { linearBackward, linearForward, reference } from "../../kernels/mod.ts";
import { assertNear, exact, testEverywhere } from "./everywhere.ts";
import { randomValues } from "./random.ts";

const sides = [0, 1, 3, 8, 17];
const shapes = [
  ...sides.flatMap((batch) =>
    sides.flatMap((inFeatures) => sides.map((outFeatures) => ({ batch, inFeatures, outFeatures })))
  ),
  { batch: 32, inFeatures: 100, outFeatures: 65 },
];
/** Bounds the error of k terms below 1 in size, added in any order. */
const bound = (k: number) => () => 1.01 * k * k * 2 ** -24;

testEverywhere("linearForward() stays within its error bound", (place) => {
  for (const shape of shapes) {
    const { batch, inFeatures, outFeatures } = shape;
    const x = place.float32(randomValues(batch * inFeatures, 1));
    const weight = place.float32(randomValues(outFeatures * inFeatures, 2));
    const bias = place.float32(randomValues(outFeatures, 3));
    const out = place.float32(new Float32Array(batch * outFeatures).fill(NaN));
    const wanted = reference.linearForward(x, weight, bias, exact(out.length), shape);
    assertStrictEquals(linearForward(x, weight, bias, out, shape), out);
    assertNear(out, wanted, bound(inFeatures + 1), JSON.stringify(shape));
  }
});

testEverywhere("linearBackward() stays within its error bound", (place) => {
  for (const shape of shapes) {
    const { batch, inFeatures, outFeatures } = shape;
    const x = place.float32(randomValues(batch * inFeatures, 1));
    const weight = place.float32(randomValues(outFeatures * inFeatures, 2));
    const outGradient = place.float32(randomValues(batch * outFeatures, 3));
    const gradients = {
      x: place.float32(new Float32Array(x.length).fill(NaN)),
      weight: place.float32(new Float32Array(weight.length).fill(NaN)),
      bias: place.float32(new Float32Array(outFeatures).fill(NaN)),
    };
    const wanted = {
      x: exact(x.length),
      weight: exact(weight.length),
      bias: exact(outFeatures),
    };
    reference.linearBackward(x, weight, outGradient, wanted, shape);
    assertStrictEquals(linearBackward(x, weight, outGradient, gradients, shape), gradients);
    const what = JSON.stringify(shape);
    assertNear(gradients.x, wanted.x, bound(outFeatures), `${what} x`);
    assertNear(gradients.weight, wanted.weight, bound(batch), `${what} weight`);
    assertNear(gradients.bias, wanted.bias, bound(batch), `${what} bias`);
  }
});

testEverywhere("linear layers work without a bias", (place) => {
  for (const shape of [...shapes.slice(0, 30), shapes.at(-1)!]) {
    const { batch, inFeatures, outFeatures } = shape;
    const x = place.float32(randomValues(batch * inFeatures, 1));
    const weight = place.float32(randomValues(outFeatures * inFeatures, 2));
    const out = place.float32(new Float32Array(batch * outFeatures).fill(NaN));
    const wanted = reference.linearForward(x, weight, undefined, exact(out.length), shape);
    assertStrictEquals(linearForward(x, weight, undefined, out, shape), out);
    assertNear(out, wanted, bound(inFeatures + 1), JSON.stringify(shape));
    const gradients = { weight: place.float32(new Float32Array(weight.length).fill(NaN)) };
    const wantedGradients = { weight: exact(weight.length) };
    reference.linearBackward(x, weight, out, wantedGradients, shape);
    linearBackward(x, weight, out, gradients, shape);
    const size = inFeatures * batch * batch * 2 ** -24;
    assertNear(gradients.weight, wantedGradients.weight, () => 1.01 * size, "weight's gradient");
  }
});

testEverywhere("linearBackward() can omit the input's gradient", (place) => {
  const shape = { batch: 1, inFeatures: 2, outFeatures: 1 };
  const gradients = {
    weight: place.float32(new Float32Array(2)),
    bias: place.float32(new Float32Array(1)),
  };
  linearBackward(
    place.float32([1, 2]),
    place.float32([3, 4]),
    place.float32([5]),
    gradients,
    shape,
  );
  assertEquals([...gradients.weight, ...gradients.bias], [5, 10, 5]);
});

Deno.test("linear layers refuse unsuitable arguments", () => {
  const one = new Float32Array(1), two = new Float32Array(2), four = new Float32Array(4);
  const shape = { batch: 2, inFeatures: 1, outFeatures: 2 };
  const gradients = { weight: new Float32Array(2), bias: new Float32Array(2) };
  const layer = "Cannot compute a linear layer";
  const cases = [
    [() => linearForward(one, two, two, four, shape), `${layer}: x has 1 elements, but batch × in`],
    [
      () => linearForward(two, one, two, four, shape),
      "weight has 1 elements, but outFeatures × in",
    ],
    [() => linearForward(two, two, one, four, shape), "bias has 1 elements, but outFeatures = 2"],
    [() => linearForward(two, two, two, two, shape), "outFeatures = 2 × 2 = 4 are wanted"],
    [() => linearForward(four.subarray(2), two, two, four, shape), "out must not share memory"],
    [() => linearBackward(two, two, two, gradients, shape), "outGradient has 2 elements"],
    [
      () => linearBackward(two, two, four, { ...gradients, bias: one }, shape),
      "gradients.bias has 1 elements",
    ],
    [
      () => linearBackward(two, two, four, { ...gradients, x: one }, shape),
      "gradients.x has 1 elements",
    ],
    [
      () => linearBackward(two, two, four, { weight: two, bias: four.slice(2) }, shape),
      "gradients.weight must not share memory with x",
    ],
    [
      () => linearBackward(two, two, four, { ...gradients, bias: gradients.weight }, shape),
      "gradients.bias must not share memory with gradients.weight",
    ],
  ] as const;
  for (const [call, message] of cases) assertThrows(call, RangeError, message);
});
