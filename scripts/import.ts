/**
 * Turns the output of another harness into a result document.
 *
 * @module
 */
import { startCommand } from "./cli/start.ts";
import type { CommandIo } from "./cli/io.ts";
import { warn } from "./cli/messages.ts";
import { parseOutputs, writeOutputs } from "./cli/outputs.ts";
import { importFiles } from "./cli/read_result.ts";
import { readOrigin } from "./cli/reading_options.ts";
import { spec } from "./command/import/spec.ts";
import { runCommand } from "./cli/run_command.ts";
import { RESULT_FORMATS } from "./report/result/formats.ts";
import { Failure } from "./result/failure.ts";
import { stringifyResultDocument } from "./result/stringify.ts";

export type { CommandIo } from "./cli/io.ts";

const JSON_FORMAT = RESULT_FORMATS.find(({ name }) => name === "json")!;

/**
 * The `import` command.
 *
 * @param args The command line after the script's name.
 * @returns The exit code.
 */
export function main(args: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(spec, args, io, async ({ options, positionals }) => {
    if (positionals.length === 0) throw new Failure("import needs at least one file");
    const outputs = parseOutputs(options.out, RESULT_FORMATS, JSON_FORMAT);
    const reading = { from: options.from, origin: readOrigin(options) };
    const document = await importFiles(positionals, io, reading);
    for (const warning of document.warnings) warn(io, warning);
    await writeOutputs(document, outputs, io);
    if (outputs.length === 0) io.writeOut(stringifyResultDocument(document));
    return 0;
  });
}

if (import.meta.main) startCommand("import", main);
