/** Inputs that are the same in every run, and a use of outputs that no compiler can remove. */
import { allocateFloat32, allocateFloat64, type FloatArray } from "../kernels/mod.ts";

/** Numbers in [-1, 1) in kernel memory, the same for the same seed. */
export function randomFloat32(length: number, seed: number): Float32Array {
  return fillRandom(allocateFloat32(length), seed);
}

/** The same, as 64-bit floats. */
export function randomFloat64(length: number, seed: number): Float64Array {
  return fillRandom(allocateFloat64(length), seed);
}

/** Fills an array with numbers in [-1, 1), the same for the same seed (mulberry32). */
export function fillRandom<T extends FloatArray>(array: T, seed: number): T {
  let state = seed >>> 0;
  for (let i = 0; i < array.length; i++) {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    array[i] = ((z ^ (z >>> 14)) >>> 0) / 2 ** 31 - 1;
  }
  return array;
}

let kept: unknown;

/** Keeps a result reachable, so that no compiler can drop its work. */
export function sink(result: unknown): void {
  kept = result;
}

/** The result that was kept last. */
export function lastResult(): unknown {
  return kept;
}
