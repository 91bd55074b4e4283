/** Child processes. @module */
import { startToMeasure } from "./start_process.ts";
import { explainSpawn } from "../result/spawn_failure.ts";
import { findWatchdog, type Watchdog } from "./watchdog.ts";

/** How to start a process; everything but `args` has a default. */
export interface SpawnOptions {
  /** Working directory. */
  readonly cwd?: string | undefined;
  /** What to put in front of the arguments: `deno`, or a command that starts one. */
  readonly command?: readonly string[] | undefined;
  /** Whether standard input is a pipe rather than empty. */
  readonly pipeInput?: boolean;
  /** Whether standard output is thrown away. */
  readonly dropOutput?: boolean;
}

/**
 * What starts the Deno that measures by default. On Windows npm puts a script on PATH, whose process
 * starts Deno as another one; that is the only one that may be started where `--allow-run=deno` has
 * found it there.
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
 * Starts Deno as a child process, without colours, in a process group of its own.
 *
 * @throws {Failure} If it is not there, or may not be started.
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
  /** What it knows the child by. */
  readonly id: number;
  readonly ends: Ends;
}

/**
 * What ends with a child: nothing but the child, its process group, or the processes below it. These
 * only the watchdog can end, and only while the child is there to tell which they are.
 */
type Ends = "child" | "group" | "tree";

const watched = new WeakMap<Deno.ChildProcess, Watched>();

/**
 * Starts a process that ends with this one, however that ends, together with what it has started
 * itself: it leads a process group, which the signals of a terminal do not reach.
 * {@linkcode killChild} ends the group, {@linkcode releaseChild} leaves it to itself.
 *
 * Windows has no such groups. What a program has started ends with it there as long as it runs itself;
 * what a Deno of this very path has started does not, since looking for it would take a process for
 * each Deno that has done its work.
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

/** What is to end with a program. */
export function endsWith(program: string, os: typeof Deno.build.os = Deno.build.os): Ends {
  return os !== "windows" ? "group" : program === Deno.execPath() ? "child" : "tree";
}

/**
 * Starts a process that ends with this one, without what it has started itself. To make a group takes
 * the system some milliseconds, which count where whole processes are timed.
 */
export function spawnAlone(program: string, options: Deno.CommandOptions): Deno.ChildProcess {
  const watchdog = findWatchdog(ownDeno());
  const child = startToMeasure(program, options);
  if (watchdog !== null) watched.set(child, { watchdog, id: child.pid, ends: "child" });
  void watchdog?.watch(child.pid);
  return child;
}

/** Ends a child process and its group at once; nothing happens if they have ended by themselves. */
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

/** Has a signal end a child and its group, until the child has ended. */
export function killOnAbort(child: Deno.ChildProcess, signal: AbortSignal): void {
  const kill = () => killChild(child);
  if (signal.aborted) kill();
  signal.addEventListener("abort", kill);
  child.status.then(() => signal.removeEventListener("abort", kill));
}

/** Leaves what a child that has ended may have started to itself. */
export function releaseChild(child: Deno.ChildProcess): void {
  const known = watched.get(child);
  known?.watchdog.forget(known.id);
}

/** How long to wait for the rest of the output after a process has ended. */
const DRAIN_MS = 500;

/**
 * The chunks of one of a child's streams. What its own children still hold open after it has ended
 * is not waited for: no limit would hold otherwise.
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
 * What a child writes to one of its streams, as UTF-8 text.
 *
 * @param longest What is kept at the end, in UTF-16 code units: at least so many, if there are any.
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

/** Characters of a line; what is longer is cut, since it may never end. */
const LONGEST_LINE = 1 << 20;

/** The lines of one of a child's streams, as UTF-8 text without their ends. */
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
