/** Tells when a bench file has set itself up. @module */
import { setImmediate } from "node:timers";
import { apply, Promise, replace, then } from "./primordials.ts";

/** How long set-up that is not awaited by the file itself is waited for, in milliseconds. */
const PATIENCE_MS = 1000;

// A file can have Node's modules hand out something else.
const inNextTurn = setImmediate;
const setTimer = setTimeout;

/** Lets the event loop go on: what has been rejected and not caught is reported in its next turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => void inNextTurn(resolve));
}

/** How long what calls leave behind is waited for, in milliseconds. */
const SETTLING_MS = 10;

/** Lets timers that are due soon come first. */
export function aWhile(): Promise<void> {
  return new Promise((resolve) => void setTimer(resolve, SETTLING_MS));
}

/**
 * Calls back once the file is loaded and its listeners for the load event have run. Those that are
 * asynchronous are waited for, though not for ever: some run as long as the process does.
 *
 * A file that throws never comes so far. Its error ends the process, but only in the turn of the
 * event loop after the load event.
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
