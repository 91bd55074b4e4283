/** What `compare` takes on its command line, apart from what it does, for its help. @module */
import { COMMANDS } from "../../cli/commands.ts";
import { BASELINE_FILE } from "../../cli/newest_result.ts";
import {
  benchTimeoutOption,
  budgetOption,
  filterOption,
  placementOption,
  setupOption,
  shardOption,
  timeoutOption,
} from "../../cli/measuring_options.ts";
import { defineCommand, type OptionSpec } from "../../cli/options.ts";
import { formatOption, outOption, quietOption, verboseOption } from "../../cli/output_options.ts";
import { fromOption } from "../../cli/reading_options.ts";
import { configOption, percentOption, thresholdOptions } from "../../cli/threshold_options.ts";
import { BENCH_FROM, DEFAULT_BUDGET_SECONDS } from "../../duet/options.ts";
import { DEFAULT_FOLDER } from "../../history/default_folder.ts";
import { COMPARISON_FORMAT_NAMES } from "../../report/comparison/names.ts";
import { ALLOWED_DEVIATION } from "../../verdict/sessions.ts";

/** The command as its users see it. */
export const spec = defineCommand({
  name: "compare",
  summary: COMMANDS.compare.summary,
  usage:
    "--against [REF] | --groups [FILES...] [OPTIONS] [-- FLAGS FOR DENO] | [--baseline FILE] [--current FILE] [OPTIONS]",
  permissions: COMMANDS.compare.permissions,
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
      files: true,
      value: "FILE",
      help: "what to compare with; - is standard input",
      defaultHelp: BASELINE_FILE,
    },
    current: {
      type: "text",
      files: true,
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
    format: formatOption(COMPARISON_FORMAT_NAMES),
    out: outOption(COMPARISON_FORMAT_NAMES),
    quiet: quietOption,
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

function whenMeasuring<const Option extends OptionSpec>(option: Option): Option {
  return { ...option, help: `with --against: ${option.help}` };
}
