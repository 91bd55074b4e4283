/** The command line of `compare`, without its code, for help and completions. @module */
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
import { defineCommand } from "../../cli/options.ts";
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
  usage: [
    "--against [REF] [FILES...] [OPTIONS] [-- FLAGS FOR DENO]",
    "--groups [FILES...] [OPTIONS] [-- FLAGS FOR DENO]",
    "[--baseline FILE] [--current FILE] [OPTIONS]",
  ],
  permissions: COMMANDS.compare.permissions,
  passesOn: true,
  options: {
    against: {
      type: "maybe-text",
      value: "[REF]",
      help: "measure the working tree and REF (branch, tag, commit) in turn",
      defaultHelp: "the merge base with the default branch",
    },
    "against-deno": {
      type: "text",
      value: "D",
      help: "run the baseline on another Deno, a version from npm or a path",
    },
    "against-flags": {
      type: "text",
      value: '"..."',
      help: "run the baseline with these V8 flags",
    },
    groups: {
      type: "flag",
      help:
        "compare each benchmark of the working tree with the one in its group that has baseline: true",
    },
    "bench-from": {
      type: "choice",
      choices: BENCH_FROM,
      value: "WHOSE",
      help:
        "with --against: which bench files run: own, each version's own; current, the current version's on both; missing, the current version's if the baseline has none",
      defaultHelp: "missing",
    },
    affected: {
      type: "flag",
      help:
        "with --against: measure only bench files that the change can affect, judging by what they load, their configuration and what they may read; reports list the others and why",
    },
    data: {
      type: "texts",
      value: "GLOB",
      help:
        "with --affected: files that benchmarks read, and sources of programs that they start, relative to the project's folder, or none; can be given several times",
      defaultHelp: "every file that their permissions allow",
    },
    explain: {
      type: "flag",
      help:
        "profile every benchmark, not only those that became slower or faster, and show where its time goes",
    },
    "no-explain": {
      type: "flag",
      help:
        "do not profile benchmarks that became slower or faster, which takes a few seconds each",
    },
    setup: { ...setupOption, help: `with --against: ${setupOption.help}` },
    placement: placementOption,
    filter: filterOption,
    shard: shardOption,
    budget: {
      ...budgetOption,
      help: "seconds per benchmark; time that decided benchmarks do not use goes to the others",
      defaultHelp: `${DEFAULT_BUDGET_SECONDS}`,
    },
    timeout: {
      ...timeoutOption,
      help: "minutes for everything; benchmarks measured by then are judged",
      defaultHelp: "15",
    },
    "bench-timeout": benchTimeoutOption,
    resume: {
      type: "flag",
      help: "continue an interrupted comparison of the same files, versions and flags",
    },
    baseline: {
      type: "text",
      files: true,
      value: "FILE",
      help: "the result to compare with; - is standard input",
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
        `the history that shows how much sessions vary: a folder, branch:NAME or postgres://…; with fewer than ten results, ${
          100 * ALLOWED_DEVIATION
        } % is assumed`,
      defaultHelp: `${DEFAULT_FOLDER}, if there is one`,
    },
    ...thresholdOptions,
    "suite-threshold": {
      ...percentOption,
      help:
        "the suite is a regression if the geometric mean of its durations is slower by more than this, with 99 % confidence; with --affected, only if no bench file or every one is left out",
      defaultHelp: "none: the change is shown, not judged",
    },
    metric: {
      type: "texts",
      value: "M",
      help:
        "what to judge: duration, throughput, memory, or any other metric in the results; several with commas",
      defaultHelp: "duration, or every metric of a benchmark that has none",
    },
    format: formatOption(COMPARISON_FORMAT_NAMES),
    out: outOption(COMPARISON_FORMAT_NAMES),
    quiet: quietOption,
    verbose: verboseOption,
    strict: {
      type: "flag",
      help: "also exit with 1 if a benchmark is inconclusive, was not compared or was removed",
    },
    "ignore-environment": {
      type: "flag",
      help: "judge even if the machine or the software differs, or all benchmarks moved together",
    },
    config: configOption("thresholds", "files", "filter", "flags", "setup"),
  },
  sections: [
    ["What to compare, measuring both sides in turn", [
      "against",
      "against-deno",
      "against-flags",
      "groups",
    ]],
    ["With one of these options", [
      "filter",
      "affected",
      "data",
      "bench-from",
      "setup",
      "placement",
      "shard",
      "budget",
      "timeout",
      "bench-timeout",
      "resume",
      "explain",
      "no-explain",
    ]],
    ["With two results, measuring nothing", [
      "baseline",
      "current",
      "from",
      "history",
      "metric",
      "ignore-environment",
    ]],
    ["Verdicts", [
      "threshold",
      "moderate",
      "severe",
      "tolerance",
      "suite-threshold",
      "strict",
      "config",
    ]],
    ["Output", ["format", "out", "quiet", "verbose"]],
  ],
  examples: [
    ["benchline compare --against main", "measure what the working tree changes"],
    [
      "benchline compare --against main --affected",
      "the same, but only for bench files that the change can affect",
    ],
    [
      "benchline compare --groups",
      "measure which benchmarks are slower than the baseline of their group",
    ],
    ["benchline compare", "compare the newest result with the accepted baseline"],
    [
      "benchline compare --baseline old.json --current new.json --out report.md",
      "compare two files, and write Markdown for a pull request",
    ],
  ],
  exitCodes: [
    "0  everything was compared, and nothing became slower",
    "1  a regression (with --suite-threshold, also of the suite), or a benchmark failed that the baseline could run; with --strict, also if a benchmark is inconclusive, was not compared or was removed",
    "2  bad usage, unreadable input, no benchmark in common, a benchmark or file that neither version can run (with --groups, the baseline of a group, or a file), all benchmarks moved together, not everything was measured in time, or --suite-threshold was given and bench files were left out",
    "128 plus the signal's number, such as 130 after Ctrl-C; finished measurements are reported",
  ],
});
