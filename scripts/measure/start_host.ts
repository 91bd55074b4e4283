/** Starts a process that loads a bench file and tells about it. @module */
import { DenoError } from "./deno_error.ts";
import type { InsideEvent, InsideSettings } from "./inside/wire.ts";
import { hostUrl } from "./inside_url.ts";
import { killChild, killOnAbort, readLines, spawnDeno } from "./spawn.ts";

/** How to start a host. */
export interface HostOptions {
  /** Path or URL of the bench file. */
  readonly file: string;
  /** Flags for `deno run`. */
  readonly flags: readonly string[];
  /** Longest time for loading the file, and for one request. */
  readonly timeoutMs: number;
  /** Ends the process at once. */
  readonly signal: AbortSignal;
  /** Working directory. */
  readonly cwd?: string | undefined;
  /** What starts Deno: `["deno"]`, or that with something in front. */
  readonly command?: readonly string[] | undefined;
}

/** A host that was started. */
export interface Started {
  readonly child: Deno.ChildProcess;
  /** What it tells; the value at the end says why it ended. */
  readonly events: AsyncGenerator<InsideEvent, string>;
}

/**
 * Starts a host. Types are not checked, whatever the flags say: Deno would check no more than the
 * module that is loaded beforehand.
 *
 * @throws {Failure} If Deno cannot be started.
 */
export async function startHost(
  options: HostOptions,
  mode: InsideSettings["mode"],
): Promise<Started> {
  const { file, flags } = options;
  const token = `@benchline-${crypto.randomUUID()} `;
  const preload = hostUrl({ token, mode, keep: [] });
  const kept = flags.filter((flag) => !isAboutTypes(flag));
  const child = await startDeno(
    ["run", "--no-prompt", "--no-check", `--preload=${preload}`, ...kept, file],
    options,
    mode === "host",
  );
  return { child, events: readEvents(child, token) };
}

/**
 * Starts Deno, until the signal ends it.
 *
 * @throws {Failure} If it cannot be started.
 */
export async function startDeno(
  args: readonly string[],
  { signal, cwd, command }: HostOptions,
  pipeInput: boolean,
): Promise<Deno.ChildProcess> {
  signal.throwIfAborted();
  const child = await spawnDeno(args, { cwd, command, pipeInput, dropOutput: true });
  killOnAbort(child, signal);
  return child;
}

/** Deno refuses a flag on types that is given twice. */
function isAboutTypes(flag: string): boolean {
  return /^--(?:no-)?check(?:=|$)/.test(flag);
}

/** Says that something took too long. */
export function overLimit(ms: number): string {
  return `over the limit of ${ms / 1000} s`;
}

/** The events of a host; returns what the process said of its end. */
async function* readEvents(
  child: Deno.ChildProcess,
  token: string,
): AsyncGenerator<InsideEvent, string> {
  const error = new DenoError();
  for await (const line of readLines(child, child.stderr)) {
    const at = line.indexOf(token);
    if (at < 0) {
      error.read(line);
      continue;
    }
    const event = parseEvent(line.slice(at + token.length));
    if (event === null) {
      killChild(child);
      return "the process wrote a line that cannot be read where it answers requests";
    }
    yield event;
  }
  const { code, signal } = await child.status;
  return error.cause() ??
    `the process ended with ${signal === null ? `exit code ${code}` : signal}`;
}

function parseEvent(text: string): InsideEvent | null {
  try {
    const event = JSON.parse(text);
    return typeof event?.kind === "string" ? event : null;
  } catch {
    return null;
  }
}
