/**
 * Keeps results over time and says when a benchmark became slower for good.
 *
 * @module
 */
import { startCommand } from "./cli/start.ts";
import * as actions from "./command/history/actions.ts";
import type { CommandIo } from "./cli/io.ts";
import { readOrigin } from "./cli/reading_options.ts";
import { warn } from "./cli/messages.ts";
import { HISTORY_ACTIONS, spec } from "./command/history/spec.ts";
import { runCommand } from "./cli/run_command.ts";
import { readThresholds } from "./cli/thresholds.ts";
import { openHistory } from "./history/open.ts";
import { Failure } from "./result/failure.ts";
import { quoteValue } from "./result/validate.ts";
import { LIMITS } from "./verdict/severity.ts";

export type { CommandIo } from "./cli/io.ts";

/**
 * The `history` command.
 *
 * @param args The command line after the script's name.
 * @returns The exit code.
 */
export function main(args: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(spec, args, io, async ({ options, positionals }) => {
    const [action, ...names] = positionals;
    if (action === undefined || !(HISTORY_ACTIONS as readonly string[]).includes(action)) {
      const found = action === undefined ? "nothing" : quoteValue(action);
      throw new Failure(`history needs an action: ${HISTORY_ACTIONS.join(", ")}, found ${found}`);
    }
    const takes = { add: Infinity, show: 1, dismiss: 2 }[action] ?? 0;
    if (names.length > takes) {
      throw new Failure(`history ${action} takes no ${quoteValue(names[takes])}`);
    }
    if (action === "add" && names.length === 0 && options.branch) {
      throw new Failure(
        `--branch took ${
          quoteValue(options.branch)
        } for its name: write --branch=NAME before files`,
      );
    }
    const given = LIMITS.find((limit) => options[limit] !== null);
    if (action === "tune" && options.write && given !== undefined) {
      throw new Failure(
        `history tune --write changes the configuration, so leave out --${given}`,
      );
    }
    const thresholdsOf = await readThresholds(options, io);
    const store = await openHistory(options, io);
    const context = { store, io, thresholdsOf, json: options.format === "json" };
    try {
      switch (action as typeof HISTORY_ACTIONS[number]) {
        case "add":
          return await actions.add(
            names,
            { from: options.from, origin: readOrigin(options) },
            context,
          );
        case "list":
          return await actions.list(context);
        case "show":
          return await actions.show(names[0], context);
        case "check":
          return await actions.check(options.since, context);
        case "dismiss":
          return await actions.dismiss(names[0], names[1], options.reason, context);
        case "tune": {
          const { tune } = await import("./command/history/tune.ts");
          return await tune(options, context);
        }
        case "export":
          return await actions.exportAll(options.out, context);
        case "prune":
          return await actions.prune(options.before, options.keep, context);
        case "report": {
          const { report } = await import("./command/history/report.ts");
          return await report(options.out, context);
        }
      }
    } finally {
      for (const warning of store.warnings) {
        warn(io, warning);
      }
      await store.close();
    }
  });
}

if (import.meta.main) startCommand("history", main);
