/**
 * Compares a result with a baseline and says which slowdowns are real.
 *
 * @module
 */
import { startCommand } from "./cli/start.ts";
import { affectedOptions } from "./command/compare/affected_options.ts";
import { chooseMetrics } from "./command/compare/choose_metrics.ts";
import { findSessions } from "./command/compare/find_sessions.ts";
import { compareInTurn } from "./command/compare/in_turn.ts";
import { KeptProfiles } from "./command/compare/keep_profiles.ts";
import { asStarted } from "./cli/as_started.ts";
import { complain, warn } from "./cli/messages.ts";
import type { CommandIo } from "./cli/io.ts";
import { isStandardInput, nameOfPath } from "./cli/read_bytes.ts";
import { JournalFile } from "./cli/journal_file.ts";
import { BASELINE_FILE, findNewestResult, RESULTS_FOLDER, stampOf } from "./cli/newest_result.ts";
import type { parseOptions } from "./cli/options.ts";
import {
  parseOutputs,
  prepareFormats,
  printAll,
  selectFormats,
  writeOutputs,
} from "./cli/outputs.ts";
import { readResult } from "./cli/read_result.ts";
import { spec } from "./command/compare/spec.ts";
import { runCommand } from "./cli/run_command.ts";
import { quoteShown } from "./cli/shell_quotes.ts";
import { chooseThresholds, readConfig } from "./cli/thresholds.ts";
import type { Output } from "./report/format.ts";
import { COMPARISON_FORMATS } from "./report/comparison/formats.ts";
import { Failure } from "./result/failure.ts";
import { Interruption } from "./result/interruption.ts";
import { stringifyResultDocument } from "./result/stringify.ts";
import { quoteValue } from "./result/validate.ts";
import { compareDocuments, type NamedDocument } from "./verdict/compare_documents.ts";
import type { Comparison } from "./verdict/comparison.ts";
import { type ComparisonRecord, comparisonRecordSchema } from "./verdict/comparison_journal.ts";
import { type Config, resolveDirections, resolveSuiteThreshold } from "./verdict/config.ts";
import { outcomeOf } from "./verdict/outcome.ts";

export type { CommandIo } from "./cli/io.ts";

/**
 * The `compare` command.
 *
 * @param args The command line after the script's name.
 * @param io Streams, files and clock.
 * @param interrupt Ends the measuring early, as Ctrl-C does.
 * @returns The exit code.
 */
export function main(
  args: readonly string[],
  io: CommandIo,
  interrupt: AbortSignal = new AbortController().signal,
): Promise<number> {
  return runCommand(spec, args, io, async (parsed) => {
    const { options } = parsed;
    const formats = selectFormats(options.format, COMPARISON_FORMATS);
    const outputs = parseOutputs(options.out, COMPARISON_FORMATS);
    const config = await readConfig(options.config, io);
    const thresholdsOf = chooseThresholds(options, config);
    const measures = options.groups ||
      [options.against, options["against-deno"], options["against-flags"]]
        .some((option) => option !== null);
    const affected = affectedOptions(options);
    // Fails now rather than after a quarter of an hour of measuring.
    if (measures) {
      for (const { path } of outputs) await io.probeWrite(path);
      await prepareFormats([...formats, ...outputs.map(({ format }) => format)]);
    }
    const began = io.now();
    const journal = measures ? await openJournal(outputs, began, options, io) : null;
    const profiles = new KeptProfiles(measures ? outputs[0]?.path ?? null : null, io);
    let keep = true;
    try {
      const comparison = journal !== null
        ? await compareInTurn(
          parsed,
          { config, affected, thresholdsOf, journal, profiles },
          io,
          interrupt,
        )
        : await compareFiles(parsed, config, thresholdsOf, io);
      try {
        await writeOutputs(comparison, outputs, io);
        keep = comparison.doubts.some(({ kind }) => kind === "ended-early");
      } finally {
        await printAll(comparison, formats, io);
        const reason = await profiles.finish();
        if (reason !== null) warn(io, `The profiles are not kept: ${reason}`);
      }
      if (interrupt.reason instanceof Interruption) {
        complain(
          io,
          describeStop(keep, journal !== null && !options["no-explain"], interrupt.reason),
        );
        return interrupt.reason.code;
      }
      const { code, message } = outcomeOf(comparison, options.strict);
      if (message !== null) complain(io, message);
      return code;
    } finally {
      await journal?.close(keep);
    }
  });
}

/** Says what a signal left undone. */
function describeStop(isCut: boolean, explains: boolean, reason: Interruption): string {
  if (isCut) return `Not everything was compared: ${reason}`;
  return explains
    ? `Everything was compared, but explanations may be missing: ${reason}`
    : `Everything was compared before the command ended: ${reason}`;
}

/** The journal of a comparison is beside its first output, or else in the folder of results. */
function openJournal(
  outputs: readonly Output<Comparison>[],
  started: Date,
  { resume }: { readonly resume: boolean },
  io: CommandIo,
): Promise<JournalFile<ComparisonRecord>> {
  const [first] = outputs;
  return JournalFile.open(io, {
    command: "compare",
    output: first?.path ?? `${RESULTS_FOLDER}/${stampOf(started)}_comparison`,
    siblings: first === undefined ? /_comparison$/ : null,
    outputs: [RESULTS_FOLDER, ...outputs.map(({ path }) => path)],
    resume,
    started,
    schema: comparisonRecordSchema,
  });
}

type Parsed = ReturnType<typeof parseOptions<typeof spec.options>>;
type ThresholdsOf = ReturnType<typeof chooseThresholds>;

async function compareFiles(
  { options, positionals, rest }: Parsed,
  config: Config,
  thresholdsOf: ThresholdsOf,
  io: CommandIo,
): Promise<Comparison> {
  if (positionals.length > 0) {
    throw new Failure(refuseWord(positionals[0]!));
  }
  const measuring = [
    "bench-from",
    "setup",
    "placement",
    "filter",
    "shard",
    "budget",
    "timeout",
    "bench-timeout",
  ] as const;
  const flags = ["resume", "explain", "no-explain"] as const;
  const unused = flags.find((name) => options[name]) ??
    measuring.find((name) => options[name] !== null);
  if (unused !== undefined || rest.length > 0) {
    const what = unused === undefined ? "flags after --" : `--${unused}`;
    const isOfCheckout = unused === "bench-from" || unused === "setup";
    const needed = isOfCheckout ? "--against" : "--against or --groups";
    throw new Failure(`Cannot use ${what} without ${needed}: nothing is measured`);
  }
  if ([options.baseline, options.current].every((path) => path !== null && isStandardInput(path))) {
    throw new Failure("--baseline and --current cannot both be standard input, which is read once");
  }
  const baseline = await readBaseline(options.baseline, options.from, io);
  const current = await readNamed(
    options.current ?? await findNewestResult(io),
    options.from,
    io,
  );
  const metrics = chooseMetrics(options.metric, [baseline, current]);
  if (options.baseline === null && options.current === null && isSame(baseline, current)) {
    throw new Failure("The newest result is the baseline itself: run the benchmarks first");
  }
  return compareDocuments(baseline, current, {
    metrics,
    thresholdsOf,
    suiteThreshold: resolveSuiteThreshold(config, options["suite-threshold"]),
    directionOf: resolveDirections(config),
    ignoreEnvironment: options["ignore-environment"],
    sessionsOf: await findSessions(options.history, current.document, io),
  });
}

/** Whether both are one result, as after it was accepted. */
function isSame(one: NamedDocument, other: NamedDocument): boolean {
  return stringifyResultDocument(one.document) === stringifyResultDocument(other.document);
}

/** Says how to give what a word without an option seems to be. */
function refuseWord(word: string): string {
  const isPath = /\.[a-z]\w*$|\/$/i.test(word);
  return isPath
    ? `compare takes results as --baseline FILE --current FILE, and bench files only with --against or --groups, found ${
      quoteValue(word)
    }`
    : `compare takes a version as --against ${
      quoteShown(word)
    }, and results as --baseline FILE --current FILE, found ${quoteValue(word)}`;
}

async function readBaseline(
  path: string | null,
  from: string | null,
  io: CommandIo,
): Promise<NamedDocument> {
  try {
    return await readNamed(path ?? BASELINE_FILE, from, io);
  } catch (error) {
    const isMissing = error instanceof Failure && error.code === "not-found";
    if (path !== null || !isMissing) throw error;
    const hint = asStarted("make one with: benchline run, then: benchline baseline accept", io);
    throw new Failure(`${error.message}; ${hint}`);
  }
}

async function readNamed(
  path: string,
  from: string | null,
  io: CommandIo,
): Promise<NamedDocument> {
  return { source: nameOfPath(path), document: (await readResult(path, io, from)).document };
}

if (import.meta.main) startCommand("compare", main);
