/**
 * Measures this project's benchmarks against themselves and says which changes could be seen here.
 *
 * @module
 */
import { diagnoseHere } from "./command/diagnose_here.ts";
import { interruptSignal } from "./cli/interrupt.ts";
import { type CommandIo, denoIo } from "./cli/io.ts";
import { benchTimeoutOption, budgetOption, filterOption } from "./cli/measuring_options.ts";
import { defineCommand } from "./cli/options.ts";
import { surfaceOf } from "./cli/outputs.ts";
import { ProgressLine } from "./cli/progress.ts";
import { runCommand } from "./cli/run_command.ts";
import { renderDiagnosisTerminal } from "./report/diagnosis_terminal.ts";
import { DEFAULT_THRESHOLDS } from "./verdict/severity.ts";

const spec = defineCommand({
  name: "doctor",
  summary: "Says how small a slowdown can be seen on this machine in this project's benchmarks.",
  usage: "[FILES...] [OPTIONS] [-- FLAGS FOR DENO]",
  permissions: "--allow-read --allow-run=deno,taskset --allow-sys=loadavg",
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
      defaultHelp: "6",
    },
    "bench-timeout": benchTimeoutOption,
  },
  examples: [["deno task doctor", "all benchmarks of this project"]],
  exitCodes: ["0  the diagnosis is printed", "2  bad usage, nothing to run"],
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
    const progress = new ProgressLine(io);
    const { diagnoses, machine, warnings } = await diagnoseHere({
      files: positionals,
      filter: options.filter,
      rounds: options.rounds ?? 8,
      budgetSeconds: options.budget ?? 6,
      benchTimeoutSeconds: options["bench-timeout"] ?? 60,
      flags: rest,
      thresholds: DEFAULT_THRESHOLDS,
      signal: interrupt,
      onProgress: (text) => progress.show(text),
    }).finally(() => progress.clear());
    for (const warning of warnings) io.writeError(`warning: ${warning}\n`);
    io.writeOut(
      renderDiagnosisTerminal(diagnoses, machine, DEFAULT_THRESHOLDS, surfaceOf(io).paint),
    );
    return 0;
  });
}

if (import.meta.main) Deno.exit(await main(Deno.args, denoIo, interruptSignal()));
