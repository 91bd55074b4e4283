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
 * Puts counting functions in the place of those that draw random numbers.
 *
 * @returns Puts the original ones back and tells how often one was drawn.
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
      // What the file has put in its place stays: that is how it gets numbers of its own choice.
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
