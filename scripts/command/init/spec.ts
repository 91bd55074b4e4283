/** What `init` takes on its command line, apart from what it does, for its help. @module */
import { COMMANDS } from "../../cli/commands.ts";
import { defineCommand } from "../../cli/options.ts";

/** The command as its users see it. */
export const spec = defineCommand({
  name: "init",
  summary: COMMANDS.init.summary,
  usage: "[OPTIONS]",
  permissions: COMMANDS.init.permissions,
  options: {
    yes: { type: "flag", help: "write without asking" },
    "dry-run": { type: "flag", help: "only show what would be written" },
    workflow: {
      type: "choice",
      choices: ["github", "none"],
      help: "which workflow to add",
      defaultHelp: "github where there is a folder .github or none of another service",
    },
    from: {
      type: "text",
      value: "URL",
      help: "where the scripts are, as all who work on the project can reach them",
      defaultHelp: "where this one is",
    },
  },
  examples: [
    ["deno run --allow-read=. --allow-write=. $URL/scripts/init.ts", "in the project's folder"],
  ],
  exitCodes: [
    "0  everything is there, now or before",
    "1  not confirmed; nothing is written",
    "2  bad usage, or something could not be read or written",
  ],
});
