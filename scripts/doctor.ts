/**
 * Measures this project's benchmarks against themselves and says how small a change they can show.
 *
 * @module
 */
import { startCommand } from "./cli/start.ts";
import type { CommandIo } from "./cli/io.ts";
import { warn } from "./cli/messages.ts";
import { surfaceOf } from "./cli/outputs.ts";
import { chooseBenchmarks } from "./cli/project_benchmarks.ts";
import { ProgressLine } from "./cli/progress.ts";
import { spec } from "./command/doctor/spec.ts";
import { runCommand } from "./cli/run_command.ts";
import { chooseThresholds, readConfig } from "./cli/thresholds.ts";
import { describeEvent } from "./command/describe_event.ts";
import { measureAgainstItself } from "./duet/diagnose.ts";
import { DEFAULT_BUDGET_SECONDS } from "./duet/options.ts";
import { describeDoubt } from "./report/describe.ts";
import { renderDiagnosisTerminal } from "./report/diagnosis_terminal.ts";
import { readLoad } from "./measure/load.ts";
import { diagnose } from "./verdict/diagnosis.ts";
import { findAllTraps } from "./verdict/traps.ts";

export type { CommandIo } from "./cli/io.ts";

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
    const config = await readConfig(options.config, io);
    const thresholdsOf = chooseThresholds(options, config);
    const chosen = chooseBenchmarks({ options, positionals, rest }, config);
    const count = options.rounds ?? 8;
    const load = readLoad();
    const progress = new ProgressLine(io, options);
    const { benchmarks, facts, pinned, doubts } = await measureAgainstItself({
      files: chosen.files,
      filter: chosen.filter,
      placement: options.placement,
      benchTimeoutSeconds: options["bench-timeout"] ?? 60,
      flags: chosen.flags,
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
    const { paint, columns, isTerminal } = surfaceOf(io);
    io.writeOut(
      renderDiagnosisTerminal(
        diagnoses,
        traps,
        machine,
        thresholdsOf({ file: null, group: null, name: "" }),
        paint,
        isTerminal ? columns : Infinity,
      ),
    );
    return 0;
  });
}

if (import.meta.main) startCommand("doctor", main);
