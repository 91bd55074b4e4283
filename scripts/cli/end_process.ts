/** The only way that a command ends its process. @module */

let ending = false;

/** Whether {@linkcode endProcess} has been called. */
export function isEnding(): boolean {
  return ending;
}

/** Ends the process on purpose, so that an `unload` listener can tell it from an unexpected end. */
export function endProcess(code: number): never {
  ending = true;
  Deno.exit(code);
}
