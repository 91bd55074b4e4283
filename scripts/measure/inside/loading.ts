/** Reports when a bench file has set itself up. @module */
import { setImmediate } from "node:timers";
import { apply, Promise, replace, then } from "./primordials.ts";

/** Longest time to wait for set-up that the file itself does not await, in milliseconds. */
const PATIENCE_MS = 1000;

// A file can replace what Node's modules export.
const inNextTurn = setImmediate;
const setTimer = setTimeout;

/** Lets the event loop turn, since its next turn reports rejections that were not caught. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => void inNextTurn(resolve));
}

/** Longest time to wait for what calls leave behind, in milliseconds. */
const SETTLING_MS = 10;

/** Lets timers run that are due soon. */
export function aWhile(): Promise<void> {
  return new Promise((resolve) => void setTimer(resolve, SETTLING_MS));
}

/**
 * Calls back once the file is loaded and its listeners for the load event have run. It waits for
 * asynchronous listeners, but only for a while: some run as long as the process does.
 *
 * If a file throws, its error ends the process, but only in the turn of the event loop after the
 * load event.
 *
 * @param onLoad Called at the load event, before the file's own listeners.
 * @param onSetUp Called once they have run.
 */
export function whenLoaded(onLoad: () => void, onSetUp: () => void): void {
  const add = globalThis.addEventListener;
  let pending = 0;
  let isOver = false;
  let isSetUp = false;
  const check = () => {
    if (!isOver || isSetUp || pending > 0) return;
    isSetUp = true;
    onSetUp();
  };
  const settled = () => {
    pending--;
    check();
  };
  const watching = function (this: unknown, ...args: unknown[]): void {
    const { 0: type, 1: listener } = args;
    if (type === "load" && typeof listener === "function") {
      args[1] = function (this: unknown, event: Event): void {
        const result: unknown = apply(listener, this, [event]);
        if (!(result instanceof Promise)) return;
        pending++;
        then(result, settled, settled);
      };
    }
    apply(add, globalThis, args);
  };
  add("load", async () => {
    if (globalThis.addEventListener === watching) replace(globalThis, "addEventListener", add);
    onLoad();
    await nextTurn();
    await nextTurn();
    isOver = true;
    check();
    if (pending === 0) return;
    setTimer(() => {
      pending = 0;
      check();
    }, PATIENCE_MS);
  }, { once: true });
  replace(globalThis, "addEventListener", watching);
}
