/** Temporary git repositories. @module */
import { assertEquals } from "@std/assert";
import { Project, runIn } from "../project.ts";

const CONFIGURATION = [
  "-c",
  "user.name=t",
  "-c",
  "user.email=t@example.com",
  "-c",
  "init.defaultBranch=main",
  // Otherwise, git would copy examples of hooks, and check after each commit whether to tidy up.
  "-c",
  "init.templateDir=",
  "-c",
  "maintenance.auto=false",
];

/** Runs git in a project and returns its output. */
export async function git(project: Project, ...args: string[]): Promise<string> {
  const { code, out, error } = await runIn(project, "git", [...CONFIGURATION, ...args]);
  assertEquals(code, 0, error);
  return out.trim();
}

/** Makes a repository with these files in its only commit, on the branch main. */
export async function repository(files: Readonly<Record<string, string>>): Promise<Project> {
  const project = await Project.create(files);
  await git(project, "init", "--quiet");
  await git(project, "add", "--all");
  await git(project, "commit", "--quiet", "--message", "first");
  return project;
}
