import { assert, assertEquals } from "@std/assert";
import { convolutionOf } from "../../kernels/convolution.ts";
import { convolveImages } from "../../kernels/images.ts";
import {
  chooseKernelBackend,
  type Conv2dShape,
  matmul,
  supportedKernelBackends,
} from "../../kernels/mod.ts";
import { unfold } from "../../kernels/unfold.ts";
import { convolutions, lengthsOf, small } from "./convolutions.ts";
import { randomValues } from "./random.ts";

const wide: Conv2dShape = {
  ...small,
  height: 40,
  width: 60,
  inChannels: 9,
  outChannels: 13,
  kernelHeight: 3,
  kernelWidth: 5,
};
/** Each result has more products than a block takes at once. */
const deep: Conv2dShape = {
  ...small,
  inChannels: 130,
  outChannels: 8,
  height: 5,
  width: 5,
  kernelHeight: 3,
  kernelWidth: 3,
};
const shapes = [...convolutions, wide, deep, { ...wide, padding: 2 }, {
  ...wide,
  stride: [1, 2] as const,
}];

/** Returns the results of a convolution by way of the matrix that each image unfolds into. */
function unfolded(
  { x, weight, bias }: Readonly<Record<"x" | "weight" | "bias", Float32Array>>,
  shape: Conv2dShape,
): Float32Array {
  const convolution = convolutionOf("convolve", shape);
  const { batch, groups, inChannels, outChannels, pixels, places, depth } = convolution;
  const out = new Float32Array(lengthsOf(shape).out), columns = new Float32Array(depth * places);
  for (let part = 0; part < batch * groups; part++) {
    const group = part % groups, from = part * inChannels * pixels;
    unfold(x.subarray(from, from + inChannels * pixels), columns, convolution);
    const to = out.subarray(part * outChannels * places, (part + 1) * outChannels * places);
    for (let channel = 0; channel < outChannels; channel++) {
      const first = bias[group * outChannels + channel]!;
      to.fill(first, channel * places, (channel + 1) * places);
    }
    const some = weight.subarray(group * outChannels * depth, (group + 1) * outChannels * depth);
    matmul(some, columns, to, { m: outChannels, k: depth, n: places, accumulate: true });
  }
  return out;
}

for (const backend of supportedKernelBackends()) {
  if (backend === "typescript") continue;
  Deno.test(`convolving images equals unfolding them to the last bit: ${backend}`, () => {
    const before = chooseKernelBackend(backend);
    let done = 0;
    try {
      for (const shape of shapes) {
        const length = lengthsOf(shape), convolution = convolutionOf("convolve", shape);
        const x = randomValues(length.x, 1), weight = randomValues(length.weight, 2);
        const bias = randomValues(shape.outChannels, 3), out = new Float32Array(length.out);
        if (!convolveImages({ x, weight, bias, out }, convolution)) continue;
        done++;
        assertEquals(out, unfolded({ x, weight, bias }, shape), JSON.stringify(shape));
      }
    } finally {
      chooseKernelBackend(before);
    }
    assert(done > shapes.length / 3, `only ${done} of ${shapes.length}`);
  });
}
