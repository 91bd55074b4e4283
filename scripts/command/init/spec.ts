/** The command line of `init`, without its code, for help and completions. @module */
import { COMMANDS } from "../../cli/commands.ts";
import { defineCommand } from "../../cli/options.ts";
import { quietOption, verboseOption } from "../../cli/output_options.ts";
import { SERVICES } from "./services.ts";

/** A folder of scripts that a whole team can reach. */
export const EXAMPLE_HOME = "https://raw.githubusercontent.com/YOU/benchline/v0.1/";

/** The command as its users see it. */
export const spec = defineCommand({
  name: "init",
  summary: COMMANDS.init.summary,
  usage: "[OPTIONS]",
  permissions: COMMANDS.init.permissions,
  optional: COMMANDS.init.optional,
  options: {
    yes: {
      type: "flag",
      help: "ask nothing: write, and grant benchmarks the permissions that they ask for",
    },
    "dry-run": { type: "flag", help: "only show what would be written; run no benchmark" },
    check: {
      type: "flag",
      help: "show what is missing or outdated; run no benchmark",
    },
    update: { type: "flag", help: "replace what an older version wrote" },
    baseline: { type: "flag", help: "then measure, and make the result the baseline" },
    workflow: {
      type: "choice",
      choices: SERVICES,
      help: "the service to add a workflow for",
      defaultHelp: "the service that the repository uses, else github",
    },
    from: {
      type: "text",
      value: "URL",
      help: "the folder that contains scripts/, at a URL that everybody on the project can reach",
      defaultHelp: "where this script is",
    },
    quiet: quietOption,
    verbose: verboseOption,
  },
  examples: [
    ["benchline init", "set up the project in this folder"],
    ["benchline init --dry-run", "only show what that would write"],
    [
      `benchline init --workflow gitlab --from ${EXAMPLE_HOME}`,
      "set up a project on GitLab, which gets the scripts from that URL",
    ],
  ],
  exitCodes: [
    "0  everything is set up",
    "1  declined, nothing is written; with --check: something would change",
    "2  bad usage, or a file could not be read or written; with --baseline, also if measuring failed",
  ],
});
