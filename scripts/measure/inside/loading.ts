/** Tells when a bench file has set itself up. @module */
import { setImmediate } from "node:timers";

/** How long set-up that is not awaited by the file itself is waited for, in milliseconds. */
const PATIENCE_MS = 1000;

const { Promise: OwnPromise } = globalThis;

/** Lets the event loop go on: what has been rejected and not caught is reported in its next turn. */
export function nextTurn(): Promise<void> {
  return new OwnPromise((resolve) => void setImmediate(resolve));
}

/**
 * Waits until the file is loaded and its listeners for the load event have run. Those that are
 * asynchronous are waited for, though not for ever: some run as long as the process does.
 *
 * A file that throws never comes so far. Its error ends the process, but only in the turn of the
 * event loop after the load event.
 *
 * @param onLoad Called at the load event, before the file's own listeners.
 */
export function whenLoaded(onLoad: () => void): Promise<void> {
  const pending: unknown[] = [];
  const add = globalThis.addEventListener;
  const wait = setTimeout;
  const patience = () => new Promise((resolve) => void wait(resolve, PATIENCE_MS));
  const watching = function (this: unknown, ...args: unknown[]): void {
    const [type, listener] = args;
    if (type === "load" && typeof listener === "function") {
      args[1] = function (this: unknown, event: Event): void {
        const result = Reflect.apply(listener, this, [event]);
        if (result instanceof Promise) pending.push(result);
      };
    }
    Reflect.apply(add, globalThis, args);
  };
  return new Promise((resolve) => {
    add("load", async () => {
      if (globalThis.addEventListener === watching) globalThis.addEventListener = add;
      onLoad();
      await nextTurn();
      await nextTurn();
      if (pending.length > 0) await Promise.race([Promise.allSettled(pending), patience()]);
      resolve();
    });
    globalThis.addEventListener = watching as typeof globalThis.addEventListener;
  });
}
