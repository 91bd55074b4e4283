/** Measures with `deno bench`, process after process. @module */
import { Failure, parseDenoBenchReport } from "../../mod.ts";
import { runProcess } from "./process.ts";
import { BENCH_FILE, type Project } from "./project.ts";
import type { Runs } from "./record.ts";
import { filterOf, type Kinds } from "./scenarios.ts";

/** The fewest processes of each version: with fewer, no Mann-Whitney test can reach 5 %. */
export const FEWEST_RUNS = 4;

/**
 * Runs `deno bench` on baseline and current in turn, for at least the given time.
 *
 * @param project With the slowdown planted.
 * @param kinds The benchmarks to run.
 * @param seconds Wall time, which the last pair of runs may exceed.
 * @param signal Ends it.
 */
export async function measureRuns(
  project: Project,
  kinds: Kinds,
  seconds: number,
  signal: AbortSignal,
): Promise<Runs[]> {
  const runs = new Map<string, { baseline: number[]; current: number[] }>();
  const began = performance.now();
  for (
    let pair = 0;
    pair < FEWEST_RUNS || performance.now() - began < seconds * 1000;
    pair++
  ) {
    for (const side of ["baseline", "current"] as const) {
      for (const [name, mean] of await runOnce(project[side], kinds, signal)) {
        runs.getOrInsertComputed(name, () => ({ baseline: [], current: [] }))[side].push(mean);
      }
    }
  }
  return [...runs].map(([name, sides]) => ({ name, ...sides }));
}

/** The mean of each benchmark, in nanoseconds a call. */
async function runOnce(
  folder: string,
  kinds: Kinds,
  signal: AbortSignal,
): Promise<[string, number][]> {
  const filter = kinds === null ? [] : ["--filter", filterOf(kinds)];
  const args = ["bench", "--json", "--no-check", ...filter, BENCH_FILE];
  const output = await runProcess("deno", args, { cwd: folder, signal });
  const benches = parseDenoBenchReport(output, BENCH_FILE)?.benches ?? [];
  return benches.map(({ name, results }) => {
    const mean = results[0]?.ok?.avg;
    if (mean === undefined) throw new Failure(`the benchmark ${name} failed in deno bench`);
    return [name, mean];
  });
}
