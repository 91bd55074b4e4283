/** Files on a branch of temporary repositories, changed by processes. @module */
import { assertEquals } from "@std/assert";
import { Project } from "../project.ts";
import type { Change } from "./change_branches.ts";
import { CommandProcess } from "./command_process.ts";
import { Template } from "./copy_project.ts";
import { addRepository, addServer, git } from "./repositories.ts";

/** The variables that tests set. */
const VARIABLES = [
  "GIT_TEST_ASSUME_DIFFERENT_OWNER",
  "GIT_CONFIG_COUNT",
  "GIT_CONFIG_KEY_0",
  "GIT_CONFIG_VALUE_0",
  "GIT_ALLOW_PROTOCOL",
  "GIT_TRACE2_EVENT",
];

const start = () =>
  new CommandProcess("../tests/helpers/change_branches", [
    "--allow-read",
    "--allow-write",
    "--allow-run=git",
    `--allow-env=${VARIABLES.join(",")}`,
  ]);

/** Two processes, so that both can change a branch at the same time. */
const processes = [start(), start()] as const;

const template = new Template(async () => {
  const project = await Project.create();
  await addServer(project);
  for (const clone of ["a", "b"]) {
    await addRepository(project, clone, clone === "a" ? [{ file: "1" }] : []);
    // Relative, so that it is the server of a copy, too.
    await git(project, clone, "remote", "add", "origin", "../server");
  }
  await git(project, "a", "push", "--quiet", "origin", "main");
  await git(project, "b", "pull", "--quiet", "origin", "main");
  return project;
});

/** A clone `a` with one commit of a bare repository `server`, and another clone `b` of it. */
export const repositories = () => template.copy();

/**
 * Makes changes at the same time, in a process whose working directory is a clone.
 *
 * @param env Variables of the environment.
 * @returns The commit of each change, or the failure.
 */
export async function change(
  project: Project,
  folder: string,
  changes: readonly Change[],
  env: Readonly<Record<string, string>> = {},
  process = processes[0],
): Promise<string[]> {
  const { out, error } = await process.run(project.path(folder), [JSON.stringify(changes)], env);
  assertEquals(error, "");
  return JSON.parse(out);
}

/**
 * Adds a file to a branch.
 *
 * @returns The commit, or the failure.
 */
export async function add(
  project: Project,
  folder: string,
  ...[branch, path, text, remote]: [branch: string, path: string, text: string, remote?: string]
): Promise<string> {
  const [said] = await change(project, folder, [{ branch, remote, files: [[path, text]] }]);
  return said!;
}

/**
 * Adds files with these paths to the branch `kept` at the same time: half of them in each of two
 * processes.
 *
 * @param folders The working directories of the processes.
 * @returns The commits, or the failures.
 */
export async function race(
  project: Project,
  folders: readonly [string, string],
  paths: readonly string[],
  remote?: string,
): Promise<string[]> {
  const said = await Promise.all(processes.map((process, index) => {
    const changes = paths.filter((_, at) => at % 2 === index)
      .map((path): Change => ({ branch: "kept", remote, files: [[path, "x"]] }));
    return change(project, folders[index]!, changes, {}, process);
  }));
  return said.flat();
}
