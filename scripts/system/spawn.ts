/** Child processes. @module */
import { startToMeasure } from "./start_process.ts";
import { explainSpawn } from "../result/spawn_failure.ts";
import { findWatchdog, type Watchdog } from "./watchdog.ts";

/** How to start a process; everything but `args` has a default. */
export interface SpawnOptions {
  /** Working directory. */
  readonly cwd?: string | undefined;
  /** The command that starts Deno, such as `["deno"]`; the arguments follow it. */
  readonly command?: readonly string[] | undefined;
  /** Whether standard input is a pipe rather than empty. */
  readonly pipeInput?: boolean;
  /** Whether standard output is discarded. */
  readonly dropOutput?: boolean;
}

/**
 * Returns the command that starts Deno by default. On Windows, npm puts a script on PATH that starts
 * Deno as a second process. If `--allow-run=deno` has found this script, no other program may be
 * started.
 *
 * @param mayRun Whether this process may start a program.
 */
export function ownDeno(
  os: typeof Deno.build.os = Deno.build.os,
  mayRun: (program: string) => boolean = isGranted,
): string {
  return os === "windows" && mayRun(Deno.execPath()) ? Deno.execPath() : "deno";
}

function isGranted(command: string): boolean {
  return Deno.permissions.querySync({ name: "run", command }).state === "granted";
}

/**
 * Starts Deno as a child process, without colours, in a separate process group.
 *
 * @throws {Failure} If there is no Deno, or it may not be started.
 */
export async function spawnDeno(
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<Deno.ChildProcess> {
  const [name, ...first] = options.command ?? [ownDeno()];
  try {
    return await spawnGroup(name!, {
      args: [...first, ...args],
      stdin: options.pipeInput ? "piped" : "null",
      stdout: options.dropOutput ? "null" : "piped",
      stderr: "piped",
      env: { NO_COLOR: "1" },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
  } catch (error) {
    throw explainSpawn(error, name!) ?? error;
  }
}

interface Watched {
  readonly watchdog: Watchdog;
  /** The number by which the watchdog knows the child. */
  readonly id: number;
  readonly ends: Ends;
}

/**
 * What ends with a child: only the child, its process group, or the tree of processes below it. Only
 * the watchdog can end a tree, and only while the child exists, since nothing else names its members.
 */
type Ends = "child" | "group" | "tree";

const watched = new WeakMap<Deno.ChildProcess, Watched>();

/**
 * Starts a process that leads a process group of its own, which the signals of a terminal do not
 * reach. The whole group ends with this process, however this process ends. {@linkcode killChild} ends
 * the group, and {@linkcode releaseChild} lets it continue.
 *
 * Windows has no process groups. There, the processes that a program has started end with it while the
 * program runs. Those of the Deno that runs this code do not, since finding them would take one more
 * process for each Deno that has ended.
 */
export async function spawnGroup(
  program: string,
  options: Deno.CommandOptions,
): Promise<Deno.ChildProcess> {
  const watchdog = findWatchdog(ownDeno());
  const ends = watchdog === null ? "child" : endsWith(program);
  const child = startToMeasure(program, { ...options, detached: ends === "group" });
  const id = ends === "group" ? -child.pid : child.pid;
  if (watchdog !== null) watched.set(child, { watchdog, id, ends });
  await watchdog?.watch(id);
  return child;
}

/** Returns what ends with a program. */
export function endsWith(program: string, os: typeof Deno.build.os = Deno.build.os): Ends {
  return os !== "windows" ? "group" : program === Deno.execPath() ? "child" : "tree";
}

/**
 * Starts a process that ends with this one, but without a process group: creating one takes some
 * milliseconds, which would count if whole processes are timed. Processes that it starts do not end.
 */
export function spawnAlone(program: string, options: Deno.CommandOptions): Deno.ChildProcess {
  const watchdog = findWatchdog(ownDeno());
  const child = startToMeasure(program, options);
  if (watchdog !== null) watched.set(child, { watchdog, id: child.pid, ends: "child" });
  void watchdog?.watch(child.pid);
  return child;
}

/** Ends a child process and its group at once. Nothing happens if they have already ended. */
export function killChild(child: Deno.ChildProcess): void {
  const known = watched.get(child);
  if (known?.ends === "tree") {
    void known.watchdog.end(known.id).then((isTold) => isTold || kill(child));
    return;
  }
  if (known?.ends === "group") void known.watchdog.end(known.id);
  else known?.watchdog.forget(known.id);
  kill(child);
}

function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Ends a child and its group when the signal is aborted, unless the child has ended. */
export function killOnAbort(child: Deno.ChildProcess, signal: AbortSignal): void {
  const kill = () => killChild(child);
  if (signal.aborted) kill();
  signal.addEventListener("abort", kill);
  child.status.then(() => signal.removeEventListener("abort", kill));
}

/** Lets processes continue that a child has started, after the child has ended. */
export function releaseChild(child: Deno.ChildProcess): void {
  const known = watched.get(child);
  known?.watchdog.forget(known.id);
}

/** How long to wait for the rest of the output after a process has ended. */
const DRAIN_MS = 500;

/**
 * Returns the chunks of one of a child's streams. If processes of the child keep the stream open after
 * the child has ended, reading stops soon: otherwise no time limit would hold.
 */
async function* readChunks(
  child: Deno.ChildProcess,
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  let finished = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  child.status.then(() => {
    if (!finished) timer = setTimeout(() => void reader.cancel(), DRAIN_MS);
  });
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    finished = true;
    clearTimeout(timer);
    reader.releaseLock();
  }
}

/**
 * Returns what a child writes to one of its streams, as UTF-8 text.
 *
 * @param longest The least length of the end that is kept, in UTF-16 code units.
 */
export async function readText(
  child: Deno.ChildProcess,
  stream: ReadableStream<Uint8Array>,
  longest = Infinity,
): Promise<string> {
  const decoder = new TextDecoder();
  let older = "";
  let text = "";
  for await (const chunk of readChunks(child, stream)) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length < longest) continue;
    older = text;
    text = "";
  }
  return older + text;
}

/** Longest line in characters. Longer ones are cut, since a line may never end. */
const LONGEST_LINE = 1 << 20;

/** Returns the lines of one of a child's streams, as UTF-8 text without line breaks. */
export async function* readLines(
  child: Deno.ChildProcess,
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  let length = 0;
  const keep = (part: string) => {
    if (length < LONGEST_LINE) parts.push(part.slice(0, LONGEST_LINE - length));
    length += part.length;
  };
  const takeLine = () => {
    const line = parts.join("");
    parts = [];
    length = 0;
    return line.endsWith("\r") ? line.slice(0, -1) : line;
  };
  for await (const chunk of readChunks(child, stream)) {
    const pieces = decoder.decode(chunk, { stream: true }).split("\n");
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) yield takeLine();
      keep(piece);
    }
  }
  if (length > 0) yield takeLine();
}
