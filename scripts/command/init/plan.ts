/** What a project lacks. @module */
import { CONFIG_FILE } from "../../result/config_file.ts";
import type { CommandIo } from "../../cli/io.ts";
import { Failure } from "../../result/failure.ts";
import { parseConfig } from "../../verdict/config.ts";
import { planConfig } from "./config_file.ts";
import { ignoreResults } from "./gitignore.ts";
import { checkFrom, findPlace, placeForEverybody, type ProjectPlace } from "./place.ts";
import { findService, planWorkflow } from "./plan_workflow.ts";
import type { Service } from "./services.ts";
import type { PlannedFile } from "./planned_file.ts";
import { readIfThere } from "./read_if_there.ts";
import { findSettings, type NoTrial, type RunOnce } from "./settings.ts";
import { ProjectTasks, type TaskNames } from "./tasks.ts";

/** What decides about a plan. */
export interface PlanOptions {
  /** Where the scripts are, as it was given; null for what is known. */
  readonly from: string | null;
  /** The service whose workflow is wanted; null for the one that is used. */
  readonly service: Service | null;
  /** Whether files that an older version wrote become what they are now. */
  readonly update: boolean;
  /** Runs the benchmarks once, or says why they are not run. */
  readonly runOnce: RunOnce | NoTrial;
  /** Whether the configuration of Deno has permissions for benchmarks. */
  readonly hasPermissions: () => Promise<boolean>;
  /** URL of the folder that holds `scripts/`, with a slash at its end. */
  readonly home: string;
  /** URL of the project's folder, with a slash at its end. */
  readonly project: string;
  /** Asks for a text; null where nobody is there to answer. */
  readonly ask: ((question: string) => string | null) | null;
}

/** What is to be written, and what is to be said. */
export interface Plan {
  readonly files: readonly PlannedFile[];
  readonly notes: readonly string[];
  /** The names of the project's tasks. */
  readonly names: TaskNames;
}

/**
 * Finds out what a project lacks.
 *
 * @throws {Failure} If the folder is no project, a file of it cannot be read or changed, or nobody
 * knows where the scripts can be reached.
 */
export async function makePlan(options: PlanOptions, io: CommandIo): Promise<Plan> {
  const { update } = options;
  const place = await findPlace(options.service !== "none", io);
  const service = options.service ?? await findService(place, io);
  const names = await io.listNames(".");
  const denoPath = ["deno.json", "deno.jsonc"].find((name) => names.includes(name)) ?? "deno.json";
  const denoText = await readIfThere(denoPath, io);
  const tasks = new ProjectTasks(denoText, denoPath);
  const home = await findHome(options, { tasks, place, shared: service !== "none" }, io);
  const configText = await readIfThere(CONFIG_FILE, io);
  const config = configText === null ? {} : parseConfig(configText, CONFIG_FILE);
  const settings = await findSettings({
    task: tasks.ownCommand("bench"),
    hasPermissions: await options.hasPermissions(),
    hasFlags: config.flags !== undefined,
  }, options.runOnce);
  const workflow = await planWorkflow(service, { home, place, update }, io);
  const files = [
    tasks.plan(home, update),
    planConfig(configText, settings, home, update),
    ignoreResults(await readIfThere(".gitignore", io)),
    ...workflow.files,
  ].filter((file) => file !== null);
  const notes = [...(files.length === 0 ? [] : settings.notes), ...workflow.notes];
  return { files, notes, names: tasks.names };
}

async function findHome(
  { from, home, project, ask }: PlanOptions,
  { tasks, place, shared }: { tasks: ProjectTasks; place: ProjectPlace; shared: boolean },
  io: CommandIo,
): Promise<string> {
  if (from !== null) return await checkFrom(from, place, shared, io);
  const known = placeForEverybody(home, project, place) ?? tasks.home();
  if (known !== null) return known;
  const answer = ask?.("Where can everybody reach the scripts? URL of the folder with scripts/:");
  if (answer) return await checkFrom(answer.trim(), place, shared, io);
  throw new Failure(
    `Cannot set the project up from ${home}, which only this machine knows: give --from URL`,
  );
}
