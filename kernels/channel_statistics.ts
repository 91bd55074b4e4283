import type { BatchShape } from "./shapes.ts";

/** Computes mean and variance of a channel with plain sums of 64-bit floats. */
export function channelStatistics(
  x: Float32Array,
  channel: number,
  { samples, channels, size }: BatchShape,
): { mean: number; variance: number } {
  const overChannel = (term: (value: number) => number) => {
    let sum = 0;
    for (let sample = 0; sample < samples; sample++) {
      const start = (sample * channels + channel) * size;
      for (let i = start; i < start + size; i++) sum += term(x[i]!);
    }
    return sum / (samples * size);
  };
  const mean = overChannel((value) => value);
  return { mean, variance: overChannel((value) => (value - mean) ** 2) };
}
