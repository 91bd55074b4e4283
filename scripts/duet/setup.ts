/** What prepares a checkout, such as `npm ci`. @module */
import { refusedVariables } from "../git/git.ts";
import { splitCommand } from "../measure/run_commands.ts";
import { killChild } from "../measure/spawn.ts";
import { Failure } from "../result/failure.ts";

/** Where to prepare what. */
export interface SetupOptions {
  /** What messages call the version. */
  readonly called: string;
  /** The checkout. */
  readonly cwd: string;
  /** Ends the command. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a command in a folder and waits for its end.
 *
 * @param command A program and its arguments, as one writes them in a shell; there is none in between.
 * @throws {Failure} If it cannot be started or fails; the message has the last line that it wrote.
 * @throws The reason of the signal, if that is aborted.
 */
export async function runSetup(
  command: string,
  { called, cwd, signal }: SetupOptions,
): Promise<void> {
  signal?.throwIfAborted();
  if (command.trim() === "") {
    throw new Failure(`--setup must be a program with its arguments, found "${command}"`);
  }
  const child = start(splitCommand(command), cwd, called);
  const stop = () => killChild(child);
  signal?.addEventListener("abort", stop);
  const { success, code, stdout, stderr } = await child.output();
  signal?.removeEventListener("abort", stop);
  signal?.throwIfAborted();
  if (success) return;
  const said = lastLine(stderr) ?? lastLine(stdout);
  throw new Failure(
    `Cannot prepare ${called}: ${command} ended with exit code ${code}${
      said === null ? "" : `: ${said}`
    }`,
  );
}

function start(
  [program, ...args]: readonly string[],
  cwd: string,
  called: string,
): Deno.ChildProcess {
  try {
    return new Deno.Command(program!, {
      args,
      cwd,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      env: { NO_COLOR: "1" },
    }).spawn();
  } catch (error) {
    throw explain(error, program!, called);
  }
}

function explain(error: unknown, program: string, called: string): unknown {
  const action = `Cannot prepare ${called} with ${program}`;
  const { NotFound, NotCapable, PermissionDenied } = Deno.errors;
  if (error instanceof NotFound) return new Failure(`${action}: no such program is on PATH`);
  if (error instanceof PermissionDenied) {
    return new Failure(`${action}: the operating system denies it`);
  }
  if (!(error instanceof NotCapable)) return error;
  const refused = refusedVariables(error);
  return new Failure(
    refused.length > 0
      ? `${action}: Deno starts no process while ${refused.join(", ")} is set`
      : `${action}: the permission --allow-run=${program} is not granted`,
  );
}

function lastLine(bytes: Uint8Array): string | null {
  const text = new TextDecoder().decode(bytes);
  return text.split(/\r?\n|\r/).map((line) => line.trim()).findLast((line) => line !== "") ?? null;
}
