import {
  checkApart,
  checkArray,
  checkFinite,
  checkFloat32,
  checkLength,
  checkSameOrApart,
  checkSizes,
  checkUint32,
  checkUint8,
} from "./checks.ts";
import { checkIndices } from "./data.ts";
import { lengthOfBatch } from "./lengths.ts";
import { scaleChannels } from "./norms.ts";
import { fitsFloat32 } from "./precision.ts";
import * as plain from "./reference.ts";
import type { ChannelOptions, GatherNormalizedShape, NormalizeChannelsShape } from "./shapes.ts";

/**
 * Shifts and scales each channel: `out = (x − mean[channel]) / deviation[channel]`, like
 * torchvision's Normalize.
 *
 * The error is at most 2⁻²² · (|x| + |mean|) / |deviation| + 2⁻¹⁴⁸, because means are rounded to
 * 32-bit floats. The difference x − mean must not overflow. If a mean or the reciprocal of a
 * deviation does not fit a 32-bit float, plain TypeScript computes. `out` may be `x`. Arrays
 * outside kernel memory are copied in and out.
 *
 * @param x samples × channels × size numbers.
 * @param out samples × channels × size numbers; overwritten.
 * @param shape The sizes, and a mean and a standard deviation for each channel.
 * @returns `out`.
 * @throws {RangeError} If a length does not fit, if a mean or a deviation is not finite, if a
 * deviation is 0, or if `out` partly overlaps `x`.
 * @throws {TypeError} If an array is not a Float32Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { normalizeChannels } from "@benchline/benchline/kernels";
 *
 * const x = new Float32Array([1, 3, 10, 30]), shape = { samples: 1, channels: 2, size: 2 };
 * normalizeChannels(x, x, { ...shape, mean: [2, 20], deviation: [1, 10] });
 * assertEquals([...x], [-1, 1, -1, 1]);
 * ```
 */
export function normalizeChannels(
  x: Float32Array,
  out: Float32Array,
  shape: NormalizeChannelsShape,
): Float32Array {
  const action = "normalize channels";
  const given = out;
  const { samples, channels, size, mean, deviation } = shape;
  checkSizes(action, { samples, channels, size });
  const length = lengthOfBatch(shape);
  x = checkArray(action, "x", x, length);
  out = checkArray(action, "out", out, length);
  checkSameOrApart(action, "out", out, "x", x);
  checkChannels(action, shape);
  // In 64 bits, so that what 32 bits cannot hold is still to be seen.
  const scales = Array.from(deviation, (value) => 1 / value);
  const done = scales.every(fitsFloat32) && Array.from(mean).every(fitsFloat32) &&
    scaleChannels(x, out, { mean, scale: scales, bias: new Float32Array(channels) }, shape);
  if (!done) {
    // A copy, since `out` may lie on the memory of the means or deviations.
    const constants = { mean: Array.from(mean), deviation: Array.from(deviation) };
    plain.normalizeChannels(x, out, { samples, channels, size, ...constants });
  }
  return given;
}

/**
 * Copies rows of a table of bytes by their numbers, and shifts and scales each channel:
 * `(byte / divisor − mean[channel]) / deviation[channel]`. The result is a batch of a data set of
 * images, as torchvision's ToTensor and Normalize make it.
 *
 * Each number is rounded once. A byte has only 256 values, so plain TypeScript computes those and
 * looks the rest up. Every backend does so, and gives the same bits.
 *
 * @param table Rows × channels × size bytes, one channel after the other.
 * @param indices The rows' numbers, from 0; a row may occur more than once.
 * @param out indices.length × channels × size numbers; overwritten.
 * @param shape The sizes, and a mean and a standard deviation for each channel.
 * @returns `out`.
 * @throws {RangeError} If a length does not fit, if an index is past the last row, if a number is
 * not finite, if the divisor or a deviation is 0, or if `out` overlaps an input. Then nothing is
 * written.
 * @throws {TypeError} If an array is of another kind.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { gatherNormalized } from "@benchline/benchline/kernels";
 *
 * const images = new Uint8Array([0, 255, 51, 102]), batch = new Float32Array(2);
 * const shape = { channels: 1, size: 2, mean: [0.5], deviation: [0.5] };
 * assertEquals([...gatherNormalized(images, new Uint32Array([0]), batch, shape)], [-1, 1]);
 * ```
 */
export function gatherNormalized(
  table: Uint8Array,
  indices: Uint32Array,
  out: Float32Array,
  shape: GatherNormalizedShape,
): Float32Array {
  const action = "gather and normalize rows";
  const given = out;
  const { channels, size, divisor = 255 } = shape;
  checkSizes(action, { channels, size });
  table = checkUint8(action, "table", table);
  indices = checkUint32(action, "indices", indices);
  out = checkFloat32(action, "out", out);
  const columns = channels * size;
  const rows = columns === 0 ? 0 : table.length / columns;
  if (!Number.isInteger(rows)) {
    throw new RangeError(
      `Cannot ${action}: table must have whole rows of ${channels} × ${size} elements, ` +
        `current value has ${table.length} elements`,
    );
  }
  const formula = `indices × channels × size = ${indices.length} × ${channels} × ${size}`;
  checkLength(action, "out", out, indices.length * columns, formula);
  checkApart(action, "out", out, "table", table);
  checkApart(action, "out", out, "indices", indices);
  checkChannels(action, shape);
  checkFinite(action, { divisor });
  if (divisor === 0) {
    throw new RangeError(`Cannot ${action}: divisor must not be 0, current value is 0`);
  }
  if (columns === 0) return given;
  checkIndices(action, indices, rows);
  const values = valuesOfBytes(shape);
  let to = 0;
  for (let row = 0; row < indices.length; row++) {
    let from = indices[row]! * columns;
    for (let start = 0; start < values.length; start += 256) {
      for (let i = 0; i < size; i++) out[to++] = values[start + table[from++]!]!;
    }
  }
  return given;
}

/** What each byte becomes in each channel. */
function valuesOfBytes(
  { channels, mean, deviation, divisor = 255 }: GatherNormalizedShape,
): Float32Array {
  const values = new Float32Array(256 * channels);
  for (let channel = 0; channel < channels; channel++) {
    for (let byte = 0; byte < 256; byte++) {
      values[256 * channel + byte] = (byte / divisor - mean[channel]!) / deviation[channel]!;
    }
  }
  return values;
}

function checkChannels(
  action: string,
  { mean, deviation, channels }: ChannelOptions & { readonly channels: number },
): void {
  checkLength(action, "mean", mean, channels, "channels");
  checkLength(action, "deviation", deviation, channels, "channels");
  checkNumbers(action, "mean", mean);
  checkNumbers(action, "deviation", deviation);
  for (let channel = 0; channel < channels; channel++) {
    if (deviation[channel] === 0) {
      throw new RangeError(
        `Cannot ${action}: deviation[${channel}] must not be 0, current value is 0`,
      );
    }
  }
}

/** Refuses numbers that are not finite; only the one that is refused needs a name. */
function checkNumbers(action: string, name: string, numbers: ArrayLike<number>): void {
  for (let i = 0; i < numbers.length; i++) {
    if (!Number.isFinite(numbers[i])) checkFinite(action, { [`${name}[${i}]`]: numbers[i]! });
  }
}
