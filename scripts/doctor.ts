/**
 * Measures this project's benchmarks against themselves and says which changes could be seen here.
 *
 * @module
 */
import { startCommand } from "./cli/start.ts";
import { interruptSignal } from "./cli/interrupt.ts";
import type { CommandIo } from "./cli/io.ts";
import { warn } from "./cli/messages.ts";
import {
  benchTimeoutOption,
  budgetOption,
  filterOption,
  placementOption,
  verboseOption,
} from "./cli/measuring_options.ts";
import { defineCommand } from "./cli/options.ts";
import { surfaceOf } from "./cli/outputs.ts";
import { ProgressLine } from "./cli/progress.ts";
import { runCommand } from "./cli/run_command.ts";
import { configOption, readThresholds, thresholdOptions } from "./cli/thresholds.ts";
import { describeEvent } from "./command/describe_event.ts";
import { measureAgainstItself } from "./duet/diagnose.ts";
import { DEFAULT_BUDGET_SECONDS } from "./duet/options.ts";
import { describeDoubt } from "./report/describe.ts";
import { renderDiagnosisTerminal } from "./report/diagnosis_terminal.ts";
import { diagnose } from "./verdict/diagnosis.ts";
import { findAllTraps } from "./verdict/traps.ts";

export type { CommandIo } from "./cli/io.ts";

const spec = defineCommand({
  name: "doctor",
  summary: "Says how small a slowdown can be seen on this machine in this project's benchmarks.",
  usage: "[FILES...] [OPTIONS] [-- FLAGS FOR DENO]",
  permissions: "--allow-read --allow-write --allow-run=deno,git,taskset --allow-sys=loadavg",
  passesOn: true,
  options: {
    rounds: {
      type: "number",
      value: "N",
      min: 4,
      max: 1000,
      integer: true,
      help: "rounds of each benchmark against itself",
      defaultHelp: "8",
    },
    filter: filterOption,
    budget: {
      ...budgetOption,
      help: "the budget of compare to reckon with, in seconds a benchmark",
      defaultHelp: `${DEFAULT_BUDGET_SECONDS}`,
    },
    placement: placementOption,
    "bench-timeout": benchTimeoutOption,
    quiet: { type: "flag", help: "no progress" },
    verbose: verboseOption,
    ...thresholdOptions,
    config: configOption,
  },
  examples: [["deno task doctor", "all benchmarks of this project"]],
  exitCodes: [
    "0  the diagnosis is printed",
    "2  bad usage, nothing to run",
    "128 and the number of the signal, such as 130 after Ctrl-C: nothing is diagnosed",
  ],
});

/**
 * The `doctor` command.
 *
 * @param args The command line after the script's name.
 * @param io Streams, files and clock.
 * @param interrupt Ends the measuring early, as Ctrl-C does.
 * @returns The exit code.
 */
export function main(
  args: readonly string[],
  io: CommandIo,
  interrupt: AbortSignal = new AbortController().signal,
): Promise<number> {
  return runCommand(spec, args, io, async ({ options, positionals, rest }) => {
    const thresholdsOf = await readThresholds(options, io);
    const count = options.rounds ?? 8;
    const load = readLoad();
    const progress = new ProgressLine(io, options);
    const { benchmarks, facts, pinned, doubts } = await measureAgainstItself({
      files: positionals,
      filter: options.filter,
      placement: options.placement,
      benchTimeoutSeconds: options["bench-timeout"] ?? 60,
      flags: rest,
      thresholdsOf,
      signal: interrupt,
      onEvent(event) {
        const text = describeEvent(event);
        if (text !== null) progress.show(`${text} · ${count} rounds`);
      },
    }, count).finally(() => progress.clear());
    for (const doubt of doubts) warn(io, describeDoubt(doubt));
    const diagnoses = diagnose(benchmarks, options.budget ?? DEFAULT_BUDGET_SECONDS);
    const traps = findAllTraps(
      benchmarks.map((one) => ({ identity: one.identity, facts: facts.get(one) ?? null })),
    );
    const machine = { load, cores: navigator.hardwareConcurrency, pinned };
    io.writeOut(
      renderDiagnosisTerminal(
        diagnoses,
        traps,
        machine,
        thresholdsOf({ file: null, group: null, name: "" }),
        surfaceOf(io).paint,
      ),
    );
    return 0;
  });
}

function readLoad(): number | null {
  try {
    return Deno.loadavg()[0] ?? null;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return null;
    throw error;
  }
}

if (import.meta.main) startCommand((io) => main(Deno.args, io, interruptSignal()));
