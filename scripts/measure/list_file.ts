/** What a bench file registers, seen by loading it. @module */
import { Failure } from "../result/failure.ts";
import { unknownFlag } from "../result/foreign_words.ts";
import { DenoError } from "./deno_error.ts";
import type { Registration } from "./inside/wire.ts";
import { abandonInput } from "./inside_process.ts";
import { findOtherHarness } from "./other_harness.ts";
import { killChild, killOnAbort, readLines, spawnDeno } from "../system/spawn.ts";
import { type HostOptions, overLimit, startHost } from "./start_host.ts";

/** What loading a bench file showed. */
export interface FileListing {
  /** What it registered, in that order; also where it failed afterwards. */
  readonly registrations: readonly Registration[];
  /** One line on why it was not loaded to its end, with the place; null where it was. */
  readonly cause: string | null;
  /** Null where it was not run at all. */
  readonly versions: { readonly deno: string; readonly v8: string } | null;
  /**
   * How often it drew a random number while it loaded, with Math.random(), crypto.getRandomValues()
   * or crypto.randomUUID(); 0 where it was not loaded to its end.
   */
  readonly draws: number;
  /** If another harness runs it, a sentence on which, and how its results are read; else null. */
  readonly otherHarness: string | null;
}

/** What loading a file showed, without what its text tells. */
type Loaded = Omit<FileListing, "otherHarness">;

/**
 * Loads a file and tells what it registers. Where the flags ask for it with `--check`, its types are
 * checked first. Whatever the file does is no error here.
 *
 * @throws {Failure} If Deno cannot be started, or does not know one of the flags.
 * @throws The reason of `signal`, if that is aborted.
 */
export async function listFile(options: HostOptions): Promise<FileListing> {
  const typeError = await findTypeError(options);
  const loaded: Loaded = typeError === null
    ? await readListing(options)
    : { registrations: [], cause: typeError, versions: null, draws: 0 };
  refuseUnknownFlag(loaded.cause, options.flags);
  const otherHarness = loaded.registrations.length > 0
    ? null
    : await findOtherHarness(options.file);
  return { ...loaded, otherHarness };
}

/** Refuses a flag that Deno does not know: no file can be loaded with it. */
function refuseUnknownFlag(cause: string | null, flags: readonly string[]): void {
  const unknown = cause === null ? null : unknownFlag(cause);
  // A bench file can print the same.
  if (unknown === null || !flags.some((flag) => flag.split("=", 1)[0] === unknown)) return;
  throw new Failure(`Cannot run the benchmarks: Deno does not know the flag ${unknown}`);
}

/** The first error of the type checker, or of whatever keeps it from checking; null for none. */
async function findTypeError(options: HostOptions): Promise<string | null> {
  const { file, flags, timeoutMs, signal, cwd, command } = options;
  if (!flags.some((flag) => /^--check(?:=|$)/.test(flag))) return null;
  // `deno bench` takes the same flags as `deno run`, and knows how to check only.
  signal.throwIfAborted();
  const child = await spawnDeno(["bench", "--no-run", "--no-prompt", ...flags, file], {
    cwd,
    command,
    dropOutput: true,
  });
  killOnAbort(child, signal);
  const error = new DenoError();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    killChild(child);
  }, timeoutMs);
  for await (const line of readLines(child, child.stderr)) error.read(line);
  const status = await child.status;
  clearTimeout(timer);
  killChild(child);
  signal.throwIfAborted();
  if (status.success) return null;
  if (timedOut) return `checking its types took ${overLimit(timeoutMs)}`;
  return error.explain(status);
}

async function readListing(options: HostOptions): Promise<Loaded> {
  const { timeoutMs, signal } = options;
  const { child, input, events } = await startHost(options, "list");
  const registrations: Registration[] = [];
  let versions: Loaded["versions"] = null;
  let lastError: string | null = null;
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    killChild(child);
  }, timeoutMs);
  try {
    for (;;) {
      const { value, done } = await events.next();
      if (done) {
        signal.throwIfAborted();
        const cause = lastError ?? (timedOut ? `loading it took ${overLimit(timeoutMs)}` : value);
        return { registrations, cause, versions, draws: 0 };
      }
      switch (value.kind) {
        case "file":
          versions = { deno: value.denoVersion, v8: value.v8Version };
          break;
        case "registered":
          registrations.push(value);
          break;
        case "error":
          lastError = value.message;
          break;
        case "loaded":
          return { registrations, cause: null, versions, draws: value.draws };
      }
    }
  } finally {
    clearTimeout(timer);
    killChild(child);
    await child.status;
    await abandonInput(input);
  }
}
