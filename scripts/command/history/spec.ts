/** The command line of `history`, without its code, for help and completions. @module */
import { COMMANDS } from "../../cli/commands.ts";
import { defineCommand } from "../../cli/options.ts";
import { shortFormatOption } from "../../cli/output_options.ts";
import { fromOption, originOptions } from "../../cli/reading_options.ts";
import { configOption, thresholdOptions } from "../../cli/threshold_options.ts";
import { DEFAULT_BRANCH, DEFAULT_FOLDER } from "../../history/default_folder.ts";

/** The actions of `history`. */
export const HISTORY_ACTIONS = [
  "add",
  "list",
  "show",
  "check",
  "dismiss",
  "tune",
  "export",
  "prune",
  "report",
] as const;

/** The command as its users see it. */
export const spec = defineCommand({
  name: "history",
  summary: COMMANDS.history.summary,
  usage:
    "add FILES... | list | show BENCHMARK | check | dismiss ID [BENCHMARK] --reason TEXT | tune | export | prune | report [OPTIONS]",
  actions: HISTORY_ACTIONS,
  permissions: COMMANDS.history.permissions,
  optional: COMMANDS.history.optional,
  options: {
    store: {
      type: "text",
      secret: true,
      value: "PLACE",
      help: "a folder, or postgres://user@host/database (PGPASSWORD has the password)",
      defaultHelp: DEFAULT_FOLDER,
    },
    branch: {
      type: "maybe-text",
      value: "[NAME]",
      help: "a git branch instead of a folder; the working tree stays as it is",
      defaultHelp: DEFAULT_BRANCH,
    },
    project: {
      type: "text",
      value: "NAME",
      help: "which project's results to use, in PostgreSQL",
      defaultHelp: "the name of the repository",
    },
    from: fromOption,
    timestamp: { ...originOptions.timestamp, help: `add: ${originOptions.timestamp.help}` },
    commit: { ...originOptions.commit, help: `add: ${originOptions.commit.help}` },
    since: { type: "text", value: "TIME", help: "check: only changes reported since then" },
    reason: { type: "text", value: "TEXT", help: "dismiss: why the change is accepted" },
    write: { type: "flag", help: "tune: write the rules into the configuration" },
    before: { type: "text", value: "TIME", help: "prune: remove results measured before then" },
    keep: {
      type: "number",
      value: "N",
      min: 0,
      max: 1_000_000_000,
      integer: true,
      help: "prune: remove all but the newest N results",
    },
    out: {
      type: "text",
      files: true,
      value: "FOLDER",
      help: "report: where the pages go; export: write a file per result instead of a line",
    },
    format: { ...shortFormatOption, help: `list, show, check, tune: ${shortFormatOption.help}` },
    ...thresholdOptions,
    config: configOption("thresholds"),
  },
  examples: [
    ["benchline history add benchmarks/results/*.json", "keep these results"],
    [
      "benchline history add data.js",
      "keep what github-action-benchmark kept, one result per commit",
    ],
    [
      "benchline history add comparison.json",
      "keep what compare --against HEAD~1 measured, as the difference between two commits",
    ],
    ["benchline history check", "show what became slower for good, and since which commit"],
    ["benchline history show sort", "show one benchmark and its steps"],
    [
      "benchline history dismiss 3f9a0c11d2ab --reason 'needed for safety'",
      "accept this change, so that check no longer fails because of it",
    ],
    [
      "benchline history tune",
      "propose thresholds that would have reported every change except the dismissed ones",
    ],
    ["benchline history report --out site", "write pages for a browser"],
  ],
  exitCodes: [
    "0  done; check: no open regression",
    "1  check: a change in the code made a benchmark slower for good, and nobody has dismissed it",
    "2  bad usage, unreadable input, or a history that cannot be reached; nothing is changed, or the message says what is; check: no open regression, but a slowdown that may be due to the machine, or a result that cannot be read",
  ],
});
