/**
 * Collects what a bench file registers. This and the other modules in this folder run inside the
 * process that loads the bench file. The parent hands them over as data: URLs, so that the user's
 * lock file does not see them and the user's type-check settings do not apply to them.
 *
 * @module
 */
declare global {
  // Set by the parent, in front of this module's text.
  var benchlineSettings: InsideSettings;
}

/** What the parent asks for. */
export interface InsideSettings {
  /** Marks the lines on standard error that are meant for the parent. */
  token: string;
  /** `list`: register nothing. `measure`: register what is to be kept. `host`: keep all. */
  mode: "list" | "measure" | "host";
  /** The benchmarks to measure, by the order of their registration. */
  keep: number[];
}

/** A benchmark that a file registered. */
export interface Registration {
  /** Absolute URL of the file. */
  origin: string;
  /** Order within the file, from 0. */
  ordinal: number;
  /** Line of the file that registers it, from 1; null where the stack does not tell. */
  line: number | null;
  name: string;
  group: string | null;
  only: boolean;
  ignore: boolean;
  description: string | null;
  work: {
    operations: number | null;
    unit: string | null;
    bytes: number | null;
    flops: number | null;
  } | null;
}

/** What is told to the parent, one line each. */
export type InsideEvent =
  | { kind: "file"; origin: string; denoVersion: string; v8Version: string }
  | ({ kind: "registered" } & Registration)
  | { kind: "loaded"; origin: string }
  | { kind: "begin"; ordinal: number }
  | { kind: "end"; ordinal: number }
  | { kind: "reply"; values: (number | null)[] }
  | { kind: "refusal"; message: string }
  | { kind: "error"; message: string };

/** A benchmark's function. */
export type BenchFunction = (context: Deno.BenchContext) => unknown;
/** What `Deno.bench` was given, in one form. */
export type Definition = Record<string, unknown> & { name: string; fn: BenchFunction };

export const settings: InsideSettings = globalThis.benchlineSettings;
export const realExit: typeof Deno.exit = Deno.exit;

const encoder = new TextEncoder();

/** Tells the parent. */
export function tell(event: InsideEvent): void {
  const bytes = encoder.encode(`${settings.token}${JSON.stringify(event)}\n`);
  for (let sent = 0; sent < bytes.length;) sent += Deno.stderr.writeSync(bytes.subarray(sent));
}

/** An error on one line. */
export function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/**
 * Puts a collecting function in the place of `Deno.bench` and tells what goes wrong while the file
 * loads. It ends by telling `loaded`, at the load event.
 *
 * @param onBench Called for each registered benchmark, with its order of registration.
 */
export function collect(onBench: (ordinal: number, definition: Definition) => void): void {
  const origin = Deno.mainModule;
  let count = 0;
  tell({ kind: "file", origin, denoVersion: Deno.version.deno, v8Version: Deno.version.v8 });
  addEventListener(
    "error",
    (event) => tell({ kind: "error", message: describeError(event.error) }),
  );
  addEventListener(
    "unhandledrejection",
    (event) => tell({ kind: "error", message: describeError(event.reason) }),
  );
  Object.assign(Deno, {
    bench(...args: unknown[]): void {
      const definition = normalize(args);
      const ordinal = count++;
      tell({ kind: "registered", ...describeBenchmark(origin, ordinal, definition) });
      onBench(ordinal, definition);
    },
    exit(code?: number): never {
      throw new Error(`the file called Deno.exit(${code ?? ""}) while it loaded`);
    },
  });
  addEventListener("load", () => {
    Deno.exit = realExit;
    tell({ kind: "loaded", origin });
  });
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
  return {
    origin,
    ordinal,
    line: callingLine(origin),
    name: definition.name,
    group: optionalString(definition["group"]),
    only: definition["only"] === true,
    ignore: definition["ignore"] === true,
    description: optionalString(definition["description"]),
    work: describeWork(definition["work"]),
  };
}

/** The line of a file that is being run, the innermost one. */
function callingLine(origin: string): number | null {
  const { stack } = new Error();
  if (typeof stack !== "string") return null;
  const at = stack.indexOf(`${origin}:`);
  const line = at < 0 ? NaN : parseInt(stack.slice(at + origin.length + 1), 10);
  return line > 0 ? line : null;
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
