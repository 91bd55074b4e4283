/**
 * Starts Deno with the modules of inside/ loaded before a bench file, and reads what they report.
 *
 * @module
 */
import { joinV8Flags } from "../result/deno_flags.ts";
import { DenoError } from "./deno_error.ts";
import type { InsideEvent, InsideSettings } from "./inside/wire.ts";
import { parseEvent } from "./inside_event.ts";
import { preloadOf } from "./inside_url.ts";
import {
  killChild,
  killOnAbort,
  readLines,
  spawnDeno,
  type SpawnOptions,
} from "../system/spawn.ts";

/** A process that reports on a bench file. */
export interface InsideProcess {
  readonly child: Deno.ChildProcess;
  /** Its standard input, to which the settings are sent first. */
  readonly input: WritableStreamDefaultWriter<Uint8Array>;
  /**
   * Its reports. The value at the end is one line on why it ended. They throw if something other
   * than its end kept it from being told what to do.
   */
  readonly events: AsyncGenerator<InsideEvent, string>;
}

/** The command of a process that reports on a bench file. */
export interface InsideCommand {
  /** Such as "bench". */
  readonly subcommand: string;
  /** The module that is loaded before the bench file, as a data: URL. */
  readonly module: string;
  /** Flags, and the bench file. */
  readonly args: readonly string[];
}

/**
 * Starts Deno, which the signal ends. It loads no bench file before it has read the settings, so
 * that no bench file is ever loaded by a process that does not end with this one.
 *
 * @throws {Failure} If Deno cannot be started.
 * @throws The reason of the signal, if that is aborted.
 */
export async function startInside(
  { subcommand, module, args }: InsideCommand,
  settings: Omit<InsideSettings, "token">,
  options: Omit<SpawnOptions, "pipeInput">,
  signal: AbortSignal,
): Promise<InsideProcess> {
  signal.throwIfAborted();
  const token = `@benchline-${crypto.randomUUID()} `;
  const command = [subcommand, `--preload=${preloadOf(module)}`, ...joinV8Flags(args)];
  const child = await spawnDeno(command, { ...options, pipeInput: true });
  killOnAbort(child, signal);
  const input = child.stdin.getWriter();
  const unsent: Unsent = { error: null };
  // A process that never reads would keep this one waiting, and no time limit runs yet.
  Promise.all([send(input, module), sendLine(input, { ...settings, token })]).catch((error) => {
    unsent.error = error;
    killChild(child);
  });
  return { child, input, events: readEvents(child, token, unsent) };
}

/** Why the module or the settings could not be sent, although the process had not ended. */
interface Unsent {
  error: unknown;
}

/** Sends a line of JSON. If the process has ended, reading says why. */
export async function sendLine(
  input: WritableStreamDefaultWriter<Uint8Array>,
  value: object,
): Promise<void> {
  await send(input, `${JSON.stringify(value)}\n`);
}

/** Gives up what a process that has ended has not read. */
export async function abandonInput(input: WritableStreamDefaultWriter<Uint8Array>): Promise<void> {
  await input.abort(new Deno.errors.BrokenPipe("the process has ended")).catch(() => {});
}

async function send(input: WritableStreamDefaultWriter<Uint8Array>, text: string): Promise<void> {
  try {
    await input.write(new TextEncoder().encode(text));
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

/** No real file has as many benchmarks. */
const MOST_REGISTRATIONS = 100_000;

/**
 * A report out of order ends the process, so a bench file that interferes only harms itself.
 *
 * @throws The error of `unsent`.
 */
async function* readEvents(
  child: Deno.ChildProcess,
  token: string,
  unsent: Readonly<Unsent>,
): AsyncGenerator<InsideEvent, string> {
  const error = new DenoError();
  let registrations = 0;
  for await (const line of readLines(child, child.stderr)) {
    if (!line.startsWith(token)) {
      error.read(line);
      continue;
    }
    const event = parseEvent(line.slice(token.length));
    if (event === null) {
      killChild(child);
      return "the process answered with a line that cannot be read";
    }
    if (event.kind === "registered" && ++registrations > MOST_REGISTRATIONS) {
      killChild(child);
      return `the file registers more than ${MOST_REGISTRATIONS} benchmarks`;
    }
    yield event;
  }
  if (unsent.error !== null) throw unsent.error;
  return error.explain(await child.status);
}
