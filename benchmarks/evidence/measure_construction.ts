/** Whether what is planted is there. @module */
import { fromFileUrl, join, toFileUrl } from "../../scripts/deps/std/path/mod.ts";
import { runProcess } from "./process.ts";
import type { Project } from "./project.ts";
import type { Construction } from "./record.ts";
import { UNITS, unitsOf } from "./scenarios.ts";

const CHILD = fromFileUrl(new URL("construction_child.ts", import.meta.url));

/** Measures what slowdowns of some percent amount to where nothing but the units differs. */
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
