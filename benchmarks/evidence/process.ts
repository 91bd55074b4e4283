/** Child processes. @module */
import { Failure } from "../../mod.ts";

/** How to run a process. */
export interface RunOptions {
  readonly cwd: string;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Exit codes that are not failures; 0 by default. */
  readonly codes?: readonly number[];
}

/**
 * Runs a process to its end.
 *
 * @returns Its standard output.
 * @throws {Failure} If it ends with another code, with the end of its standard error.
 */
export async function runProcess(
  command: string,
  args: readonly string[],
  { cwd, signal, codes = [0] }: RunOptions,
): Promise<string> {
  const env = { NO_COLOR: "1" };
  const child = new Deno.Command(command, { args: [...args], cwd, signal, env, stdin: "null" });
  const { code, stdout, stderr } = await child.output();
  signal.throwIfAborted();
  const decoder = new TextDecoder();
  if (codes.includes(code)) return decoder.decode(stdout);
  const complaint = decoder.decode(stderr).trim().split("\n").slice(-3).join(" / ");
  throw new Failure(`${command} ${args[0]} ended with ${code}: ${complaint}`);
}
