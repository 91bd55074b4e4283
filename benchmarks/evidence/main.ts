/**
 * Measures how often the verdicts of benchline and of simple rules are right.
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
  summary: "Measures how often verdicts are right, on code with known slowdowns.",
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
      help: "time for everything; no trial starts that would take longer",
      defaultHelp: "60",
    },
    trials: {
      type: "number",
      value: "N",
      min: 1,
      max: 100_000,
      integer: true,
      help: "trials of each source in each scenario, if there is time",
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
      help: "benchline in either placement, or whole runs of deno bench for simple rules",
      defaultHelp: "all",
    },
    quick: {
      type: "flag",
      help: `a short run: ${QUICK.minutes} minutes of ${QUICK.kinds.join(", ")} in ` +
        `${
          QUICK.scenarios.join(" and ")
        } with source ${QUICK.sources}, unless other options are given`,
    },
    out: {
      type: "text",
      value: "FILE",
      help: "file for all results, written after each trial",
      defaultHelp: DEFAULT_OUT,
    },
    resume: { type: "text", value: "FILE", help: "add to the results in this file" },
    svg: { type: "text", value: "FILE", help: "file for a picture" },
    render: {
      type: "texts",
      value: "FILE",
      help: "only show the results in this file; may be given several times",
    },
  },
  examples: [
    ["deno task evidence --minutes 240", "four hours, every scenario in turn"],
    [
      "deno task evidence --quick --out a.json",
      "the kinds that vary the most, in less than ten minutes",
    ],
    [
      "deno task evidence --render evidence.json --svg evidence.svg",
      "the tables and the picture of earlier results",
    ],
  ],
  exitCodes: ["0  the tables are printed", "2  bad usage, or nothing could be measured"],
});

/**
 * The `evidence` command.
 *
 * @param args The command line after the script's name.
 * @param io Streams, files and clock.
 * @param interrupt Ends the measuring, as Ctrl-C does; finished trials are kept.
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
        "--resume adds to its file, so it allows neither --out nor --render",
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
      io.writeOut("This is a quick run; the targets are meant for long ones.\n");
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

/** Joins the files, and writes the result if asked to. */
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
