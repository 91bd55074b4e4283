/** Collects the benchmarks that a file registers, and reports errors while it loads. @module */
import { callSites } from "./call_sites.ts";
import { describeError, describeWithPlace } from "./describe_error.ts";
import { ceil, Error, isFinite, RangeError, replace, TypeError } from "./primordials.ts";
import { origin, OwnDeno, realExit, type Registration, tell } from "./wire.ts";

/** A benchmark's function. */
export type BenchFunction = (context: Deno.BenchContext) => unknown;
/** The arguments of `Deno.bench`, in one form. */
export type Definition = Record<string, unknown> & { name: string; fn: BenchFunction };

let loading = true;

/**
 * Replaces `Deno.bench` by a function that collects benchmarks. {@linkcode endLoading} ends this.
 */
export function collect(onBench: (registration: Registration, definition: Definition) => void) {
  let count = 0;
  tell({ kind: "file", origin, denoVersion: Deno.version.deno, v8Version: Deno.version.v8 });
  addEventListener("error", (event) => tellError(event.error));
  addEventListener("unhandledrejection", (event) => tellError(event.reason));
  replace(OwnDeno, "bench", (...args: unknown[]): void => {
    const definition = normalize(args);
    const registration = toRegistration(count, definition);
    assertShort(registration);
    count++;
    tell({ kind: "registered", ...registration });
    onBench(registration, definition);
  });
  replace(OwnDeno, "exit", (code?: number): never => {
    throw new Error(`the file called Deno.exit(${code ?? ""}) while it loaded`);
  });
}

/** Lets the file exit again, and reports that it is loaded. */
export function endLoading(draws: number): void {
  loading = false;
  replace(OwnDeno, "exit", realExit);
  tell({ kind: "loaded", draws });
}

function tellError(error: unknown): void {
  const message = loading ? describeWithPlace(error) : describeError(error);
  tell({ kind: "error", message });
}

/** Turns the argument forms of `Deno.bench` into one definition. */
function normalize(args: readonly unknown[]): Definition {
  let given: unknown;
  let options: Record<string, unknown> | null = null;
  for (let index = 0; index < args.length; index++) {
    const arg = args[index];
    if (typeof arg === "function") given ??= arg;
    if (typeof arg === "object" && arg !== null) options ??= { ...arg };
  }
  const fn = (given ?? options?.["fn"]) as BenchFunction;
  if (typeof fn !== "function") throw new TypeError("Missing bench function");
  const name = typeof args[0] === "string" ? args[0] : options?.["name"] ?? fn.name;
  if (typeof name !== "string" || name === "") {
    throw new TypeError("The bench name can't be empty");
  }
  return { ...options, name, fn };
}

function toRegistration(ordinal: number, definition: Definition): Registration {
  const { name, group, baseline, only, ignore, n, warmup, permissions } = definition;
  return {
    origin,
    ordinal,
    line: callingLine(),
    name,
    group: optionalString(group),
    baseline: baseline === true,
    only: only === true,
    ignore: ignore === true,
    n: optionalCount(n, 1),
    warmup: optionalCount(warmup, 0),
    permissions: !!permissions && permissions !== "inherit",
    description: optionalString(definition["description"]),
    work: readWork(definition["work"]),
  };
}

/** Returns the innermost line of the main file. It is used only for annotations. */
function callingLine(): number | null {
  const sites = callSites();
  for (let index = 0; index < sites.length; index++) {
    const site = sites[index]!;
    if (site.getScriptNameOrSourceURL() === origin) return optionalCount(site.getLineNumber(), 1);
  }
  return null;
}

function readWork(value: unknown): Registration["work"] {
  if (typeof value !== "object" || value === null) return null;
  const { operations, unit, bytes, flops } = value as Record<string, unknown>;
  return {
    operations: optionalAmount(operations),
    unit: optionalString(unit),
    bytes: optionalAmount(bytes),
    flops: optionalAmount(flops),
  };
}

/**
 * Most characters of all texts of a registration, which has to fit into one line for the parent.
 */
const LONGEST_TEXTS = 100_000;

function assertShort({ name, group, description, work }: Registration): void {
  const length = name.length + (group ?? "").length + (description ?? "").length +
    (work?.unit ?? "").length;
  if (length <= LONGEST_TEXTS) return;
  throw new RangeError(
    `the texts of a benchmark have ${length} characters, but at most ${LONGEST_TEXTS} are allowed`,
  );
}

function optionalString(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function optionalAmount(value: unknown): number | null {
  return typeof value === "number" && value > 0 && isFinite(value) ? value : null;
}

function optionalCount(value: unknown, least: number): number | null {
  if (typeof value !== "number" || !isFinite(value)) return null;
  return ceil(value) >= least ? ceil(value) : null;
}
