import { checkSizes, checkUint32 } from "./checks.ts";

/** Options of {@linkcode shuffleIndices}. */
export interface ShuffleOptions {
  /** A whole number >= 0. Another seed gives another order. */
  readonly seed: number;
}

/**
 * Fills an array with the numbers 0 … length − 1 in a random order, which depends only on the seed.
 *
 * The algorithm is Fisher and Yates's shuffle (Knuth, The Art of Computer Programming, volume 2,
 * algorithm 3.4.2P) with the generator sfc32. The probability of an order is off by at most
 * length / 2³² of itself per element.
 *
 * @param out Any length; overwritten.
 * @param options The seed.
 * @returns `out`.
 * @throws {RangeError} If the seed is not a whole number >= 0.
 * @throws {TypeError} If `out` is not a Uint32Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { shuffleIndices } from "@benchline/benchline/kernels";
 *
 * const order = shuffleIndices(new Uint32Array(5), { seed: 1 });
 * assertEquals(order.toSorted(), new Uint32Array([0, 1, 2, 3, 4]));
 * assertEquals(shuffleIndices(new Uint32Array(5), { seed: 1 }), order);
 * ```
 */
export function shuffleIndices(out: Uint32Array, { seed }: ShuffleOptions): Uint32Array {
  const action = "shuffle indices";
  checkSizes(action, { seed });
  const given = out;
  out = checkUint32(action, "out", out);
  const random = smallFastCounting(seed);
  for (let i = 0; i < out.length; i++) out[i] = i;
  for (let i = out.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    const value = out[i]!;
    out[i] = out[other]!;
    out[other] = value;
  }
  return given;
}

/** Makes Chris Doty-Humphrey's sfc32: numbers in [0, 1) from 128 bits of state. */
function smallFastCounting(seed: number): () => number {
  let a = seed | 0, b = Math.floor(seed / 2 ** 32) | 0, c = 0x9e3779b9 | 0, counter = 1;
  const next = () => {
    const sum = (a + b | 0) + counter | 0;
    counter = counter + 1 | 0;
    a = b ^ b >>> 9;
    b = c + (c << 3) | 0;
    c = (c << 21 | c >>> 11) + sum | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // The seed has to spread over the whole state first.
  for (let i = 0; i < 12; i++) next();
  return next;
}
