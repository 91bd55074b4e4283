/** Handles help, errors and exit codes, the same for every command. @module */
import { VERSION } from "../result/version.ts";
import { takeWithheld } from "../system/start_process.ts";
import { endByError } from "./end.ts";
import type { CommandIo } from "./io.ts";
import { leaveOutNotes, warn } from "./messages.ts";
import { renderHelp } from "./help.ts";
import { withOwners } from "./option_owners.ts";
import { type CommandSpec, type OptionSpec, type ParsedOptions, parseOptions } from "./options.ts";

export { EXIT_UNUSABLE } from "./end.ts";

/**
 * Parses the arguments, prints the help or the version, or runs the command.
 *
 * @returns The exit code; after an error, that of {@linkcode endByError}.
 */
export async function runCommand<const Options extends Readonly<Record<string, OptionSpec>>>(
  spec: CommandSpec<Options>,
  args: readonly string[],
  io: CommandIo,
  run: (parsed: ParsedOptions<Options>) => Promise<number>,
): Promise<number> {
  const dashes = args.indexOf("--");
  const own = dashes < 0 ? args : args.slice(0, dashes);
  try {
    if (own.some((arg) => arg === "--help" || arg === "-h")) {
      io.writeOut(renderHelp(spec, io));
      return 0;
    }
    if (own.includes("--version")) {
      io.writeOut(`benchline ${VERSION}\n`);
      return 0;
    }
    using _quiet = own.includes("--quiet") ? leaveOutNotes(io) : null;
    return await run(parseOptions(spec, args));
  } catch (error) {
    const told = await withOwners(error, spec.name, io);
    return endByError(told, { name: spec.name, verbose: own.includes("--verbose") }, io);
  } finally {
    const withheld = takeWithheld();
    if (withheld.length > 0) {
      warn(
        io,
        `Benchmarks ran without ${
          withheld.join(", ")
        }: Deno passes these variables on only if --allow-run allows every program`,
      );
    }
  }
}
