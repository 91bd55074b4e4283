/**
 * What a bench process and its parent say to each other. This and the other modules in this folder
 * run inside the process that loads the bench file. The parent hands them over as one data: URL, so
 * that the user's lock file does not see them and the user's type-check settings do not apply to
 * them. Whatever they use is taken hold of before the bench file can replace it.
 *
 * @module
 */
declare global {
  // Set by the parent, in front of the text of these modules.
  var benchlineSettings: InsideSettings | undefined;
}

/** What the parent asks for. */
export interface InsideSettings {
  /** Marks the lines on standard error that are meant for the parent. */
  token: string;
  /**
   * `list`: run nothing. `measure`: have `deno bench` run what is to be kept. `host`: run what is
   * asked for.
   */
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
  /** Whether it is the one that its group is held against. */
  baseline: boolean;
  only: boolean;
  ignore: boolean;
  /** Calls that it says are to be timed, and to be made beforehand; null where it does not say. */
  n: number | null;
  warmup: number | null;
  /** Whether it declares permissions of its own. */
  permissions: boolean;
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
  /** `draws`: random numbers drawn while the file loaded; counted in a host that lists. */
  | { kind: "loaded"; origin: string; draws: number }
  | { kind: "begin"; ordinal: number }
  | { kind: "end"; ordinal: number }
  | { kind: "reply"; values: (number | null)[] }
  | { kind: "refusal"; message: string }
  | { kind: "error"; message: string };

export const settings: InsideSettings = globalThis.benchlineSettings!;
// Else the bench file could speak in the name of these modules.
Reflect.deleteProperty(globalThis, "benchlineSettings");

export const realExit: typeof Deno.exit = Deno.exit;
/** The time, in milliseconds. */
export const now: () => number = performance.now.bind(performance);

const { parse, stringify } = JSON;
const { isArray } = Array;
const { apply } = Reflect;
const { fromCharCode } = String;
const { keys } = Object;
const { subarray } = Uint8Array.prototype;
const encoder = new TextEncoder();
const encode = encoder.encode.bind(encoder);
const writeSync = Deno.stderr.writeSync.bind(Deno.stderr);
const readSync = Deno.stdin.readSync.bind(Deno.stdin);

/** Tells the parent. */
export function tell(event: InsideEvent): void {
  // The bench file may have left a line without its end.
  const bytes = encode(`\n${settings.token}${toJson(event)}\n`);
  for (let sent = 0; sent < bytes.length;) {
    sent += writeSync(sent === 0 ? bytes : apply(subarray, bytes, [sent]));
  }
}

/** As JSON.stringify(), but without looking for a `toJSON` that the bench file may have added. */
function toJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return stringify(value) ?? "null";
  let text = "";
  if (isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      text += `${index === 0 ? "" : ","}${toJson(value[index])}`;
    }
    return `[${text}]`;
  }
  const names = keys(value);
  for (let index = 0; index < names.length; index++) {
    const name = names[index]!;
    text += `${index === 0 ? "" : ","}${stringify(name)}:`;
    text += toJson((value as Record<string, unknown>)[name]);
  }
  return `{${text}}`;
}

const chunk = new Uint8Array(4096);
let filled = 0;
let taken = 0;

/** Waits for what the parent says next, a line of ASCII; null once it says no more. */
export function listen<T>(): T | null {
  for (let line = "";;) {
    if (taken === filled) {
      const size = readSync(chunk);
      if (size === null) return null;
      filled = size;
      taken = 0;
    }
    const byte = chunk[taken++]!;
    if (byte === 10) return parse(line);
    line += fromCharCode(byte);
  }
}
