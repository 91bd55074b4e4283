import { channelStatistics } from "./channel_statistics.ts";
import {
  checkApart,
  checkArray,
  checkFinite,
  checkOutputs,
  checkSameOrApart,
  checkSizes,
} from "./checks.ts";
import { lengthOfBatch, lengthOfRows } from "./lengths.ts";
import { fitsFloat32 } from "./precision.ts";
import * as plain from "./reference.ts";
import type {
  BatchNormShape,
  BatchShape,
  BatchStatistics,
  RowNormShape,
  RowsShape,
} from "./shapes.ts";
import { withBorrowed } from "./wasm/borrowed.ts";
import type { Family } from "./wasm/family.ts";
import { HEAD } from "./wasm/layer_norm.ts";
import { type NormExports, normFamily } from "./wasm/norms.ts";
import { inPlace } from "./wasm/staging.ts";

/**
 * Softmax of each row: `out[i] = e^(x[i] − max) / Σ e^(x[j] − max)`.
 *
 * The relative error is below (columns / 16 + 16 + max − x[i]) · 2⁻²⁴ + 6e-7. For results below
 * 2⁻¹²⁶, add 2⁻¹⁴⁸. A row becomes NaN if it has a NaN or +∞, or if all its numbers are −∞. `out`
 * may be `x`. Arrays outside kernel memory are copied in and out.
 *
 * @param x rows × columns numbers.
 * @param out rows × columns numbers; overwritten.
 * @param shape The sizes.
 * @returns `out`.
 * @throws {RangeError} If a length does not fit, or if `out` partly overlaps `x`.
 * @throws {TypeError} If an array is not a Float32Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { softmax } from "@benchline/benchline/kernels";
 *
 * const out = softmax(new Float32Array([5, 5]), new Float32Array(2), { rows: 1, columns: 2 });
 * assertEquals([...out], [0.5, 0.5]);
 * ```
 */
export function softmax(x: Float32Array, out: Float32Array, shape: RowsShape): Float32Array {
  const action = "apply softmax";
  const { rows, columns } = shape;
  checkSizes(action, { rows, columns });
  const given = out, length = lengthOfRows(shape);
  x = checkArray(action, "x", x, length);
  out = checkArray(action, "out", out, length);
  checkSameOrApart(action, "out", out, "x", x);
  const family = normFamily();
  const done = family && withBorrowed(
    family.machine,
    (lender) => ({ x: lender.input(x), out: lender.output(out) }),
    (own) => family.run.softmax(own.x.byteOffset, own.out.byteOffset, rows, columns),
  );
  if (!done) plain.softmax(x, out, shape);
  return given;
}

/**
 * Layer normalisation: each row is shifted and scaled to mean 0 and variance 1, and then
 * `out = normalised · weight + bias` (Ba, Kiros and Hinton, Layer normalization, 2016). The
 * variance is the mean of squared distances.
 *
 * The error is below (columns / 8 + 32) · 2⁻²⁴ · ((|normalised| + 1) · |weight| + |bias|) + 2⁻¹⁴⁸,
 * wherever the mean is. The product normalised · weight must not overflow. Plain TypeScript
 * computes rows whose squares leave the range of 32-bit floats. `out` may be `x`. Arrays outside
 * kernel memory are copied in and out.
 *
 * @param x rows × columns numbers.
 * @param weight columns numbers.
 * @param bias columns numbers.
 * @param out rows × columns numbers; overwritten.
 * @param shape The sizes, and epsilon.
 * @returns `out`.
 * @throws {RangeError} If a length does not fit, if epsilon is not finite, or if `out` overlaps
 * `weight` or `bias`, or a part of `x`.
 * @throws {TypeError} If an array is not a Float32Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { layerNorm } from "@benchline/benchline/kernels";
 *
 * const x = new Float32Array([1, 3]), weight = new Float32Array([1, 1]), bias = new Float32Array(2);
 * layerNorm(x, weight, bias, x, { rows: 1, columns: 2, epsilon: 0 });
 * assertEquals([...x], [-1, 1]);
 * ```
 */
export function layerNorm(
  x: Float32Array,
  weight: Float32Array,
  bias: Float32Array,
  out: Float32Array,
  shape: RowNormShape,
): Float32Array {
  const action = "normalize layers";
  const { rows, columns, epsilon = 1e-5 } = shape;
  checkSizes(action, { rows, columns });
  checkFinite(action, { epsilon });
  const given = out, length = lengthOfRows(shape);
  const ofRow = { count: columns, formula: () => "columns" };
  x = checkArray(action, "x", x, length);
  weight = checkArray(action, "weight", weight, ofRow);
  bias = checkArray(action, "bias", bias, ofRow);
  out = checkArray(action, "out", out, length);
  checkSameOrApart(action, "out", out, "x", x);
  checkApart(action, "out", out, "weight", weight);
  checkApart(action, "out", out, "bias", bias);
  if (columns === 0) return given;
  const family = normFamily();
  const done = family && withBorrowed(
    family.machine,
    (lender) => ({
      x: lender.input(x),
      weight: lender.input(weight),
      bias: lender.input(bias),
      out: lender.output(out),
    }),
    (own) => normalizeRows(family, own, { rows, columns, epsilon }),
  );
  if (!done) plain.layerNorm(x, weight, bias, out, shape);
  return given;
}

/** Of the inputs, only x may be the output. */
const mayBeX = { out: ["x"] };

/** Plain TypeScript computes rows that leave the range of 32-bit floats on the way. */
function normalizeRows(
  { run, machine: { floats, words }, scratch }: Family<NormExports>,
  { x, weight, bias, out }: Readonly<Record<"x" | "weight" | "bias" | "out", Float32Array>>,
  { rows, columns, epsilon }: Required<RowNormShape>,
): void {
  const at = scratch / 4;
  floats[at] = 1 / columns;
  floats[at + 1] = epsilon;
  floats[at + 2] = 1 / Math.min(columns, HEAD);
  for (let row = 0; row < rows; row++) {
    const skipped = 4 * row * columns;
    run.layerNorm(
      x.byteOffset + skipped,
      weight.byteOffset,
      bias.byteOffset,
      out.byteOffset + skipped,
      rows - row,
      columns,
    );
    row = rows - words[at + 3]!;
    if (row === rows) return;
    const part = (array: Float32Array) => array.subarray(row * columns, (row + 1) * columns);
    plain.layerNorm(part(x), weight, bias, part(out), { rows: 1, columns, epsilon });
  }
}

/**
 * Batch normalisation with given statistics: in each channel,
 * `out = (x − mean) · weight / √(variance + epsilon) + bias` (Ioffe and Szegedy, Batch
 * normalization, 2015). For training, {@linkcode batchStatistics} computes the statistics of the
 * batch.
 *
 * The error is below 8 · 2⁻²⁴ · ((|x| + |mean|) · |weight| / √(variance + epsilon) + |bias|) +
 * 2⁻¹⁴⁸. Neither x − mean may overflow, nor its product with the scale, which is weight /
 * √(variance + epsilon). If a scale does not fit a 32-bit float, plain TypeScript computes. `out`
 * may be `x`. Arrays outside kernel memory are copied in and out.
 *
 * @param x samples × channels × size numbers.
 * @param mean channels numbers.
 * @param variance channels numbers, each >= 0.
 * @param weight channels numbers.
 * @param bias channels numbers.
 * @param out samples × channels × size numbers; overwritten.
 * @param shape The sizes, and epsilon.
 * @returns `out`.
 * @throws {RangeError} If a length does not fit, if epsilon is not finite, or if `out` overlaps an
 * input other than `x`, or a part of `x`.
 * @throws {TypeError} If an array is not a Float32Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { batchNorm, batchStatistics } from "@benchline/benchline/kernels";
 *
 * const x = new Float32Array([1, 3, 10, 10]), shape = { samples: 1, channels: 2, size: 2 };
 * const { mean, variance } = batchStatistics(
 *   x,
 *   { mean: new Float32Array(2), variance: new Float32Array(2) },
 *   shape,
 * );
 * const weight = new Float32Array([1, 1]), bias = new Float32Array([0, 5]);
 * batchNorm(x, mean, variance, weight, bias, x, { ...shape, epsilon: 1e-12 });
 * assertEquals([...x], [-1, 1, 5, 5]);
 * ```
 */
export function batchNorm(
  x: Float32Array,
  mean: Float32Array,
  variance: Float32Array,
  weight: Float32Array,
  bias: Float32Array,
  out: Float32Array,
  shape: BatchNormShape,
): Float32Array {
  const action = "normalize a batch";
  const { samples, channels, size, epsilon = 1e-5 } = shape;
  checkSizes(action, { samples, channels, size });
  checkFinite(action, { epsilon });
  const given = out, length = lengthOfBatch(shape);
  const ofChannels = { count: channels, formula: () => "channels" };
  x = checkArray(action, "x", x, length);
  mean = checkArray(action, "mean", mean, ofChannels);
  variance = checkArray(action, "variance", variance, ofChannels);
  weight = checkArray(action, "weight", weight, ofChannels);
  bias = checkArray(action, "bias", bias, ofChannels);
  out = checkArray(action, "out", out, length);
  checkOutputs(action, { out }, { x, mean, variance, weight, bias }, mayBeX);
  const scales = new Float64Array(channels);
  for (let i = 0; i < channels; i++) scales[i] = weight[i]! / Math.sqrt(variance[i]! + epsilon);
  const done = scales.every(fitsFloat32) &&
    scaleChannels(x, out, { mean, scale: scales, bias }, shape);
  if (!done) plain.batchNorm(x, mean, variance, weight, bias, out, shape);
  return given;
}

/** What each channel is shifted and scaled by. */
type ChannelConstants = Readonly<Record<"mean" | "scale" | "bias", ArrayLike<number>>>;

/**
 * Computes `out = (x − mean) · scale + bias` in each channel, with constants rounded to 32-bit
 * floats.
 *
 * @returns Whether it was computed; otherwise plain TypeScript has to compute.
 */
export function scaleChannels(
  x: Float32Array,
  out: Float32Array,
  { mean, scale, bias }: ChannelConstants,
  { samples, channels, size }: BatchShape,
): boolean {
  const family = normFamily();
  if (!family) return false;
  return withBorrowed(
    family.machine,
    (lender) => ({
      x: lender.input(x),
      out: lender.output(out),
      mean: lender.scratch(channels),
      scale: lender.scratch(channels),
      bias: lender.scratch(channels),
    }),
    (own) => {
      own.mean.set(mean);
      own.scale.set(scale);
      own.bias.set(bias);
      const meanAt = own.mean.byteOffset, scaleAt = own.scale.byteOffset;
      const biasAt = own.bias.byteOffset;
      for (let sample = 0; sample < samples; sample++) {
        const skipped = sample * channels * size * 4;
        const xAt = own.x.byteOffset + skipped, outAt = own.out.byteOffset + skipped;
        if (size === 1) {
          family.run.batchNormRow(xAt, meanAt, scaleAt, biasAt, outAt, channels);
        } else family.run.batchNorm(xAt, meanAt, scaleAt, biasAt, outAt, channels, size);
      }
    },
  );
}

/** Numbers that are summed up as 32-bit floats before a 64-bit sum takes over. */
const LONGEST_SUM = 4096;
/** Calling a function for a shorter run of numbers takes longer than adding them. */
const SHORTEST_SUM = 32;

/**
 * Mean and variance of each channel over all samples. The variance is the mean of squared
 * distances, without correction for the sample's size.
 *
 * The error of the mean is below 2⁻²⁴ times the mean plus 400 · 2⁻²⁴ times the deviation. The error
 * of the variance is below 1400 · 2⁻²⁴ times the variance, wherever the mean is. Add 2⁻¹⁴⁸ to both.
 * Plain TypeScript computes if `x` lies outside kernel memory, if `size` is below 32, or if sums
 * leave the range of 32-bit floats.
 *
 * @param x samples × channels × size numbers.
 * @param statistics Arrays for the results, channels numbers each; overwritten.
 * @param shape The sizes.
 * @returns `statistics`. Mean and variance of no numbers are NaN.
 * @throws {RangeError} If a length does not fit, or if arrays overlap.
 * @throws {TypeError} If an array is not a Float32Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { batchStatistics } from "@benchline/benchline/kernels";
 *
 * const statistics = { mean: new Float32Array(1), variance: new Float32Array(1) };
 * batchStatistics(new Float32Array([1, 3]), statistics, { samples: 2, channels: 1, size: 1 });
 * assertEquals([...statistics.mean, ...statistics.variance], [2, 1]);
 * ```
 */
export function batchStatistics<T extends BatchStatistics>(
  x: Float32Array,
  statistics: T,
  shape: BatchShape,
): T {
  const action = "compute batch statistics";
  const { samples, channels, size } = shape;
  checkSizes(action, { samples, channels, size });
  const ofChannels = { count: channels, formula: () => "channels" };
  x = checkArray(action, "x", x, lengthOfBatch(shape));
  const mean = checkArray(action, "mean", statistics.mean, ofChannels);
  const variance = checkArray(action, "variance", statistics.variance, ofChannels);
  checkOutputs(action, { mean, variance }, { x });
  const family = size < SHORTEST_SUM || samples === 0 ? undefined : inPlace(normFamily(), x);
  if (family) sumChannels(family, x, { mean, variance }, shape);
  else plain.batchStatistics(x, { mean, variance }, shape);
  return statistics;
}

/** Plain TypeScript computes channels whose sums lose digits or leave the range. */
function sumChannels(
  { run, machine: { floats }, scratch }: Family<NormExports>,
  x: Float32Array,
  statistics: BatchStatistics,
  shape: BatchShape,
): void {
  const { samples, channels, size } = shape;
  const at = scratch / 4, count = samples * size;
  const sumChannel = (channel: number, center: number) => {
    floats[at + 2] = center;
    let sum = 0, squares = 0;
    for (let sample = 0; sample < samples; sample++) {
      const start = (sample * channels + channel) * size;
      for (let done = 0; done < size; done += LONGEST_SUM) {
        run.distances(x.byteOffset + 4 * (start + done), Math.min(LONGEST_SUM, size - done));
        sum += floats[at]!;
        squares += floats[at + 1]!;
      }
    }
    const shift = sum / count, variance = squares / count - shift ** 2;
    // The squares lose digits if the center is further away than the numbers are apart.
    return { mean: floats[at + 2]! + shift, variance, near: shift ** 2 <= variance };
  };
  const head = Math.min(size, LONGEST_SUM);
  for (let channel = 0; channel < channels; channel++) {
    run.sum(x.byteOffset + 4 * channel * size, head);
    let sums = sumChannel(channel, floats[at]! / head);
    if (!sums.near) sums = sumChannel(channel, sums.mean);
    const kept = sums.near && sums.variance < Infinity;
    const { mean, variance } = kept ? sums : channelStatistics(x, channel, shape);
    statistics.mean[channel] = mean;
    statistics.variance[channel] = variance;
  }
}
