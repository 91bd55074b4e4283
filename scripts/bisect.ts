/**
 * Finds the commit that made a benchmark slower.
 *
 * @module
 */
import { startCommand } from "./cli/start.ts";
import { measureCommits, type StepOptions } from "./command/bisect/commits.ts";
import { endOfSearch } from "./command/bisect/end_of_search.ts";
import type { Measurer } from "./command/bisect/measurer.ts";
import { bisect } from "./command/bisect/search.ts";
import { describeEvent } from "./command/describe_event.ts";
import type { CommandIo } from "./cli/io.ts";
import { surfaceOf } from "./cli/outputs.ts";
import { chooseBenchmarks } from "./cli/project_benchmarks.ts";
import { ProgressLine } from "./cli/progress.ts";
import { complain } from "./cli/messages.ts";
import { spec } from "./command/bisect/spec.ts";
import { runCommand } from "./cli/run_command.ts";
import { chooseThresholds, readConfig } from "./cli/thresholds.ts";
import { startSchedule } from "./duet/schedule.ts";
import { commitsFrom, logCommits } from "./git/log.ts";
import { resolveCommit } from "./git/revision.ts";
import { renderBisectionJson, type SearchedRange } from "./report/bisection/json.ts";
import { renderBisection } from "./report/bisection/terminal.ts";
import { Failure } from "./result/failure.ts";
import type { Bisection } from "./verdict/bisection.ts";

export type { CommandIo } from "./cli/io.ts";

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
      throw new Failure("bisect needs --good REF, a version that was fast");
    }
    const config = await readConfig(options.config, io);
    const thresholdsOf = chooseThresholds(options, config);
    const chosen = chooseBenchmarks({ options, positionals, rest }, config);
    const setup = options.setup ?? config.setup ?? null;
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
      files: chosen.files,
      filter: chosen.filter,
      budgetSeconds: options.budget ?? 20,
      timeoutMinutes,
      benchTimeoutSeconds: options["bench-timeout"] ?? 60,
      flags: chosen.flags,
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
      const { code, message } = endOfSearch(found.stopped, interrupt);
      if (message !== null) complain(io, message);
      return code;
    } finally {
      progress.clear();
      schedule.stop();
    }
  });
}

/** Renders text or JSON, with what git knows about the commits that it names. */
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

if (import.meta.main) startCommand("bisect", main);
