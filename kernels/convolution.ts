/** Checks and completes the sizes of convolutions. */
import { checkSizes } from "./checks.ts";
import type { Length } from "./lengths.ts";
import type { Conv2dShape } from "./shapes.ts";

/** A number for each of the two directions. */
export interface Directions {
  readonly height: number;
  readonly width: number;
}

/** A convolution with all its options, and numbers that follow from its sizes. */
export interface Convolution {
  readonly batch: number;
  readonly groups: number;
  /** Channels of a group. */
  readonly inChannels: number;
  /** Results of a group. */
  readonly outChannels: number;
  readonly image: Directions;
  readonly kernel: Directions;
  readonly stride: Directions;
  readonly padding: Directions;
  readonly dilation: Directions;
  readonly outSize: Directions;
  /** Pixels of a channel. */
  readonly pixels: number;
  /** Pixels of a result; each is a place of the kernel in the image. */
  readonly places: number;
  /** Numbers of a kernel. */
  readonly depth: number;
}

/** Completes a shape, and refuses one that is not a convolution. */
export function convolutionOf(action: string, shape: Conv2dShape): Convolution {
  const { batch, inChannels, outChannels, height, width, kernelHeight, kernelWidth } = shape;
  const { groups = 1, stride = 1, padding = 0, dilation = 1 } = shape;
  const sizes = { batch, inChannels, outChannels, height, width, kernelHeight, kernelWidth };
  checkSizes(action, sizes);
  checkAtLeast1(action, { groups, kernelHeight, kernelWidth });
  const strides = bothDirections(action, "stride", stride, checkAtLeast1);
  const paddings = bothDirections(action, "padding", padding, checkSizes);
  const dilations = bothDirections(action, "dilation", dilation, checkAtLeast1);
  for (const [name, channels] of Object.entries({ inChannels, outChannels })) {
    if (channels % groups === 0) continue;
    throw new RangeError(
      `Cannot ${action}: ${name} must be a multiple of the ${groups} groups, ` +
        `current value is ${channels}`,
    );
  }
  const outSize = {
    height: placesOf(action, "kernelHeight", kernelHeight, {
      size: height + 2 * paddings.height,
      stride: strides.height,
      dilation: dilations.height,
    }),
    width: placesOf(action, "kernelWidth", kernelWidth, {
      size: width + 2 * paddings.width,
      stride: strides.width,
      dilation: dilations.width,
    }),
  };
  return {
    batch,
    groups,
    inChannels: inChannels / groups,
    outChannels: outChannels / groups,
    image: { height, width },
    kernel: { height: kernelHeight, width: kernelWidth },
    stride: strides,
    padding: paddings,
    dilation: dilations,
    outSize,
    pixels: height * width,
    places: outSize.height * outSize.width,
    depth: inChannels / groups * kernelHeight * kernelWidth,
  };
}

/** The lengths of a convolution's arrays. */
export function lengthsOf(
  { batch, groups, inChannels, outChannels, pixels, places, depth, outSize }: Convolution,
): Readonly<Record<"input" | "weight" | "bias" | "result", Length>> {
  return {
    input: {
      count: batch * groups * inChannels * pixels,
      formula: () => "batch × inChannels × height × width",
    },
    weight: {
      count: groups * outChannels * depth,
      formula: () => "outChannels × inChannels / groups × kernelHeight × kernelWidth",
    },
    bias: { count: groups * outChannels, formula: () => "outChannels" },
    result: {
      count: batch * groups * outChannels * places,
      formula: () => `batch × outChannels × ${outSize.height} × ${outSize.width}`,
    },
  };
}

function bothDirections(
  action: string,
  name: string,
  value: number | readonly [number, number],
  check: typeof checkSizes,
): Directions {
  if (typeof value === "number") {
    check(action, { [name]: value });
    return { height: value, width: value };
  }
  const [height, width] = value;
  check(action, { [`${name}[0]`]: height, [`${name}[1]`]: width });
  return { height, width };
}

function checkAtLeast1(action: string, sizes: Readonly<Record<string, number>>): void {
  checkSizes(action, sizes);
  for (const [name, size] of Object.entries(sizes)) {
    if (size === 0) {
      throw new RangeError(`Cannot ${action}: ${name} must be at least 1, current value is 0`);
    }
  }
}

/** Counts the places of the kernel in one direction. */
function placesOf(
  action: string,
  name: string,
  kernel: number,
  { size, stride, dilation }: { size: number; stride: number; dilation: number },
): number {
  const reach = (kernel - 1) * dilation + 1;
  if (reach > size) {
    const most = Math.floor((size - 1) / dilation) + 1;
    throw new RangeError(
      `Cannot ${action}: ${name} must be at most ${most}, for a padded image of ${size}` +
        `${dilation > 1 ? ` and a dilation of ${dilation}` : ""}, current value is ${kernel}`,
    );
  }
  return Math.floor((size - reach) / stride) + 1;
}
