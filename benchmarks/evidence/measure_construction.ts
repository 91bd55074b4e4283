/** Checks that planted slowdowns exist. @module */
import { fromFileUrl, join, toFileUrl } from "../../scripts/deps/std/path/mod.ts";
import { runProcess } from "./process.ts";
import type { Project } from "./project.ts";
import type { Construction } from "./record.ts";
import { UNITS, unitsOf } from "./scenarios.ts";

const CHILD = fromFileUrl(new URL("construction_child.ts", import.meta.url));

/** Measures planted slowdowns if only the units differ. */
export async function measureConstruction(
  { baseline }: Project,
  planted: readonly number[],
  signal: AbortSignal,
): Promise<Construction[]> {
  if (planted.length === 0) return [];
  const folder = toFileUrl(join(baseline, "/")).href;
  const more = planted.map(unitsOf);
  const args = ["run", "--no-prompt", "--no-check", "--allow-read=.", CHILD];
  const output = await runProcess("deno", [...args, folder, `${UNITS}`, more.join()], {
    cwd: baseline,
    signal,
  });
  const changes = JSON.parse(output) as Record<string, Record<string, number>>;
  return planted.map((percent, index) => ({ planted: percent, changes: changes[more[index]!]! }));
}
