/** Child processes. @module */
import { Failure } from "../result/failure.ts";

/** How to start a process; everything but `args` has a default. */
export interface SpawnOptions {
  /** Working directory. */
  readonly cwd?: string;
  /** What to put in front of the arguments: `deno`, or a command that starts one. */
  readonly command?: readonly string[];
  /** Whether standard input is a pipe rather than empty. */
  readonly pipeInput?: boolean;
  /** Whether standard output is thrown away. */
  readonly dropOutput?: boolean;
}

/**
 * Starts Deno as a child process, without colours.
 *
 * @throws {Failure} If it is not there, or may not be started.
 */
export function spawnDeno(args: readonly string[], options: SpawnOptions = {}): Deno.ChildProcess {
  const [name, ...first] = options.command ?? ["deno"];
  try {
    return new Deno.Command(name!, {
      args: [...first, ...args],
      stdin: options.pipeInput ? "piped" : "null",
      stdout: options.dropOutput ? "null" : "piped",
      stderr: "piped",
      env: { NO_COLOR: "1" },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    }).spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new Failure(`Cannot start ${name}: no such executable on PATH`);
    }
    if (error instanceof Deno.errors.NotCapable) {
      throw new Failure(`Cannot start ${name}: the permission --allow-run=${name} is not granted`);
    }
    throw error;
  }
}

/** Ends a child process at once; nothing happens if it has ended by itself. */
export function killChild(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** The lines of a stream of UTF-8 text, without their ends. */
export async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop()!;
    for (const line of lines) yield line.endsWith("\r") ? line.slice(0, -1) : line;
  }
  if (rest !== "") yield rest;
}
