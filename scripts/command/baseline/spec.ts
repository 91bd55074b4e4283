/** The command line of `baseline`, without its code, for help and completions. @module */
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
      help: "accept a result that is partial or has failed benchmarks",
    },
  },
  examples: [
    ["benchline baseline accept", "make the newest result in benchmarks/results the baseline"],
    ["benchline baseline accept nightly.json", "make this file the baseline; - is standard input"],
  ],
  exitCodes: [
    "0  the result is the baseline; the previous one is in benchmarks/baselines/history/",
    "2  bad usage, or the result cannot be a baseline; nothing is changed",
  ],
});
