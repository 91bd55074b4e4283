/** Another Deno to measure with: found once, so that it can be started and ended by itself. @module */
import { resolve } from "../deps/std/path/mod.ts";
import { Failure } from "../result/failure.ts";
import { killChild, readText } from "./spawn.ts";

/** A Deno that can be started. */
export interface FoundDeno {
  /** What starts it; to end that process is to end Deno. */
  readonly command: readonly string[];
  /** Such as "2.9.5". */
  readonly version: string;
}

/** How to find one. */
export interface FindDenoOptions {
  /** The cores that may be used; null where `taskset` is of no use. */
  readonly cores: readonly number[] | null;
  readonly signal: AbortSignal;
}

/** The package is about 40 MB. */
const DOWNLOAD_MS = 300_000;
const START_MS = 10_000;

/** The Deno that measures by default. On Windows npm puts a script in its place, which cannot be started. */
export function ownDeno(): string {
  return Deno.build.os === "windows" ? Deno.execPath() : "deno";
}

/**
 * Finds the executable of another Deno.
 *
 * What starts Deno as a process of its own, as npx and some scripts do, is only asked where it is:
 * ending such a starter would leave Deno behind. What may not be started directly is started through
 * `taskset`, whose process becomes Deno.
 *
 * @param deno A version, which comes from npm, or a path; a name without slashes is looked for on PATH.
 * @throws {Failure} If there is none, or it may not be started.
 * @throws The reason of the signal, if that is aborted.
 */
export async function resolveDeno(deno: string, options: FindDenoOptions): Promise<FoundDeno> {
  const version = /^v?(\d+(?:\.\d+){0,2}(?:-[\w.-]+)?)$/.exec(deno)?.[1];
  const found = version === undefined
    ? await askDirectly(/[/\\]/.test(deno) ? resolve(deno) : deno, options)
    : await askNpm(version, options);
  const direct = found.isItself ? found : await askDirectly(found.path, options);
  if (direct.isItself) return { command: direct.command, version: direct.version };
  throw new Failure(`Cannot measure with ${deno}: it starts Deno as another process`);
}

/**
 * A command on one core.
 *
 * @param command Such as {@linkcode resolveDeno} finds.
 * @param core Null to leave it to the operating system.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(pinTo(["deno"], 3), ["taskset", "-c", "3", "deno"]);
 * assertEquals(pinTo(["taskset", "-c", "0,1", "/opt/deno"], 3), ["taskset", "-c", "3", "/opt/deno"]);
 * ```
 */
export function pinTo(command: readonly string[], core: number | null): string[] {
  if (core === null) return [...command];
  // The last of several would decide.
  const bare = command[0] === "taskset" ? command.slice(3) : command;
  return ["taskset", "-c", String(core), ...bare];
}

interface Answer extends FoundDeno {
  readonly path: string;
  /** Whether the process that was started is the one that answers. */
  readonly isItself: boolean;
}

const QUESTION =
  "console.log('benchline', JSON.stringify([Deno.pid, Deno.execPath(), Deno.version.deno]))";

async function askNpm(version: string, { signal }: FindDenoOptions): Promise<Answer> {
  const npx = Deno.build.os === "windows" ? "npx.cmd" : "npx";
  const what = `Deno ${version} from npm`;
  try {
    const ended = await ask([npx, "--yes", `deno@${version}`], DOWNLOAD_MS, signal);
    if (ended.answer !== null) return ended.answer;
    throw new Failure(`Cannot get ${what}: ${ended.late ? late(DOWNLOAD_MS) : reasonOfNpm(ended)}`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new Failure(
        `Cannot get ${what}: there is no npx on PATH; install Node.js, or give a path`,
      );
    }
    if (error instanceof Deno.errors.NotCapable) {
      throw new Failure(`Cannot get ${what}: the permission --allow-run=npx is not granted`);
    }
    throw error;
  }
}

function reasonOfNpm({ code, error }: Ended): string {
  const reasons = error.split("\n").map((line) => /^npm (?:error|ERR!) (.*)/.exec(line)?.[1])
    .filter((line) => line !== undefined && !line.startsWith("code "));
  return reasons[0]?.replace(/^[a-z0-9]+ (?=[A-Z])/, "") ?? `npx ended with exit code ${code}`;
}

async function askDirectly(path: string, { cores, signal }: FindDenoOptions): Promise<Answer> {
  const ended = await start([path]) ??
    (cores === null ? null : await start(["taskset", "-c", cores.join(","), path]));
  if (ended === null) {
    throw new Failure(`Cannot start ${path}: the permission --allow-run=${path} is not granted`);
  }
  if (ended.answer !== null) return ended.answer;
  const reason = ended.late ? late(START_MS) : reasonOfTaskset(ended) ?? "it is not Deno";
  throw new Failure(`Cannot start ${path}: ${reason}`);

  /** Null where it is not permitted, or there is no `taskset`. */
  async function start(command: string[]): Promise<Ended | null> {
    try {
      return await ask(command, START_MS, signal);
    } catch (error) {
      const { NotCapable, NotFound, PermissionDenied } = Deno.errors;
      if (error instanceof NotCapable) return null;
      if (error instanceof NotFound) {
        if (command[0] === "taskset") return null;
        throw new Failure(`Cannot start ${path}: there is no such program`);
      }
      if (error instanceof PermissionDenied) {
        throw new Failure(`Cannot start ${path}: it is not executable`);
      }
      if (error instanceof Error && /os error 8\b/.test(error.message)) {
        throw new Failure(`Cannot start ${path}: it is no program`);
      }
      throw error;
    }
  }
}

function reasonOfTaskset({ error }: Ended): string | null {
  const reason = /^taskset: failed to execute .*: (.*)$/m.exec(error)?.[1];
  return reason === undefined ? null : reason[0]!.toLowerCase() + reason.slice(1);
}

function late(limitMs: number): string {
  return `there was no answer within ${limitMs / 1000} s`;
}

interface Ended {
  readonly answer: Answer | null;
  readonly code: number;
  readonly error: string;
  readonly late: boolean;
}

/** Asks a Deno where it is, and who. */
async function ask(
  command: readonly string[],
  limitMs: number,
  signal: AbortSignal,
): Promise<Ended> {
  signal.throwIfAborted();
  const child = new Deno.Command(command[0]!, {
    args: [...command.slice(1), "eval", "--no-config", "--no-lock", QUESTION],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1" },
  }).spawn();
  let isLate = false;
  const stop = () => killChild(child);
  const timer = setTimeout(() => {
    isLate = true;
    stop();
  }, limitMs);
  signal.addEventListener("abort", stop);
  try {
    const [{ code }, output, error] = await Promise.all([
      child.status,
      readText(child, child.stdout),
      readText(child, child.stderr),
    ]);
    signal.throwIfAborted();
    return { answer: parseAnswer(output, child.pid, command), code, error, late: isLate };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

function parseAnswer(output: string, pid: number, command: readonly string[]): Answer | null {
  const text = /^benchline (\[\d+,".*",".*"\])$/m.exec(output)?.[1];
  if (text === undefined) return null;
  const [answering, path, version]: [number, string, string] = JSON.parse(text);
  return { command, version, path, isItself: answering === pid };
}
