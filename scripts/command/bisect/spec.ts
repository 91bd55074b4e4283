/** What `bisect` takes on its command line, apart from what it does, for its help. @module */
import { COMMANDS } from "../../cli/commands.ts";
import {
  benchTimeoutOption,
  budgetOption,
  filterOption,
  placementOption,
  setupOption,
  timeoutOption,
} from "../../cli/measuring_options.ts";
import { defineCommand } from "../../cli/options.ts";
import { quietOption, shortFormatOption, verboseOption } from "../../cli/output_options.ts";
import { configOption, thresholdOptions } from "../../cli/threshold_options.ts";

/** The command as its users see it. */
export const spec = defineCommand({
  name: "bisect",
  summary: COMMANDS.bisect.summary,
  usage: "--good REF [--bad REF] [FILES...] [OPTIONS] [-- FLAGS FOR DENO]",
  permissions: COMMANDS.bisect.permissions,
  passesOn: true,
  options: {
    good: { type: "text", value: "REF", help: "a branch, tag or commit that is fast" },
    bad: { type: "text", value: "REF", help: "one after it that is slow", defaultHelp: "HEAD" },
    "all-parents": {
      type: "flag",
      help: "also look at the commits of merged branches, not only at those they were merged by",
    },
    filter: filterOption,
    placement: placementOption,
    setup: setupOption,
    budget: { ...budgetOption, help: "seconds for each step of a benchmark", defaultHelp: "20" },
    timeout: { ...timeoutOption, defaultHelp: "60" },
    "bench-timeout": benchTimeoutOption,
    format: shortFormatOption,
    quiet: quietOption,
    verbose: verboseOption,
    ...thresholdOptions,
    config: configOption,
  },
  examples: [
    ["deno task bisect --good v1.2.0", "what has become slower since then, and by which commit"],
    ["deno task bisect --good HEAD~50 --filter sort", "only benchmarks with sort in their name"],
  ],
  exitCodes: [
    "0  done: the commits are named, or nothing is slower",
    "2  bad usage, the ends cannot be measured, or the time limit came first: what is found by then is printed",
    "128 and the number of the signal, such as 130 after Ctrl-C: what is found by then is printed",
  ],
});
