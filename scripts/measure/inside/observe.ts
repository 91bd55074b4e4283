/**
 * Loaded by `deno bench` before each bench file: tells the parent what the file registers and
 * which benchmark is running. What `deno bench` times are the user's own functions, not wrapped.
 *
 * @module
 */
import { collect, endLoading } from "./collect.ts";
import { settings, tell } from "./wire.ts";

const realBench = Deno.bench as unknown as (definition: unknown) => void;
const registered: number[] = [];

collect(({ ordinal }, definition) => {
  if (!settings.keep.includes(ordinal)) return;
  registered.push(ordinal);
  // Under its number each benchmark is told apart in the report, and without its group they run in
  // this order; the parent knows both.
  realBench({ ...definition, name: `#${ordinal}`, group: undefined, only: false });
});

addEventListener("load", () => endLoading(0));
// A bench file may put a console of its own in place while it loads.
if (settings.mode === "measure") addEventListener("load", announceBenchmarks);

/**
 * `deno bench` puts a console of its own in place around each benchmark. That is the one thing it
 * does between two of them that can be seen without touching what is timed. The first it runs is a
 * warm-up of its own.
 */
function announceBenchmarks(): void {
  const original = globalThis.console;
  let current = original;
  let started = -1;
  Object.defineProperty(globalThis, "console", {
    configurable: true,
    get: () => current,
    set(value) {
      current = value;
      if (value !== original) started++;
      const ordinal = registered[started - 1];
      if (ordinal !== undefined) tell({ kind: value === original ? "end" : "begin", ordinal });
    },
  });
}
