/** Runs the command `history` in processes, and makes results for it. @module */
import { fromFileUrl } from "@std/path";
import { stringifyResultDocument } from "../../scripts/result/stringify.ts";
import { seeded } from "./draws.ts";
import { CommandProcess } from "./command_process.ts";
import { dayDocument } from "./history.ts";
import { Project, runIn, scripts } from "../project.ts";

const PERMISSIONS = ["--allow-read", "--allow-write", "--allow-run=git"];
const whole = new CommandProcess("history", PERMISSIONS);

/** Runs the command in a folder of a project. */
export const history = (project: Project, args: readonly string[], folder = ".", process = whole) =>
  process.run(project.path(folder), args);

/** Runs the command in a separate process. */
export const historyAlone = (
  project: Project,
  args: readonly string[],
  folder = ".",
  permissions: readonly string[] = PERMISSIONS,
) => {
  const script = fromFileUrl(new URL("history.ts", scripts));
  const all = ["run", "--no-prompt", ...permissions, script, ...args];
  return runIn({ folder: project.path(folder) }, "deno", all);
};

/** Makes a project with results of this many days. From day 20 on, `sort` is slower by 30 %. */
export async function days(count: number): Promise<Project> {
  const project = await Project.create();
  const random = seeded(3);
  for (let day = 0; day < count; day++) {
    const noise = () => Math.exp(0.01 * random.normal());
    const document = dayDocument(day, {
      sort: 10 * (day < 20 ? 1 : 1.3) * noise(),
      "sort all": 3 * noise(),
    });
    const name = `r/${String(day).padStart(2, "0")}.json`;
    await project.write(name, stringifyResultDocument(document));
  }
  return project;
}
