/** Plans the files that a project lacks. @module */
import { EXAMPLE_HOME } from "./spec.ts";
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

/** The options of a plan. */
export interface PlanOptions {
  /** The value of `--from`; null to find the scripts without it. */
  readonly from: string | null;
  /** The service that the workflow is for; null for the one that the repository uses. */
  readonly service: Service | null;
  /** Whether to update files that an older version wrote. */
  readonly update: boolean;
  /** Runs the benchmarks once, or says why they are not run. */
  readonly runOnce: RunOnce | NoTrial;
  /** Whether the Deno configuration has permissions for benchmarks. */
  readonly hasPermissions: () => Promise<boolean>;
  /** URL of the folder that holds `scripts/`, with a trailing slash. */
  readonly home: string;
  /** URL of the project's folder, with a trailing slash. */
  readonly project: string;
  /** Asks for a text; null if nobody is there to answer. */
  readonly ask: ((question: string) => string | null) | null;
  /** Whether nothing is written, so that a placeholder can stand for an unknown URL. */
  readonly onlyShows: boolean;
}

/** The files to write, and notes for the user. */
export interface Plan {
  readonly files: readonly PlannedFile[];
  readonly notes: readonly string[];
  /** The names of the project's tasks. */
  readonly names: TaskNames;
}

/**
 * Plans the files that a project lacks.
 *
 * @throws {Failure} If the folder is not a project, one of its files cannot be read or changed, or
 * the place of the scripts is not known.
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
  const isSetUp = tasks.home() !== null && configText !== null;
  const add = !update || options.service !== null || !isSetUp;
  const workflow = await planWorkflow(service, { home, place, update, add }, io);
  const files = [
    tasks.plan(home, update),
    planConfig(configText, settings, home, update),
    ignoreResults(await readIfThere(".gitignore", io)),
    ...workflow.files,
  ].filter((file) => file !== null);
  const notes = [
    ...(home === PLACEHOLDER ? [PLACEHOLDER_NOTE] : []),
    ...(files.length === 0 ? [] : settings.notes),
    ...workflow.notes,
  ];
  return { files, notes, names: tasks.names };
}

/** Stands for the folder of the scripts if only this machine can read it. */
const PLACEHOLDER = "https://URL/";
const PLACEHOLDER_NOTE =
  `${PLACEHOLDER} is a placeholder, because only this machine can read the scripts: give --from URL`;

async function findHome(
  { from, home, project, ask, onlyShows }: PlanOptions,
  { tasks, place, shared }: { tasks: ProjectTasks; place: ProjectPlace; shared: boolean },
  io: CommandIo,
): Promise<string> {
  if (from !== null) return await checkFrom(from, place, shared, io);
  const known = placeForEverybody(home, project, place) ?? tasks.home();
  if (known !== null) return known;
  if (onlyShows) return PLACEHOLDER;
  const answer = ask?.(
    "Which URL can everybody reach the scripts at? Folder that contains scripts/:",
  );
  if (answer) return await checkFrom(answer.trim(), place, shared, io);
  throw new Failure(
    `Cannot set up the project from ${home}, which only this machine can read: give --from URL of a folder that contains scripts/, such as --from ${EXAMPLE_HOME}`,
  );
}
