/** The command line of `import`, without its code, for help and completions. @module */
import { COMMANDS } from "../../cli/commands.ts";
import { defineCommand } from "../../cli/options.ts";
import { outOption } from "../../cli/output_options.ts";
import { fromOption, originOptions } from "../../cli/reading_options.ts";
import { RESULT_FORMAT_NAMES } from "../../report/result/names.ts";

/** The command as its users see it. */
export const spec = defineCommand({
  name: "import",
  summary: COMMANDS.import.summary,
  usage: "FILES... [OPTIONS]",
  permissions: COMMANDS.import.permissions,
  options: {
    from: fromOption,
    ...originOptions,
    out: { ...outOption(RESULT_FORMAT_NAMES, "json"), defaultHelp: "standard output, as json" },
  },
  examples: [
    [
      "benchline import bench.json --out result.json",
      "import a file whose format is detected from its content",
    ],
    [
      "benchline import --from go 'runs/**/*.txt'",
      "import several files of one machine, each as a round",
    ],
    ["gh run view --log | benchline import -", "import the output of one harness from a log"],
  ],
  exitCodes: [
    "0  imported",
    "2  bad usage, or a file that cannot be read in its format; nothing is written",
  ],
});
