/** The command line of `run`, without its code, for help and completions. @module */
import { COMMANDS } from "../../cli/commands.ts";
import {
  benchTimeoutOption,
  filterOption,
  shardOption,
  timeoutOption,
} from "../../cli/measuring_options.ts";
import { defineCommand } from "../../cli/options.ts";
import { formatOption, outOption, quietOption, verboseOption } from "../../cli/output_options.ts";
import { configOption } from "../../cli/threshold_options.ts";
import { RESULT_FORMAT_NAMES } from "../../report/result/names.ts";

/** The command as its users see it. */
export const spec = defineCommand({
  name: "run",
  summary: COMMANDS.run.summary,
  usage: "[FILES...] [OPTIONS] [-- FLAGS FOR deno bench]",
  permissions: COMMANDS.run.permissions,
  passesOn: true,
  options: {
    out: {
      ...outOption(RESULT_FORMAT_NAMES, "json"),
      defaultHelp: "benchmarks/results/<UTC time>_results.json",
    },
    rounds: {
      type: "number",
      value: "N",
      min: 1,
      max: 1000,
      integer: true,
      help: "processes per file; the spread between them tells noise from change",
      defaultHelp: "5, or 10 with --command",
    },
    command: {
      type: "texts",
      value: "CMD",
      help:
        "time a whole process, started without a shell, instead of bench files; can be given several times (needs --allow-run=PROGRAM)",
    },
    resume: {
      type: "flag",
      help: "continue an interrupted run of the same files, commit and flags",
    },
    filter: filterOption,
    shard: shardOption,
    timeout: {
      ...timeoutOption,
      help: "minutes for everything; measuring stops then, and a partial result is written",
      defaultHelp: "15",
    },
    "bench-timeout": {
      ...benchTimeoutOption,
      help: "seconds for one benchmark in one process; if it takes longer, it has failed",
    },
    format: formatOption(RESULT_FORMAT_NAMES),
    quiet: quietOption,
    verbose: verboseOption,
    config: configOption("files", "filter", "flags"),
  },
  examples: [
    ["benchline run", "measure all benchmarks of this project, into benchmarks/results/"],
    [
      "benchline run --command 'jq . big.json'",
      "time a whole process, which --allow-run must name",
    ],
    [
      "benchline run sort_bench.ts --rounds 10 -- --allow-read",
      "measure one file in ten rounds; its benchmarks may read files",
    ],
  ],
  exitCodes: [
    "0  every benchmark was measured",
    "1  a benchmark failed, or the run ended early; the other figures are written",
    "2  bad usage or nothing to run; nothing is written",
    "130, 143, 129  stopped by SIGINT, SIGTERM or SIGHUP; finished rounds are written",
  ],
});
