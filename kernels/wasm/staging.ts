/**
 * Runs element-wise functions on arrays anywhere: those outside kernel memory are copied in and
 * out piece by piece, through memory that stays in the second-level cache.
 */
import type { FloatArray } from "../checks.ts";
import { fitsFloat32 } from "../precision.ts";
import type { Family } from "./family.ts";
import type { Machine } from "./machine.ts";

/** What a function does with an array. */
export type Use = "read" | "written" | "both";

/** How a function takes arrays. */
export interface Handling {
  /** What it does with each of them. */
  readonly uses: readonly Use[];
  /**
   * Length below which copying foreign arrays takes longer than computing in plain TypeScript, as
   * measured: the more a function computes, the shorter.
   */
  readonly shortestCopied: number;
}

/** Bytes of a piece. */
const PIECE_BYTES = 65536;
/** Arrays a function takes at most. */
const MOST_ARRAYS = 4;

let staging: number | undefined;

/** Whether an array lies in kernel memory. */
export function isInside(machine: Machine, array: ArrayBufferView): boolean {
  return array.buffer === machine.buffer;
}

/** An array in kernel memory of the same kind as another; as long, unless a length is given. */
export function arrayAt<T extends FloatArray>(
  { buffer }: Machine,
  address: number,
  { BYTES_PER_ELEMENT, length: sameLength }: T,
  length = sameLength,
): T {
  const array = BYTES_PER_ELEMENT === 4
    ? new Float32Array(buffer, address, length)
    : new Float64Array(buffer, address, length);
  return array as T;
}

/** The family if all arrays lie in its memory, so that nothing needs copying. */
export function inPlace<Exports>(
  family: Family<Exports> | undefined,
  ...arrays: readonly FloatArray[]
): Family<Exports> | undefined {
  return family && arrays.every((array) => isInside(family.machine, array)) ? family : undefined;
}

/**
 * Calls a function on arrays of one length.
 *
 * @param handling How the function takes them.
 * @param run Calls it on a piece of them, given the addresses in the same order.
 * @returns Whether it was called; otherwise plain TypeScript has to compute.
 */
export function runElementwise<Exports>(
  family: Family<Exports> | undefined,
  arrays: readonly FloatArray[],
  handling: Handling,
  run: (exports: Exports, addresses: readonly number[], length: number) => void,
): boolean {
  if (!family) return false;
  const { length } = arrays[0]!;
  const addresses: number[] = [];
  for (const array of arrays) {
    if (!isInside(family.machine, array)) {
      return length >= handling.shortestCopied && runStaged(family, arrays, handling, run);
    }
    addresses.push(array.byteOffset);
  }
  run(family.run, addresses, length);
  return true;
}

/**
 * The same for functions that find constants in scratch memory, unless one of these loses digits as
 * a 32-bit float.
 *
 * @param getFamily Gives the family; not called if plain TypeScript has to compute.
 */
export function runWithConstants<Exports>(
  getFamily: () => Family<Exports> | undefined,
  constants: readonly number[],
  arrays: readonly FloatArray[],
  handling: Handling,
  run: (exports: Exports, addresses: readonly number[], length: number) => void,
): boolean {
  const family = constants.every(fitsFloat32) ? getFamily() : undefined;
  if (!family || isTooShort(family, arrays, handling)) return false;
  const { floats } = family.machine, at = family.scratch / 4;
  for (let i = 0; i < constants.length; i++) floats[at + i] = constants[i]!;
  return runElementwise(family, arrays, handling, run);
}

/** Whether copying takes longer than computing. */
function isTooShort(
  { machine }: Family<unknown>,
  arrays: readonly FloatArray[],
  { shortestCopied }: Handling,
): boolean {
  return arrays[0]!.length < shortestCopied && arrays.some((array) => !isInside(machine, array));
}

function runStaged<Exports>(
  { machine, run: exports }: Family<Exports>,
  arrays: readonly FloatArray[],
  { uses }: Handling,
  run: (exports: Exports, addresses: readonly number[], length: number) => void,
): boolean {
  const { length, BYTES_PER_ELEMENT: size } = arrays[0]!;
  staging ??= machine.heap.takeLasting(MOST_ARRAYS * PIECE_BYTES)?.address;
  if (staging === undefined) return false;
  const pieceLength = Math.min(length, PIECE_BYTES / size);
  const isForeign = arrays.map((array) => !isInside(machine, array));
  const addresses: number[] = [];
  for (let start = 0; start < length; start += pieceLength) {
    const end = Math.min(start + pieceLength, length);
    for (let i = 0; i < arrays.length; i++) {
      const array = arrays[i]!;
      addresses[i] = isForeign[i] ? staging + i * PIECE_BYTES : array.byteOffset + start * size;
      if (!isForeign[i] || uses[i] === "written") continue;
      const part = end - start === length ? array : array.subarray(start, end);
      arrayAt(machine, addresses[i]!, array, end - start).set(part);
    }
    run(exports, addresses, end - start);
    for (let i = 0; i < arrays.length; i++) {
      if (!isForeign[i] || uses[i] === "read") continue;
      arrays[i]!.set(arrayAt(machine, addresses[i]!, arrays[i]!, end - start), start);
    }
  }
  return true;
}
