/** The files that set a project up, as text. @module */
import { type CommandName, COMMANDS, flagsOf } from "../../cli/commands.ts";
import { applyEdits, modify } from "../../deps/jsonc_edit.ts";
import { parseJsonc } from "../../result/jsonc.ts";
import { Failure } from "../../result/failure.ts";

/** A file to write. */
export interface PlannedFile {
  readonly path: string;
  readonly text: string;
  /** `new`, or what changes. */
  readonly note: string;
}

/** The tasks, for scripts in a folder with a slash at its end. */
function tasksFrom(home: string): Record<string, string> {
  const run = (name: CommandName) =>
    `deno run ${flagsOf(COMMANDS[name].permissions)} ${quoteWord(`${home}scripts/${name}.ts`)}`;
  return {
    bench: run("run"),
    compare: run("compare"),
    baseline: run("baseline"),
    history: run("history"),
    bisect: run("bisect"),
  };
}

/** A word as shells read it, in quotes where it has to be. */
function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * The configuration of Deno with the tasks added that it has not, everything else as it was.
 *
 * @param before Its text; null where there is none.
 * @returns Null where no task is missing.
 * @throws {Failure} If the text is not that of an object.
 */
export function addTasks(before: string | null, home: string, path: string): PlannedFile | null {
  const wanted = tasksFrom(home);
  if (before === null) {
    return { path, text: `${JSON.stringify({ tasks: wanted }, null, 2)}\n`, note: "new" };
  }
  const config = parseJsonc(before, `Cannot read ${path}`);
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    throw new Failure(`Cannot read ${path}: an object is wanted`);
  }
  const { tasks } = config as { tasks?: Record<string, unknown> };
  const missing = Object.entries(wanted).filter(([name]) => !Object.hasOwn(tasks ?? {}, name));
  if (missing.length === 0) return null;
  const note = `adds ${missing.map(([name]) => `the task ${name}`).join(", ")}`;
  const text = missing.reduce((changed, [name, command]) => {
    const edits = modify(changed, ["tasks", name], command, { formattingOptions: FORMATTING });
    return applyEdits(changed, edits);
  }, before);
  return { path, text, note };
}

const FORMATTING = { insertSpaces: true, tabSize: 2 };

/** A configuration with the defaults in it. */
export function configText(home: string): string {
  return `{
  // Limits in percent: a slowdown above the threshold is a regression if it is shown to exceed
  // the tolerance.
  "$schema": ${JSON.stringify(`${home}scripts/verdict/config.schema.json`)},
  "threshold": 10,
  "tolerance": 5,
  // Globs over file:group/name, or over the name alone; later ones win.
  "benchmarks": {}
}
`;
}

/** A workflow for GitHub that runs the scripts from where they are. */
export function workflowText(home: string): string {
  const script = quoteWord(`${home}scripts/github.ts`);
  return `# A pull request fails on a real slowdown, measured in turn with its base on the same runner.
name: benchmarks

on:
  pull_request:
  workflow_dispatch:

permissions:
  contents: read
  pull-requests: write # for the comment; without it the summary of the job has the report

jobs:
  compare:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@8e8c483db84b4bee98b60c0593521ed34d9990e8 # v6.0.1
        with:
          fetch-depth: 0 # the base has to be there
          persist-credentials: false
      - uses: denoland/setup-deno@22d081ff2d3a40755e97629de92e3bcbfa7cf2ed # v2.0.5
      # Benchmarks can read the variables of this step and of its processes, so none is a secret. The
      # shell is replaced, since its own variables are those that it was started with.
      - id: compare
        shell: bash
        run: |
          names=$(env | sed -nE 's/^([A-Za-z_][A-Za-z0-9_]*)=.*/\\1/p')
          unset GITHUB_ENV GITHUB_PATH $(echo "$names" | grep -iE 'token|secret|password|credential')
          exec deno run --no-prompt --allow-read --allow-write --allow-run=deno,git,taskset \\
            --allow-sys=cpus,systemMemoryInfo \\
            --allow-env=BENCHLINE_*,GITHUB_*,CI,DENO_V8_FLAGS,CI_PIPELINE_ID,CI_COMMIT_REF_NAME \\
            ${script} compare
      - if: always()
        shell: bash
        env:
          BENCHLINE_COMPARISON: \${{ steps.compare.outputs.comparison }}
          BENCHLINE_REASON: \${{ steps.compare.outputs.reason }}
          GITHUB_TOKEN: \${{ github.token }}
        run: |
          api="\${GITHUB_API_URL#*://}"
          deno run --no-prompt --allow-read --allow-net="\${api%%/*}" \\
            --allow-env=BENCHLINE_*,GITHUB_* ${script} comment
      - uses: actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1
        if: always()
        with:
          name: benchmarks
          path: benchmarks/results/
          if-no-files-found: ignore
`;
}
