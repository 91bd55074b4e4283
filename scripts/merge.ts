/**
 * Joins the parts that several machines measured, and writes them in any format.
 *
 * @module
 */
import { startCommand } from "./cli/start.ts";
import type { CommandIo } from "./cli/io.ts";
import { parseOutputs, printAll, selectFormats, writeOutputs } from "./cli/outputs.ts";
import { complain } from "./cli/messages.ts";
import { spec } from "./command/merge/spec.ts";
import { runCommand } from "./cli/run_command.ts";
import { COMPARISON_FORMATS } from "./report/comparison/formats.ts";
import type { Format } from "./report/format.ts";
import { RESULT_FORMATS } from "./report/result/formats.ts";
import { Failure } from "./result/failure.ts";
import type { ResultDocument } from "./result/schema.ts";
import { quoteValue } from "./result/validate.ts";
import type { Comparison } from "./verdict/comparison.ts";
import { outcomeOf } from "./verdict/outcome.ts";
import { mergeComparisons, mergeResults, type Part } from "./verdict/merge.ts";
import { isComparison, parseDocument } from "./verdict/parse_document.ts";

export type { CommandIo } from "./cli/io.ts";

/**
 * The `merge` command.
 *
 * @param args The command line after the script's name.
 * @returns The exit code.
 */
export function main(args: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(spec, args, io, async ({ options, positionals }) => {
    if (positionals.length === 0) throw new Failure("merge needs at least one file");
    const results: Part<ResultDocument>[] = [];
    const comparisons: Part<Comparison>[] = [];
    for (const source of positionals) {
      const subject = parseDocument(await io.readText(source), source);
      if (isComparison(subject)) comparisons.push({ source, subject });
      else results.push({ source, subject });
    }
    const [[result], [comparison]] = [results, comparisons];
    if (result !== undefined && comparison !== undefined) {
      throw new Failure(
        `Cannot join ${comparison.source} with ${result.source}: the first is a comparison, the second a result`,
      );
    }
    const write = async <Subject>(subject: Subject, formats: readonly Format<Subject>[]) => {
      checkFormats(options.format, formats);
      const outputs = parseOutputs(options.out, formats);
      await writeOutputs(subject, outputs, io);
      await printAll(subject, selectFormats(options.format, formats), io);
    };
    if (comparison === undefined) {
      await write(mergeResults(results), RESULT_FORMATS);
      return 0;
    }
    const merged = mergeComparisons(comparisons);
    await write(merged, COMPARISON_FORMATS);
    const { code, message } = outcomeOf(merged, options.strict);
    if (message !== null) complain(io, message);
    return code;
  });
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

if (import.meta.main) startCommand("merge", main);
