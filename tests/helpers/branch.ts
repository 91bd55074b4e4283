/** Files on a branch of temporary repositories, changed by processes. @module */
import { Project, runIn } from "../project.ts";
import { git } from "./repositories.ts";

/** The URL of the module that changes branches. */
export const MODULE = new URL("../../scripts/git/branch.ts", import.meta.url).href;
/** The URL of the module that reads the repository of a branch. */
export const REPOSITORY = new URL("./branch_repository.ts", MODULE).href;
/** The permissions of processes that change a branch. */
export const PERMISSIONS = ["--no-prompt", "--allow-read", "--allow-write", "--allow-run=git"];

/** Makes a bare repository, a clone of it with one commit, and another clone. */
export async function repositories(): Promise<Project> {
  const project = await Project.create({
    "add.ts": `
import { changeBranch } from ${JSON.stringify(MODULE)};
import { readBranchRepository } from ${JSON.stringify(REPOSITORY)};
const [branch, path, text, remote] = Deno.args;
try {
  const repository = await readBranchRepository("Cannot begin");
  const place = { repository, branch, remote: remote || null };
  const files = new Map([[path, text]]);
  console.log((await changeBranch({ ...place, files, message: "Add " + path })).tip.commit);
} catch (error) {
  if (error.name !== "Failure") throw error;
  console.log("failure: " + error.message);
}
`,
  });
  await runIn(project, "git", ["init", "--quiet", "--bare", "--initial-branch=main", "server"]);
  await runIn(project, "git", ["clone", "--quiet", "server", "a"]);
  await project.write("a/file", "1");
  await git(project, "a", "checkout", "--quiet", "-b", "main");
  await git(project, "a", "add", "file");
  await git(project, "a", "commit", "--quiet", "--message", "first");
  await git(project, "a", "push", "--quiet", "origin", "main");
  await runIn(project, "git", ["clone", "--quiet", "server", "b"]);
  return project;
}

/**
 * Adds a file to a branch, in a process whose working directory is a clone.
 *
 * @param args The branch, the path, the text, and the remote if there is one.
 * @returns The commit, or the failure.
 */
export function add(project: Project, folder: string, ...args: string[]): Promise<string> {
  return addWith({}, project, folder, ...args);
}

/** Does the same as {@linkcode add}, with variables of the environment. */
export async function addWith(
  env: Readonly<Record<string, string>>,
  project: Project,
  folder: string,
  ...args: string[]
): Promise<string> {
  const deno = new Deno.Command("deno", {
    args: ["run", "--no-check", ...PERMISSIONS, project.path("add.ts"), ...args],
    cwd: project.path(folder),
    env,
  });
  const { stdout, stderr } = await deno.output();
  const decoder = new TextDecoder();
  return decoder.decode(stdout).trim() || decoder.decode(stderr);
}
