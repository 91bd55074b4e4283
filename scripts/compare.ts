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
import { complain, warn } from "./cli/messages.ts";
import type { CommandIo } from "./cli/io.ts";
import { isStandardInput, nameOfPath } from "./cli/read_bytes.ts";
import { interruptSignal } from "./cli/interrupt.ts";
import { JournalFile } from "./cli/journal_file.ts";
import { BASELINE_FILE, findNewestResult, RESULTS_FOLDER, stampOf } from "./cli/newest_result.ts";
import {
  benchTimeoutOption,
  budgetOption,
  filterOption,
  placementOption,
  setupOption,
  shardOption,
  timeoutOption,
  verboseOption,
} from "./cli/measuring_options.ts";
import { defineCommand, type OptionSpec, type parseOptions } from "./cli/options.ts";
import { parseOutputs, printAll, selectFormats, writeOutputs } from "./cli/outputs.ts";
import { readResult } from "./cli/read_result.ts";
import { fromOption } from "./cli/reading_options.ts";
import { runCommand } from "./cli/run_command.ts";
import {
  configOption,
  percentOption,
  readConfig,
  readThresholds,
  thresholdOptions,
} from "./cli/thresholds.ts";
import { BENCH_FROM, DEFAULT_BUDGET_SECONDS } from "./duet/options.ts";
import { DEFAULT_FOLDER } from "./history/default_folder.ts";
import type { Output } from "./report/format.ts";
import { COMPARISON_FORMATS } from "./report/comparison/formats.ts";
import { Failure } from "./result/failure.ts";
import { Interruption } from "./result/interruption.ts";
import { compareDocuments, type NamedDocument } from "./verdict/compare_documents.ts";
import type { Comparison } from "./verdict/comparison.ts";
import { type ComparisonRecord, comparisonRecordSchema } from "./verdict/comparison_journal.ts";
import { resolveDirections, resolveSuiteThreshold } from "./verdict/config.ts";
import { outcomeOf } from "./verdict/outcome.ts";
import { ALLOWED_DEVIATION } from "./verdict/sessions.ts";

export type { CommandIo } from "./cli/io.ts";

const spec = defineCommand({
  name: "compare",
  summary: "Compares two versions, or two results, and says which slowdowns are real.",
  usage:
    "--against [REF] | --groups [FILES...] [OPTIONS] [-- FLAGS FOR DENO] | [--baseline FILE] [--current FILE] [OPTIONS]",
  permissions:
    "--allow-read --allow-write --allow-run=deno,git,npx,taskset --allow-sys=cpus,systemMemoryInfo",
  passesOn: true,
  options: {
    against: {
      type: "maybe-text",
      value: "[REF]",
      help: "measure the working tree and REF (branch, tag, commit) now and in turn",
      defaultHelp: "the merge base with the default branch",
    },
    "against-deno": {
      type: "text",
      value: "D",
      help: "run the other side on another Deno, a version (from npm) or a path",
    },
    "against-flags": {
      type: "text",
      value: '"..."',
      help: "run the other side with these V8 flags",
    },
    groups: {
      type: "flag",
      help:
        "hold each benchmark of the working tree against the one of its group with baseline: true",
    },
    "bench-from": whenMeasuring({
      type: "choice",
      choices: BENCH_FROM,
      value: "WHOSE",
      help:
        "whose bench files run: own, each version its own; current, those of the current version on both; missing, those where the baseline has none",
      defaultHelp: "missing",
    }),
    affected: {
      type: "flag",
      help:
        "with --against: only bench files that the change can affect, by what they load, their configuration and what they may read; the reports say which are left out and why",
    },
    data: {
      type: "texts",
      value: "GLOB",
      help:
        "with --affected: what benchmarks read and the sources of programs that they start, from the project's folder, or none; can be given several times",
      defaultHelp: "every file that their permissions let them read",
    },
    explain: {
      type: "flag",
      help:
        "with --against: profile every benchmark, not only those that became slower or faster, and show where its time goes",
    },
    "no-explain": {
      type: "flag",
      help:
        "with --against: do not profile what became slower or faster, which takes some seconds each",
    },
    setup: whenMeasuring(setupOption),
    placement: whenMeasuring(placementOption),
    filter: whenMeasuring(filterOption),
    shard: whenMeasuring(shardOption),
    budget: whenMeasuring({
      ...budgetOption,
      help: "seconds a benchmark; what decided ones leave goes to the others",
      defaultHelp: `${DEFAULT_BUDGET_SECONDS}`,
    }),
    timeout: whenMeasuring({
      ...timeoutOption,
      help: "minutes for everything; what is measured by then is judged",
      defaultHelp: "15",
    }),
    "bench-timeout": whenMeasuring(benchTimeoutOption),
    resume: {
      type: "flag",
      help:
        "with --against: go on where a comparison of the same files, versions and flags was ended",
    },
    baseline: {
      type: "text",
      value: "FILE",
      help: "what to compare with; - is standard input",
      defaultHelp: BASELINE_FILE,
    },
    current: {
      type: "text",
      value: "FILE",
      help: "the result to judge; - is standard input",
      defaultHelp: "the newest in benchmarks/results",
    },
    from: fromOption,
    history: {
      type: "text",
      secret: true,
      value: "PLACE",
      help:
        `the history that tells how much sessions differ: a folder, branch:NAME or postgres://…; without ten results there, ${
          100 * ALLOWED_DEVIATION
        } % are allowed`,
      defaultHelp: `${DEFAULT_FOLDER} where it is there`,
    },
    ...thresholdOptions,
    "suite-threshold": {
      ...percentOption,
      help:
        "the suite, the geometric mean of its durations, is a regression if it is slower by more, with 99 % confidence; with --affected it is judged only where nothing is left out, or everything",
      defaultHelp: "none: its change is shown, not judged",
    },
    metric: {
      type: "texts",
      value: "M",
      help:
        "what to judge: duration, throughput, memory, or any metric that the results have; several with commas",
      defaultHelp: "duration, and every metric of what has none",
    },
    format: {
      type: "choices",
      choices: COMPARISON_FORMATS.map(({ name }) => name),
      value: "F",
      help: `what goes to standard output: ${
        COMPARISON_FORMATS.map(({ name }) => name).join(", ")
      }; several with commas`,
      defaultHelp: "terminal",
    },
    out: {
      type: "texts",
      value: "[F:]FILE",
      help: `also write a file, in the format its ending tells (${
        COMPARISON_FORMATS.flatMap(({ endings }) => endings).join(", ")
      }) or F; can be given several times`,
    },
    quiet: { type: "flag", help: "no progress, and nothing on standard output" },
    verbose: verboseOption,
    strict: {
      type: "flag",
      help: "exit with 1 also for what is inconclusive, was not compared or was removed",
    },
    "ignore-environment": {
      type: "flag",
      help: "judge although machine or software differ, or all benchmarks moved together",
    },
    config: configOption,
  },
  examples: [
    ["deno task compare --against main", "what this working tree changes, measured now"],
    [
      "deno task compare --against main --affected",
      "the same for what the change can affect; the rest is left out",
    ],
    ["deno task compare --groups", "what is slower than the baseline of its group, measured now"],
    ["deno task compare", "the newest result against the accepted baseline"],
    [
      "deno task compare --baseline old.json --current new.json --out report.md",
      "two files, also as Markdown for a pull request",
    ],
  ],
  exitCodes: [
    "0  everything was looked at, and nothing has become slower",
    "1  a regression, with --suite-threshold also of the suite, or a benchmark that the baseline ran has failed; with --strict also what is inconclusive, was not compared or was removed",
    "2  bad usage, unreadable input, nothing in common to compare, all benchmarks moved together, not all of it measured in time, or --suite-threshold where bench files were left out",
    "128 and the number of the signal, such as 130 after Ctrl-C: what is there is reported",
  ],
});

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
    const thresholdsOf = await readThresholds(options, io);
    const measures = options.groups ||
      [options.against, options["against-deno"], options["against-flags"]]
        .some((option) => option !== null);
    const affected = affectedOptions(options);
    // Better now than after a quarter of an hour of measuring.
    for (const { path } of measures ? outputs : []) await io.probeWrite(path);
    const began = io.now();
    const journal = measures ? await openJournal(outputs, began, options, io) : null;
    const profiles = new KeptProfiles(measures ? outputs[0]?.path ?? null : null, io);
    let keep = true;
    try {
      const comparison = journal !== null
        ? await compareInTurn(parsed, { affected, thresholdsOf, journal, profiles }, io, interrupt)
        : await compareFiles(parsed, thresholdsOf, io);
      try {
        await writeOutputs(comparison, outputs, io);
        keep = comparison.doubts.some(({ kind }) => kind === "ended-early");
        const reason = await profiles.finish();
        if (reason !== null) warn(io, `The profiles are not kept: ${reason}`);
      } finally {
        if (!options.quiet) await printAll(comparison, formats, io);
      }
      if (interrupt.reason instanceof Interruption) {
        const done = keep ? "compared" : "explained";
        complain(io, `Not everything was ${done}: ${interrupt.reason}`);
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

/** The journal of a comparison lies beside its first output, or where results go. */
function openJournal(
  outputs: readonly Output<Comparison>[],
  started: Date,
  { resume, quiet }: { readonly resume: boolean; readonly quiet: boolean },
  io: CommandIo,
): Promise<JournalFile<ComparisonRecord>> {
  const [first] = outputs;
  return JournalFile.open(io, {
    command: "compare",
    output: first?.path ?? `${RESULTS_FOLDER}/${stampOf(started)}_comparison`,
    siblings: first === undefined ? /_comparison$/ : null,
    outputs: [RESULTS_FOLDER, ...outputs.map(({ path }) => path)],
    resume,
    quiet,
    started,
    schema: comparisonRecordSchema,
  });
}

function whenMeasuring<const Option extends OptionSpec>(option: Option): Option {
  return { ...option, help: `with --against: ${option.help}` };
}

type Parsed = ReturnType<typeof parseOptions<typeof spec.options>>;
type ThresholdsOf = Awaited<ReturnType<typeof readThresholds>>;

async function compareFiles(
  { options, positionals, rest }: Parsed,
  thresholdsOf: ThresholdsOf,
  io: CommandIo,
): Promise<Comparison> {
  if (positionals.length > 0) {
    throw new Failure(
      `compare takes results by option, --baseline FILE --current FILE, and bench files with --against, found ${
        JSON.stringify(positionals[0])
      }`,
    );
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
    const what = unused === undefined ? "what follows --" : `--${unused}`;
    throw new Failure(`Without --against nothing is measured, so ${what} cannot be used`);
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
  const config = await readConfig(options.config, io);
  return compareDocuments(baseline, current, {
    metrics: chooseMetrics(options.metric, [baseline, current]),
    thresholdsOf,
    suiteThreshold: resolveSuiteThreshold(config, options["suite-threshold"]),
    directionOf: resolveDirections(config),
    ignoreEnvironment: options["ignore-environment"],
    sessionsOf: await findSessions(options.history, current.document, io),
  });
}

async function readBaseline(
  path: string | null,
  from: string | null,
  io: CommandIo,
): Promise<NamedDocument> {
  try {
    return await readNamed(path ?? BASELINE_FILE, from, io);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "not-found") throw error;
    throw new Failure(
      `${error.message}; make one with: deno task bench, then: deno task baseline accept`,
    );
  }
}

async function readNamed(
  path: string,
  from: string | null,
  io: CommandIo,
): Promise<NamedDocument> {
  return { source: nameOfPath(path), document: (await readResult(path, io, from)).document };
}

if (import.meta.main) startCommand((io) => main(Deno.args, io, interruptSignal()));
