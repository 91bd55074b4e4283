/**
 * Turns what another harness wrote into a result document.
 *
 * @module
 */
import { startCommand } from "./cli/start.ts";
import type { CommandIo } from "./cli/io.ts";
import { warn } from "./cli/messages.ts";
import { defineCommand } from "./cli/options.ts";
import { parseOutputs, writeOutputs } from "./cli/outputs.ts";
import { importFiles } from "./cli/read_result.ts";
import { fromOption, originOptions, readOrigin } from "./cli/reading_options.ts";
import { runCommand } from "./cli/run_command.ts";
import { RESULT_FORMATS } from "./report/result/formats.ts";
import { Failure } from "./result/failure.ts";
import { stringifyResultDocument } from "./result/stringify.ts";

export type { CommandIo } from "./cli/io.ts";

const JSON_FORMAT = RESULT_FORMATS.find(({ name }) => name === "json")!;

const spec = defineCommand({
  name: "import",
  summary: "Turns what another benchmark harness wrote into a result document.",
  usage: "FILES... [OPTIONS]",
  permissions: "--allow-read --allow-write",
  options: {
    from: fromOption,
    ...originOptions,
    out: {
      type: "texts",
      value: "[F:]FILE",
      help:
        "write a file instead of standard output, also in other formats (F); can be given several times",
    },
  },
  examples: [
    ["deno task import bench.json --out result.json", "the format is told from the content"],
    ["deno task import --from go 'runs/**/*.txt'", "several files of one machine: each is a round"],
    ["gh run view --log | deno task import -", "what a log has of one harness"],
  ],
  exitCodes: [
    "0  imported",
    "2  bad usage, or a file that cannot be read as what it is said to be; nothing is written",
  ],
});

/**
 * The `import` command.
 *
 * @param args The command line after the script's name.
 * @returns The exit code.
 */
export function main(args: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(spec, args, io, async ({ options, positionals }) => {
    if (positionals.length === 0) throw new Failure("import wants one file or more, found none");
    const outputs = parseOutputs(options.out, RESULT_FORMATS, JSON_FORMAT);
    const reading = { from: options.from, origin: readOrigin(options) };
    const document = await importFiles(positionals, io, reading);
    for (const warning of document.warnings) warn(io, warning);
    await writeOutputs(document, outputs, io);
    if (outputs.length === 0) io.writeOut(stringifyResultDocument(document));
    return 0;
  });
}

if (import.meta.main) startCommand((io) => main(Deno.args, io));
