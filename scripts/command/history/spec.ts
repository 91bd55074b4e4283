/** What `history` takes on its command line, apart from what it does, for its help. @module */
import { COMMANDS } from "../../cli/commands.ts";
import { defineCommand } from "../../cli/options.ts";
import { shortFormatOption } from "../../cli/output_options.ts";
import { fromOption, originOptions } from "../../cli/reading_options.ts";
import { configOption, thresholdOptions } from "../../cli/threshold_options.ts";
import { DEFAULT_BRANCH, DEFAULT_FOLDER } from "../../history/default_folder.ts";

/** What a history can be asked for. */
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
      help: "a git branch instead of a folder, without touching the working tree",
      defaultHelp: DEFAULT_BRANCH,
    },
    project: {
      type: "text",
      value: "NAME",
      help: "in PostgreSQL, whose results",
      defaultHelp: "the name of the repository",
    },
    from: fromOption,
    timestamp: { ...originOptions.timestamp, help: `add: ${originOptions.timestamp.help}` },
    commit: { ...originOptions.commit, help: `add: ${originOptions.commit.help}` },
    since: { type: "text", value: "TIME", help: "check: only changes told since then" },
    reason: { type: "text", value: "TEXT", help: "dismiss: why the change is accepted" },
    write: { type: "flag", help: "tune: put the rules into the configuration" },
    before: { type: "text", value: "TIME", help: "prune: remove what was measured before then" },
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
      help: "report: where the pages go; export: a file a result instead of a line each",
    },
    format: { ...shortFormatOption, help: `list, show, check, tune: ${shortFormatOption.help}` },
    ...thresholdOptions,
    config: configOption,
  },
  examples: [
    ["deno task history add benchmarks/results/*.json", "keeps these results"],
    ["deno task history add data.js", "what github-action-benchmark kept, a result a commit"],
    [
      "deno task history add comparison.json",
      "what compare --against HEAD~1 measured, as the difference of two commits",
    ],
    ["deno task history check", "what became slower for good, and since which commit"],
    ["deno task history show sort", "one benchmark, with its steps"],
    [
      "deno task history dismiss 3f9a0c11d2ab --reason 'needed for safety'",
      "check no longer fails because of this one",
    ],
    [
      "deno task history tune",
      "thresholds that would have told what was kept and not what was dismissed",
    ],
    ["deno task history report --out site", "pages for a browser"],
  ],
  exitCodes: [
    "0  done; check: no open regression",
    "1  check: the code made a benchmark slower for good, and nobody has dismissed it",
    "2  bad usage, unreadable input, a history that cannot be reached; nothing is changed, or the message says what is; check: no open regression, but what cannot be told from the machine, or a result that cannot be read",
  ],
});
