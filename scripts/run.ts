/**
 * Runs benchmarks in rounds of fresh `deno bench` processes and writes a result document.
 *
 * @module
 */
import { startCommand } from "./cli/start.ts";
import type { CommandIo } from "./cli/io.ts";
import { JournalFile } from "./cli/journal_file.ts";
import { complain, note, warn } from "./cli/messages.ts";
import { RESULTS_FOLDER, stampOf } from "./cli/newest_result.ts";
import { parseOutputs, printAll, selectFormats, writeOutputs } from "./cli/outputs.ts";
import { chooseBenchmarks } from "./cli/project_benchmarks.ts";
import { formatTimeLeft, ProgressLine } from "./cli/progress.ts";
import { spec } from "./command/run/spec.ts";
import { EXIT_UNUSABLE, runCommand } from "./cli/run_command.ts";
import { readConfig } from "./cli/thresholds.ts";
import { whyNoCommit } from "./git/repository.ts";
import { explainGrant } from "./command/run/explain_grant.ts";
import { warnOfTraps } from "./command/run/warn_of_traps.ts";
import { collectEnvironment } from "./measure/environment.ts";
import { refuseOwnFlags } from "./result/deno_flags.ts";
import { runCommands } from "./measure/run_commands.ts";
import { measureInRounds, type RunOutcome, type RunProgress } from "./measure/run_benchmarks.ts";
import type { Output } from "./report/format.ts";
import { RESULT_FORMATS } from "./report/result/formats.ts";
import { Failure } from "./result/failure.ts";
import { Interruption } from "./result/interruption.ts";
import { normalizeRun } from "./result/normalize.ts";
import { type RunRecord, runRecordSchema } from "./result/run_journal.ts";
import type { ResultDocument } from "./result/schema.ts";
import { parseShard } from "./result/shard.ts";

export type { CommandIo } from "./cli/io.ts";

const JSON_FORMAT = RESULT_FORMATS.find(({ name }) => name === "json")!;

/**
 * The `run` command.
 *
 * @param args The command line after the script's name.
 * @param io Streams, files and clock.
 * @param interrupt Ends the run early, as Ctrl-C does.
 * @returns The exit code.
 */
export function main(
  args: readonly string[],
  io: CommandIo,
  interrupt: AbortSignal = new AbortController().signal,
): Promise<number> {
  return runCommand(spec, args, io, async ({ options, positionals, rest }) => {
    const config = await readConfig(options.config, io);
    const chosen = chooseBenchmarks({ options, positionals, rest }, config);
    refuseOwnFlags(chosen.flags);
    const formats = selectFormats(options.format, RESULT_FORMATS);
    const given = parseOutputs(options.out, RESULT_FORMATS, JSON_FORMAT);
    const shard = options.shard === null ? null : parseShard(options.shard);
    const commands = options.command ?? [];
    if (commands.length > 0 && (positionals.length > 0 || rest.length > 0)) {
      throw new Failure(
        "--command cannot be combined with bench files or flags for Deno: run them separately",
      );
    }
    const began = io.now();
    const journal = await openJournal(given, began, options, io);
    const outputs = withDocument(given, journal.output);
    const minutes = options.timeout ?? 15;
    const timeout = new AbortController();
    const timer = setTimeout(
      () => timeout.abort(`the time limit of ${minutes} min was reached`),
      minutes * 60_000,
    );
    const progress = new ProgressLine(io, options);
    // The filter in the configuration is for bench files.
    const filter = commands.length > 0 ? options.filter : chosen.filter;
    const signal = AbortSignal.any([interrupt, timeout.signal]);
    // Fails now rather than after a quarter of an hour of measuring.
    const beforeRounds = async () => {
      for (const { path } of outputs) await io.probeWrite(path);
    };
    const onProgress = (state: RunProgress) =>
      progress.show(describeProgress(state, +io.now() - +began));
    const benchTimeoutMs = (options["bench-timeout"] ?? 60) * 1000;
    const measuring: Promise<RunOutcome> = commands.length > 0
      ? runCommands({
        commands,
        rounds: options.rounds ?? 10,
        filter,
        shard,
        timeoutMs: benchTimeoutMs,
        signal,
        onProgress,
        beforeRounds,
        journal,
      })
      : measureInRounds({
        root: Deno.cwd(),
        files: chosen.files,
        rounds: options.rounds ?? 5,
        filter,
        shard,
        benchTimeoutMs,
        flags: chosen.flags,
        signal,
        onProgress,
        beforeRounds,
        journal,
      });
    let keep = true;
    try {
      const run = await measuring.catch((error) => {
        throw explainGrant(error, commands, import.meta.url, args);
      }).finally(() => {
        clearTimeout(timer);
        progress.clear();
      });
      const stopped = run.partial && interrupt.reason instanceof Interruption
        ? interrupt.reason
        : null;
      const finished = run.benchmarks.some((benchmark) => benchmark.rounds.length > 0);
      if (run.partial && !finished) {
        complain(io, `Nothing was written: ${run.warnings.at(-1)}`);
        return stopped?.code ?? EXIT_UNUSABLE;
      }
      const environment = await collectEnvironment({
        ...run,
        flags: commands.length > 0 ? [] : chosen.flags,
      });
      const reason = await whyNoCommit();
      if (reason !== null) warn(io, `the commit is not recorded: ${reason}`);
      warnOfTraps(run.facts, io);
      const document = normalizeRun({ ...run, startedAt: journal.started, environment, shard });
      try {
        await writeOutputs(document, outputs, io);
        keep = run.partial;
      } finally {
        // The result is shown even if it cannot be written, and written even if it cannot be shown.
        await printAll(document, formats, io);
      }
      note(io, `wrote ${outputs.map(({ path }) => path).join(", ")}`);
      if (stopped !== null) return stopped.code;
      const failed = document.benchmarks.some((benchmark) => benchmark.failures.length > 0);
      return failed || run.partial || run.unloadedFiles.length > 0 ? 1 : 0;
    } finally {
      await journal.close(keep);
    }
  });
}

/** Opens the journal of the result document, the first JSON output. */
function openJournal(
  outputs: readonly Output<ResultDocument>[],
  started: Date,
  { resume }: { readonly resume: boolean },
  io: CommandIo,
): Promise<JournalFile<RunRecord>> {
  const given = outputs.find(({ format }) => format === JSON_FORMAT)?.path ?? null;
  return JournalFile.open(io, {
    command: "run",
    output: given ?? `${RESULTS_FOLDER}/${stampOf(started)}_results.json`,
    siblings: given === null ? /_results\.json$/ : null,
    outputs: [RESULTS_FOLDER, ...outputs.map(({ path }) => path)],
    resume,
    started,
    schema: runRecordSchema,
  });
}

/** The requested outputs, with the result document, which is always kept. */
function withDocument(
  outputs: readonly Output<ResultDocument>[],
  path: string,
): Output<ResultDocument>[] {
  if (outputs.some(({ format }) => format === JSON_FORMAT)) return [...outputs];
  return [{ format: JSON_FORMAT, path }, ...outputs];
}

function describeProgress(state: RunProgress, elapsedMs: number): string {
  const left = formatTimeLeft(elapsedMs, state.done, state.total);
  const step = {
    list: "looking for benchmarks",
    round: `round ${state.round} of ${state.rounds}`,
    sample: "sampling",
  }[state.step];
  return [step, state.benchmark, left].filter((part) => part !== null && part !== "").join(" · ");
}

if (import.meta.main) startCommand("run", main);
