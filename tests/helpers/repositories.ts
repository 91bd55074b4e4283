/** Temporary git repositories. @module */
import { assertEquals } from "@std/assert";
import { Project, runIn } from "../project.ts";

const CONFIGURATION = [
  "user.name=t",
  "user.email=t@example.com",
  "protocol.file.allow=always",
  // Otherwise, git would copy examples of hooks, and check after each commit whether to tidy up.
  "init.templateDir=",
  "maintenance.auto=false",
].flatMap((setting) => ["-c", setting]);

/** Runs git in a folder of a project, and fails if git does. */
export async function git(project: Project, folder: string, ...args: string[]): Promise<string> {
  const all = ["-C", folder, ...CONFIGURATION, ...args];
  const { code, out, error } = await runIn(project, "git", all);
  assertEquals(code, 0, `git ${args.join(" ")}: ${error}`);
  return out.replace(/\n$/, "");
}

/** Makes a project with a repository in the folder `name`. Each commit is the files that it changes. */
export async function makeRepository(
  commits: readonly Readonly<Record<string, string>>[],
  name = "repository",
): Promise<Project> {
  const project = await Project.create();
  await addRepository(project, name, commits);
  return project;
}

/** Makes another repository in a project. */
export async function addRepository(
  project: Project,
  name: string,
  commits: readonly Readonly<Record<string, string>>[],
): Promise<void> {
  await git(project, ".", "init", "--quiet", "--initial-branch=main", name);
  await leaveUntidy(project, `${name}/.git`);
  for (const [index, files] of commits.entries()) {
    for (const [path, text] of Object.entries(files)) {
      await project.write(`${name}/${path}`, text);
    }
    await git(project, name, "add", "--all");
    await git(project, name, "commit", "--quiet", "--message", `commit ${index + 1}`);
  }
}

/** Makes a bare repository in a project, as the server of others. */
export async function addServer(project: Project, name = "server"): Promise<void> {
  await git(project, ".", "init", "--quiet", "--bare", "--initial-branch=main", name);
  await leaveUntidy(project, name);
}

/** Otherwise, git would check after each push and each fetch whether to tidy up. */
async function leaveUntidy(project: Project, gitDir: string): Promise<void> {
  const settings = "[receive]\n\tautoGC = false\n[maintenance]\n\tauto = false\n";
  await project.write(`${gitDir}/config`, await project.read(`${gitDir}/config`) + settings);
}

/** Returns everything in a repository that a user would miss. */
export async function snapshot(project: Project, name = "repository"): Promise<unknown> {
  const gitDir = await git(project, name, "rev-parse", "--absolute-git-dir");
  const commonDir = await git(project, name, "rev-parse", "--git-common-dir");
  const common = commonDir.startsWith("/") ? commonDir : project.path(`${name}/${commonDir}`);
  return {
    index: await Deno.readFile(`${gitDir}/index`),
    head: await Deno.readTextFile(`${gitDir}/HEAD`),
    config: await Deno.readTextFile(`${common}/config`),
    refs: await git(project, name, "for-each-ref"),
    stash: await git(project, name, "stash", "list"),
    worktrees: await git(project, name, "worktree", "list", "--porcelain"),
    status: await git(project, name, "--no-optional-locks", "status", "--porcelain"),
    files: (await Array.fromAsync(Deno.readDir(common))).map(({ name }) => name).sort(),
  };
}
