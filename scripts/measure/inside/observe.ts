/**
 * Loaded by `deno bench` before a bench file: tells the parent what the file registers and which
 * benchmark is running. What `deno bench` times are the user's own functions, not wrapped.
 *
 * @module
 */
import { callSites } from "./call_sites.ts";
import { collect, endLoading } from "./collect.ts";
import { defineProperty, getFrom, Map, setIn, slice } from "./primordials.ts";
import { keep, tell } from "./wire.ts";

const realBench = Deno.bench as unknown as (definition: unknown) => void;
const kept = new Map<number, true>();
for (const ordinal of keep) setIn(kept, ordinal, true);
/** The benchmarks that are to run, by their place. */
const registered = new Map<number, number>();
let count = 0;

collect(({ ordinal }, definition) => {
  if (getFrom(kept, ordinal) === undefined) return;
  setIn(registered, count++, ordinal);
  // Under its number each benchmark is told apart in the report, and without its group they run in
  // this order; the parent knows both.
  realBench({ ...definition, name: `#${ordinal}`, group: undefined, only: false });
});

addEventListener("load", () => {
  endLoading(0);
  // A bench file may put a console of its own in place while it loads.
  announceBenchmarks();
}, { once: true });

/**
 * `deno bench` puts a console of its own in place around each benchmark. That is the one thing it
 * does between two of them that can be seen without touching what is timed. The first it runs is a
 * warm-up of its own.
 */
function announceBenchmarks(): void {
  const original = globalThis.console;
  let current = original;
  let started = -1;
  defineProperty(globalThis, "console", {
    __proto__: null,
    configurable: true,
    get: () => current,
    set(value: Console) {
      current = value;
      if (!isSetByDeno()) return;
      if (value !== original) started++;
      const ordinal = getFrom(registered, started - 1);
      if (ordinal !== undefined) tell({ kind: value === original ? "end" : "begin", ordinal });
    },
  } as PropertyDescriptor);
}

/** Whether the setter that calls this was called by Deno itself, and not by a benchmark. */
function isSetByDeno(): boolean {
  const { 3: caller } = callSites();
  const url = caller?.getScriptNameOrSourceURL();
  // So Deno calls its own modules. A bench file that hides callers is taken at its word.
  return typeof url !== "string" || slice(url, 0, 4) === "ext:";
}
