/** Loads a bench file to see what it registers. @module */
import { joinV8Flags } from "../result/deno_flags.ts";
import { Failure } from "../result/failure.ts";
import { unknownFlag } from "../result/foreign_words.ts";
import { DenoError } from "./deno_error.ts";
import type { Registration } from "./inside/wire.ts";
import { abandonInput } from "./inside_process.ts";
import { findOtherHarness } from "./other_harness.ts";
import { killChild, killOnAbort, readLines, spawnDeno } from "../system/spawn.ts";
import { type HostOptions, overLimit, startHost } from "./start_host.ts";

/** What was seen when a bench file was loaded. */
export interface FileListing {
  /** Its benchmarks, in the order of registration, including those before a failure. */
  readonly registrations: readonly Registration[];
  /** One line on why it was not loaded completely, with the place; null if it was. */
  readonly cause: string | null;
  /** Null if it did not run at all. */
  readonly versions: { readonly deno: string; readonly v8: string } | null;
  /**
   * How often it drew a random number while it loaded, with Math.random(), crypto.getRandomValues()
   * or crypto.randomUUID(); 0 if it was not loaded completely.
   */
  readonly draws: number;
  /** If another harness runs it, a sentence on which, and how its results are read; else null. */
  readonly otherHarness: string | null;
}

/** What was seen when a file was loaded, without the facts from its text. */
type Loaded = Omit<FileListing, "otherHarness">;

/**
 * Loads a file and returns what it registers. With `--check` among the flags, its types are checked
 * first. Nothing that the file does is an error here.
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

/** Refuses a flag that Deno does not know, since no file can be loaded with it. */
function refuseUnknownFlag(cause: string | null, flags: readonly string[]): void {
  const unknown = cause === null ? null : unknownFlag(cause);
  // A bench file can print the same message.
  if (unknown === null || !flags.some((flag) => flag.split("=", 1)[0] === unknown)) return;
  throw new Failure(`Cannot run the benchmarks: Deno does not know the flag ${unknown}`);
}

/**
 * Returns the first error of the type checker, or the error that prevents it from checking; null if
 * there is none.
 */
async function findTypeError(options: HostOptions): Promise<string | null> {
  const { file, flags, timeoutMs, signal, cwd, command } = options;
  if (!flags.some((flag) => /^--check(?:=|$)/.test(flag))) return null;
  // `deno bench` takes the same flags as `deno run`, and can check types without running anything.
  signal.throwIfAborted();
  const child = await spawnDeno(["bench", "--no-run", "--no-prompt", ...joinV8Flags(flags), file], {
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
