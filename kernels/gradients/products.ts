/** The products whose sums a convolution is. */
import type { Conv2dShape } from "../shapes.ts";

/**
 * Visits every product of a pixel with a weight.
 *
 * @param visit Is called with the places of the result, the pixel and the weight in their arrays.
 */
export function eachProduct(
  shape: Conv2dShape,
  visit: (result: number, pixel: number, weight: number) => void,
): void {
  const { batch, inChannels, height, width, outChannels, kernelHeight, kernelWidth } = shape;
  const { groups = 1 } = shape;
  const [strideDown, strideAlong] = pair(shape.stride ?? 1);
  const [paddingDown, paddingAlong] = pair(shape.padding ?? 0);
  const [dilationDown, dilationAlong] = pair(shape.dilation ?? 1);
  const groupIn = inChannels / groups, groupOut = outChannels / groups;
  const reachDown = (kernelHeight - 1) * dilationDown + 1;
  const reachAlong = (kernelWidth - 1) * dilationAlong + 1;
  const outHeight = Math.floor((height + 2 * paddingDown - reachDown) / strideDown) + 1;
  const outWidth = Math.floor((width + 2 * paddingAlong - reachAlong) / strideAlong) + 1;
  let result = 0;
  for (let sample = 0; sample < batch; sample++) {
    for (let outChannel = 0; outChannel < outChannels; outChannel++) {
      const firstChannel = Math.floor(outChannel / groupOut) * groupIn;
      for (let outRow = 0; outRow < outHeight; outRow++) {
        for (let outColumn = 0; outColumn < outWidth; outColumn++, result++) {
          for (let channel = 0; channel < groupIn; channel++) {
            const plane = (sample * inChannels + firstChannel + channel) * height;
            for (let i = 0; i < kernelHeight; i++) {
              const row = outRow * strideDown - paddingDown + i * dilationDown;
              if (row < 0 || row >= height) continue;
              for (let j = 0; j < kernelWidth; j++) {
                const column = outColumn * strideAlong - paddingAlong + j * dilationAlong;
                if (column < 0 || column >= width) continue;
                const weight = ((outChannel * groupIn + channel) * kernelHeight + i) * kernelWidth;
                visit(result, (plane + row) * width + column, weight + j);
              }
            }
          }
        }
      }
    }
  }
}

function pair(value: number | readonly [number, number]): readonly [number, number] {
  return typeof value === "number" ? [value, value] : value;
}
