/** Putting a scenario to a method, on a small git project. @module */
import { fromFileUrl, join } from "../../scripts/deps/std/path/mod.ts";
import { type Comparison, parseDenoBenchReport } from "../../mod.ts";
import { benchFile, KIND_NAMES, UNITS } from "./kinds.ts";
import { plainThreshold, rankTest, type Runs } from "./naive.ts";
import type { Method, Trial, VerdictRecord } from "./record.ts";
import { type Scenario, unitsOf } from "./scenarios.ts";

/** Processes a side for the rules on whole runs: with fewer the rank test cannot reach 5 %. */
const RUNS = 4;
const FILE = "kinds_bench.ts";

/** A git project whose commit has the unchanged benchmarks. */
export async function makeProject(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "benchline-evidence-" });
  await Deno.writeTextFile(join(folder, "deno.json"), "{}\n");
  await Deno.writeTextFile(join(folder, FILE), benchFile(UNITS));
  const who = ["-c", "user.name=evidence", "-c", "user.email=evidence@example.com"];
  for (
    const args of [["init", "--quiet"], ["add", "."], [...who, "commit", "--quiet", "-m", "base"]]
  ) {
    await run("git", args, folder);
  }
  return folder;
}

/** Compares the two versions with benchline, as a user does. */
export async function tryBenchline(
  project: string,
  scenario: Scenario,
  placement: "pair" | "single",
): Promise<Trial> {
  await Deno.writeTextFile(join(project, FILE), benchFile(unitsOf(scenario)));
  const began = performance.now();
  const script = fromFileUrl(new URL("../../scripts/compare.ts", import.meta.url));
  const output = await run("deno", [
    ...["run", "--no-prompt", "--allow-read", "--allow-write", "--allow-run=deno,git,taskset"],
    ...[script, "--against", "HEAD", "--placement", placement, "--format", "json"],
    ...["--threshold", String(scenario.threshold), "--tolerance", String(scenario.tolerance)],
  ], project);
  const seconds = (performance.now() - began) / 1000;
  const { entries, measurement } = JSON.parse(output) as Comparison;
  if (measurement?.placement !== placement) {
    throw new Error(`measured as ${measurement?.placement}`);
  }
  const verdicts = entries.map(({ name, verdict, severity, change }): VerdictRecord => ({
    benchmark: name,
    verdict,
    severity,
    change,
  }));
  return { scenario: scenario.name, method: placement, seconds, verdicts };
}

/** Judges whole `deno bench` runs of the two versions, taken in turn, by both simple rules. */
export async function trySimpleRules(project: string, scenario: Scenario): Promise<Trial[]> {
  const base = join(project, FILE);
  const candidate = join(project, `slower_${FILE}`);
  await Deno.writeTextFile(base, benchFile(UNITS));
  await Deno.writeTextFile(candidate, benchFile(unitsOf(scenario)));
  const began = performance.now();
  const runs = new Map<string, { base: number[]; candidate: number[] }>();
  let firstSeconds = 0;
  for (let index = 0; index < RUNS; index++) {
    for (const [side, file] of [["base", base], ["candidate", candidate]] as const) {
      const output = await run("deno", ["bench", "--no-check", "--json", file], project);
      for (const { name, results } of parseDenoBenchReport(output, file)!.benches) {
        const mine = runs.get(name) ?? { base: [], candidate: [] };
        runs.set(name, mine);
        mine[side].push(results[0]!.ok!.avg);
      }
    }
    firstSeconds ||= (performance.now() - began) / 1000;
  }
  await Deno.remove(candidate);
  const seconds = (performance.now() - began) / 1000;
  return [
    judgeRuns("threshold", scenario, firstSeconds, runs, plainThreshold),
    judgeRuns("rank test", scenario, seconds, runs, rankTest),
  ];
}

function judgeRuns(
  method: Method,
  scenario: Scenario,
  seconds: number,
  runs: ReadonlyMap<string, Runs>,
  flags: (runs: Runs, threshold: number) => boolean,
): Trial {
  const verdicts = KIND_NAMES.map((benchmark): VerdictRecord => {
    const mine = runs.get(benchmark)!;
    const slower = flags(mine, scenario.threshold / 100);
    return {
      benchmark,
      verdict: slower ? "regression" : "unchanged",
      severity: null,
      change: null,
    };
  });
  return { scenario: scenario.name, method, seconds, verdicts };
}

/** Standard output of a command; that of `compare` is also good where it found a regression. */
async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  const child = new Deno.Command(command, { args: [...args], cwd, stdin: "null" });
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  if (code < 2) return decoder.decode(stdout);
  throw new Error(`${command} ended with ${code}: ${decoder.decode(stderr)}`);
}
