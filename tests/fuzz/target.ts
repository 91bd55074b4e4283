/** What can be tried. @module */
import { fc } from "../../scripts/deps/fast_check.ts";

/** Inputs of one kind, and what is done with each. */
export interface Target {
  readonly name: string;
  readonly property: fc.IAsyncPropertyWithHooks<[unknown]>;
}

/**
 * @param name As `--target` takes it.
 * @param check Throws where a promise of `oracle.ts` is broken.
 */
export function target<T>(
  name: string,
  input: fc.Arbitrary<T>,
  check: (input: T) => void | Promise<void>,
): Target {
  const property = fc.asyncProperty(input, async (value) => await check(value));
  return { name, property: property as Target["property"] };
}
