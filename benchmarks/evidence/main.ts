/**
 * Measures how often verdicts are right: benchline's, and those of two simple rules.
 *
 * @module
 */
import { interruptSignal } from "../../scripts/command/interrupt.ts";
import { type CommandIo, denoIo } from "../../scripts/command/io.ts";
import { defineCommand } from "../../scripts/command/options.ts";
import { ProgressLine } from "../../scripts/command/progress.ts";
import { runCommand } from "../../scripts/command/run_command.ts";
import { collectEnvironment } from "../../scripts/measure/environment.ts";
import { Failure } from "../../scripts/result/failure.ts";
import type { Evidence, Trial } from "./record.ts";
import { renderEvidenceSvg, renderEvidenceText } from "./report.ts";
import { type Scenario, SCENARIOS } from "./scenarios.ts";
import { makeProject, tryBenchline, trySimpleRules } from "./trial.ts";

const spec = defineCommand({
  name: "evidence",
  script: "benchmarks/evidence/main.ts",
  summary:
    "Measures how often verdicts are right, on code of which it is known how much slower it is.",
  usage: "[OPTIONS]",
  permissions: "--allow-read --allow-write --allow-run=deno,git",
  options: {
    minutes: {
      type: "number",
      value: "N",
      min: 1,
      max: 10_000,
      help: "when to stop",
      defaultHelp: "60",
    },
    scenario: { type: "text", value: "NAMES", help: "only these, such as 'A/A,15 %'" },
    methods: {
      type: "choices",
      choices: ["pair", "single", "simple"],
      help: "which methods to try; simple are the rules on whole runs of deno bench",
      defaultHelp: "all",
    },
    out: {
      type: "text",
      value: "FILE",
      help: "where every verdict goes; what is there already is kept and added to",
      defaultHelp: "benchmarks/results/evidence.json",
    },
    svg: { type: "text", value: "FILE", help: "where a picture goes" },
    render: { type: "flag", help: "measure nothing, only show what is in the file" },
  },
  examples: [["deno task evidence --minutes 240", "four hours, every method in turn"]],
  exitCodes: ["0  the table is printed", "2  bad usage"],
});

/**
 * The `evidence` command.
 *
 * @returns The exit code.
 */
export function main(
  args: readonly string[],
  io: CommandIo,
  interrupt: AbortSignal,
): Promise<number> {
  return runCommand(spec, args, io, async ({ options }) => {
    const out = options.out ?? "benchmarks/results/evidence.json";
    let evidence = await readEvidence(out, io);
    if (!options.render) {
      const until = Date.now() + (options.minutes ?? 60) * 60_000;
      const scenarios = chooseScenarios(options.scenario);
      const methods = options.methods ?? ["pair", "single", "simple"];
      const progress = new ProgressLine(io, false);
      const project = await makeProject();
      try {
        for (let turn = 0; Date.now() < until && !interrupt.aborted; turn++) {
          const scenario = scenarios[Math.floor(turn / methods.length) % scenarios.length]!;
          const method = methods[turn % methods.length]!;
          progress.show(`${evidence.trials.length} trials · ${scenario.name} · ${method}`);
          const trials = await tryMethod(project, scenario, method);
          evidence = { ...evidence, trials: [...evidence.trials, ...trials] };
          await io.writeWhole(out, `${JSON.stringify(evidence)}\n`);
        }
      } finally {
        progress.clear();
        await Deno.remove(project, { recursive: true });
      }
    }
    if (options.svg !== null) await io.writeWhole(options.svg, renderEvidenceSvg(evidence));
    io.writeOut(renderEvidenceText(evidence));
    return 0;
  });
}

async function tryMethod(project: string, scenario: Scenario, method: string): Promise<Trial[]> {
  return method === "simple"
    ? await trySimpleRules(project, scenario)
    : [await tryBenchline(project, scenario, method as "pair" | "single")];
}

function chooseScenarios(names: string | null): readonly Scenario[] {
  if (names === null) return SCENARIOS;
  return names.split(",").map((name) => {
    const scenario = SCENARIOS.find((one) => one.name === name.trim());
    if (scenario !== undefined) return scenario;
    const known = SCENARIOS.map((one) => one.name).join(", ");
    throw new Failure(`--scenario must be of ${known}, found ${JSON.stringify(name)}`);
  });
}

async function readEvidence(path: string, io: CommandIo): Promise<Evidence> {
  const folder = path.replace(/\/[^/]*$/, "") || ".";
  if ((await io.listFiles(folder)).includes(path.split("/").at(-1)!)) {
    return JSON.parse(await io.readText(path));
  }
  const environment = await collectEnvironment({
    cpu: null,
    denoVersion: Deno.version.deno,
    v8Version: Deno.version.v8,
    flags: [],
  });
  return { environment, startedAt: io.now().toISOString(), trials: [] };
}

if (import.meta.main) Deno.exit(await main(Deno.args, denoIo, interruptSignal()));
