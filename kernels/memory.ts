import { checkSizes, type FloatArray } from "./checks.ts";
import { clear } from "./filling.ts";
import type { Block } from "./wasm/heap.ts";
import { getMachine } from "./wasm/machine.ts";

/** Options of `allocateFloat32` and `allocateFloat64`. */
export interface AllocateOptions {
  /** Whether the elements are 0 at first; otherwise they may be anything. `true` by default. */
  readonly zero?: boolean;
}

/** Blocks of the arrays in use. An array that nobody frees stays here. */
const blocks = new Map<FloatArray, Block>();

/**
 * Allocates an array in the kernels' own memory, on which kernels work without copying.
 *
 * The array is backed by a SharedArrayBuffer, if the platform has them. It is not garbage
 * collected: it stays until it is freed. Without WebAssembly, it is an ordinary array.
 *
 * @param length Number of elements, a whole number >= 0.
 * @param options Whether the elements are 0 at first.
 * @returns The array. Its start is aligned to 64 bytes.
 * @throws {RangeError} If the length is not a whole number >= 0 or the memory is full.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { allocateFloat32, free, relu } from "@benchline/benchline/kernels";
 *
 * const x = allocateFloat32(3);
 * x.set([-1, 0, 1]);
 * assertEquals([...relu(x, x)], [0, 0, 1]);
 * free(x);
 * ```
 */
export function allocateFloat32(length: number, options: AllocateOptions = {}): Float32Array {
  return allocate(Float32Array, length, options);
}

/**
 * Allocates an array of 64-bit floats, like {@linkcode allocateFloat32}.
 *
 * @param length Number of elements, a whole number >= 0.
 * @param options Whether the elements are 0 at first.
 * @returns The array. Its start is aligned to 64 bytes.
 * @throws {RangeError} If the length is not a whole number >= 0 or the memory is full.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { allocateFloat64, free } from "@benchline/benchline/kernels";
 *
 * const x = allocateFloat64(2);
 * assertEquals([...x], [0, 0]);
 * free(x);
 * ```
 */
export function allocateFloat64(length: number, options: AllocateOptions = {}): Float64Array {
  return allocate(Float64Array, length, options);
}

function allocate<T extends FloatArray>(
  Kind: { new (buffer: ArrayBufferLike, start: number, length: number): T; new (n: number): T } & {
    readonly BYTES_PER_ELEMENT: number;
  },
  length: number,
  { zero = true }: AllocateOptions,
): T {
  checkSizes("allocate an array", { length });
  const machine = getMachine();
  if (!machine) return new Kind(length);
  const bytes = length * Kind.BYTES_PER_ELEMENT;
  const block = machine.heap.take(bytes);
  if (!block) {
    throw new RangeError(
      `Cannot allocate an array: ${bytes} bytes of kernel memory are wanted, but of ` +
        `${machine.buffer.byteLength} bytes ${machine.heap.used} are in use and the largest free ` +
        `block has ${machine.heap.largest}; free arrays that are no longer needed`,
    );
  }
  const array = new Kind(machine.buffer, block.address, length);
  if (zero && block.dirty > 0) clear(array, block.dirty);
  blocks.set(array, block);
  return array;
}

/**
 * Frees an array, so that a later allocation can use its memory.
 *
 * The array must not be used afterwards, nor any other array on the same memory: its elements may
 * then belong to another array.
 *
 * @param array The array that was allocated, not a part of it.
 * @throws {RangeError} If the array was not allocated here, or has been freed before.
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { allocateFloat32, free } from "@benchline/benchline/kernels";
 *
 * const x = allocateFloat32(100);
 * free(x);
 * assertThrows(() => free(x), RangeError, "Cannot free");
 * ```
 */
export function free(array: FloatArray): void {
  const block = blocks.get(array);
  if (!block) {
    const machine = getMachine();
    if (!machine) return;
    throw new RangeError(
      "Cannot free an array: it must come from allocateFloat32 or allocateFloat64 and not have " +
        `been freed before, current value has ${array.length} elements`,
    );
  }
  blocks.delete(array);
  getMachine()!.heap.give(block);
}

/** A scope, which frees its arrays together. */
export interface KernelScope extends Disposable {
  /** Like {@linkcode allocateFloat32}. The scope frees the array. Throws if the scope has ended. */
  allocateFloat32(length: number, options?: AllocateOptions): Float32Array;
  /** Like {@linkcode allocateFloat64}. The scope frees the array. Throws if the scope has ended. */
  allocateFloat64(length: number, options?: AllocateOptions): Float64Array;
}

/**
 * Makes a scope for a `using` declaration. Its arrays are freed when the block of the declaration
 * ends.
 *
 * @returns The scope. Its arrays may be freed earlier.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { add, kernelScope } from "@benchline/benchline/kernels";
 *
 * {
 *   using scope = kernelScope();
 *   const x = scope.allocateFloat32(2);
 *   x.set([1, 2]);
 *   assertEquals([...add(x, x, x)], [2, 4]);
 * }
 * ```
 */
export function kernelScope(): KernelScope {
  const arrays: FloatArray[] = [];
  let ended = false;
  const keep = <T extends FloatArray>(
    allocate: (length: number, options?: AllocateOptions) => T,
  ) =>
  (length: number, options?: AllocateOptions): T => {
    if (ended) throw new Error("Cannot allocate an array: the scope has ended");
    const array = allocate(length, options);
    arrays.push(array);
    return array;
  };
  return {
    allocateFloat32: keep(allocateFloat32),
    allocateFloat64: keep(allocateFloat64),
    [Symbol.dispose]() {
      ended = true;
      for (const array of arrays.splice(0)) {
        if (blocks.has(array)) free(array);
      }
    },
  };
}
