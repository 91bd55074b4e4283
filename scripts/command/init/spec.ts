/** What `init` takes on its command line, apart from what it does, for its help. @module */
import { COMMANDS } from "../../cli/commands.ts";
import { defineCommand } from "../../cli/options.ts";
import { quietOption, verboseOption } from "../../cli/output_options.ts";
import { SERVICES } from "./services.ts";

/** The command as its users see it. */
export const spec = defineCommand({
  name: "init",
  summary: COMMANDS.init.summary,
  usage: "[OPTIONS]",
  permissions: COMMANDS.init.permissions,
  optional: COMMANDS.init.optional,
  options: {
    yes: { type: "flag", help: "ask nothing: write, and grant benchmarks what they ask for" },
    "dry-run": { type: "flag", help: "only show what would be written; run no benchmark" },
    check: {
      type: "flag",
      help: "show what is missing or was written by an older version; run no benchmark",
    },
    update: { type: "flag", help: "replace what an older version wrote" },
    baseline: { type: "flag", help: "then measure, and make the result the baseline" },
    workflow: {
      type: "choice",
      choices: SERVICES,
      help: "which workflow to add",
      defaultHelp: "that of the service that the repository uses, github where it uses none",
    },
    from: {
      type: "text",
      value: "URL",
      help: "where the scripts are, as all who work on the project can reach them",
      defaultHelp: "where this one is",
    },
    quiet: quietOption,
    verbose: verboseOption,
  },
  examples: [
    [
      "deno run --allow-read --allow-write=. --allow-run=deno $URL/scripts/init.ts",
      "in the project's folder",
    ],
    [
      "deno run --allow-read --allow-write $URL/scripts/init.ts --workflow gitlab",
      "in a member of a workspace, and without running the benchmarks",
    ],
  ],
  exitCodes: [
    "0  everything is there, now or before",
    "1  not confirmed, and nothing is written; with --check: something would change",
    "2  bad usage, or something could not be read, written or, with --baseline, measured",
  ],
});
