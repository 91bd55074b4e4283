/** What gradients ask of their arguments. */
import { checkApart, checkFloat32, checkLength, checkSameOrApart } from "../checks.ts";

/** Refuses anything but a Float32Array of a length, and gives what is to be worked on. */
export function checkArray(
  action: string,
  name: string,
  array: Float32Array,
  length: number,
  formula: string,
): Float32Array {
  const view = checkFloat32(action, name, array);
  checkLength(action, name, view, length, formula);
  return view;
}

/** The same with an array that may be left out. */
export function checkOptional(
  action: string,
  name: string,
  array: Float32Array | undefined,
  length: number,
  formula: string,
): Float32Array | undefined {
  return array && checkArray(action, name, array, length, formula);
}

/**
 * Refuses outputs that share memory with an input or with each other.
 *
 * @param same Names of an output and of the inputs that it may be.
 */
export function checkOutputs(
  action: string,
  outputs: Readonly<Record<string, Float32Array | undefined>>,
  inputs: Readonly<Record<string, Float32Array | undefined>>,
  same: Readonly<Record<string, readonly string[]>> = {},
): void {
  const others = { ...inputs };
  for (const [name, output] of Object.entries(outputs)) {
    if (!output) continue;
    for (const [other, array] of Object.entries(others)) {
      if (!array) continue;
      if (same[name]?.includes(other)) checkSameOrApart(action, name, output, other, array);
      else checkApart(action, name, output, other, array);
    }
    others[name] = output;
  }
}
