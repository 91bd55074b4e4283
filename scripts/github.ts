/**
 * What the GitHub action runs: compares or measures, and reports where GitHub shows it.
 *
 * @module
 */
import { startCommand } from "./cli/start.ts";
import { main as compare } from "./compare.ts";
import type { Network } from "./command/github/comment.ts";
import { Given, readEvent, type WorkflowEvent } from "./command/github/given.ts";
import { renderNothing, Reports } from "./command/github/reports.ts";
import type { CommandIo } from "./cli/io.ts";
import { interruptSignal } from "./cli/interrupt.ts";
import { complain, note, overhear, warn } from "./cli/messages.ts";
import { codeMarkdown } from "./report/escape.ts";
import { BASELINE_FILE } from "./cli/newest_result.ts";
import { defineCommand } from "./cli/options.ts";
import { EXIT_UNUSABLE } from "./cli/end.ts";
import { runCommand } from "./cli/run_command.ts";
import { changeBranch } from "./git/branch.ts";
import { findMergeBase } from "./git/revision.ts";
import { renderComparisonMarkdown } from "./report/comparison/markdown.ts";
import { Failure } from "./result/failure.ts";
import { parseResultDocument } from "./result/parse.ts";
import { main as run } from "./run.ts";
import { parseComparison } from "./verdict/comparison_schema.ts";

export type { CommandIo } from "./cli/io.ts";
export type { Network } from "./command/github/comment.ts";

/** GitHub takes a job summary of 1 MiB a step. */
const SUMMARY_LIMIT = 1_000_000;

const COMPARE_INPUTS = ["filter", "budget", "timeout", "threshold", "tolerance"];
const RUN_INPUTS = ["filter", "rounds", "timeout"];

const spec = defineCommand({
  name: "github",
  summary: "Compares or measures in GitHub Actions and reports there; action.yml runs it.",
  usage: "compare | run",
  permissions:
    "--allow-read --allow-write --allow-run=deno,git,taskset --allow-sys=cpus,systemMemoryInfo --allow-net=api.github.com --allow-env=BENCHLINE_*,GITHUB_*,CI",
  options: {},
  examples: [
    ["scripts/github.ts compare", "the checked out commit with the base of the pull request"],
    ["scripts/github.ts run", "a result, compared with the baseline and not judged by it"],
  ],
  exitCodes: [
    "0  compare: nothing has become slower; run: everything was measured",
    "1  compare: a regression, or a benchmark that has failed; run: a benchmark failed, or the run ended early",
    "2  nothing could be compared or measured, or not all of it in time",
    "130, 143, 129  stopped by SIGINT, SIGTERM or SIGHUP",
  ],
});

/** What the process is given from outside. */
export interface Surroundings {
  /** The value of a variable; empty or undefined where there is none. */
  readonly env: (name: string) => string | undefined;
  /**
   * The token, which is gone from the variables afterwards: benchmarks of a pull request run in
   * processes that inherit them.
   */
  readonly takeToken: () => string | undefined;
  /** How the server is reached. */
  readonly network: Network;
  /** Ends the measuring early. */
  readonly interrupt: AbortSignal;
}

/**
 * The `github` command.
 *
 * @returns The exit code. What only the report suffers from, such as a comment that is refused, is a
 * warning.
 */
export function main(
  args: readonly string[],
  io: CommandIo,
  surroundings: Surroundings,
): Promise<number> {
  return runCommand(spec, args, io, async ({ positionals }) => {
    const [mode, ...more] = positionals;
    if (more.length > 0 || (mode !== "compare" && mode !== "run")) {
      const found = mode === undefined ? "nothing" : JSON.stringify(positionals.join(" "));
      throw new Failure(`github wants: compare, or run, found ${found}`);
    }
    const token = surroundings.takeToken() || null;
    const given = new Given(surroundings.env);
    return mode === "compare"
      ? await compareHere(given, token, io, surroundings)
      : await runHere(given, io, surroundings);
  });
}

async function compareHere(
  given: Given,
  token: string | null,
  io: CommandIo,
  { network, interrupt }: Surroundings,
): Promise<number> {
  const folder = given.outFolder();
  const outputs = ["comparison.json", "report.html", "junit.xml"].map((name) =>
    `${folder}/${name}`
  );
  const path = outputs[0]!;
  // What is there afterwards is of this run.
  for (const output of outputs) await io.remove(output);
  let event: WorkflowEvent = {};
  const { code, complaint } = await listen(io, async (io) => {
    event = await readEvent(given, io);
    const args = [
      `--against=${given.get("BENCHLINE_AGAINST") ?? await baseOf(event)}`,
      ...given.options(COMPARE_INPUTS),
      "--format=terminal,annotations",
      ...outputs.map((file) => `--out=${file}`),
      ...given.files(),
      ...given.flags(),
    ];
    return await compare(args, io, interrupt);
  });
  const reports = new Reports(given, io);
  if (!await isThere(path, io)) {
    // The comment of an earlier push would say what no longer holds.
    const markdown = renderNothing("not compared", complaint);
    await reports.addToSummary(markdown);
    await reports.comment(markdown, event, token, network);
    return code;
  }
  const comparison = parseComparison(await io.readText(path), path);
  await reports.addToSummary(renderComparisonMarkdown(comparison, SUMMARY_LIMIT));
  await reports.setOutputs({
    regressions: comparison.summary.regression,
    inconclusive: comparison.summary.inconclusive,
    comparison: path,
  });
  await reports.comment(renderComparisonMarkdown(comparison), event, token, network);
  return code;
}

async function runHere(
  given: Given,
  io: CommandIo,
  { interrupt }: Surroundings,
): Promise<number> {
  const path = `${given.outFolder()}/ci_results.json`;
  const comparisonPath = `${given.outFolder()}/comparison.json`;
  for (const output of [path, comparisonPath]) await io.remove(output);
  const reports = new Reports(given, io);
  const measured = await listen(io, (io) => {
    const args = [...given.options(RUN_INPUTS), `--out=${path}`, ...given.files()];
    return run([...args, ...given.flags()], io, interrupt);
  });
  if (!await isThere(path, io)) {
    await reports.addToSummary(renderNothing("not measured", measured.complaint));
    return measured.code;
  }
  await reports.setOutputs({ result: path });
  await keep(path, given, io);
  const proposal = "To make this result the baseline, take " +
    `${codeMarkdown(path)} from the artifact of this run and accept it: ` +
    "`deno task baseline accept FILE`.\n";
  if (!await isThere(BASELINE_FILE, io)) {
    await reports.addToSummary(`There is no baseline yet. ${proposal}`);
    return measured.code;
  }
  const { complaint } = await listen(
    io,
    (io) => compare([`--current=${path}`, `--out=${comparisonPath}`], io, interrupt),
  );
  const text = await isThere(comparisonPath, io)
    ? renderComparisonMarkdown(
      parseComparison(await io.readText(comparisonPath), comparisonPath),
      SUMMARY_LIMIT,
    )
    : renderNothing("measured, and not compared with the baseline", complaint);
  await reports.addToSummary(`${text}\n${proposal}`);
  // A stored baseline is of another day and often of another machine: it is shown and gates nothing.
  return measured.code;
}

/** How a command ended, and the last thing it complained of. */
interface Heard {
  readonly code: number;
  readonly complaint: string | null;
}

/** Runs a command; what keeps it from starting is complained of as what it says itself. */
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

/** Keeps a result on a branch of results, if one is named; the artifact has it in any case. */
async function keep(path: string, given: Given, io: CommandIo): Promise<void> {
  const branch = given.get("BENCHLINE_BRANCH");
  if (branch === null) return;
  const text = await io.readText(path);
  const { timestamp, environment } = parseResultDocument(text, path);
  const name = [timestamp.replaceAll(/[:.]/g, "-"), environment.git_commit?.slice(0, 12)]
    .filter((part) => part).join("_");
  try {
    const files = new Map([[`results/${name}.json`, text]]);
    await changeBranch({ branch, files, message: `Add the result of ${name}`, remote: "origin" });
    note(io, `kept the result on the branch ${branch}`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    warn(io, `${error.message}; the artifact has the result`);
  }
}

/** The commit that a pull request is to be compared with. */
async function baseOf({ pull_request }: WorkflowEvent): Promise<string> {
  const sha = pull_request?.base?.sha;
  return await findMergeBase(typeof sha === "string" ? sha : undefined);
}

if (import.meta.main) {
  const sleep = (milliseconds: number) =>
    new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  startCommand((io) =>
    main(Deno.args, io, {
      env: (name) => Deno.env.get(name),
      takeToken() {
        const token = Deno.env.get("GITHUB_TOKEN");
        Deno.env.delete("GITHUB_TOKEN");
        return token;
      },
      network: { fetch, sleep },
      interrupt: interruptSignal(),
    })
  );
}
