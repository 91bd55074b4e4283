/** Inputs that are the same in every run, and a use of the outputs that nothing can remove. */

/** Numbers in [-1, 1), the same for the same seed (mulberry32). */
export function randomFloat32(length: number, seed: number): Float32Array {
  const array = new Float32Array(length);
  let state = seed >>> 0;
  for (let i = 0; i < length; i++) {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    array[i] = ((z ^ (z >>> 14)) >>> 0) / 2 ** 31 - 1;
  }
  return array;
}

let kept: unknown;

/** Keeps a result reachable, so that the work behind it cannot be dropped. */
export function sink(result: unknown): void {
  kept = result;
}

/** The last result, for the rare check that it is what it should be. */
export function lastResult(): unknown {
  return kept;
}
