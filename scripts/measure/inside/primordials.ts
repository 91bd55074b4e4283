/**
 * What the modules in this folder use of the language, taken hold of before a bench file can replace
 * it. They call no method by its name, use no iterator, and give no object without a null prototype to
 * what looks for more than they have put into it.
 *
 * @module
 */
const { prototype: ofFunctions } = Function;

/** A method as a function that takes first what the method is called on. */
const uncurry = ofFunctions.bind.bind(ofFunctions.call as never) as unknown as <
  T,
  A extends unknown[],
  R,
>(
  method: (this: T, ...args: A) => R,
) => (self: T, ...args: A) => R;

export const { Error, Float64Array, Map, Promise, RangeError, String, Symbol, TypeError } =
  globalThis;
export const { ceil, max, min, sqrt } = Math;
export const { isFinite } = Number;
export const { isArray } = Array;
export const { parse, stringify } = JSON;
export const { keys } = Object;
export const { apply, defineProperty, deleteProperty, getOwnPropertyDescriptor, setPrototypeOf } =
  Reflect;
export const { fromCharCode } = String;

export const trim: (text: string) => string = uncurry(String.prototype.trim);
export const slice: (text: string, from: number, to: number) => string = uncurry(
  String.prototype.slice,
);
export const exec: (pattern: RegExp, text: string) => RegExpExecArray | null = uncurry(
  RegExp.prototype.exec,
);
export const getFrom: <K, V>(map: Map<K, V>, key: K) => V | undefined = uncurry(Map.prototype.get);
export const setIn: <K, V>(map: Map<K, V>, key: K, value: V) => unknown = uncurry(
  Map.prototype.set,
);
const TypedArray = Object.getPrototypeOf(Uint8Array) as typeof Uint8Array;
export const lengthOf: (bytes: Uint8Array) => number = uncurry(
  getOwnPropertyDescriptor(TypedArray.prototype, "length")!.get!,
);
export const sort: (numbers: Float64Array) => unknown = uncurry(Float64Array.prototype.sort);
export const then: (
  promise: Promise<unknown>,
  done: () => void,
  failed: () => void,
) => unknown = uncurry(Promise.prototype.then);

/** Puts a value in the place of another, without asking any setter; false where it is frozen. */
export function replace(object: object, name: string, value: unknown): boolean {
  return defineProperty(object, name, {
    __proto__: null,
    configurable: true,
    enumerable: true,
    writable: true,
    value,
  } as PropertyDescriptor);
}
