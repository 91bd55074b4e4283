/** What `merge` takes on its command line, apart from what it does, for its help. @module */
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
        "of comparisons: exit with 1 also for what is inconclusive, was not compared or was removed",
    },
  },
  examples: [
    ["deno task merge shard-*.json --out report.html", "the parts of a comparison, as one page"],
    ["deno task merge results.json --format go", "one result, for benchstat"],
  ],
  exitCodes: [
    "0  joined; of comparisons: nothing has become slower",
    "1  of comparisons: a regression, also of the suite, or a benchmark that has failed; with --strict also what is inconclusive, was not compared or was removed",
    "2  bad usage, or parts that do not belong together; of comparisons also: a part is missing, or not everything was measured",
  ],
});
