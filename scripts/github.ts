/**
 * Runs in the GitHub action: compares or measures, and reports where GitHub shows it.
 *
 * @module
 */
import { startCommand } from "./cli/start.ts";
import { main as compare } from "./compare.ts";
import type { Network } from "./command/github/comment.ts";
import { Given, readEvent, type WorkflowEvent } from "./command/github/given.ts";
import { renderNothing, Reports } from "./command/github/reports.ts";
import { profilesFolder } from "./command/compare/keep_profiles.ts";
import { refuseLinkOut } from "./command/github/workspace.ts";
import { COMMANDS } from "./cli/commands.ts";
import type { CommandIo } from "./cli/io.ts";
import { complain, note, overhear, warn } from "./cli/messages.ts";
import { codeMarkdown } from "./report/escape.ts";
import { BASELINE_FILE } from "./cli/newest_result.ts";
import { defineCommand } from "./cli/options.ts";
import { quietOption, verboseOption } from "./cli/output_options.ts";
import { EXIT_UNUSABLE, runCommand } from "./cli/run_command.ts";
import { changeBranch } from "./git/branch.ts";
import { readBranchRepository } from "./git/branch_repository.ts";
import { keepsCredentials } from "./git/repository.ts";
import { findMergeBase } from "./git/revision.ts";
import { renderComparisonMarkdown } from "./report/comparison/markdown.ts";
import { Failure } from "./result/failure.ts";
import { parseResultDocument } from "./result/parse.ts";
import { quoteValue } from "./result/validate.ts";
import { main as run } from "./run.ts";
import { parseComparison } from "./verdict/comparison_schema.ts";
import { toPercent } from "./verdict/severity.ts";

export type { CommandIo } from "./cli/io.ts";
export type { Network } from "./command/github/comment.ts";

/** GitHub limits the job summary to 1 MiB per step. */
const SUMMARY_LIMIT = 1_000_000;

const COMPARE_INPUTS = [
  "filter",
  "budget",
  "timeout",
  "threshold",
  "tolerance",
  "suite-threshold",
];
const RUN_INPUTS = ["filter", "rounds", "timeout"];

const MODES = ["compare", "run", "comment", "keep"] as const;

const spec = defineCommand({
  name: "github",
  summary: COMMANDS.github.summary,
  usage: "compare | run | comment | keep",
  permissions: COMMANDS.github.permissions,
  options: {
    quiet: quietOption,
    verbose: verboseOption,
  },
  examples: [
    [
      "scripts/github.ts compare",
      "compare the checked-out commit with the base of the pull request",
    ],
    [
      "scripts/github.ts run",
      "measure a result, and show the difference from the baseline without judging it",
    ],
    [
      "scripts/github.ts comment",
      "comment with the result of compare, in a separate step that has GITHUB_TOKEN (its permissions: --allow-read --allow-env=BENCHLINE_*,GITHUB_* --allow-net=api.github.com)",
    ],
    [
      "scripts/github.ts keep",
      "keep the result of run on a branch, in a separate step (its permissions: --allow-read --allow-write --allow-run=git --allow-env=BENCHLINE_*,GITHUB_*)",
    ],
  ],
  exitCodes: [
    "0  compare: nothing became slower; run: everything was measured",
    "1  compare: a regression, or a benchmark failed; run: a benchmark failed, or the run ended early",
    "2  nothing could be compared or measured, or time ran out",
    "130, 143, 129  stopped by SIGINT, SIGTERM or SIGHUP",
  ],
});

/** What the process gets from its surroundings. */
export interface Surroundings {
  /** The value of a variable; empty or undefined if it is not set. */
  readonly env: (name: string) => string | undefined;
  /** How to reach the server. */
  readonly network: Network;
}

const processSurroundings: Surroundings = {
  env: (name) => Deno.env.get(name),
  network: {
    fetch,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  },
};

/**
 * The `github` command.
 *
 * @param args The command line after the script's name.
 * @param io Streams, files and clock.
 * @param interrupt Ends the measuring early, as Ctrl-C does.
 * @param surroundings Variables and the network.
 * @returns The exit code. An error that only affects the report, such as a refused comment, is a
 * warning.
 */
export function main(
  args: readonly string[],
  io: CommandIo,
  interrupt: AbortSignal = new AbortController().signal,
  { env, network }: Surroundings = processSurroundings,
): Promise<number> {
  return runCommand(spec, args, io, async ({ options, positionals }) => {
    const mode = MODES.find((mode) => mode === positionals[0]);
    if (positionals.length !== 1 || mode === undefined) {
      const found = positionals.length === 0 ? "nothing" : quoteValue(positionals.join(" "));
      throw new Failure(`github needs an action: ${MODES.join(", ")}, found ${found}`);
    }
    const given = new Given(env);
    if (mode === "comment") return await comment(given, io, network);
    if (mode === "keep") return await keep(given, io);
    if (given.get(TOKEN) !== null) {
      throw new Failure(
        `github ${mode} runs code of the pull request, which could read ${TOKEN}: set it only in the step of github comment`,
      );
    }
    if (await keepsCredentials()) {
      warn(
        io,
        "The checkout keeps credentials, which benchmarks can read: set persist-credentials: false for actions/checkout",
      );
    }
    const shown = (["quiet", "verbose"] as const).filter((name) => options[name])
      .map((name) => `--${name}`);
    return mode === "compare"
      ? await compareHere(given, shown, io, interrupt)
      : await runHere(given, shown, io, interrupt);
  });
}

const TOKEN = "GITHUB_TOKEN";

/** @param shown The options that say how much progress to show. */
async function compareHere(
  given: Given,
  shown: readonly string[],
  io: CommandIo,
  interrupt: AbortSignal,
): Promise<number> {
  const outputs = await clearOutputs(["comparison.json", "report.html", "junit.xml"], given, io);
  const path = outputs[0]!;
  await refuseLinkOut(profilesFolder(path), given.get("GITHUB_WORKSPACE") ?? ".");
  const { code, complaint } = await listen(io, async (io) => {
    const args = [
      `--against=${given.get("BENCHLINE_AGAINST") ?? await baseOf(await readEvent(given, io))}`,
      ...given.options(COMPARE_INPUTS),
      ...given.flag("BENCHLINE_AFFECTED", "--affected"),
      ...given.list("BENCHLINE_DATA", "--data"),
      "--format=terminal,annotations",
      ...shown,
      ...outputs.map((file) => `--out=${file}`),
      ...given.files(),
      ...given.flags(),
    ];
    return await compare(args, io, interrupt);
  });
  const reports = new Reports(given, io);
  if (!await isThere(path, io)) {
    await reports.addToSummary(renderNothing("not compared", complaint));
    await reports.setOutputs({ reason: complaint ?? "" });
    return code;
  }
  const comparison = parseComparison(await io.readText(path), path);
  await reports.addToSummary(renderComparisonMarkdown(comparison, SUMMARY_LIMIT));
  const change = comparison.suite?.change ?? null;
  await reports.setOutputs({
    regressions: comparison.summary.regression,
    inconclusive: comparison.summary.inconclusive,
    suite: change === null ? "" : toPercent(change),
    comparison: path,
  });
  return code;
}

/** Posts the result of `compare` as a comment, or why there is none. */
async function comment(given: Given, io: CommandIo, network: Network): Promise<number> {
  const path = given.get("BENCHLINE_COMPARISON");
  const event = await readEvent(given, io);
  let markdown = "";
  const { code, complaint } = await listen(io, async (io) => {
    if (path === null) return 0;
    markdown = renderComparisonMarkdown(parseComparison(await io.readText(path), path));
    return 0;
  });
  // Otherwise the comment of an earlier push would remain, although it no longer holds.
  markdown ||= renderNothing("not compared", complaint ?? given.get("BENCHLINE_REASON"));
  await new Reports(given, io).comment(markdown, event, given.get(TOKEN), network);
  return code;
}

/** @param shown As for {@linkcode compareHere}. */
async function runHere(
  given: Given,
  shown: readonly string[],
  io: CommandIo,
  interrupt: AbortSignal,
): Promise<number> {
  const [path, comparisonPath] = await clearOutputs(
    ["ci_results.json", "comparison.json"],
    given,
    io,
  ) as [string, string];
  const reports = new Reports(given, io);
  const measured = await listen(io, (io) => {
    const args = [...given.options(RUN_INPUTS), `--out=${path}`, ...shown, ...given.files()];
    return run([...args, ...given.flags()], io, interrupt);
  });
  if (!await isThere(path, io)) {
    await reports.addToSummary(renderNothing("not measured", measured.complaint));
    return measured.code;
  }
  await reports.setOutputs({ result: path });
  // Readers do this in their own checkout, so how this process was started does not matter.
  const proposal = "To make this result the baseline, take " +
    `${codeMarkdown(path)} from the artifact of this run and accept it: ` +
    "`benchline baseline accept FILE`.\n";
  if (!await isThere(BASELINE_FILE, io)) {
    await reports.addToSummary(`There is no baseline yet. ${proposal}`);
    return measured.code;
  }
  const { complaint } = await listen(
    io,
    (io) => compare([`--current=${path}`, `--out=${comparisonPath}`, ...shown], io, interrupt),
  );
  const text = await isThere(comparisonPath, io)
    ? renderComparisonMarkdown(
      parseComparison(await io.readText(comparisonPath), comparisonPath),
      SUMMARY_LIMIT,
    )
    : renderNothing("measured, and not compared with the baseline", complaint);
  await reports.addToSummary(`${text}\n${proposal}`);
  // A stored baseline is from another day and often another machine, so it never fails the job.
  return measured.code;
}

/** Keeps the result of `run` on a branch of results; the artifact has it, too. */
async function keep(given: Given, io: CommandIo): Promise<number> {
  const branch = given.get("BENCHLINE_BRANCH");
  const path = given.get("BENCHLINE_RESULT");
  if (branch === null || path === null) return 0;
  const text = await io.readText(path);
  const { timestamp, environment } = parseResultDocument(text, path);
  const name = [timestamp.replaceAll(/[:.]/g, "-"), environment.git_commit?.slice(0, 12)]
    .filter((part) => part).join("_");
  try {
    const files = new Map([[`results/${name}.json`, text]]);
    const repository = await readBranchRepository(`Cannot keep files on ${branch}`);
    const message = `Add the result of ${name}`;
    await changeBranch({ repository, branch, remote: "origin", files, message });
    note(io, `kept the result on the branch ${branch}`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    warn(io, `${error.message}; the artifact has the result`);
  }
  return 0;
}

/**
 * Removes old reports and returns their paths, so that any file found there later is from this run.
 *
 * @throws {Failure} If a path leads out of the workspace through a link.
 */
async function clearOutputs(
  names: readonly string[],
  given: Given,
  io: CommandIo,
): Promise<string[]> {
  const paths = names.map((name) => `${given.outFolder()}/${name}`);
  for (const path of paths) await refuseLinkOut(path, given.get("GITHUB_WORKSPACE") ?? ".");
  for (const path of paths) await io.remove(path);
  return paths;
}

/** How a command ended, and its last error message. */
interface Heard {
  readonly code: number;
  readonly complaint: string | null;
}

/** Runs a command, and reports a failure to start it like one of its own errors. */
async function listen(
  io: CommandIo,
  command: (io: CommandIo) => Promise<number>,
): Promise<Heard> {
  const overheard = overhear(io);
  try {
    const code = await command(overheard.io);
    return { code, complaint: overheard.lastComplaint() };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    complain(overheard.io, error.message);
    return { code: EXIT_UNUSABLE, complaint: overheard.lastComplaint() };
  }
}

async function isThere(path: string, io: CommandIo): Promise<boolean> {
  const end = path.lastIndexOf("/");
  return (await io.listFiles(path.slice(0, end))).includes(path.slice(end + 1));
}

/** The commit to compare a pull request with. */
async function baseOf({ pull_request }: WorkflowEvent): Promise<string> {
  const sha = pull_request?.base?.sha;
  return await findMergeBase(typeof sha === "string" ? sha : undefined);
}

if (import.meta.main) startCommand("github", main);
