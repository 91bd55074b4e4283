/** Collects what a bench file registers, and tells what goes wrong while it loads. @module */
import { describeError, describeWithPlace } from "./describe_error.ts";
import { realExit, type Registration, tell } from "./wire.ts";

/** A benchmark's function. */
export type BenchFunction = (context: Deno.BenchContext) => unknown;
/** What `Deno.bench` was given, in one form. */
export type Definition = Record<string, unknown> & { name: string; fn: BenchFunction };

let loading = true;

/** Puts a collecting function in the place of `Deno.bench`. {@linkcode endLoading} ends it. */
export function collect(onBench: (registration: Registration, definition: Definition) => void) {
  const origin = Deno.mainModule;
  let count = 0;
  tell({ kind: "file", origin, denoVersion: Deno.version.deno, v8Version: Deno.version.v8 });
  addEventListener("error", (event) => tellError(event.error));
  addEventListener("unhandledrejection", (event) => tellError(event.reason));
  Object.assign(Deno, {
    bench(...args: unknown[]): void {
      const definition = normalize(args);
      const registration = describeBenchmark(origin, count++, definition);
      tell({ kind: "registered", ...registration });
      onBench(registration, definition);
    },
    exit(code?: number): never {
      throw new Error(`the file called Deno.exit(${code ?? ""}) while it loaded`);
    },
  });
}

/** Lets the file exit again, and tells that it is loaded. */
export function endLoading(draws: number): void {
  loading = false;
  Deno.exit = realExit;
  tell({ kind: "loaded", origin: Deno.mainModule, draws });
}

function tellError(error: unknown): void {
  const message = loading ? describeWithPlace(error) : describeError(error);
  tell({ kind: "error", message });
}

/** The argument forms of `Deno.bench`, as one definition. */
function normalize(args: unknown[]): Definition {
  const fn = args.find((arg) => typeof arg === "function") as BenchFunction | undefined;
  const options = args.find((arg) => typeof arg === "object" && arg !== null) ?? {};
  const first = typeof args[0] === "string" ? { name: args[0] } : {};
  const merged: Record<string, unknown> = { ...options, ...first, ...(fn ? { fn } : {}) };
  if (typeof merged["fn"] !== "function") throw new TypeError("Missing bench function");
  merged["name"] ??= (merged["fn"] as BenchFunction).name;
  if (typeof merged["name"] !== "string" || merged["name"] === "") {
    throw new TypeError("The bench name can't be empty");
  }
  return merged as Definition;
}

function describeBenchmark(origin: string, ordinal: number, definition: Definition): Registration {
  const { name, group, baseline, only, ignore, n, warmup, permissions } = definition;
  return {
    origin,
    ordinal,
    line: callingLine(origin),
    name,
    group: optionalString(group),
    baseline: baseline === true,
    only: only === true,
    ignore: ignore === true,
    n: optionalCount(n, 1),
    warmup: optionalCount(warmup, 0),
    permissions: Boolean(permissions) && permissions !== "inherit",
    description: optionalString(definition["description"]),
    work: describeWork(definition["work"]),
  };
}

const MOST_FRAMES = 200;

/**
 * The line of a file that is being run, the innermost one. The text of a stack spells some file
 * names otherwise than their URL, so that the call sites are asked.
 */
function callingLine(origin: string): number | null {
  const settable = Error as unknown as { prepareStackTrace: unknown; stackTraceLimit: unknown };
  const { prepareStackTrace, stackTraceLimit } = settable;
  try {
    settable.stackTraceLimit = MOST_FRAMES;
    settable.prepareStackTrace = (_: unknown, sites: unknown) => sites;
    const sites = new Error().stack as unknown as CallSite[];
    const site = sites.find((site) => site.getScriptNameOrSourceURL() === origin);
    return site?.getLineNumber() ?? null;
  } catch {
    // The bench file may have frozen Error; the line is only good for annotations.
    return null;
  } finally {
    if (!Object.isFrozen(Error)) {
      settable.prepareStackTrace = prepareStackTrace;
      settable.stackTraceLimit = stackTraceLimit;
    }
  }
}

interface CallSite {
  getScriptNameOrSourceURL(): string | null;
  getLineNumber(): number | null;
}

function describeWork(value: unknown): Registration["work"] {
  if (typeof value !== "object" || value === null) return null;
  const { operations, unit, bytes, flops } = value as Record<string, unknown>;
  return {
    operations: optionalAmount(operations),
    unit: optionalString(unit),
    bytes: optionalAmount(bytes),
    flops: optionalAmount(flops),
  };
}

function optionalString(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function optionalAmount(value: unknown): number | null {
  return typeof value === "number" && value > 0 && Number.isFinite(value) ? value : null;
}

function optionalCount(value: unknown, least: number): number | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return null;
  return Math.ceil(value) >= least ? Math.ceil(value) : null;
}
