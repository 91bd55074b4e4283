/**
 * Typed arrays as what their elements are, whatever their class says.
 *
 * A subclass may have another constructor and other methods, and an array of another realm (a
 * frame, `node:vm`) has other classes altogether. Kernels ask for such an array's memory and work
 * on an array of the platform's own class on it.
 *
 * @module
 */

/** An array kernels work on. */
type Numbers = Float32Array | Float64Array | Uint32Array | Uint8Array;

/** A class of the platform's own. */
interface Kind<T> {
  readonly name: string;
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, start: number, length: number): T;
}

const typedArray: Numbers = Object.getPrototypeOf(Float32Array.prototype);

/** What only the platform answers: no subclass can change it, and anything may be asked. */
function answer(property: string | symbol, array: unknown): unknown {
  return Object.getOwnPropertyDescriptor(typedArray, property)!.get!.call(array);
}

/** Name of the platform's class for an array's elements; `undefined` if it is no typed array. */
export function elementKind(array: unknown): string | undefined {
  return answer(Symbol.toStringTag, array) as string | undefined;
}

/**
 * An array of the platform's own class on the same memory: the array itself where it is one.
 *
 * @returns `undefined` if its elements are of another kind.
 */
export function plainView<T extends Numbers>(array: unknown, Kind: Kind<T>): T | undefined {
  if (isPlain(array, Kind)) return array as T;
  if (elementKind(array) !== Kind.name) return undefined;
  const buffer = answer("buffer", array) as ArrayBufferLike;
  return new Kind(buffer, answer("byteOffset", array) as number, answer("length", array) as number);
}

/** Looks at what kernels use: asking for name and prototype would take several times as long. */
function isPlain<T extends Numbers>(value: unknown, Kind: Kind<T>): boolean {
  if (!ArrayBuffer.isView(value)) return false;
  const array = value as Numbers;
  return array.constructor === Kind as unknown && array.set === typedArray.set &&
    array.subarray === typedArray.subarray && array.fill === typedArray.fill &&
    array.byteLength === array.length * Kind.BYTES_PER_ELEMENT;
}
