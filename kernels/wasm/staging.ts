/**
 * Runs element-wise functions on arrays anywhere: those outside kernel memory are copied in and
 * out piece by piece, through a few pages that stay in the first-level cache.
 */
import type { FloatArray } from "../checks.ts";
import type { Family } from "./family.ts";
import type { Machine } from "./machine.ts";

/** An array that a function reads, writes or both. */
export interface Argument {
  readonly array: FloatArray;
  readonly read: boolean;
  readonly written: boolean;
}

/** Bytes of a piece. */
const PIECE_BYTES = 8192;
/** Arrays a function takes at most. */
const MOST_ARGUMENTS = 4;

let staging: number | undefined;

/** Whether an array lies in kernel memory. */
export function isInside(machine: Machine, array: ArrayBufferView): boolean {
  return array.buffer === machine.buffer;
}

/** The family if all arrays lie in its memory, so that nothing needs copying. */
export function inPlace<Exports>(
  family: Family<Exports> | undefined,
  ...arrays: readonly FloatArray[]
): Family<Exports> | undefined {
  return family && arrays.every((array) => isInside(family.machine, array)) ? family : undefined;
}

/**
 * Calls `run` for every piece.
 *
 * @returns Whether there was memory for the pieces; otherwise nothing has been done.
 */
export function runStaged(
  machine: Machine,
  args: readonly Argument[],
  run: (addresses: readonly number[], length: number) => void,
): boolean {
  staging ??= machine.heap.take(MOST_ARGUMENTS * PIECE_BYTES)?.address;
  if (staging === undefined) return false;
  const { length, BYTES_PER_ELEMENT: size } = args[0]!.array;
  const pieceLength = PIECE_BYTES / size;
  const addresses: number[] = [];
  const pieces = args.map(({ array }, index) => {
    const Kind = array.constructor as Float32ArrayConstructor;
    return new Kind(machine.buffer, staging! + index * PIECE_BYTES, pieceLength);
  });
  for (let start = 0; start < length; start += pieceLength) {
    const end = Math.min(start + pieceLength, length);
    args.forEach(({ array, read }, index) => {
      if (isInside(machine, array)) {
        addresses[index] = array.byteOffset + start * size;
      } else {
        addresses[index] = pieces[index]!.byteOffset;
        if (read) pieces[index]!.set(array.subarray(start, end));
      }
    });
    run(addresses, end - start);
    args.forEach(({ array, written }, index) => {
      if (written && !isInside(machine, array)) {
        array.set(pieces[index]!.subarray(0, end - start), start);
      }
    });
  }
  return true;
}
