/** Convolutions for tests. */
import { conv2dOutputSize, type Conv2dShape } from "../../kernels/mod.ts";
import { seededRandom } from "./random.ts";

/** A small convolution; others replace some of its sizes. */
export const small: Conv2dShape = {
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
/** Convolutions of every kind, some of them empty. */
export const convolutions: readonly Conv2dShape[] = [
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
  { ...small, stride: [1, 2] },
  { ...small, stride: [3, 1], padding: [0, 2] },
  { ...small, padding: [2, 0] },
  { ...small, dilation: 2 },
  { ...small, dilation: [1, 3], padding: [1, 2], stride: 2 },
  { ...small, dilation: [4, 6] },
  { ...small, groups: 3, outChannels: 6 },
  { ...small, groups: 3, outChannels: 3, padding: 1 },
  { ...small, groups: 2, inChannels: 4, outChannels: 6, dilation: [2, 1] },
  { ...small, groups: 2, inChannels: 0, outChannels: 2 },
  ...Array.from({ length: 20 }, () => {
    const groups = 1 + upTo(3);
    const kernelHeight = 1 + upTo(3), kernelWidth = 1 + upTo(3);
    const dilation = [1 + upTo(2), 1 + upTo(2)] as const;
    return {
      batch: 1 + upTo(1),
      inChannels: groups * (1 + upTo(2)),
      height: (kernelHeight - 1) * dilation[0] + 1 + upTo(6),
      width: (kernelWidth - 1) * dilation[1] + 1 + upTo(6),
      outChannels: groups * (1 + upTo(2)),
      kernelHeight,
      kernelWidth,
      stride: [1 + upTo(2), 1 + upTo(2)] as const,
      padding: [upTo(3), upTo(3)] as const,
      dilation,
      groups,
    };
  }),
];

/** Returns the lengths of a convolution's arrays. */
export function lengthsOf(shape: Conv2dShape): { x: number; weight: number; out: number } {
  const { batch, inChannels, height, width, outChannels, kernelHeight, kernelWidth } = shape;
  const size = conv2dOutputSize(shape);
  return {
    x: batch * inChannels * height * width,
    weight: outChannels * (inChannels / (shape.groups ?? 1)) * kernelHeight * kernelWidth,
    out: batch * outChannels * size.height * size.width,
  };
}
