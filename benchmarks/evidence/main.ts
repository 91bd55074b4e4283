/**
 * Measures how often verdicts are right: benchline's, and those of simple rules.
 *
 * @module
 */
import { Failure } from "../../mod.ts";
import { interruptSignal } from "../../scripts/cli/interrupt.ts";
import { type CommandIo, denoIo } from "../../scripts/cli/io.ts";
import { defineCommand } from "../../scripts/cli/options.ts";
import { runCommand } from "../../scripts/cli/run_command.ts";
import { type Evidence, joinEvidence, parseEvidence, SOURCES } from "./record.ts";
import { planOf, QUICK, type Wanted } from "./schedule.ts";
import { KINDS, SCENARIOS } from "./scenarios.ts";
import { measureEvidence, type Order, stringifyEvidence } from "./session.ts";
import { renderSvg } from "./svg.ts";
import { renderTable } from "./table.ts";

const DEFAULT_OUT = "benchmarks/results/evidence.json";

const spec = defineCommand({
  name: "evidence",
  script: "benchmarks/evidence/main.ts",
  summary:
    "Measures how often verdicts are right, on code of which it is known how much slower it is.",
  usage: "[OPTIONS]",
  permissions: [
    { kind: "read", why: "checkouts of both versions in the temporary folder" },
    { kind: "write", why: "the same, and the result" },
    { kind: "run", only: ["deno", "git", "taskset"], why: "runs benchmarks as compare does" },
    { kind: "sys", only: ["cpus", "systemMemoryInfo", "loadavg"], why: "records the machine" },
  ],
  options: {
    minutes: {
      type: "number",
      value: "N",
      min: 0.1,
      max: 10_000,
      help: "time for everything; what takes longer is not started",
      defaultHelp: "60",
    },
    trials: {
      type: "number",
      value: "N",
      min: 1,
      max: 100_000,
      integer: true,
      help: "trials of each source in each scenario, if there is time for them",
      defaultHelp: "as many as there is time for",
    },
    scenarios: {
      type: "choices",
      value: "A,B",
      choices: SCENARIOS.map(({ name }) => name),
      help: `some of ${SCENARIOS.map(({ name }) => name).join(", ")}`,
      defaultHelp: "all",
    },
    kinds: {
      type: "choices",
      value: "A,B",
      choices: KINDS,
      help: `some of ${KINDS.join(", ")}`,
      defaultHelp: "all",
    },
    sources: {
      type: "choices",
      choices: SOURCES,
      help: "benchline in either placement, and whole runs of deno bench for simple rules",
      defaultHelp: "all",
    },
    quick: {
      type: "flag",
      help: `for trying things: ${QUICK.minutes} minutes of ${QUICK.kinds.join(", ")} in ` +
        `${
          QUICK.scenarios.join(" and ")
        } with source ${QUICK.sources}, where nothing else is given`,
    },
    out: {
      type: "text",
      value: "FILE",
      help: "where everything goes, after each trial",
      defaultHelp: DEFAULT_OUT,
    },
    resume: { type: "text", value: "FILE", help: "add to what is in the file" },
    svg: { type: "text", value: "FILE", help: "where a picture goes" },
    render: {
      type: "texts",
      value: "FILE",
      help: "only show what is in the file; given several times, what is in all of them",
    },
  },
  examples: [
    ["deno task evidence --minutes 240", "four hours, every scenario in turn"],
    ["deno task evidence --quick --out a.json", "what varies the most, in less than ten minutes"],
    [
      "deno task evidence --render evidence.json --svg evidence.svg",
      "the tables and the picture of what was measured",
    ],
  ],
  exitCodes: ["0  the tables are printed", "2  bad usage, nothing could be measured"],
});

/**
 * The `evidence` command.
 *
 * @param args The command line after the script's name.
 * @param io Streams, files and clock.
 * @param interrupt Ends the measuring, as Ctrl-C does; what is finished is kept.
 * @returns The exit code.
 */
export function main(
  args: readonly string[],
  io: CommandIo,
  interrupt: AbortSignal = new AbortController().signal,
): Promise<number> {
  return runCommand(spec, args, io, async ({ options }) => {
    const { render, resume, out, svg, quick } = options;
    if (resume !== null && (out !== null || render !== null)) {
      throw new Failure(
        "--resume adds to its file, so that neither --out nor --render goes with it",
      );
    }
    const evidence = render !== null ? await renderStored(render, out, io) : await measureEvidence(
      resume ?? out ?? DEFAULT_OUT,
      resume !== null,
      orderOf(options),
      io,
      interrupt,
    );
    if (svg !== null) await io.writeWhole(svg, renderSvg(evidence));
    if (quick && render === null) {
      io.writeOut("Quick run, for trying things: targets are held against long ones.\n");
    }
    io.writeOut(renderTable(evidence));
    return 0;
  });
}

function orderOf(options: Wanted & { minutes: number | null; quick: boolean }): Order {
  const usual = options.quick ? QUICK : null;
  const minutes = options.minutes ?? usual?.minutes ?? 60;
  return { ...planOf(options, usual), until: Date.now() + minutes * 60_000 };
}

/** Joins what is in the files, and keeps it where that is wanted. */
async function renderStored(
  files: readonly string[],
  out: string | null,
  io: CommandIo,
): Promise<Evidence> {
  const parts = await Promise.all(
    files.map(async (file) => parseEvidence(await io.readText(file), file)),
  );
  const evidence = joinEvidence(parts);
  if (out !== null) await io.writeWhole(out, stringifyEvidence(evidence));
  return evidence;
}

if (import.meta.main) Deno.exit(await main(Deno.args, denoIo, interruptSignal()));
