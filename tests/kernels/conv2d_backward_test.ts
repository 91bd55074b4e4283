import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { conv2dBackward, reference } from "../../kernels/mod.ts";
import { convolutions, lengthsOf, small } from "./convolutions.ts";
import { assertGradient, dot } from "./differences.ts";
import { assertNear, exact, testEverywhere } from "./everywhere.ts";
import { randomValues } from "./random.ts";

/** Bounds the error of k terms below 1 in size, added in any order. */
const bound = (k: number) => () => 1.01 * k * k * 2 ** -24;

testEverywhere("conv2dBackward() stays within its error bound", (place) => {
  for (const shape of convolutions) {
    const length = lengthsOf(shape);
    const x = place.float32(randomValues(length.x, 1));
    const weight = place.float32(randomValues(length.weight, 2));
    const outGradient = place.float32(randomValues(length.out, 3));
    const { outChannels, batch, groups = 1, kernelHeight, kernelWidth } = shape;
    const wanted = {
      x: exact(length.x),
      weight: exact(length.weight),
      bias: exact(outChannels),
    };
    reference.conv2dBackward(x, weight, outGradient, wanted, shape);
    const gradients = {
      x: place.float32(new Float32Array(length.x).fill(NaN)),
      weight: place.float32(new Float32Array(length.weight).fill(NaN)),
      bias: place.float32(new Float32Array(outChannels).fill(NaN)),
    };
    assertStrictEquals(conv2dBackward(x, weight, outGradient, gradients, shape), gradients);
    const what = JSON.stringify(shape), kernel = kernelHeight * kernelWidth;
    const samples = batch * length.out / Math.max(1, batch * outChannels);
    assertNear(gradients.weight, wanted.weight, bound(samples), `${what}, weight`);
    assertNear(gradients.bias, wanted.bias, bound(samples), `${what}, bias`);
    // Each sum of a pixel has that many terms, and each term is a sum of as many products as
    // results.
    const terms = outChannels / groups + kernel;
    const xBound = () => 1.01 * terms * kernel * outChannels / groups * 2 ** -24;
    assertNear(gradients.x, wanted.x, xBound, `${what}, x`);
    for (const name of ["x", "weight", "bias"] as const) {
      const alone = { [name]: place.float32(new Float32Array(gradients[name].length).fill(NaN)) };
      conv2dBackward(x, weight, outGradient, alone, shape);
      assertEquals(alone[name], gradients[name], `${what}, ${name} alone`);
    }
  }
});

Deno.test("conv2dBackward() is the gradient of conv2d()", () => {
  const shapes = convolutions.filter((shape) => lengthsOf(shape).x < 400).slice(0, 30);
  for (const shape of shapes) {
    const length = lengthsOf(shape);
    const x = exact(randomValues(length.x, 1)), weight = exact(randomValues(length.weight, 2));
    const bias = exact(randomValues(shape.outChannels, 3));
    const outGradient = exact(randomValues(length.out, 4));
    const gradients = {
      x: exact(x.length),
      weight: exact(weight.length),
      bias: exact(bias.length),
    };
    reference.conv2dBackward(x, weight, outGradient, gradients, shape);
    const loss = () => {
      const out = exact(length.out);
      return dot(reference.conv2d(x, weight, bias, out, shape), outGradient);
    };
    for (const [name, values] of Object.entries({ x, weight, bias })) {
      const gradient = gradients[name as keyof typeof gradients];
      const what = `${JSON.stringify(shape)}, ${name}`;
      // The loss is linear in each array, so one number in seven is enough.
      assertGradient(loss, values, gradient, what, 1, 7);
    }
  }
});

Deno.test("conv2dBackward() refuses unsuitable arguments", () => {
  const shape = {
    ...small,
    batch: 1,
    inChannels: 1,
    height: 2,
    width: 2,
    outChannels: 1,
    kernelHeight: 1,
    kernelWidth: 1,
  };
  const one = new Float32Array(1), four = new Float32Array(4), other = new Float32Array(4);
  const cases = [
    [() => conv2dBackward(one, one, four, {}, shape), "gradients of a convolution: x has 1"],
    [() => conv2dBackward(four, four, four, {}, shape), "weight has 4 elements"],
    [() => conv2dBackward(four, one, one, {}, shape), "outGradient has 1 elements"],
    [() => conv2dBackward(four, one, four, { x: one }, shape), "gradients.x has 1 elements"],
    [() => conv2dBackward(four, one, other, { weight: four }, shape), "gradients.weight has 4"],
    [() => conv2dBackward(four, one, other, { bias: four }, shape), "gradients.bias has 4"],
    [() => conv2dBackward(four, one, other, { x: other }, shape), "share memory with outGradient"],
    [
      () => conv2dBackward(four, one, other, { bias: one }, shape),
      "gradients.bias must not share memory with weight",
    ],
    [() => conv2dBackward(four, one, four, {}, { ...shape, groups: 2 }), "inChannels must be a"],
  ] as const;
  for (const [call, message] of cases) assertThrows(call, RangeError, message);
});
