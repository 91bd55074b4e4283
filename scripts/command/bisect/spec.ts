/** The command line of `bisect`, without its code, for help and completions. @module */
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
    bad: { type: "text", value: "REF", help: "a later one that is slow", defaultHelp: "HEAD" },
    "all-parents": {
      type: "flag",
      help: "also search the commits of merged branches, not only the merges",
    },
    filter: filterOption,
    placement: placementOption,
    setup: setupOption,
    budget: { ...budgetOption, help: "seconds per benchmark and step", defaultHelp: "20" },
    timeout: { ...timeoutOption, defaultHelp: "60" },
    "bench-timeout": benchTimeoutOption,
    format: shortFormatOption,
    quiet: quietOption,
    verbose: verboseOption,
    ...thresholdOptions,
    config: configOption("thresholds", "files", "filter", "flags", "setup"),
  },
  examples: [
    [
      "benchline bisect --good v1.2.0",
      "find what became slower since then, and the commits that caused it",
    ],
    [
      "benchline bisect --good HEAD~50 --filter sort",
      "search only benchmarks with sort in their name",
    ],
  ],
  exitCodes: [
    "0  done: the commits are printed, or nothing is slower",
    "2  bad usage, a version given by --good or --bad cannot be measured, every benchmark is inconclusive, or time ran out; commits found by then are printed",
    "128 plus the signal's number, such as 130 after Ctrl-C; commits found by then are printed",
  ],
});
