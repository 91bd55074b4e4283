import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { conv2d, conv2dOutputSize, type Conv2dShape, reference } from "../../kernels/mod.ts";
import { assertNear, exact, testEverywhere } from "./everywhere.ts";
import { randomValues, seededRandom } from "./random.ts";

const small: Conv2dShape = {
  batch: 2,
  inChannels: 3,
  height: 9,
  width: 7,
  outChannels: 5,
  kernelHeight: 3,
  kernelWidth: 2,
};
const random = seededRandom(1);
const upTo = (most: number) => Math.floor(random() * (most + 1));
const shapes: Conv2dShape[] = [
  small,
  { ...small, padding: 1 },
  { ...small, padding: 4 },
  { ...small, stride: 2 },
  { ...small, stride: 3, padding: 2 },
  { ...small, stride: 100 },
  { ...small, kernelHeight: 1, kernelWidth: 1 },
  { ...small, kernelHeight: 9, kernelWidth: 7 },
  { ...small, batch: 0 },
  { ...small, inChannels: 0 },
  { ...small, outChannels: 0 },
  { ...small, height: 0, padding: 2 },
  { ...small, height: 33, width: 40, padding: 1 },
  ...Array.from({ length: 20 }, () => ({
    batch: upTo(2),
    inChannels: upTo(3),
    height: 5 + upTo(9),
    width: 5 + upTo(9),
    outChannels: upTo(8),
    kernelHeight: 1 + upTo(4),
    kernelWidth: 1 + upTo(4),
    stride: 1 + upTo(2),
    padding: upTo(3),
  })),
];

function lengthsOf(shape: Conv2dShape): { x: number; weight: number; out: number } {
  const { batch, inChannels, height, width, outChannels, kernelHeight, kernelWidth } = shape;
  const size = conv2dOutputSize(shape);
  return {
    x: batch * inChannels * height * width,
    weight: outChannels * inChannels * kernelHeight * kernelWidth,
    out: batch * outChannels * size.height * size.width,
  };
}

testEverywhere("conv2d() stays within its error bound", (place) => {
  for (const shape of shapes) {
    const length = lengthsOf(shape);
    const x = place.float32(randomValues(length.x, 1));
    const weight = place.float32(randomValues(length.weight, 2));
    const bias = place.float32(randomValues(shape.outChannels, 3));
    const out = place.float32(new Float32Array(length.out).fill(NaN));
    const wanted = reference.conv2d(x, weight, bias, exact(length.out), shape);
    assertStrictEquals(conv2d(x, weight, bias, out, shape), out);
    const terms = shape.inChannels * shape.kernelHeight * shape.kernelWidth + 1;
    assertNear(out, wanted, () => 1.01 * terms * terms * 2 ** -24, JSON.stringify(shape));
  }
});

Deno.test("conv2dOutputSize() rounds down", () => {
  const shape = { ...small, height: 8, width: 8, kernelHeight: 3, kernelWidth: 3 };
  assertEquals(conv2dOutputSize(shape), { height: 6, width: 6 });
  assertEquals(conv2dOutputSize({ ...shape, stride: 2 }), { height: 3, width: 3 });
  assertEquals(conv2dOutputSize({ ...shape, padding: 1 }), { height: 8, width: 8 });
});

Deno.test("conv2d() refuses what does not fit", () => {
  const shape = { ...small, batch: 1, inChannels: 1, height: 2, width: 2, outChannels: 1 };
  const kernel = { ...shape, kernelHeight: 1, kernelWidth: 1 };
  const one = new Float32Array(1), four = new Float32Array(4);
  const cases = [
    [() => conv2d(one, one, one, four, kernel), "Cannot convolve: x has 1 elements, but batch ×"],
    [() => conv2d(four, four, one, four, kernel), "weight has 4 elements"],
    [() => conv2d(four, one, four, four, kernel), "bias has 4 elements"],
    [() => conv2d(four, one, one, one, kernel), "out has 1 elements"],
    [() => conv2d(four, one, one, four, kernel), "out must not share memory with x"],
    [() => conv2dOutputSize(shape), "kernelHeight must be at most 2, the size of the padded image"],
    [() => conv2dOutputSize({ ...kernel, stride: 0 }), "stride must be at least 1"],
    [() => conv2dOutputSize({ ...kernel, kernelWidth: 0 }), "kernelWidth must be at least 1"],
    [() => conv2dOutputSize({ ...kernel, padding: -1 }), "padding must be a whole number >= 0"],
  ] as const;
  for (const [call, message] of cases) assertThrows(call, RangeError, message);
});
