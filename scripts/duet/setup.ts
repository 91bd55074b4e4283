/** Runs the command that prepares a checkout, such as `npm ci`. @module */
import { splitCommand } from "../measure/run_commands.ts";
import { killOnAbort, releaseChild, spawnGroup } from "../system/spawn.ts";
import { Failure } from "../result/failure.ts";
import { whyNotStarted } from "../result/spawn_failure.ts";

/** Where to run the command. */
export interface SetupOptions {
  /** The name of the version in messages. */
  readonly called: string;
  /** The checkout. */
  readonly cwd: string;
  /** Ends the command. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a command in a folder and waits for its end.
 *
 * @param command A program and its arguments, with quotes as in a shell. No shell runs it.
 * @throws {Failure} If it cannot be started or fails. The message has the last line that it wrote.
 * @throws The reason of the signal, if that is aborted.
 */
export async function runSetup(
  command: string,
  { called, cwd, signal }: SetupOptions,
): Promise<void> {
  signal?.throwIfAborted();
  const child = await start(splitCommand(command, "--setup"), cwd, called);
  if (signal !== undefined) killOnAbort(child, signal);
  const { success, code, stdout, stderr } = await child.output();
  signal?.throwIfAborted();
  // It may have started a server that the benchmarks use.
  releaseChild(child);
  if (success) return;
  const said = lastLine(stderr) ?? lastLine(stdout);
  throw new Failure(
    `Cannot prepare ${called}: ${command} ended with exit code ${code}${
      said === null ? "" : `: ${said}`
    }`,
  );
}

async function start(
  [program, ...args]: readonly string[],
  cwd: string,
  called: string,
): Promise<Deno.ChildProcess> {
  try {
    return await spawnGroup(program!, {
      args,
      cwd,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      env: { NO_COLOR: "1" },
    });
  } catch (error) {
    const reason = whyNotStarted(error, program!);
    throw reason === null
      ? error
      : new Failure(`Cannot prepare ${called} with ${program}: ${reason}`);
  }
}

function lastLine(bytes: Uint8Array): string | null {
  const text = new TextDecoder().decode(bytes);
  return text.split(/\r?\n|\r/).map((line) => line.trim()).findLast((line) => line !== "") ?? null;
}
