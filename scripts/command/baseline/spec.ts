/** What `baseline` takes on its command line, apart from what it does, for its help. @module */
import { COMMANDS } from "../../cli/commands.ts";
import { defineCommand } from "../../cli/options.ts";
import { fromOption } from "../../cli/reading_options.ts";

/** The command as its users see it. */
export const spec = defineCommand({
  name: "baseline",
  summary: COMMANDS.baseline.summary,
  usage: "accept [FILE] [OPTIONS]",
  actions: ["accept"],
  permissions: COMMANDS.baseline.permissions,
  options: {
    from: fromOption,
    force: {
      type: "flag",
      help: "accept a result that is partial, or in which benchmarks failed",
    },
  },
  examples: [
    ["deno task baseline accept", "the newest in benchmarks/results becomes the baseline"],
    ["deno task baseline accept nightly.json", "this file, or - for standard input, becomes it"],
  ],
  exitCodes: [
    "0  the result is the baseline; the one before is in benchmarks/baselines/history/",
    "2  bad usage, or the result is not fit to be one; nothing is changed",
  ],
});
