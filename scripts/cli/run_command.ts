/** What every command does the same way: help, errors, exit codes. @module */
import { escapeTerminal } from "../report/escape.ts";
import { Failure } from "../result/failure.ts";
import type { CommandIo } from "./io.ts";
import {
  type CommandSpec,
  type OptionSpec,
  type ParsedOptions,
  parseOptions,
  renderHelp,
} from "./options.ts";

/** Bad usage, unreadable input, nothing to do. */
export const EXIT_UNUSABLE = 2;

/**
 * Parses the arguments, prints the help or runs the command.
 *
 * @returns The exit code; an expected failure is one line on standard error and exit code 2. Any
 * other error is thrown on, with its stack.
 */
export async function runCommand<const Options extends Readonly<Record<string, OptionSpec>>>(
  spec: CommandSpec<Options>,
  args: readonly string[],
  io: CommandIo,
  run: (parsed: ParsedOptions<Options>) => Promise<number>,
): Promise<number> {
  try {
    if (args.slice(0, args.indexOf("--") >>> 0).some((arg) => arg === "--help" || arg === "-h")) {
      io.writeOut(renderHelp(spec));
      return 0;
    }
    return await run(parseOptions(spec, args));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // It may name files, globs and benchmarks.
    io.writeError(`error: ${escapeTerminal(error.message)}\n`);
    return EXIT_UNUSABLE;
  }
}
