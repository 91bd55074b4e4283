/**
 * What the GitHub action runs: compares or measures, and reports where GitHub shows it.
 *
 * @module
 */
import { main as compare } from "./compare.ts";
import { type Network, upsertComment } from "./command/github/comment.ts";
import { type CommandIo, denoIo } from "./cli/io.ts";
import { interruptSignal } from "./cli/interrupt.ts";
import { BASELINE_FILE } from "./cli/newest_result.ts";
import { defineCommand } from "./cli/options.ts";
import { runCommand } from "./cli/run_command.ts";
import { changeBranch } from "./git/branch.ts";
import { findMergeBase } from "./git/worktree.ts";
import { renderComparisonMarkdown } from "./report/comparison/markdown.ts";
import { Failure } from "./result/failure.ts";
import { parseResultDocument } from "./result/parse.ts";
import { main as run } from "./run.ts";
import type { Comparison } from "./verdict/comparison.ts";
import { parseComparison } from "./verdict/comparison_schema.ts";

/** GitHub takes a job summary of 1 MiB a step. */
const SUMMARY_LIMIT = 1_000_000;

/** Inputs of the action, by the variables that hand them over; what is empty is not given. */
const INPUTS = {
  BENCHLINE_FILTER: "filter",
  BENCHLINE_ROUNDS: "rounds",
  BENCHLINE_BUDGET: "budget",
  BENCHLINE_TIMEOUT: "timeout",
  BENCHLINE_THRESHOLD: "threshold",
  BENCHLINE_TOLERANCE: "tolerance",
} as const;
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
    "0  no regression, or everything was measured",
    "1  compare: at least one regression",
    "2  nothing could be compared or measured",
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
  readonly network: Network;
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

/** The variables that are set to something. */
class Given {
  readonly #env: Surroundings["env"];

  constructor(env: Surroundings["env"]) {
    this.#env = env;
  }

  get(name: string): string | null {
    return this.#env(name) || null;
  }

  /** Inputs as options of a command. */
  options(names: readonly string[]): string[] {
    return Object.entries(INPUTS).flatMap(([variable, name]) => {
      const value = this.get(variable);
      return value === null || !names.includes(name) ? [] : [`--${name}=${value}`];
    });
  }

  #words(name: string): string[] {
    return (this.get(name) ?? "").split(/\s+/).filter((word) => word !== "");
  }

  /** What is handed on to Deno, behind `--`. */
  flags(): string[] {
    const flags = this.#words("BENCHLINE_FLAGS");
    return flags.length === 0 ? [] : ["--", ...flags];
  }

  /** Bench files. */
  files(): string[] {
    const files = this.#words("BENCHLINE_FILES");
    const option = files.find((file) => file.startsWith("-"));
    if (option === undefined) return files;
    throw new Failure(`The input files must be bench files, found ${JSON.stringify(option)}`);
  }

  /** Where the reports go. */
  outFolder(): string {
    return this.get("BENCHLINE_OUT") ?? "benchmarks/results";
  }
}

async function compareHere(
  given: Given,
  token: string | null,
  io: CommandIo,
  { network, interrupt }: Surroundings,
): Promise<number> {
  const event = await readEvent(given, io);
  const path = `${given.outFolder()}/comparison.json`;
  const code = await compare(
    [
      `--against=${given.get("BENCHLINE_AGAINST") ?? await baseOf(event)}`,
      ...given.options(COMPARE_INPUTS),
      "--format=terminal,annotations",
      ...[path, `${given.outFolder()}/report.html`, `${given.outFolder()}/junit.xml`]
        .map((file) => `--out=${file}`),
      ...given.files(),
      ...given.flags(),
    ],
    io,
    interrupt,
  );
  if (code === 2) return code;
  const comparison = parseComparison(await io.readText(path), path);
  await addToSummary(renderComparisonMarkdown(comparison, SUMMARY_LIMIT), given, io);
  await setOutputs(
    {
      regressions: comparison.summary.regression,
      inconclusive: comparison.summary.inconclusive,
      comparison: path,
    },
    given,
    io,
  );
  await comment(comparison, event, token, given, io, network);
  return code;
}

async function runHere(
  given: Given,
  io: CommandIo,
  { interrupt }: Surroundings,
): Promise<number> {
  const path = `${given.outFolder()}/ci_results.json`;
  const measured = await run(
    [...given.options(RUN_INPUTS), `--out=${path}`, ...given.files(), ...given.flags()],
    io,
    interrupt,
  );
  if (measured === 2) return measured;
  await setOutputs({ result: path }, given, io);
  await keep(path, given, io);
  const folder = BASELINE_FILE.slice(0, BASELINE_FILE.lastIndexOf("/"));
  const hasBaseline = (await io.listFiles(folder)).includes(
    BASELINE_FILE.slice(folder.length + 1),
  );
  const proposal = `To make this result the baseline, take ${path} from the artifact of this run ` +
    "and accept it: `deno task baseline accept FILE`.\n";
  if (!hasBaseline) {
    await addToSummary(`There is no baseline yet. ${proposal}`, given, io);
    return measured;
  }
  const report = `${given.outFolder()}/comparison.json`;
  const compared = await compare([`--current=${path}`, `--out=${report}`], io, interrupt);
  if (compared !== 2) {
    const comparison = parseComparison(await io.readText(report), report);
    const text = renderComparisonMarkdown(comparison, SUMMARY_LIMIT);
    await addToSummary(`${text}\n${proposal}`, given, io);
  }
  // A stored baseline is of another day and often of another machine: it is shown and gates nothing.
  return measured;
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
    io.writeError(`kept the result on the branch ${branch}\n`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    io.writeError(`warning: ${error.message}; the artifact has the result\n`);
  }
}

/** What triggered the workflow, as far as it is needed. */
interface WorkflowEvent {
  readonly pull_request?: {
    readonly number?: number;
    readonly base?: { readonly sha?: string };
  };
}

async function readEvent(given: Given, io: CommandIo): Promise<WorkflowEvent> {
  const path = given.get("GITHUB_EVENT_PATH");
  if (path === null) return {};
  try {
    const event: unknown = JSON.parse(await io.readText(path));
    return typeof event === "object" && event !== null ? event : {};
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Failure(`Cannot read the event in ${path}: it is not JSON`);
  }
}

/** The commit that a pull request is to be compared with. */
async function baseOf({ pull_request }: WorkflowEvent): Promise<string> {
  const sha = pull_request?.base?.sha;
  return await findMergeBase(typeof sha === "string" ? sha : undefined);
}

async function addToSummary(markdown: string, given: Given, io: CommandIo): Promise<void> {
  const path = given.get("GITHUB_STEP_SUMMARY");
  if (path !== null) await io.appendText(path, `${markdown}\n`);
}

async function setOutputs(
  outputs: Readonly<Record<string, string | number>>,
  given: Given,
  io: CommandIo,
): Promise<void> {
  const path = given.get("GITHUB_OUTPUT");
  if (path === null) return;
  const lines = Object.entries(outputs).map(([name, value]) => `${name}=${value}\n`);
  await io.appendText(path, lines.join(""));
}

/** Comments on the pull request; where that cannot be, nothing else is lost. */
async function comment(
  comparison: Comparison,
  { pull_request }: WorkflowEvent,
  token: string | null,
  given: Given,
  io: CommandIo,
  network: Network,
): Promise<void> {
  const number = pull_request?.number;
  const repository = given.get("GITHUB_REPOSITORY");
  const wanted = given.get("BENCHLINE_COMMENT") !== "false";
  if (!wanted || typeof number !== "number" || token === null || repository === null) return;
  const key = [given.get("GITHUB_WORKFLOW"), given.get("GITHUB_JOB")].map((part) =>
    encodeURIComponent(part ?? "").replaceAll("-", "%2D")
  ).join("/");
  const apiUrl = given.get("GITHUB_API_URL") ?? "https://api.github.com";
  try {
    const done = await upsertComment(
      { apiUrl, repository, number, token },
      `<!-- benchline:${key} -->`,
      renderComparisonMarkdown(comparison),
      network,
    );
    io.writeError(`${done} the comment on pull request ${number}\n`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    io.writeError(`warning: ${error.message}; the summary of the job has the report\n`);
  }
}

if (import.meta.main) {
  const sleep = (milliseconds: number) =>
    new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  Deno.exit(
    await main(Deno.args, denoIo, {
      env: (name) => Deno.env.get(name),
      takeToken() {
        const token = Deno.env.get("GITHUB_TOKEN");
        Deno.env.delete("GITHUB_TOKEN");
        return token;
      },
      network: { fetch, sleep },
      interrupt: interruptSignal(),
    }),
  );
}
