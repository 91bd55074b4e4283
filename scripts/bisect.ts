/**
 * Finds the commit that made a benchmark slower.
 *
 * @module
 */
import { startCommand } from "./cli/start.ts";
import { measureCommits, type StepOptions } from "./command/bisect/commits.ts";
import type { Measurer } from "./command/bisect/measurer.ts";
import { bisect } from "./command/bisect/search.ts";
import { describeEvent } from "./command/describe_event.ts";
import { interruptSignal } from "./cli/interrupt.ts";
import type { CommandIo } from "./cli/io.ts";
import {
  benchTimeoutOption,
  budgetOption,
  filterOption,
  placementOption,
  setupOption,
  timeoutOption,
  verboseOption,
} from "./cli/measuring_options.ts";
import { defineCommand } from "./cli/options.ts";
import { surfaceOf } from "./cli/outputs.ts";
import { ProgressLine } from "./cli/progress.ts";
import { complain } from "./cli/messages.ts";
import { EXIT_UNUSABLE, runCommand } from "./cli/run_command.ts";
import { configOption, readConfig, readThresholds, thresholdOptions } from "./cli/thresholds.ts";
import { startSchedule } from "./duet/schedule.ts";
import { commitsFrom, logCommits } from "./git/log.ts";
import { resolveCommit } from "./git/revision.ts";
import { renderBisectionJson, type SearchedRange } from "./report/bisection/json.ts";
import { renderBisection } from "./report/bisection/terminal.ts";
import { Failure } from "./result/failure.ts";
import { Interruption } from "./result/interruption.ts";
import type { Bisection } from "./verdict/bisection.ts";

export type { CommandIo } from "./cli/io.ts";

const spec = defineCommand({
  name: "bisect",
  summary: "Finds the commit that made a benchmark slower, by measuring versions in turn.",
  usage: "--good REF [--bad REF] [FILES...] [OPTIONS] [-- FLAGS FOR DENO]",
  permissions:
    "--allow-read --allow-write --allow-run=deno,git,taskset --allow-sys=cpus,systemMemoryInfo",
  passesOn: true,
  options: {
    good: { type: "text", value: "REF", help: "a branch, tag or commit that is fast" },
    bad: { type: "text", value: "REF", help: "one after it that is slow", defaultHelp: "HEAD" },
    "all-parents": {
      type: "flag",
      help: "also look at the commits of merged branches, not only at those they were merged by",
    },
    filter: filterOption,
    placement: placementOption,
    setup: setupOption,
    budget: { ...budgetOption, help: "seconds for each step of a benchmark", defaultHelp: "20" },
    timeout: { ...timeoutOption, defaultHelp: "60" },
    "bench-timeout": benchTimeoutOption,
    format: {
      type: "choice",
      choices: ["terminal", "json"],
      value: "F",
      help: "what goes to standard output, terminal or json",
      defaultHelp: "terminal",
    },
    quiet: { type: "flag", help: "no progress" },
    verbose: verboseOption,
    ...thresholdOptions,
    config: configOption,
  },
  examples: [
    ["deno task bisect --good v1.2.0", "what has become slower since then, and by which commit"],
    ["deno task bisect --good HEAD~50 --filter sort", "only benchmarks with sort in their name"],
  ],
  exitCodes: [
    "0  done: the commits are named, or nothing is slower",
    "2  bad usage, the ends cannot be measured, or the time limit came first: what is found by then is printed",
    "128 and the number of the signal, such as 130 after Ctrl-C: what is found by then is printed",
  ],
});

/**
 * The `bisect` command.
 *
 * @param args The command line after the script's name.
 * @param io Streams, files and clock.
 * @param interrupt Ends the search, as Ctrl-C does.
 * @returns The exit code.
 */
export function main(
  args: readonly string[],
  io: CommandIo,
  interrupt: AbortSignal = new AbortController().signal,
): Promise<number> {
  return runCommand(spec, args, io, async ({ options, positionals, rest }) => {
    if (options.good === null) {
      throw new Failure("bisect wants --good REF, a version that is fast, found none");
    }
    const thresholdsOf = await readThresholds(options, io);
    const setup = options.setup ?? (await readConfig(options.config, io)).setup ?? null;
    const good = await resolveCommit(options.good);
    const bad = await resolveCommit(options.bad ?? "HEAD");
    const after = await commitsFrom(good, bad, !options["all-parents"]);
    const timeoutMinutes = options.timeout ?? 60;
    const progress = new ProgressLine(io, options);
    let step = "";
    const schedule = startSchedule({ timeoutMinutes, signal: interrupt });
    const { signal } = schedule;
    const given: StepOptions = {
      placement: options.placement,
      setup,
      files: positionals,
      filter: options.filter,
      budgetSeconds: options.budget ?? 20,
      timeoutMinutes,
      benchTimeoutSeconds: options["bench-timeout"] ?? 60,
      flags: rest,
      thresholdsOf,
      signal,
      onEvent(event) {
        const text = describeEvent(event);
        if (text !== null) progress.show(`${step} · ${text}`);
      },
    };
    const measurer: Measurer = {
      ...measureCommits(given),
      onStep(text) {
        step = text;
        progress.show(text);
      },
    };
    try {
      const found = await bisect([good, ...after], measurer, signal);
      progress.clear();
      const range = { good, bad, commits: after.length };
      io.writeOut(await renderFound(found, range, options.format === "json", io));
      if (found.stopped === null) return 0;
      complain(io, `The search is not finished: ${found.stopped}`);
      return signal.reason instanceof Interruption ? signal.reason.code : EXIT_UNUSABLE;
    } finally {
      progress.clear();
      schedule.stop();
    }
  });
}

/** As text or as JSON, with what git tells of the commits that are named. */
async function renderFound(
  found: Bisection,
  range: SearchedRange,
  json: boolean,
  io: CommandIo,
): Promise<string> {
  const named = new Set(found.results.flatMap(({ culprits, left, skipped }) => [
    ...culprits.flatMap(({ commits }) => commits),
    ...left.flatMap(({ commits }) => [commits[0]!, commits.at(-1)!]),
    ...skipped.map(({ commit }) => commit),
  ]));
  const log = await logCommits([...named]);
  return json
    ? renderBisectionJson(found, log, range)
    : renderBisection(found, log, range.commits, surfaceOf(io));
}

if (import.meta.main) startCommand((io) => main(Deno.args, io, interruptSignal()));
