/**
 * Code without a library: plain loops in a sensible order, over typed arrays.
 *
 * @module
 */
import type { FloatArray, Operations } from "./contender.ts";

export function matmul(
  a: FloatArray,
  b: FloatArray,
  out: FloatArray,
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
