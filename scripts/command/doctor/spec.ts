/** The command line of `doctor`, without its code, for help and completions. @module */
import { COMMANDS } from "../../cli/commands.ts";
import {
  benchTimeoutOption,
  budgetOption,
  filterOption,
  placementOption,
} from "../../cli/measuring_options.ts";
import { defineCommand } from "../../cli/options.ts";
import { quietOption, verboseOption } from "../../cli/output_options.ts";
import { configOption, thresholdOptions } from "../../cli/threshold_options.ts";
import { DEFAULT_BUDGET_SECONDS } from "../../duet/options.ts";

/** The command as its users see it. */
export const spec = defineCommand({
  name: "doctor",
  summary: COMMANDS.doctor.summary,
  usage: "[FILES...] [OPTIONS] [-- FLAGS FOR DENO]",
  permissions: COMMANDS.doctor.permissions,
  passesOn: true,
  options: {
    rounds: {
      type: "number",
      value: "N",
      min: 4,
      max: 1000,
      integer: true,
      help: "rounds in which each benchmark is measured against itself",
      defaultHelp: "8",
    },
    filter: filterOption,
    budget: {
      ...budgetOption,
      help: "the --budget of compare to assume, in seconds per benchmark",
      defaultHelp: `${DEFAULT_BUDGET_SECONDS}`,
    },
    placement: placementOption,
    "bench-timeout": benchTimeoutOption,
    quiet: quietOption,
    verbose: verboseOption,
    ...thresholdOptions,
    config: configOption("thresholds", "files", "filter", "flags"),
  },
  examples: [["benchline doctor", "check all benchmarks of this project"]],
  exitCodes: [
    "0  the diagnosis is printed",
    "2  bad usage, or nothing to run",
    "128 plus the signal's number, such as 130 after Ctrl-C; nothing is printed",
  ],
});
