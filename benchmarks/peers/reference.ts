/**
 * Every operation in 64-bit floats, written as plainly as its definition.
 *
 * It is deliberately separate from the kernels' own reference: a mistake there must not declare a
 * kernel right and its peers wrong.
 *
 * @module
 */
import { type ConvolutionSizes, convolvedSize, type Operations } from "./contender.ts";

/** Steps of an optimiser before its parameters are compared. */
export const OPTIMIZER_STEPS = 3;

type Reference = { [Name in keyof Operations]: (inputs: Operations[Name]) => Float64Array[] };

/** The right results of each operation. */
export const reference: Reference = {
  matmul({ a, b, m, k, n }) {
    const out = new Float64Array(m * n);
    // Row by row of b, which makes the largest product take one second instead of several.
    for (let row = 0; row < m; row++) {
      for (let i = 0; i < k; i++) {
        const factor = a[row * k + i]!;
        for (let column = 0; column < n; column++) {
          out[row * n + column]! += factor * b[i * n + column]!;
        }
      }
    }
    return [out];
  },
  add: ({ a, b }) => [Float64Array.from(a, (value, i) => value + b[i]!)],
  relu: ({ x }) => [Float64Array.from(x, (value) => Math.max(value, 0))],
  sigmoid: ({ x }) => [Float64Array.from(x, (value) => 1 / (1 + Math.exp(-value)))],
  tanh: ({ x }) => [Float64Array.from(x, (value) => Math.tanh(value))],
  exp: ({ x }) => [Float64Array.from(x, (value) => Math.exp(value))],
  linearForward({ x, weight, bias, batch, inFeatures, outFeatures }) {
    const out = new Float64Array(batch * outFeatures);
    for (let row = 0; row < batch; row++) {
      for (let feature = 0; feature < outFeatures; feature++) {
        let sum = bias[feature]!;
        for (let i = 0; i < inFeatures; i++) {
          sum += x[row * inFeatures + i]! * weight[feature * inFeatures + i]!;
        }
        out[row * outFeatures + feature] = sum;
      }
    }
    return [out];
  },
  linearBackward({ x, weight, outGradient, batch, inFeatures, outFeatures }) {
    const xGradient = new Float64Array(x.length);
    const weightGradient = new Float64Array(weight.length);
    const biasGradient = new Float64Array(outFeatures);
    for (let row = 0; row < batch; row++) {
      for (let feature = 0; feature < outFeatures; feature++) {
        const gradient = outGradient[row * outFeatures + feature]!;
        biasGradient[feature]! += gradient;
        for (let i = 0; i < inFeatures; i++) {
          xGradient[row * inFeatures + i]! += gradient * weight[feature * inFeatures + i]!;
          weightGradient[feature * inFeatures + i]! += gradient * x[row * inFeatures + i]!;
        }
      }
    }
    return [xGradient, weightGradient, biasGradient];
  },
  conv2d(inputs) {
    const { x, weight, bias, batch, inChannels, outChannels, kernelSize } = inputs;
    const size = convolvedSize(inputs), { height, width } = size;
    const out = new Float64Array(batch * outChannels * height * width);
    for (let image = 0; image < batch; image++) {
      for (let result = 0; result < outChannels; result++) {
        const start = (image * outChannels + result) * height * width;
        const sums = out.subarray(start, start + height * width).fill(bias[result]!);
        for (let channel = 0; channel < inChannels; channel++) {
          const pixels = x.subarray((image * inChannels + channel) * inputs.height * inputs.width);
          for (let place = 0; place < kernelSize ** 2; place++) {
            const factor = weight[(result * inChannels + channel) * kernelSize ** 2 + place]!;
            addShifted(sums, pixels, factor, place, inputs, size);
          }
        }
      }
    }
    return [out];
  },
  batchNorm({ x, mean, variance, weight, bias, channels, height, width, epsilon }) {
    return [Float64Array.from(x, (value, i) => {
      const channel = Math.floor(i / (height * width)) % channels;
      const deviation = Math.sqrt(variance[channel]! + epsilon);
      return (value - mean[channel]!) / deviation * weight[channel]! + bias[channel]!;
    })];
  },
  softmax({ x, rows, columns }) {
    const out = new Float64Array(x.length);
    for (let row = 0; row < rows; row++) {
      const values = Float64Array.from(x.subarray(row * columns, (row + 1) * columns));
      const largest = values.reduce((a, b) => Math.max(a, b));
      const powers = values.map((value) => Math.exp(value - largest));
      const sum = powers.reduce((a, b) => a + b);
      out.set(powers.map((power) => power / sum), row * columns);
    }
    return [out];
  },
  layerNorm({ x, weight, bias, rows, columns, epsilon }) {
    const out = new Float64Array(x.length);
    for (let row = 0; row < rows; row++) {
      const values = Float64Array.from(x.subarray(row * columns, (row + 1) * columns));
      const mean = values.reduce((a, b) => a + b) / columns;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / columns;
      const deviation = Math.sqrt(variance + epsilon);
      out.set(
        values.map((value, i) => (value - mean) / deviation * weight[i]! + bias[i]!),
        row * columns,
      );
    }
    return [out];
  },
  sgd({ parameters, gradients, learningRate }) {
    return [Float64Array.from(
      parameters,
      (value, i) => value - OPTIMIZER_STEPS * learningRate * gradients[i]!,
    )];
  },
  momentum({ parameters, gradients, learningRate, momentum }) {
    const out = Float64Array.from(parameters), velocity = new Float64Array(out.length);
    for (let step = 1; step <= OPTIMIZER_STEPS; step++) {
      for (let i = 0; i < out.length; i++) {
        velocity[i] = momentum * velocity[i]! + gradients[i]!;
        out[i]! -= learningRate * velocity[i]!;
      }
    }
    return [out];
  },
  adam({ parameters, gradients, learningRate, beta1, beta2, epsilon }) {
    const out = Float64Array.from(parameters);
    const first = new Float64Array(out.length), second = new Float64Array(out.length);
    for (let step = 1; step <= OPTIMIZER_STEPS; step++) {
      for (let i = 0; i < out.length; i++) {
        first[i] = beta1 * first[i]! + (1 - beta1) * gradients[i]!;
        second[i] = beta2 * second[i]! + (1 - beta2) * gradients[i]! ** 2;
        const mean = first[i]! / (1 - beta1 ** step);
        const spread = Math.sqrt(second[i]! / (1 - beta2 ** step));
        out[i]! -= learningRate * mean / (spread + epsilon);
      }
    }
    return [out];
  },
  gather({ table, indices, columns }) {
    const out = new Float64Array(indices.length * columns);
    indices.forEach((row, i) => {
      out.set(table.subarray(row * columns, (row + 1) * columns), i * columns);
    });
    return [out];
  },
};

/** Adds to every sum what one place of the kernel sees, where it is inside the image. */
function addShifted(
  sums: Float64Array,
  pixels: Float32Array,
  factor: number,
  place: number,
  { height, width, kernelSize, stride, padding }: ConvolutionSizes,
  size: { readonly height: number; readonly width: number },
) {
  const down = Math.floor(place / kernelSize) - padding, along = place % kernelSize - padding;
  for (let row = 0; row < size.height; row++) {
    const from = row * stride + down;
    if (from < 0 || from >= height) continue;
    for (let column = 0; column < size.width; column++) {
      const at = column * stride + along;
      if (at < 0 || at >= width) continue;
      sums[row * size.width + column]! += factor * pixels[from * width + at]!;
    }
  }
}
