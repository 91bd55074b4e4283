/**
 * The functions of the language that the modules in this folder use, saved before a bench file can
 * replace them. The modules call no method by its name and use no iterator. An object has a null
 * prototype if it is passed to code that looks for more than its own properties.
 *
 * @module
 */
const { prototype: ofFunctions } = Function;

/** Turns a method into a function whose first argument is the object. */
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

/** Replaces a value without calling a setter. Returns false if it is frozen. */
export function replace(object: object, name: string, value: unknown): boolean {
  return defineProperty(object, name, {
    __proto__: null,
    configurable: true,
    enumerable: true,
    writable: true,
    value,
  } as PropertyDescriptor);
}
