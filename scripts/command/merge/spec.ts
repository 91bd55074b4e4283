/** The command line of `merge`, without its code, for help and completions. @module */
import { COMMANDS } from "../../cli/commands.ts";
import { defineCommand } from "../../cli/options.ts";
import { formatOption, outOption } from "../../cli/output_options.ts";
import { COMPARISON_FORMAT_NAMES } from "../../report/comparison/names.ts";
import { RESULT_FORMAT_NAMES } from "../../report/result/names.ts";

/** The command as its users see it. */
export const spec = defineCommand({
  name: "merge",
  summary: COMMANDS.merge.summary,
  usage: "FILES... [OPTIONS]",
  permissions: COMMANDS.merge.permissions,
  options: {
    format: formatOption([...COMPARISON_FORMAT_NAMES, ...RESULT_FORMAT_NAMES]),
    out: outOption([...COMPARISON_FORMAT_NAMES, ...RESULT_FORMAT_NAMES]),
    strict: {
      type: "flag",
      help:
        "also exit with 1 if a benchmark of a comparison is inconclusive, was not compared or was removed",
    },
  },
  examples: [
    [
      "benchline merge shard-*.json --out report.html",
      "write the parts of a comparison as one page",
    ],
    ["benchline merge results.json --format go", "write a result for benchstat"],
  ],
  exitCodes: [
    "0  joined; comparisons: nothing became slower",
    "1  comparisons: a regression, also of the suite, or a benchmark failed; with --strict, also if a benchmark is inconclusive, was not compared or was removed",
    "2  bad usage, or parts that do not belong together; comparisons: also if a part is missing, or not everything was measured",
  ],
});
