/** The project to judge. @module */
import { Failure, parseDenoBenchReport } from "../../mod.ts";
import { fromFileUrl, join } from "../../scripts/deps/std/path/mod.ts";
import { runProcess } from "./process.ts";
import { UNITS, unitsOf } from "./scenarios.ts";

const TEMPLATE = new URL("project/", import.meta.url);
/** The bench file in either folder of the project. */
export const BENCH_FILE = "kinds_bench.ts";

/** Two folders in a temporary one: a git repository, and the unchanged version alone. */
export interface Project extends AsyncDisposable {
  /** Plain files, for `deno bench`. */
  readonly baseline: string;
  /** The working tree of a git repository whose only commit is the baseline. */
  readonly current: string;
  /** Plants a slowdown of some percent into the working tree, in place of the previous one. */
  plant(planted: number): Promise<void>;
}

/**
 * Makes the project.
 *
 * @throws {Failure} If git is not available.
 */
export async function makeProject(signal: AbortSignal): Promise<Project> {
  const folder = await Deno.makeTempDir({ prefix: "benchline-evidence-" });
  const [baseline, current] = [join(folder, "baseline"), join(folder, "current")];
  const remove = () => Deno.remove(folder, { recursive: true });
  try {
    for (const version of [baseline, current]) {
      await Deno.mkdir(version);
      await Deno.writeTextFile(join(version, "deno.json"), "{}\n");
      await Deno.copyFile(
        fromFileUrl(new URL("kinds.ts", TEMPLATE)),
        join(version, BENCH_FILE),
      );
      await writeUnits(version, UNITS);
    }
    const who = ["-c", "user.name=evidence", "-c", "user.email=evidence@example.com"];
    const commit = [...who, "commit", "--quiet", "--no-verify", "--message", "baseline"];
    for (const args of [["init", "--quiet"], ["add", "."], commit]) {
      await runProcess("git", args, { cwd: current, signal });
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    baseline,
    current,
    plant: (planted) => writeUnits(current, unitsOf(planted)),
    [Symbol.asyncDispose]: remove,
  };
}

/** The text of `units.ts`, the only file in which two versions differ. */
export function withUnits(template: string, units: number): string {
  const changed = template.replace(/Int32Array\.of\(\d+\)/, `Int32Array.of(${units})`);
  if (changed === template && units !== UNITS) throw new Error("the template has no units");
  return changed;
}

async function writeUnits(version: string, units: number): Promise<void> {
  const template = await Deno.readTextFile(new URL("units.ts", TEMPLATE));
  await Deno.writeTextFile(join(version, "units.ts"), withUnits(template, units));
}

/** The processor, as `deno bench` names it. */
export async function readCpu({ baseline }: Project, signal: AbortSignal): Promise<string> {
  const args = ["bench", "--json", "--no-check", "--filter", "async", BENCH_FILE];
  const report = parseDenoBenchReport(
    await runProcess("deno", args, { cwd: baseline, signal }),
    BENCH_FILE,
  );
  if (report === null) throw new Failure("deno bench printed no report");
  return report.cpu;
}
