/** The one way in which a command ends its process. @module */

let ending = false;

/** Whether {@linkcode endProcess} is at work. */
export function isEnding(): boolean {
  return ending;
}

/** Ends the process on purpose: what listens for its end can tell that from an end by itself. */
export function endProcess(code: number): never {
  ending = true;
  Deno.exit(code);
}
