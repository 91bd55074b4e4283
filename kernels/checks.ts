/** Checks of the arguments of kernels. */
import type { Length } from "./lengths.ts";
import { elementKind, plainView } from "./views.ts";

/** An array that kernels compute on. */
export type FloatArray = Float32Array | Float64Array;

/** Refuses sizes unless they are whole numbers >= 0. */
export function checkSizes(action: string, sizes: Readonly<Record<string, number>>): void {
  for (const name in sizes) {
    const size = sizes[name]!;
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new RangeError(
        `Cannot ${action}: ${name} must be a whole number >= 0, current value is ${size}`,
      );
    }
  }
}

/** Refuses values unless they are finite numbers. */
export function checkFinite(action: string, values: Readonly<Record<string, number>>): void {
  for (const name in values) {
    const value = values[name];
    if (!Number.isFinite(value)) {
      throw new RangeError(
        `Cannot ${action}: ${name} must be a finite number, current value is ${value}`,
      );
    }
  }
}

/** Refuses an array whose length is not `wanted`; `formula` says where that number comes from. */
export function checkLength(
  action: string,
  name: string,
  array: ArrayLike<number>,
  wanted: number,
  formula: string,
): void {
  if (array.length !== wanted) {
    throw new RangeError(
      `Cannot ${action}: ${name} has ${array.length} elements, but ${formula} = ${wanted} are wanted`,
    );
  }
}

/**
 * Refuses anything but a Float32Array.
 *
 * @returns An array of the platform's own class on the same memory, to work on.
 */
export function checkFloat32(action: string, name: string, array: unknown): Float32Array {
  return plainView(array, Float32Array) ?? refuseKind(action, name, array, "a Float32Array");
}

/** Like {@linkcode checkFloat32}, and refuses an array of another length. */
export function checkArray(
  action: string,
  name: string,
  array: unknown,
  { count, formula }: Length,
): Float32Array {
  const view = checkFloat32(action, name, array);
  if (view.length !== count) checkLength(action, name, view, count, formula());
  return view;
}

/** Like {@linkcode checkArray}, with an array that may be left out. */
export function checkOptional(
  action: string,
  name: string,
  array: Float32Array | undefined,
  length: Length,
): Float32Array | undefined {
  return array && checkArray(action, name, array, length);
}

/** Like {@linkcode checkFloat32}, with Uint32Array. */
export function checkUint32(action: string, name: string, array: unknown): Uint32Array {
  return plainView(array, Uint32Array) ?? refuseKind(action, name, array, "a Uint32Array");
}

/** Like {@linkcode checkFloat32}, with Uint8Array. */
export function checkUint8(action: string, name: string, array: unknown): Uint8Array {
  return plainView(array, Uint8Array) ?? refuseKind(action, name, array, "a Uint8Array");
}

/** Like {@linkcode checkFloat32}, with Uint8Array or Uint32Array. */
export function checkUnsigned(
  action: string,
  name: string,
  array: unknown,
): Uint8Array | Uint32Array {
  return plainView(array, Uint8Array) ?? plainView(array, Uint32Array) ??
    refuseKind(action, name, array, "a Uint8Array or a Uint32Array");
}

function plainFloats(array: unknown): FloatArray | undefined {
  return plainView(array, Float32Array) ?? plainView(array, Float64Array);
}

/** Like {@linkcode checkFloat32}, with arrays that are all Float32Array or all Float64Array. */
export function checkSameKind(
  action: string,
  name: string,
  array: unknown,
  first: unknown,
): FloatArray {
  const view = plainFloats(array) ??
    refuseKind(action, name, array, "a Float32Array or a Float64Array");
  if (array !== first && view.BYTES_PER_ELEMENT !== plainFloats(first)!.BYTES_PER_ELEMENT) {
    refuseKind(action, name, array, `a ${kindOf(first)} like the first array`);
  }
  return view;
}

function refuseKind(action: string, name: string, value: unknown, wanted: string): never {
  throw new TypeError(
    `Cannot ${action}: ${name} must be ${wanted}, current value is a ${kindOf(value)}`,
  );
}

function kindOf(value: unknown): string {
  return elementKind(value) ?? Object.prototype.toString.call(value).slice(8, -1);
}

/** Refuses an output that shares memory with an array that is read after the first write. */
export function checkApart(
  action: string,
  outputName: string,
  output: ArrayBufferView,
  inputName: string,
  input: ArrayBufferView,
): void {
  if (overlaps(output, input)) {
    throw new RangeError(
      `Cannot ${action}: ${outputName} must not share memory with ${inputName}`,
    );
  }
}

/** Like {@linkcode checkApart}, but the output may be the very same range as the input. */
export function checkSameOrApart(
  action: string,
  outputName: string,
  output: ArrayBufferView,
  inputName: string,
  input: ArrayBufferView,
): void {
  if (output.byteOffset !== input.byteOffset) {
    checkApart(action, outputName, output, inputName, input);
  }
}

/**
 * Refuses outputs that share memory with an input or with each other.
 *
 * @param same For names of outputs, the names of the inputs that they may be.
 */
export function checkOutputs(
  action: string,
  outputs: Readonly<Record<string, Float32Array | undefined>>,
  inputs: Readonly<Record<string, Float32Array | undefined>>,
  same: Readonly<Record<string, readonly string[]>> = {},
): void {
  for (const name in outputs) {
    const output = outputs[name];
    if (!output) continue;
    for (const other in inputs) {
      const array = inputs[other];
      if (!array) continue;
      if (same[name]?.includes(other)) checkSameOrApart(action, name, output, other, array);
      else checkApart(action, name, output, other, array);
    }
    for (const other in outputs) {
      if (other === name) break;
      const array = outputs[other];
      if (array) checkApart(action, name, output, other, array);
    }
  }
}

/** An empty array shares no memory, wherever it is. */
function overlaps(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const start = Math.max(a.byteOffset, b.byteOffset);
  const end = Math.min(a.byteOffset + a.byteLength, b.byteOffset + b.byteLength);
  // Asking for the buffers takes longest.
  return start < end && a.buffer === b.buffer;
}
