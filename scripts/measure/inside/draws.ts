/** Counts the random numbers that a bench file draws while it loads. @module */

/**
 * Puts counting functions in the place of those that draw random numbers.
 *
 * @returns Puts the original ones back and tells how often one was drawn.
 */
export function countDraws(): () => number {
  let draws = 0;
  const restore = [
    watch(Math, "random"),
    watch(crypto, "getRandomValues"),
    watch(crypto, "randomUUID"),
  ];

  function watch(object: object, name: string): () => void {
    const holder = object as Record<string, unknown>;
    const own = Object.getOwnPropertyDescriptor(holder, name);
    const original = holder[name] as (...args: unknown[]) => unknown;
    const counting = (...args: unknown[]) => {
      draws++;
      return Reflect.apply(original, holder, args);
    };
    Object.defineProperty(holder, name, { configurable: true, writable: true, value: counting });
    return () => {
      // What the file has put in its place stays: that is how it gets numbers of its own choice.
      if (holder[name] !== counting) return;
      if (own === undefined) delete holder[name];
      else Object.defineProperty(holder, name, own);
    };
  }

  return () => {
    for (const put of restore) put();
    return draws;
  };
}
