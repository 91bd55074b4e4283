/**
 * The kernels as plain loops. They show what each kernel computes, and are not made to be fast.
 *
 * Sums are 64-bit floats and are rounded once, when they are stored. Arguments are not checked. An
 * output must not overlap an input, unless it is that input.
 *
 * @module
 */
import { channelStatistics } from "./channel_statistics.ts";
import type { FloatArray } from "./checks.ts";
import { eachProduct } from "./gradients/products.ts";
import type {
  AdamOptions,
  AdamWOptions,
  BatchNormShape,
  BatchShape,
  BatchStatistics,
  Conv2dShape,
  GatherNormalizedShape,
  GatherShape,
  LinearGradients,
  LinearShape,
  MatmulShape,
  MomentumOptions,
  NormalizeChannelsShape,
  NormalizeOptions,
  RowNormShape,
  RowsShape,
  SgdOptions,
} from "./shapes.ts";

/** See the kernel of the same name. */
export function add<T extends FloatArray>(a: T, b: T, out: T): T {
  for (let i = 0; i < out.length; i++) out[i] = a[i]! + b[i]!;
  return out;
}

/** See the kernel of the same name. Each product is a triple loop. */
export function matmul<T extends FloatArray>(a: T, b: T, out: T, shape: MatmulShape): T {
  const { m, k, n, batch = 1, transposeA = false, transposeB = false, accumulate } = shape;
  const { aRowStride = transposeA ? m : k, bRowStride = transposeB ? k : n } = shape;
  const { outRowStride = n, outBatchStride = m * outRowStride } = shape;
  const { aBatchStride = (transposeA ? k : m) * aRowStride } = shape;
  const { bBatchStride = (transposeB ? n : k) * bRowStride } = shape;
  const at = (row: number, column: number, stride: number, transposed: boolean) =>
    transposed ? column * stride + row : row * stride + column;
  for (let item = 0; item < batch; item++) {
    const aStart = item * aBatchStride, bStart = item * bBatchStride;
    for (let row = 0; row < m; row++) {
      for (let column = 0; column < n; column++) {
        const to = item * outBatchStride + row * outRowStride + column;
        let sum = accumulate ? out[to]! : 0;
        for (let i = 0; i < k; i++) {
          sum += a[aStart + at(row, i, aRowStride, transposeA)]! *
            b[bStart + at(i, column, bRowStride, transposeB)]!;
        }
        out[to] = sum;
      }
    }
  }
  return out;
}

/** See the kernel of the same name. */
export function relu(x: Float32Array, out: Float32Array): Float32Array {
  for (let i = 0; i < out.length; i++) out[i] = x[i]! < 0 ? 0 : x[i]!;
  return out;
}

/** See the kernel of the same name. */
export function sigmoid(x: Float32Array, out: Float32Array): Float32Array {
  for (let i = 0; i < out.length; i++) out[i] = 1 / (1 + Math.exp(-x[i]!));
  return out;
}

/** See the kernel of the same name. */
export function tanh(x: Float32Array, out: Float32Array): Float32Array {
  for (let i = 0; i < out.length; i++) out[i] = Math.tanh(x[i]!);
  return out;
}

/** See the kernel of the same name. */
export function exp(x: Float32Array, out: Float32Array): Float32Array {
  for (let i = 0; i < out.length; i++) out[i] = Math.exp(x[i]!);
  return out;
}

/** See the kernel of the same name. */
export function softmax(
  x: Float32Array,
  out: Float32Array,
  { rows, columns }: RowsShape,
): Float32Array {
  for (let row = 0; row < rows; row++) {
    const start = row * columns, end = start + columns;
    let largest = -Infinity;
    for (let i = start; i < end; i++) largest = Math.max(largest, x[i]!);
    let sum = 0;
    for (let i = start; i < end; i++) sum += Math.exp(x[i]! - largest);
    for (let i = start; i < end; i++) out[i] = Math.exp(x[i]! - largest) / sum;
  }
  return out;
}

/** See the kernel of the same name. */
export function layerNorm(
  x: Float32Array,
  weight: Float32Array,
  bias: Float32Array,
  out: Float32Array,
  { rows, columns, epsilon = 1e-5 }: RowNormShape,
): Float32Array {
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let sum = 0;
    for (let i = 0; i < columns; i++) sum += x[start + i]!;
    const mean = sum / columns;
    let squares = 0;
    for (let i = 0; i < columns; i++) squares += (x[start + i]! - mean) ** 2;
    const scale = 1 / Math.sqrt(squares / columns + epsilon);
    for (let i = 0; i < columns; i++) {
      out[start + i] = (x[start + i]! - mean) * scale * weight[i]! + bias[i]!;
    }
  }
  return out;
}

/** See the kernel of the same name. */
export function batchNorm(
  x: Float32Array,
  mean: Float32Array,
  variance: Float32Array,
  weight: Float32Array,
  bias: Float32Array,
  out: Float32Array,
  { samples, channels, size, epsilon = 1e-5 }: BatchNormShape,
): Float32Array {
  for (let sample = 0; sample < samples; sample++) {
    for (let channel = 0; channel < channels; channel++) {
      const scale = weight[channel]! / Math.sqrt(variance[channel]! + epsilon);
      const start = (sample * channels + channel) * size;
      for (let i = start; i < start + size; i++) {
        out[i] = (x[i]! - mean[channel]!) * scale + bias[channel]!;
      }
    }
  }
  return out;
}

/** See the kernel of the same name. */
export function batchStatistics(
  x: Float32Array,
  statistics: BatchStatistics,
  shape: BatchShape,
): BatchStatistics {
  for (let channel = 0; channel < shape.channels; channel++) {
    const { mean, variance } = channelStatistics(x, channel, shape);
    statistics.mean[channel] = mean;
    statistics.variance[channel] = variance;
  }
  return statistics;
}

/** See the kernel of the same name. */
export function linearForward(
  x: Float32Array,
  weight: Float32Array,
  bias: Float32Array | undefined,
  out: Float32Array,
  { batch, inFeatures, outFeatures }: LinearShape,
): Float32Array {
  for (let sample = 0; sample < batch; sample++) {
    for (let feature = 0; feature < outFeatures; feature++) {
      let sum = bias?.[feature] ?? 0;
      for (let i = 0; i < inFeatures; i++) {
        sum += x[sample * inFeatures + i]! * weight[feature * inFeatures + i]!;
      }
      out[sample * outFeatures + feature] = sum;
    }
  }
  return out;
}

/** See the kernel of the same name. */
export function linearBackward<T extends LinearGradients>(
  x: Float32Array,
  weight: Float32Array,
  outGradient: Float32Array,
  gradients: T,
  { batch, inFeatures, outFeatures }: LinearShape,
): T {
  for (let feature = 0; feature < outFeatures; feature++) {
    let sum = 0;
    for (let sample = 0; sample < batch; sample++) {
      sum += outGradient[sample * outFeatures + feature]!;
    }
    if (gradients.bias) gradients.bias[feature] = sum;
    for (let i = 0; i < inFeatures; i++) {
      let product = 0;
      for (let sample = 0; sample < batch; sample++) {
        product += outGradient[sample * outFeatures + feature]! * x[sample * inFeatures + i]!;
      }
      gradients.weight[feature * inFeatures + i] = product;
    }
  }
  if (gradients.x) {
    matmul(outGradient, weight, gradients.x, { m: batch, k: outFeatures, n: inFeatures });
  }
  return gradients;
}

/** See the kernel of the same name. */
export function conv2d(
  x: Float32Array,
  weight: Float32Array,
  bias: Float32Array | undefined,
  out: Float32Array,
  shape: Conv2dShape,
): Float32Array {
  const places = out.length / (shape.batch * shape.outChannels);
  const sums = Float64Array.from(
    out,
    (_, i) => bias?.[Math.floor(i / places) % shape.outChannels] ?? 0,
  );
  eachProduct(shape, (result, pixel, factor) => {
    sums[result] = sums[result]! + x[pixel]! * weight[factor]!;
  });
  out.set(sums);
  return out;
}

/** See the kernel of the same name. */
export function sgdStep(
  parameters: Float32Array,
  gradients: Float32Array,
  { learningRate, weightDecay = 0 }: SgdOptions,
): Float32Array {
  for (let i = 0; i < parameters.length; i++) {
    const gradient = decayed(gradients[i]!, parameters[i]!, weightDecay);
    parameters[i] = parameters[i]! - learningRate * gradient;
  }
  return parameters;
}

/** Without decay, returns the gradient alone, even if the parameter is infinite. */
function decayed(gradient: number, parameter: number, weightDecay: number): number {
  return weightDecay === 0 ? gradient : gradient + weightDecay * parameter;
}

/** See the kernel of the same name. */
export function momentumStep(
  parameters: Float32Array,
  gradients: Float32Array,
  velocity: Float32Array,
  options: MomentumOptions,
): Float32Array {
  const { learningRate, momentum, weightDecay = 0, dampening = 0, step, nesterov } = options;
  const share = step === 1 ? 1 : 1 - dampening;
  for (let i = 0; i < parameters.length; i++) {
    const gradient = decayed(gradients[i]!, parameters[i]!, weightDecay);
    velocity[i] = momentum * velocity[i]! + share * gradient;
    const change = nesterov ? momentum * velocity[i]! + gradient : velocity[i]!;
    parameters[i] = parameters[i]! - learningRate * change;
  }
  return parameters;
}

/** See the kernel of the same name. */
export function adamStep(
  parameters: Float32Array,
  gradients: Float32Array,
  firstMoment: Float32Array,
  secondMoment: Float32Array,
  options: AdamOptions,
): Float32Array {
  const { step, learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const { weightDecay = 0 } = options;
  const firstScale = 1 / (1 - beta1 ** step), secondScale = 1 / (1 - beta2 ** step);
  for (let i = 0; i < parameters.length; i++) {
    const gradient = decayed(gradients[i]!, parameters[i]!, weightDecay);
    firstMoment[i] = beta1 * firstMoment[i]! + (1 - beta1) * gradient;
    secondMoment[i] = beta2 * secondMoment[i]! + (1 - beta2) * gradient * gradient;
    const root = Math.sqrt(secondMoment[i]! * secondScale);
    parameters[i] = parameters[i]! - learningRate * firstMoment[i]! * firstScale / (root + epsilon);
  }
  return parameters;
}

/** See the kernel of the same name. */
export function adamWStep(
  parameters: Float32Array,
  gradients: Float32Array,
  firstMoment: Float32Array,
  secondMoment: Float32Array,
  { weightDecay = 0.01, ...options }: AdamWOptions,
): Float32Array {
  const { learningRate = 0.001 } = options;
  if (weightDecay !== 0) {
    for (let i = 0; i < parameters.length; i++) {
      parameters[i] = parameters[i]! - learningRate * weightDecay * parameters[i]!;
    }
  }
  return adamStep(parameters, gradients, firstMoment, secondMoment, options);
}

/** See the kernel of the same name. */
export function gatherRows(
  table: Float32Array,
  indices: Uint32Array,
  out: Float32Array,
  { columns }: GatherShape,
): Float32Array {
  indices.forEach((index, row) => {
    for (let i = 0; i < columns; i++) out[row * columns + i] = table[index * columns + i]!;
  });
  return out;
}

export { shuffleIndices } from "./shuffle.ts";
export * from "./gradients/reference.ts";

/** See the kernel of the same name. */
export function normalize(
  x: Float32Array,
  out: Float32Array,
  { mean, deviation }: NormalizeOptions,
): Float32Array {
  for (let i = 0; i < out.length; i++) out[i] = (x[i]! - mean) / deviation;
  return out;
}

/** See the kernel of the same name. */
export function normalizeChannels(
  x: Float32Array,
  out: Float32Array,
  { channels, size, mean, deviation }: NormalizeChannelsShape,
): Float32Array {
  for (let i = 0; i < out.length; i++) {
    const channel = Math.floor(i / size) % channels;
    out[i] = (x[i]! - mean[channel]!) / deviation[channel]!;
  }
  return out;
}

/** See the kernel of the same name. */
export function gatherNormalized(
  table: Uint8Array,
  indices: Uint32Array,
  out: Float32Array,
  { channels, size, mean, deviation, divisor = 255 }: GatherNormalizedShape,
): Float32Array {
  const columns = channels * size;
  for (let i = 0; i < out.length; i++) {
    const byte = table[indices[Math.floor(i / columns)]! * columns + i % columns]!;
    const channel = Math.floor(i / size) % channels;
    out[i] = (byte / divisor - mean[channel]!) / deviation[channel]!;
  }
  return out;
}
