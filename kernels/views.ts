/**
 * Tells typed arrays by their elements, whatever their classes are.
 *
 * A subclass may have another constructor and other methods. An array of another realm (a frame,
 * `node:vm`) has another class altogether. Kernels make an array of the platform's own class on the
 * memory of such an array, and work on that.
 *
 * @module
 */

/** An array that kernels work on. */
type Numbers = Float32Array | Float64Array | Uint32Array | Uint8Array;

/** A class of the platform's own. */
interface Kind<T> {
  readonly name: string;
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, start: number, length: number): T;
}

const typedArray: Numbers = Object.getPrototypeOf(Float32Array.prototype);

/** Asks the platform for a property, which no subclass can change. Any value may be asked. */
function answer(property: string | symbol, array: unknown): unknown {
  return Object.getOwnPropertyDescriptor(typedArray, property)!.get!.call(array);
}

/** Names the platform's class for an array's elements; `undefined` if it is not a typed array. */
export function elementKind(array: unknown): string | undefined {
  return answer(Symbol.toStringTag, array) as string | undefined;
}

/**
 * Returns an array of the platform's own class on the same memory: the array itself if it is one.
 *
 * @returns `undefined` if its elements are of another kind.
 */
export function plainView<T extends Numbers>(array: unknown, Kind: Kind<T>): T | undefined {
  if (isPlain(array, Kind)) return array as T;
  if (elementKind(array) !== Kind.name) return undefined;
  const buffer = answer("buffer", array) as ArrayBufferLike;
  return new Kind(buffer, answer("byteOffset", array) as number, answer("length", array) as number);
}

/**
 * Looks at the members that kernels use. Asking for name and prototype would take several times as
 * long.
 */
function isPlain<T extends Numbers>(value: unknown, Kind: Kind<T>): boolean {
  if (!ArrayBuffer.isView(value)) return false;
  const array = value as Numbers;
  return array.constructor === Kind as unknown && array.set === typedArray.set &&
    array.subarray === typedArray.subarray && array.fill === typedArray.fill &&
    array.byteLength === array.length * Kind.BYTES_PER_ELEMENT;
}
