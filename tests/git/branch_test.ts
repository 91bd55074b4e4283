// Real repositories, with a bare one in the place of a server.
import { assertEquals, assertMatch, assertNotEquals, assertStringIncludes } from "@std/assert";
import { Project, runIn } from "../project.ts";

const MODULE = new URL("../../scripts/git/branch.ts", import.meta.url).href;
const PERMISSIONS = ["--no-prompt", "--allow-read", "--allow-write", "--allow-run=git"];

async function git(project: Project, folder: string, ...args: string[]): Promise<string> {
  const { code, out, error } = await runIn(project, "git", ["-C", folder, ...args]);
  assertEquals(code, 0, error);
  return out.trim();
}

/** A clone with one commit of a bare repository, and another clone of it. */
async function repositories(): Promise<Project> {
  const project = await Project.create({
    "add.ts": `
import { changeBranch } from ${JSON.stringify(MODULE)};
const [branch, path, text, remote] = Deno.args;
try {
  const files = new Map([[path, text]]);
  const added = { branch, files, message: "Add " + path, remote: remote || null };
  console.log(await changeBranch(added));
} catch (error) {
  if (error.name !== "Failure") throw error;
  console.log("failure: " + error.message);
}
`,
  });
  const who = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
  await runIn(project, "git", ["init", "--quiet", "--bare", "--initial-branch=main", "server"]);
  await runIn(project, "git", ["clone", "--quiet", "server", "a"]);
  await project.write("a/file", "1");
  await git(project, "a", "checkout", "--quiet", "-b", "main");
  await git(project, "a", "add", "file");
  await git(project, "a", ...who, "commit", "--quiet", "--message", "first");
  await git(project, "a", "push", "--quiet", "origin", "main");
  await runIn(project, "git", ["clone", "--quiet", "server", "b"]);
  return project;
}

async function add(project: Project, folder: string, ...args: string[]): Promise<string> {
  const deno = new Deno.Command("deno", {
    args: ["run", "--no-check", ...PERMISSIONS, project.path("add.ts"), ...args],
    cwd: project.path(folder),
  });
  const { stdout, stderr } = await deno.output();
  const decoder = new TextDecoder();
  return decoder.decode(stdout).trim() || decoder.decode(stderr);
}

Deno.test("changeBranch() makes a branch, adds to it, and leaves everything else alone", async () => {
  await using project = await repositories();
  await project.write("a/file", "changed");
  await project.write("a/staged", "x");
  await git(project, "a", "add", "staged");
  const before = await git(project, "a", "status", "--porcelain");
  const first = await add(project, "a", "kept", "results/1.json", "one\n");
  const second = await add(project, "a", "kept", "results/2 ü.json", "two");
  assertNotEquals(first, second);
  assertEquals(await git(project, "a", "rev-parse", "kept"), second);
  assertEquals(await git(project, "a", "show", "kept:results/1.json"), "one");
  assertEquals(await git(project, "a", "show", "kept:results/2 ü.json"), "two");
  assertEquals(
    await git(project, "a", "log", "--format=%s", "kept"),
    "Add results/2 ü.json\nAdd results/1.json",
  );
  assertEquals(await git(project, "a", "status", "--porcelain"), before);
  assertEquals(await git(project, "a", "branch", "--show-current"), "main");
  // The same again changes nothing.
  assertEquals(await add(project, "a", "kept", "results/2 ü.json", "two"), second);
});

Deno.test("changeBranch() loses nothing when two push at the same time", async () => {
  await using project = await repositories();
  await add(project, "a", "kept", "0", "0", "origin");
  const racers = ["a", "b"].flatMap((folder) =>
    [1, 2].map((number) => add(project, folder, "kept", `${folder}${number}`, "x", "origin"))
  );
  const commits = await Promise.all(racers);
  for (const commit of commits) assertMatch(commit, /^[0-9a-f]{40}$/);
  assertEquals(new Set(commits).size, 4, commits.join("\n"));
  const files = await git(project, "server", "ls-tree", "--name-only", "kept");
  assertEquals(files.split("\n"), ["0", "a1", "a2", "b1", "b2"]);
  assertEquals(await git(project, "server", "rev-list", "--count", "kept"), "5");
});

Deno.test("changeBranch() says what is wrong", async () => {
  await using project = await repositories();
  assertStringIncludes(
    await add(project, "a", "a..b", "x", "y"),
    "failure: Cannot keep files on a..b",
  );
  assertStringIncludes(
    await add(project, "a", "kept", "x", "y", "nowhere"),
    "failure: Cannot reach nowhere",
  );
  assertStringIncludes(
    await add(project, "a", "kept", "../x", "y"),
    "failure: Cannot keep ../x on a branch",
  );
});
