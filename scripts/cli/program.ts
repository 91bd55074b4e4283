/** Remembers which program runs a command: `benchline`, or the command's own script. @module */

/** The surroundings of commands that the program `benchline` runs. */
const ofBenchline = new WeakSet<object>();

/** Makes {@linkcode isBenchline} true for `io` until the returned value is disposed of. */
export function startAsBenchline(io: object): Disposable {
  ofBenchline.add(io);
  return { [Symbol.dispose]: () => void ofBenchline.delete(io) };
}

/** Whether the program `benchline` runs the command, rather than a separate script. */
export function isBenchline(io: object): boolean {
  return ofBenchline.has(io);
}
