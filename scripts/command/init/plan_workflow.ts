/** Plans the workflow of a project. @module */
import type { CommandIo } from "../../cli/io.ts";
import { githubPath, githubWorkflow } from "./github_workflow.ts";
import { GITLAB_FILE, gitlabJob, gitlabPath, includeJob } from "./gitlab_workflow.ts";
import type { ProjectPlace } from "./place.ts";
import type { PlannedFile } from "./planned_file.ts";
import { readIfThere } from "./read_if_there.ts";
import type { Service } from "./services.ts";
import { isMarked } from "./workflow_mark.ts";

/** Files of other services at the root of a repository. */
const OTHERS = [
  ".circleci",
  ".forgejo",
  ".gitea",
  ".travis.yml",
  ".woodpecker",
  ".woodpecker.yml",
  "Jenkinsfile",
  "azure-pipelines.yml",
  "bitbucket-pipelines.yml",
];

/** The service that a repository uses, judging by the files at its root. */
export async function findService({ up }: ProjectPlace, io: CommandIo): Promise<Service> {
  const names = await io.listNames(up === "" ? "." : up.slice(0, -1));
  if (names.includes(".github")) return "github";
  if (names.includes(GITLAB_FILE)) return "gitlab";
  return OTHERS.some((name) => names.includes(name)) ? "none" : "github";
}

/** Files to write, and notes on what the user has to do. */
export interface WorkflowPlan {
  readonly files: readonly PlannedFile[];
  readonly notes: readonly string[];
}

/**
 * Plans the missing files of a workflow.
 *
 * @param update Whether to update a workflow that an older version wrote.
 * @param add Whether to add a workflow if there is none.
 * @throws {Failure} If a file cannot be read.
 */
export async function planWorkflow(
  service: Service,
  { home, place, update, add }: {
    readonly home: string;
    readonly place: ProjectPlace;
    readonly update: boolean;
    readonly add: boolean;
  },
  io: CommandIo,
): Promise<WorkflowPlan> {
  if (service === "none") return { files: [], notes: [] };
  const own = `${place.up}${service === "github" ? githubPath(place) : gitlabPath(place)}`;
  if (!add && await readIfThere(own, io) === null) {
    return { files: [], notes: [`No workflow is set up; init --workflow ${service} adds one.`] };
  }
  if (service === "github") {
    return { files: await planText(own, githubWorkflow(home, place), update, io), notes: [] };
  }
  const path = gitlabPath(place);
  const pipelinePath = `${place.up}${GITLAB_FILE}`;
  const before = await readIfThere(pipelinePath, io);
  const job = await planText(own, gitlabJob(home, place, before), update, io);
  const text = includeJob(before, path);
  if (text === null) {
    return { files: job, notes: [`${pipelinePath} stays as it is: include ${path} in it`] };
  }
  if (text === before) return { files: job, notes: [] };
  const note = before === null ? "new" : `includes ${path}`;
  return { files: [...job, { path: pipelinePath, before, text, note }], notes: [] };
}

async function planText(
  path: string,
  text: string,
  update: boolean,
  io: CommandIo,
): Promise<PlannedFile[]> {
  const before = await readIfThere(path, io);
  if (before === null) return [{ path, before, text, note: "new" }];
  if (!update || !isMarked(before)) return [];
  const own = before.includes("\r\n") ? text.replaceAll("\n", "\r\n") : text;
  return own === before ? [] : [{ path, before, text: own, note: "updates it to this version" }];
}
