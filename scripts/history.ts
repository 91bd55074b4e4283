/**
 * Keeps results over time, and says when a benchmark became slower for good.
 *
 * @module
 */
import { startCommand } from "./cli/start.ts";
import * as actions from "./command/history/actions.ts";
import type { CommandIo } from "./cli/io.ts";
import { defineCommand } from "./cli/options.ts";
import { fromOption, originOptions, readOrigin } from "./cli/reading_options.ts";
import { warn } from "./cli/messages.ts";
import { runCommand } from "./cli/run_command.ts";
import { configOption, readThresholds, thresholdOptions } from "./cli/thresholds.ts";
import { DEFAULT_FOLDER } from "./history/default_folder.ts";
import { DEFAULT_BRANCH, openHistory } from "./history/open.ts";
import { Failure } from "./result/failure.ts";
import { quoteValue } from "./result/validate.ts";
import { LIMITS } from "./verdict/severity.ts";

export type { CommandIo } from "./cli/io.ts";

const ACTIONS = [
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

const spec = defineCommand({
  name: "history",
  summary: "Keeps results over time, and says when a benchmark became slower for good.",
  usage:
    "add FILES... | list | show BENCHMARK | check | dismiss ID [BENCHMARK] --reason TEXT | tune | export | prune | report [OPTIONS]",
  permissions: "--allow-read --allow-write --allow-run=git",
  options: {
    store: {
      type: "text",
      secret: true,
      value: "PLACE",
      help:
        "a folder, or postgres://user@host/database (its permissions: --allow-net=HOST --allow-env='PG*',NODE_PG_FORCE_NATIVE; PGPASSWORD has the password)",
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
      value: "FOLDER",
      help: "report: where the pages go; export: a file a result instead of a line each",
    },
    format: {
      type: "choice",
      choices: ["terminal", "json"],
      value: "F",
      help: "list, show, check, tune: what goes to standard output, terminal or json",
      defaultHelp: "terminal",
    },
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

/**
 * The `history` command.
 *
 * @param args The command line after the script's name.
 * @returns The exit code.
 */
export function main(args: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(spec, args, io, async ({ options, positionals }) => {
    const [action, ...names] = positionals;
    if (action === undefined || !(ACTIONS as readonly string[]).includes(action)) {
      const found = action === undefined ? "nothing" : quoteValue(action);
      throw new Failure(`history wants one of ${ACTIONS.join(", ")}, found ${found}`);
    }
    const takes = { add: Infinity, show: 1, dismiss: 2 }[action] ?? 0;
    if (names.length > takes) {
      throw new Failure(`history ${action} takes no ${quoteValue(names[takes])}`);
    }
    if (action === "add" && names.length === 0 && options.branch) {
      throw new Failure(
        `--branch took ${
          quoteValue(options.branch)
        } for its name: write --branch=NAME before files`,
      );
    }
    const given = LIMITS.find((limit) => options[limit] !== null);
    if (action === "tune" && options.write && given !== undefined) {
      throw new Failure(
        `history tune --write changes what the configuration says: leave out --${given}`,
      );
    }
    const thresholdsOf = await readThresholds(options, io);
    const store = await openHistory(options, io);
    const context = { store, io, thresholdsOf, json: options.format === "json" };
    try {
      switch (action as typeof ACTIONS[number]) {
        case "add":
          return await actions.add(
            names,
            { from: options.from, origin: readOrigin(options) },
            context,
          );
        case "list":
          return await actions.list(context);
        case "show":
          return await actions.show(names[0], context);
        case "check":
          return await actions.check(options.since, context);
        case "dismiss":
          return await actions.dismiss(names[0], names[1], options.reason, context);
        case "tune": {
          const { tune } = await import("./command/history/tune.ts");
          return await tune(options, context);
        }
        case "export":
          return await actions.exportAll(options.out, context);
        case "prune":
          return await actions.prune(options.before, options.keep, context);
        case "report": {
          const { report } = await import("./command/history/report.ts");
          return await report(options.out, context);
        }
      }
    } finally {
      for (const warning of store.warnings) {
        warn(io, warning);
      }
      await store.close();
    }
  });
}

if (import.meta.main) startCommand((io) => main(Deno.args, io));
