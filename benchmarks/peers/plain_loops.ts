/**
 * Code without a library: plain loops in a sensible order, over typed arrays.
 *
 * @module
 */
import { convolvedSize, type Operations } from "./contender.ts";

export function matmulFloat32(
  a: Float32Array,
  b: Float32Array,
  out: Float32Array,
  m: number,
  k: number,
  n: number,
) {
  if (n === 1) {
    for (let row = 0; row < m; row++) {
      let sum = 0;
      for (let i = 0; i < k; i++) sum += a[row * k + i]! * b[i]!;
      out[row] = sum;
    }
    return;
  }
  out.fill(0);
  for (let row = 0; row < m; row++) {
    for (let i = 0; i < k; i++) {
      const factor = a[row * k + i]!;
      for (let column = 0; column < n; column++) {
        out[row * n + column]! += factor * b[i * n + column]!;
      }
    }
  }
}

// The same lines once more: V8 compiles a loop to faster code if it has seen one kind of array.
export function matmulFloat64(
  a: Float64Array,
  b: Float64Array,
  out: Float64Array,
  m: number,
  k: number,
  n: number,
) {
  out.fill(0);
  for (let row = 0; row < m; row++) {
    for (let i = 0; i < k; i++) {
      const factor = a[row * k + i]!;
      for (let column = 0; column < n; column++) {
        out[row * n + column]! += factor * b[i * n + column]!;
      }
    }
  }
}

export function add(a: Float32Array, b: Float32Array, out: Float32Array) {
  for (let i = 0; i < out.length; i++) out[i] = a[i]! + b[i]!;
}

export function relu(x: Float32Array, out: Float32Array) {
  for (let i = 0; i < out.length; i++) out[i] = Math.max(x[i]!, 0);
}

export function sigmoid(x: Float32Array, out: Float32Array) {
  for (let i = 0; i < out.length; i++) out[i] = 1 / (1 + Math.exp(-x[i]!));
}

export function tanh(x: Float32Array, out: Float32Array) {
  for (let i = 0; i < out.length; i++) out[i] = Math.tanh(x[i]!);
}

export function exp(x: Float32Array, out: Float32Array) {
  for (let i = 0; i < out.length; i++) out[i] = Math.exp(x[i]!);
}

export function linearForward(inputs: Operations["linearForward"], out: Float32Array) {
  const { x, weight, bias, batch, inFeatures, outFeatures } = inputs;
  for (let row = 0; row < batch; row++) {
    for (let feature = 0; feature < outFeatures; feature++) {
      let sum = bias[feature]!;
      for (let i = 0; i < inFeatures; i++) {
        sum += x[row * inFeatures + i]! * weight[feature * inFeatures + i]!;
      }
      out[row * outFeatures + feature] = sum;
    }
  }
}

export function linearBackward(
  { x, weight, outGradient, batch, inFeatures, outFeatures }: Operations["linearBackward"],
  xGradient: Float32Array,
  weightGradient: Float32Array,
  biasGradient: Float32Array,
) {
  xGradient.fill(0), weightGradient.fill(0), biasGradient.fill(0);
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
}

export function conv2d(inputs: Operations["conv2d"], out: Float32Array) {
  const { x, weight, bias, batch, inChannels, outChannels, kernelSize, stride, padding } = inputs;
  const { height, width } = convolvedSize(inputs), size = height * width;
  for (let image = 0; image < batch; image++) {
    for (let result = 0; result < outChannels; result++) {
      const to = (image * outChannels + result) * size;
      out.fill(bias[result]!, to, to + size);
      for (let channel = 0; channel < inChannels; channel++) {
        const from = (image * inChannels + channel) * inputs.height * inputs.width;
        const kernel = (result * inChannels + channel) * kernelSize * kernelSize;
        for (let y = 0; y < kernelSize; y++) {
          for (let x0 = 0; x0 < kernelSize; x0++) {
            const factor = weight[kernel + y * kernelSize + x0]!, shift = x0 - padding;
            // The columns whose pixel is inside the image.
            const first = Math.max(0, Math.ceil(-shift / stride));
            const end = Math.min(width, Math.floor((inputs.width - 1 - shift) / stride) + 1);
            for (let row = 0; row < height; row++) {
              const imageRow = row * stride + y - padding;
              if (imageRow < 0 || imageRow >= inputs.height) continue;
              const start = from + imageRow * inputs.width + shift;
              for (let column = first; column < end; column++) {
                out[to + row * width + column]! += factor * x[start + column * stride]!;
              }
            }
          }
        }
      }
    }
  }
}

export function batchNorm(inputs: Operations["batchNorm"], out: Float32Array) {
  const { x, mean, variance, weight, bias, batch, channels, height, width, epsilon } = inputs;
  const size = height * width;
  for (let image = 0; image < batch; image++) {
    for (let channel = 0; channel < channels; channel++) {
      const factor = weight[channel]! / Math.sqrt(variance[channel]! + epsilon);
      const center = mean[channel]!, shift = bias[channel]!;
      const start = (image * channels + channel) * size;
      for (let i = start; i < start + size; i++) out[i] = (x[i]! - center) * factor + shift;
    }
  }
}

export function softmax({ x, rows, columns }: Operations["softmax"], out: Float32Array) {
  for (let start = 0; start < rows * columns; start += columns) {
    let largest = -Infinity, sum = 0;
    for (let i = start; i < start + columns; i++) largest = Math.max(largest, x[i]!);
    for (let i = start; i < start + columns; i++) sum += out[i] = Math.exp(x[i]! - largest);
    for (let i = start; i < start + columns; i++) out[i]! /= sum;
  }
}

export function layerNorm(inputs: Operations["layerNorm"], out: Float32Array) {
  const { x, weight, bias, rows, columns, epsilon } = inputs;
  for (let start = 0; start < rows * columns; start += columns) {
    let sum = 0, squares = 0;
    for (let i = start; i < start + columns; i++) sum += x[i]!;
    const mean = sum / columns;
    for (let i = start; i < start + columns; i++) squares += (x[i]! - mean) * (x[i]! - mean);
    const factor = 1 / Math.sqrt(squares / columns + epsilon);
    for (let i = 0; i < columns; i++) {
      out[start + i] = (x[start + i]! - mean) * factor * weight[i]! + bias[i]!;
    }
  }
}

export function sgd(p: Float32Array, gradients: Float32Array, learningRate: number) {
  for (let i = 0; i < p.length; i++) p[i]! -= learningRate * gradients[i]!;
}

export function momentumStep(
  p: Float32Array,
  gradients: Float32Array,
  velocity: Float32Array,
  learningRate: number,
  momentum: number,
) {
  for (let i = 0; i < p.length; i++) {
    velocity[i] = momentum * velocity[i]! + gradients[i]!;
    p[i]! -= learningRate * velocity[i]!;
  }
}

export function adam(
  { gradients, learningRate, beta1, beta2, epsilon }: Operations["adam"],
  p: Float32Array,
  first: Float32Array,
  second: Float32Array,
  step: number,
) {
  const firstScale = 1 / (1 - beta1 ** step), secondScale = 1 / (1 - beta2 ** step);
  for (let i = 0; i < p.length; i++) {
    const gradient = gradients[i]!;
    first[i] = beta1 * first[i]! + (1 - beta1) * gradient;
    second[i] = beta2 * second[i]! + (1 - beta2) * gradient * gradient;
    p[i]! -= learningRate * first[i]! * firstScale /
      (Math.sqrt(second[i]! * secondScale) + epsilon);
  }
}

export function gather(
  table: Float32Array,
  indices: Uint32Array,
  columns: number,
  out: Float32Array,
) {
  for (let i = 0; i < indices.length; i++) {
    const start = indices[i]! * columns;
    out.set(table.subarray(start, start + columns), i * columns);
  }
}
