/**
 * Messages between a bench process and its parent. The modules in this folder run inside the process
 * that loads the bench file. The parent sends them as one data: URL, so the user's lock file does not
 * contain them and the user's type-check settings do not apply to them.
 *
 * The parent writes to standard input: first that URL, which the preload reads, then the settings, then
 * the requests, one on each line. The process answers on standard error, in lines that begin with a
 * token from the settings. The bench file cannot know the token: the settings are read before the file
 * is loaded, and stacks show only the text of these modules, which does not have it.
 *
 * @module
 */
import { fromCharCode, isArray, keys, lengthOf, parse, stringify } from "./primordials.ts";

/** The settings from the parent. */
export interface InsideSettings {
  /** Marks the lines on standard error that are meant for the parent. */
  token: string;
  /** What a host does once its file is loaded: it ends, or it runs what is requested. */
  mode: "list" | "serve";
  /** The benchmarks for `deno bench` to measure, by the order of their registration. */
  keep: readonly number[];
}

/** A benchmark that a file registered. */
export interface Registration {
  /** Absolute URL of the file. */
  origin: string;
  /** Order within the file, from 0. */
  ordinal: number;
  /** Line of the file that registers it, from 1; null if the stack does not show it. */
  line: number | null;
  name: string;
  group: string | null;
  /** Whether it is the baseline of its group. */
  baseline: boolean;
  only: boolean;
  ignore: boolean;
  /** Numbers of timed calls and of calls before them; null if it does not say. */
  n: number | null;
  warmup: number | null;
  /** Whether it declares permissions. */
  permissions: boolean;
  description: string | null;
  work: {
    operations: number | null;
    unit: string | null;
    bytes: number | null;
    flops: number | null;
  } | null;
}

/** A report to the parent, one on each line. */
export type InsideEvent =
  | { kind: "file"; origin: string; denoVersion: string; v8Version: string }
  | ({ kind: "registered" } & Registration)
  /** `draws`: random numbers drawn while the file loaded, counted in a host that lists. */
  | { kind: "loaded"; draws: number }
  | { kind: "begin"; ordinal: number }
  | { kind: "end"; ordinal: number }
  /** `id`: that of the request. */
  | { kind: "reply"; id: number; values: (number | null)[] }
  | { kind: "refusal"; id: number; message: string }
  | { kind: "error"; message: string };

export const { Deno: OwnDeno } = globalThis;
export const { mainModule: origin, exit: realExit } = OwnDeno;
/** The time, in milliseconds. */
export const now: () => number = performance.now.bind(performance);

const { WouldBlock } = Deno.errors;
const { wait } = Atomics;
const encoder = new TextEncoder();
const encode = encoder.encode.bind(encoder);
const writeSync = Deno.stderr.writeSync.bind(Deno.stderr);
const readSync = Deno.stdin.readSync.bind(Deno.stdin);
const OwnBytes = Uint8Array;
const never = new Int32Array(new SharedArrayBuffer(4));
/** Time to wait before a full pipe is tried again, if writing does not wait itself. */
const RETRY_MS = 1;

const chunk = new OwnBytes(4096);
let filled = 0;
let taken = 0;

/** Waits for the next line of the parent, in ASCII; null once there is none. */
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

/** Null if the parent has ended before it sent anything. */
const settings = listen<InsideSettings>() ?? realExit(1);
const { token } = settings;
export const { mode, keep } = settings;

/** Sends a report to the parent. */
export function tell(event: InsideEvent): void {
  // The bench file may have left a line unfinished.
  let left = encode(`\n${token}${toJson(event)}\n`);
  for (let length = lengthOf(left); length > 0;) {
    const sent = send(left);
    const rest = new OwnBytes(length -= sent);
    for (let index = 0; index < length; index++) rest[index] = left[sent + index]!;
    left = rest;
  }
}

function send(bytes: Uint8Array): number {
  for (;;) {
    try {
      return writeSync(bytes);
    } catch (error) {
      // A process that the bench file has started may have made the pipe non-blocking.
      if (!(error instanceof WouldBlock)) throw error;
      wait(never, 0, 0, RETRY_MS);
    }
  }
}

/** Does what JSON.stringify() does, but ignores a `toJSON` that the bench file may have added. */
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
