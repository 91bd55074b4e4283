/** What every command does the same way: help, errors, exit codes. @module */
import { Failure } from "../result/failure.ts";
import { Interruption } from "../result/interruption.ts";
import { VERSION } from "../result/version.ts";
import type { CommandIo } from "./io.ts";
import { complain, complainOfBug } from "./messages.ts";
import {
  type CommandSpec,
  type OptionSpec,
  type ParsedOptions,
  parseOptions,
  renderHelp,
} from "./options.ts";

/** Bad usage, unreadable input, nothing to do. */
export const EXIT_UNUSABLE = 2;
/** A fault in this program; 1, which Deno gives by itself, would say that something is slower. */
const EXIT_BROKEN = 70;

/**
 * Parses the arguments, prints the help or the version, or runs the command.
 *
 * @returns The exit code. An expected failure is one line on standard error and exit code 2, the end
 * by a signal one line and 128 and the signal's number. Any other error is a fault in this program: it
 * is shown with its stack, and the exit code is 70.
 */
export async function runCommand<const Options extends Readonly<Record<string, OptionSpec>>>(
  spec: CommandSpec<Options>,
  args: readonly string[],
  io: CommandIo,
  run: (parsed: ParsedOptions<Options>) => Promise<number>,
): Promise<number> {
  try {
    const dashes = args.indexOf("--");
    const own = dashes < 0 ? args : args.slice(0, dashes);
    if (own.some((arg) => arg === "--help" || arg === "-h")) {
      io.writeOut(renderHelp(spec));
      return 0;
    }
    if (own.includes("--version")) {
      io.writeOut(`benchline ${VERSION}\n`);
      return 0;
    }
    return await run(parseOptions(spec, args));
  } catch (error) {
    if (error instanceof Interruption) {
      complain(io, `Cannot finish ${spec.name}: ${error}`);
      return error.code;
    }
    if (error instanceof Failure) {
      complain(io, error.message);
      return EXIT_UNUSABLE;
    }
    complainOfBug(io, error);
    return EXIT_BROKEN;
  }
}
