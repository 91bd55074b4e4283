/** Finds another Deno to measure with, so that it can be started and ended directly. @module */
import { resolve } from "../deps/std/path/mod.ts";
import { Failure } from "../result/failure.ts";
import { isNoProgram } from "../result/foreign_words.ts";
import { killChild, killOnAbort, readText, spawnGroup } from "../system/spawn.ts";
import { explainSpawn } from "../result/spawn_failure.ts";
import { readAllowedCores } from "./cores.ts";

/** A Deno that can be started. */
export interface FoundDeno {
  /** The command that starts it. To end its process is to end Deno. */
  readonly command: readonly string[];
  /** Such as "2.9.5". */
  readonly version: string;
}

/** The package is about 40 MB. */
const DOWNLOAD_MS = 300_000;
const START_MS = 10_000;

/**
 * Finds the executable of another Deno.
 *
 * Some programs, such as npx, start Deno as a separate process. They are only asked for its path,
 * since ending them would leave Deno running. A Deno that may not be started directly is started
 * through `taskset`, whose process becomes Deno.
 *
 * @param deno A version, which is downloaded from npm, or a path. A name without slashes is looked
 * up on PATH.
 * @param signal Ends the search.
 * @throws {Failure} If there is none, or it may not be started.
 * @throws The reason of the signal, if that is aborted.
 */
export async function resolveDeno(
  deno: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<FoundDeno> {
  const version = /^v?(\d+(?:\.\d+){0,2}(?:-[\w.-]+)?)$/.exec(deno)?.[1];
  const found = version === undefined
    ? await askDirectly(/[/\\]/.test(deno) ? resolve(deno) : deno, signal)
    : await askNpm(version, signal);
  const direct = found.isItself ? found : await askDirectly(found.path, signal);
  if (direct.isItself) return { command: direct.command, version: direct.version };
  throw new Failure(`Cannot measure with ${deno}: it starts Deno as another process`);
}

interface Answer extends FoundDeno {
  readonly path: string;
  /** Whether the started process is Deno itself. */
  readonly isItself: boolean;
}

const QUESTION =
  "console.log('benchline', JSON.stringify([Deno.pid, Deno.execPath(), Deno.version.deno]))";

async function askNpm(version: string, signal: AbortSignal): Promise<Answer> {
  const npx = Deno.build.os === "windows" ? "npx.cmd" : "npx";
  const ended = await ask([npx, "--yes", `deno@${version}`], DOWNLOAD_MS, signal)
    .catch((error) => {
      throw explainSpawn(error, npx) ?? error;
    });
  if (ended.answer !== null) return ended.answer;
  const reason = ended.late ? late(DOWNLOAD_MS) : reasonOfNpm(ended);
  throw new Failure(`Cannot get Deno ${version} from npm: ${reason}`);
}

function reasonOfNpm({ code, error }: Ended): string {
  const reasons = error.split("\n").map((line) => /^npm (?:error|ERR!) (.*)/.exec(line)?.[1])
    .filter((line) => line !== undefined && !line.startsWith("code "));
  return reasons[0]?.replace(/^[a-z0-9]+ (?=[A-Z])/, "") ?? `npx ended with exit code ${code}`;
}

async function askDirectly(path: string, signal: AbortSignal): Promise<Answer> {
  const ended = await ask([path], START_MS, signal)
    .catch((error) => askThroughTaskset(path, error, signal));
  if (ended.answer !== null) return ended.answer;
  const reason = ended.late ? late(START_MS) : reasonOfTaskset(ended) ?? "it is not Deno";
  throw new Failure(`Cannot run ${path}: ${reason}`);
}

/** The permission for `taskset` covers every program that it becomes. */
async function askThroughTaskset(path: string, why: unknown, signal: AbortSignal): Promise<Ended> {
  const cores = why instanceof Deno.errors.NotCapable ? await readAllowedCores() : null;
  if (cores !== null) return await ask(["taskset", "-c", cores.join(","), path], START_MS, signal);
  if (/[/\\]/.test(path)) {
    if (why instanceof Deno.errors.NotFound) {
      throw new Failure(`Cannot run ${path}: there is no such file`);
    }
    if (why instanceof Error && isNoProgram(why)) {
      throw new Failure(`Cannot run ${path}: it is not a program`);
    }
  }
  throw explainSpawn(why, path) ?? why;
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

/** Asks a Deno for its path and version. */
async function ask(
  command: readonly string[],
  limitMs: number,
  signal: AbortSignal,
): Promise<Ended> {
  signal.throwIfAborted();
  const child = await spawnGroup(command[0]!, {
    args: [...command.slice(1), "eval", "--no-config", "--no-lock", QUESTION],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1" },
  });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    killChild(child);
  }, limitMs);
  killOnAbort(child, signal);
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
    killChild(child);
  }
}

function parseAnswer(output: string, pid: number, command: readonly string[]): Answer | null {
  const text = /^benchline (\[\d+,".*",".*"\])$/m.exec(output)?.[1];
  if (text === undefined) return null;
  const [answering, path, version]: [number, string, string] = JSON.parse(text);
  return { command, version, path, isItself: answering === pid };
}
