/**
 * Losses and gradients as plain loops. They are like the other kernels of `reference.ts`.
 *
 * @module
 */
import type {
  BatchNormBackwardShape,
  Conv2dGradients,
  Conv2dShape,
  CrossEntropyShape,
  NormGradients,
  RowNormShape,
} from "../shapes.ts";
import { eachProduct } from "./products.ts";

/** See the kernel of the same name. */
export function reluBackward(
  x: Float32Array,
  outGradient: Float32Array,
  gradient: Float32Array,
): Float32Array {
  for (let i = 0; i < gradient.length; i++) gradient[i] = x[i]! <= 0 ? 0 : outGradient[i]!;
  return gradient;
}

/** See the kernel of the same name. */
export function softmaxCrossEntropy(
  logits: Float32Array,
  labels: Uint8Array | Uint32Array,
  out: Float32Array,
  { rows, columns, reduction = "mean" }: CrossEntropyShape,
): Float32Array {
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const { peak, sum } = exponentialsOf(logits, row * columns, columns);
    const loss = Math.log(sum) + (peak - logits[row * columns + labels[row]!]!);
    if (reduction === "none") out[row] = loss;
    total += loss;
  }
  if (reduction === "mean") out[0] = total / rows;
  return out;
}

/** Returns the largest of some numbers, and Σ e^(x − peak). */
function exponentialsOf(
  x: Float32Array,
  start: number,
  length: number,
): { peak: number; sum: number } {
  let peak = -Infinity, sum = 0;
  for (let i = start; i < start + length; i++) peak = Math.max(peak, x[i]!);
  for (let i = start; i < start + length; i++) sum += Math.exp(x[i]! - peak);
  return { peak, sum };
}

/** See the kernel of the same name. */
export function softmaxCrossEntropyBackward(
  logits: Float32Array,
  labels: Uint8Array | Uint32Array,
  outGradient: Float32Array,
  gradient: Float32Array,
  { rows, columns, reduction = "mean" }: CrossEntropyShape,
): Float32Array {
  for (let row = 0; row < rows; row++) {
    const scale = reduction === "mean" ? outGradient[0]! / rows : outGradient[row]!;
    const start = row * columns;
    const { peak, sum } = exponentialsOf(logits, start, columns);
    for (let i = 0; i < columns; i++) {
      const share = Math.exp(logits[start + i]! - peak) / sum;
      gradient[start + i] = (i === labels[row] ? share - 1 : share) * scale;
    }
  }
  return gradient;
}

/** See the kernel of the same name. */
export function layerNormBackward<T extends NormGradients>(
  x: Float32Array,
  weight: Float32Array,
  outGradient: Float32Array,
  gradients: T,
  { rows, columns, epsilon = 1e-5 }: RowNormShape,
): T {
  const weightSums = new Float64Array(columns), biasSums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let sum = 0, squares = 0;
    for (let i = 0; i < columns; i++) sum += x[start + i]!;
    const mean = sum / columns;
    for (let i = 0; i < columns; i++) squares += (x[start + i]! - mean) ** 2;
    const scale = 1 / Math.sqrt(squares / columns + epsilon);
    let along = 0, across = 0;
    for (let i = 0; i < columns; i++) {
      const normal = (x[start + i]! - mean) * scale, gradient = outGradient[start + i]!;
      biasSums[i] = biasSums[i]! + gradient;
      weightSums[i] = weightSums[i]! + gradient * normal;
      along += gradient * weight[i]!;
      across += gradient * weight[i]! * normal;
    }
    if (!gradients.x) continue;
    for (let i = 0; i < columns; i++) {
      const normal = (x[start + i]! - mean) * scale;
      const inner = outGradient[start + i]! * weight[i]!;
      gradients.x[start + i] = (inner - along / columns - normal * (across / columns)) * scale;
    }
  }
  gradients.weight?.set(weightSums);
  gradients.bias?.set(biasSums);
  return gradients;
}

/** See the kernel of the same name. */
export function batchNormBackward<T extends NormGradients>(
  x: Float32Array,
  mean: Float32Array,
  variance: Float32Array,
  weight: Float32Array,
  outGradient: Float32Array,
  gradients: T,
  { samples, channels, size, epsilon = 1e-5, fixedStatistics = false }: BatchNormBackwardShape,
): T {
  for (let channel = 0; channel < channels; channel++) {
    const center = mean[channel]!, scale = 1 / Math.sqrt(variance[channel]! + epsilon);
    let along = 0, across = 0;
    for (let sample = 0; sample < samples; sample++) {
      const start = (sample * channels + channel) * size;
      for (let i = start; i < start + size; i++) {
        along += outGradient[i]!;
        across += outGradient[i]! * (x[i]! - center) * scale;
      }
    }
    if (gradients.x) {
      const factor = weight[channel]! * scale, count = samples * size;
      const meanAlong = fixedStatistics ? 0 : along / count;
      const meanAcross = fixedStatistics ? 0 : across / count;
      for (let sample = 0; sample < samples; sample++) {
        const start = (sample * channels + channel) * size;
        for (let i = start; i < start + size; i++) {
          const normal = (x[i]! - center) * scale;
          gradients.x[i] = (outGradient[i]! - meanAlong - normal * meanAcross) * factor;
        }
      }
    }
    if (gradients.weight) gradients.weight[channel] = across;
    if (gradients.bias) gradients.bias[channel] = along;
  }
  return gradients;
}

/** See the kernel of the same name. */
export function conv2dBackward<T extends Conv2dGradients>(
  x: Float32Array,
  weight: Float32Array,
  outGradient: Float32Array,
  gradients: T,
  shape: Conv2dShape,
): T {
  const sums = {
    x: new Float64Array(x.length),
    weight: new Float64Array(weight.length),
    bias: new Float64Array(shape.outChannels),
  };
  eachProduct(shape, (result, pixel, factor) => {
    sums.x[pixel] = sums.x[pixel]! + outGradient[result]! * weight[factor]!;
    sums.weight[factor] = sums.weight[factor]! + outGradient[result]! * x[pixel]!;
  });
  const places = outGradient.length / (shape.batch * shape.outChannels);
  for (let i = 0; i < outGradient.length; i++) {
    const channel = Math.floor(i / places) % shape.outChannels;
    sums.bias[channel] = sums.bias[channel]! + outGradient[i]!;
  }
  gradients.x?.set(sums.x);
  gradients.weight?.set(sums.weight);
  gradients.bias?.set(sums.bias);
  return gradients;
}
