import { checkArray, checkFinite, checkOptional, checkOutputs, checkSizes } from "../checks.ts";
import { type Length, lengthOfBatch, lengthOfRows } from "../lengths.ts";
import type { BatchNormBackwardShape, NormGradients, RowNormShape } from "../shapes.ts";
import * as plain from "./reference.ts";

/**
 * Gradients of {@linkcode layerNorm}, from the gradient of its output.
 *
 * With n = (x − mean) / √(variance + epsilon) and g = outGradient, `bias` is the sum of g over the
 * rows, and `weight` is that of g · n. With h = g · weight, `x` is (h − mean(h) − n · mean(h ·
 * n)) / √(variance + epsilon), where means are those of the row. PyTorch's
 * native_layer_norm_backward computes the same.
 *
 * Every backend computes in plain TypeScript, with 64-bit floats that are rounded once, and gives
 * the same bits. `gradients.x` may be `x` or `outGradient`.
 *
 * @param x The input of the normalisation, rows × columns numbers.
 * @param weight columns numbers.
 * @param outGradient rows × columns numbers.
 * @param gradients Arrays for the gradients; overwritten.
 * @param shape The sizes and the epsilon of the normalisation.
 * @returns `gradients`.
 * @throws {RangeError} If a length does not fit, or if a gradient overlaps another array.
 * @throws {TypeError} If an array is not a Float32Array.
 * @example A shift of the whole row changes nothing
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { layerNormBackward } from "@benchline/benchline/kernels";
 *
 * const x = new Float32Array([1, 3]), weight = new Float32Array([1, 1]);
 * const gradients = { x: new Float32Array(2), bias: new Float32Array(2) };
 * const shape = { rows: 1, columns: 2 };
 * layerNormBackward(x, weight, new Float32Array([5, 5]), gradients, shape);
 * assertEquals([...gradients.x, ...gradients.bias], [0, 0, 5, 5]);
 * ```
 */
export function layerNormBackward<T extends NormGradients>(
  x: Float32Array,
  weight: Float32Array,
  outGradient: Float32Array,
  gradients: T,
  shape: RowNormShape,
): T {
  const action = "compute the gradients of layer normalisation";
  const { rows, columns, epsilon = 1e-5 } = shape;
  checkSizes(action, { rows, columns });
  checkFinite(action, { epsilon });
  const length = lengthOfRows(shape), ofRow = { count: columns, formula: () => "columns" };
  x = checkArray(action, "x", x, length);
  weight = checkArray(action, "weight", weight, ofRow);
  outGradient = checkArray(action, "outGradient", outGradient, length);
  const inputs = { x, weight, outGradient };
  const views = checkGradients(action, gradients, inputs, { x: length, weight: ofRow });
  plain.layerNormBackward(x, weight, outGradient, views, shape);
  return gradients;
}

/**
 * Gradients of {@linkcode batchNorm}, from the gradient of its output.
 *
 * With n = (x − mean) / √(variance + epsilon) and g = outGradient, `bias` is the sum of g in each
 * channel, and `weight` is that of g · n. `x` is weight / √(variance + epsilon) times g − mean(g) −
 * n · mean(g · n), if mean and variance are those of the batch (Ioffe and Szegedy, Batch
 * normalization, 2015, section 3). With `fixedStatistics`, it is weight / √(variance + epsilon)
 * times g.
 *
 * Every backend computes in plain TypeScript, with 64-bit floats that are rounded once, and gives
 * the same bits. `gradients.x` may be `x` or `outGradient`.
 *
 * @param x The input of the normalisation, samples × channels × size numbers.
 * @param mean channels numbers.
 * @param variance channels numbers, each >= 0.
 * @param weight channels numbers.
 * @param outGradient samples × channels × size numbers.
 * @param gradients Arrays for the gradients; overwritten.
 * @param shape The sizes, epsilon, and whether the statistics are fixed.
 * @returns `gradients`.
 * @throws {RangeError} If a length does not fit, or if a gradient overlaps another array.
 * @throws {TypeError} If an array is not a Float32Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { batchNormBackward } from "@benchline/benchline/kernels";
 *
 * const x = new Float32Array([1, 3]), mean = new Float32Array([2]);
 * const variance = new Float32Array([1]), weight = new Float32Array([1]);
 * const gradients = { weight: new Float32Array(1), bias: new Float32Array(1) };
 * const shape = { samples: 2, channels: 1, size: 1, epsilon: 0 };
 * batchNormBackward(x, mean, variance, weight, new Float32Array([5, 7]), gradients, shape);
 * assertEquals([...gradients.weight, ...gradients.bias], [2, 12]);
 * ```
 */
export function batchNormBackward<T extends NormGradients>(
  x: Float32Array,
  mean: Float32Array,
  variance: Float32Array,
  weight: Float32Array,
  outGradient: Float32Array,
  gradients: T,
  shape: BatchNormBackwardShape,
): T {
  const action = "compute the gradients of batch normalisation";
  const { samples, channels, size, epsilon = 1e-5 } = shape;
  checkSizes(action, { samples, channels, size });
  checkFinite(action, { epsilon });
  const length = lengthOfBatch(shape), ofChannels = { count: channels, formula: () => "channels" };
  x = checkArray(action, "x", x, length);
  mean = checkArray(action, "mean", mean, ofChannels);
  variance = checkArray(action, "variance", variance, ofChannels);
  weight = checkArray(action, "weight", weight, ofChannels);
  outGradient = checkArray(action, "outGradient", outGradient, length);
  const inputs = { x, mean, variance, weight, outGradient };
  const views = checkGradients(action, gradients, inputs, { x: length, weight: ofChannels });
  plain.batchNormBackward(x, mean, variance, weight, outGradient, views, shape);
  return gradients;
}

/** The gradient of x is written after the numbers in its place were read. */
const ownInputs = { "gradients.x": ["x", "outGradient"] };

/** Checks the arrays for gradients, and returns the arrays to work on. */
function checkGradients(
  action: string,
  { x, weight, bias }: NormGradients,
  inputs: Readonly<Record<string, Float32Array>>,
  lengths: Readonly<Record<"x" | "weight", Length>>,
): NormGradients {
  const outputs = {
    "gradients.x": checkOptional(action, "gradients.x", x, lengths.x),
    "gradients.weight": checkOptional(action, "gradients.weight", weight, lengths.weight),
    "gradients.bias": checkOptional(action, "gradients.bias", bias, lengths.weight),
  };
  checkOutputs(action, outputs, inputs, ownInputs);
  return {
    x: outputs["gradients.x"],
    weight: outputs["gradients.weight"],
    bias: outputs["gradients.bias"],
  };
}
