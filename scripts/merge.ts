/**
 * Joins the parts that several machines have measured, and writes them in other formats.
 *
 * @module
 */
import { startCommand } from "./cli/start.ts";
import type { CommandIo } from "./cli/io.ts";
import { defineCommand } from "./cli/options.ts";
import { parseOutputs, printAll, selectFormats, writeOutputs } from "./cli/outputs.ts";
import { complain } from "./cli/messages.ts";
import { runCommand } from "./cli/run_command.ts";
import { COMPARISON_FORMATS } from "./report/comparison/formats.ts";
import type { Format } from "./report/format.ts";
import { RESULT_FORMATS } from "./report/result/formats.ts";
import { Failure } from "./result/failure.ts";
import { parseJsonc } from "./result/jsonc.ts";
import { parseResultDocument } from "./result/parse.ts";
import type { ResultDocument } from "./result/schema.ts";
import { quoteValue } from "./result/validate.ts";
import type { Comparison } from "./verdict/comparison.ts";
import { outcomeOf } from "./verdict/outcome.ts";
import { parseComparison } from "./verdict/comparison_schema.ts";
import { mergeComparisons, mergeResults, type Part } from "./verdict/merge.ts";

export type { CommandIo } from "./cli/io.ts";

const NAMES = [...new Set([...COMPARISON_FORMATS, ...RESULT_FORMATS].map(({ name }) => name))];

const spec = defineCommand({
  name: "merge",
  summary: "Joins results, or comparisons, that were made in parts with --shard.",
  usage: "FILES... [OPTIONS]",
  permissions: "--allow-read --allow-write",
  options: {
    format: {
      type: "choices",
      choices: NAMES,
      value: "F",
      help: "what goes to standard output, as run and compare have it",
      defaultHelp: "terminal",
    },
    out: {
      type: "texts",
      value: "[F:]FILE",
      help: "also write a file; can be given several times",
    },
    strict: {
      type: "flag",
      help:
        "of comparisons: exit with 1 also for what is inconclusive, was not compared or was removed",
    },
    quiet: { type: "flag", help: "nothing on standard output" },
  },
  examples: [
    ["deno task merge shard-*.json --out report.html", "the parts of a comparison, as one page"],
    ["deno task merge results.json --format go", "one result, for benchstat"],
  ],
  exitCodes: [
    "0  joined; of comparisons: nothing has become slower",
    "1  of comparisons: a regression, or a benchmark that has failed; with --strict also what is inconclusive, was not compared or was removed",
    "2  bad usage, or parts that do not belong together; of comparisons also: a part is missing, or not everything was measured",
  ],
});

/**
 * The `merge` command.
 *
 * @param args The command line after the script's name.
 * @returns The exit code.
 */
export function main(args: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(spec, args, io, async ({ options, positionals }) => {
    if (positionals.length === 0) throw new Failure("merge wants one file or more, found none");
    const texts = await Promise.all(
      positionals.map(async (source) => ({ source, text: await io.readText(source) })),
    );
    const kinds = texts.map(({ source, text }) => isComparison(text, source));
    const other = kinds.indexOf(!kinds[0]);
    if (other >= 0) {
      const kind = (index: number) => kinds[index] ? "a comparison" : "a result";
      throw new Failure(
        `Cannot join ${positionals[other]} with ${positionals[0]}: it is ${kind(other)}, that one ${
          kind(0)
        }`,
      );
    }
    const write = async <Subject>(subject: Subject, formats: readonly Format<Subject>[]) => {
      checkFormats(options.format, formats);
      const outputs = parseOutputs(options.out, formats);
      await writeOutputs(subject, outputs, io);
      if (!options.quiet) await printAll(subject, selectFormats(options.format, formats), io);
    };
    if (!kinds[0]) {
      const parts = texts.map(({ source, text }): Part<ResultDocument> => (
        { source, subject: parseResultDocument(text, source) }
      ));
      await write(mergeResults(parts), RESULT_FORMATS);
      return 0;
    }
    const comparison = mergeComparisons(texts.map(({ source, text }): Part<Comparison> => (
      { source, subject: parseComparison(text, source) }
    )));
    await write(comparison, COMPARISON_FORMATS);
    const { code, message } = outcomeOf(comparison, options.strict);
    if (message !== null) complain(io, message);
    return code;
  });
}

function isComparison(text: string, source: string): boolean {
  const value = parseJsonc(text, `Cannot read ${source}`);
  return typeof value === "object" && value !== null && "entries" in value;
}

function checkFormats(
  wanted: readonly string[] | null,
  formats: readonly Format<never>[],
): void {
  const names = formats.map(({ name }) => name);
  const wrong = wanted?.find((name) => !names.includes(name));
  if (wrong === undefined) return;
  throw new Failure(
    `--format must be one of ${names.join(", ")} for these files, found ${quoteValue(wrong)}`,
  );
}

if (import.meta.main) startCommand((io) => main(Deno.args, io));
