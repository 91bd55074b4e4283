/** Counts the random numbers that a bench file draws while it loads. @module */
import {
  apply,
  defineProperty,
  deleteProperty,
  getOwnPropertyDescriptor,
  replace,
  setPrototypeOf,
} from "./primordials.ts";

/**
 * Replaces the functions that draw random numbers by functions that count.
 *
 * @returns A function that restores the original ones and returns how many numbers were drawn.
 */
export function countDraws(): () => number {
  let draws = 0;
  const restoreRandom = watch(Math, "random");
  const restoreValues = watch(crypto, "getRandomValues");
  const restoreUuid = watch(crypto, "randomUUID");

  function watch(object: object, name: string): () => void {
    const holder = object as Record<string, unknown>;
    const own = getOwnPropertyDescriptor(holder, name);
    if (own !== undefined) setPrototypeOf(own, null);
    const original = holder[name] as (...args: unknown[]) => unknown;
    const counting = (...args: unknown[]) => {
      draws++;
      return apply(original, holder, args);
    };
    replace(holder, name, counting);
    return () => {
      // A replacement by the file stays: with it, the file chooses its own numbers.
      if (holder[name] !== counting) return;
      if (own === undefined) deleteProperty(holder, name);
      else defineProperty(holder, name, own);
    };
  }

  return () => {
    restoreRandom();
    restoreValues();
    restoreUuid();
    return draws;
  };
}
