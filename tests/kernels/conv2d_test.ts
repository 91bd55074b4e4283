import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { conv2d, conv2dOutputSize, reference } from "../../kernels/mod.ts";
import { convolutions, lengthsOf, small } from "./convolutions.ts";
import { assertNear, exact, testEverywhere } from "./everywhere.ts";
import { randomValues } from "./random.ts";

testEverywhere("conv2d() stays within its error bound", (place) => {
  for (const shape of convolutions) {
    const length = lengthsOf(shape);
    const x = place.float32(randomValues(length.x, 1));
    const weight = place.float32(randomValues(length.weight, 2));
    const bias = place.float32(randomValues(shape.outChannels, 3));
    const out = place.float32(new Float32Array(length.out).fill(NaN));
    const wanted = reference.conv2d(x, weight, bias, exact(length.out), shape);
    assertStrictEquals(conv2d(x, weight, bias, out, shape), out);
    const { inChannels, kernelHeight, kernelWidth, groups = 1 } = shape;
    const terms = inChannels / groups * kernelHeight * kernelWidth + 1;
    const bound = () => 1.01 * terms * terms * 2 ** -24;
    assertNear(out, wanted, bound, JSON.stringify(shape));
    const without = place.float32(new Float32Array(length.out).fill(NaN));
    assertStrictEquals(conv2d(x, weight, undefined, without, shape), without);
    const wantedWithout = reference.conv2d(x, weight, undefined, exact(length.out), shape);
    assertNear(without, wantedWithout, bound, `${JSON.stringify(shape)}, no bias`);
  }
});

Deno.test("conv2d() with groups equals a convolution per group", () => {
  const shape = { ...small, batch: 1, inChannels: 4, outChannels: 6, groups: 2 };
  const length = lengthsOf(shape);
  const x = randomValues(length.x, 1), weight = randomValues(length.weight, 2);
  const bias = randomValues(6, 3);
  const out = conv2d(x, weight, bias, new Float32Array(length.out), shape);
  const half = <T extends Float32Array>(array: T, group: number) =>
    array.subarray(group * array.length / 2, (group + 1) * array.length / 2);
  const apart = [0, 1].map((group) => {
    const part = new Float32Array(length.out / 2);
    const partShape = { ...shape, inChannels: 2, outChannels: 3, groups: 1 };
    return conv2d(half(x, group), half(weight, group), half(bias, group), part, partShape);
  });
  assertEquals([...out], apart.flatMap((part) => [...part]));
});

Deno.test("conv2d() with a dilation equals a convolution with zeros in the kernel", () => {
  const shape = { ...small, inChannels: 1, outChannels: 1, kernelHeight: 2, kernelWidth: 2 };
  const dilated = { ...shape, dilation: [2, 3] as const };
  const x = randomValues(lengthsOf(shape).x, 1), length = lengthsOf(dilated).out;
  const out = conv2d(
    x,
    new Float32Array([1, 2, 3, 4]),
    undefined,
    new Float32Array(length),
    dilated,
  );
  const kernel = new Float32Array([1, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0, 4]);
  const wide = { ...shape, kernelHeight: 3, kernelWidth: 4 };
  assertEquals(out, conv2d(x, kernel, undefined, new Float32Array(length), wide));
});

Deno.test("conv2dOutputSize() rounds down", () => {
  const shape = { ...small, height: 8, width: 8, kernelHeight: 3, kernelWidth: 3 };
  assertEquals(conv2dOutputSize(shape), { height: 6, width: 6 });
  assertEquals(conv2dOutputSize({ ...shape, stride: 2 }), { height: 3, width: 3 });
  assertEquals(conv2dOutputSize({ ...shape, padding: 1 }), { height: 8, width: 8 });
  assertEquals(conv2dOutputSize({ ...shape, stride: [2, 3] }), { height: 3, width: 2 });
  assertEquals(conv2dOutputSize({ ...shape, padding: [1, 0] }), { height: 8, width: 6 });
  assertEquals(conv2dOutputSize({ ...shape, dilation: [2, 3] }), { height: 4, width: 2 });
});

Deno.test("conv2d() refuses unsuitable arguments", () => {
  const shape = { ...small, batch: 1, inChannels: 1, height: 2, width: 2, outChannels: 1 };
  const kernel = { ...shape, kernelHeight: 1, kernelWidth: 1 };
  const one = new Float32Array(1), four = new Float32Array(4);
  const cases = [
    [() => conv2d(one, one, one, four, kernel), "Cannot convolve: x has 1 elements, but batch ×"],
    [() => conv2d(four, four, one, four, kernel), "weight has 4 elements"],
    [() => conv2d(four, one, four, four, kernel), "bias has 4 elements"],
    [() => conv2d(four, one, one, one, kernel), "out has 1 elements"],
    [() => conv2d(four, one, one, four, kernel), "out must not share memory with x"],
    [
      () => conv2dOutputSize(shape),
      "kernelHeight must be at most 2, for a padded image of 2, current value is 3",
    ],
    [
      () => conv2dOutputSize({ ...small, dilation: 8 }),
      "kernelHeight must be at most 2, for a padded image of 9 and a dilation of 8, current value",
    ],
    [() => conv2dOutputSize({ ...kernel, stride: [1, 0] }), "stride[1] must be at least 1"],
    [() => conv2dOutputSize({ ...kernel, dilation: [0, 1] }), "dilation[0] must be at least 1"],
    [() => conv2dOutputSize({ ...kernel, padding: [0, 0.5] }), "padding[1] must be a whole number"],
    [() => conv2dOutputSize({ ...kernel, groups: 0 }), "groups must be at least 1"],
    [
      () => conv2dOutputSize({ ...small, groups: 3 }),
      "outChannels must be a multiple of the 3 groups, current value is 5",
    ],
    [() => conv2dOutputSize({ ...small, groups: 5 }), "inChannels must be a multiple of the 5"],
    [() => conv2dOutputSize({ ...kernel, stride: 0 }), "stride must be at least 1"],
    [() => conv2dOutputSize({ ...kernel, kernelWidth: 0 }), "kernelWidth must be at least 1"],
    [() => conv2dOutputSize({ ...kernel, padding: -1 }), "padding must be a whole number >= 0"],
  ] as const;
  for (const [call, message] of cases) assertThrows(call, RangeError, message);
});
