/**
 * Loaded by `deno bench` before a bench file. It reports which benchmarks the file registers and
 * which one is running. `deno bench` times the user's own functions, which are not wrapped.
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
/** The benchmarks to run, by their order of registration. */
const registered = new Map<number, number>();
let count = 0;

collect(({ ordinal }, definition) => {
  if (getFrom(kept, ordinal) === undefined) return;
  setIn(registered, count++, ordinal);
  // With its number as its name, each benchmark can be told apart in the report. Without their
  // groups, benchmarks run in this order. The parent knows both.
  realBench({ ...definition, name: `#${ordinal}`, group: undefined, only: false });
});

addEventListener("load", () => {
  endLoading(0);
  // A bench file may replace the console while it loads.
  announceBenchmarks();
}, { once: true });

/**
 * `deno bench` replaces the console around each benchmark. This is the only thing between two
 * benchmarks that can be seen without touching what is timed. The first benchmark is a warm-up of
 * Deno itself.
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

/** Whether Deno itself called the setter that calls this, rather than a benchmark. */
function isSetByDeno(): boolean {
  const { 3: caller } = callSites();
  const url = caller?.getScriptNameOrSourceURL();
  // Deno names its own modules in this way. If a bench file hides callers, Deno is assumed.
  return typeof url !== "string" || slice(url, 0, 4) === "ext:";
}
