// Branches of real repositories, with a bare one as their server.
import { assertEquals, assertMatch, assertNotEquals, assertStringIncludes } from "@std/assert";
import type { Project } from "../project.ts";
import { add, change, race, repositories } from "../helpers/branch.ts";
import { git } from "../helpers/repositories.ts";
import { ifThorough } from "../helpers/thorough.ts";

Deno.test("changeBranch() makes a branch, adds to it, and changes nothing else", async () => {
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
  // Repeating the change has no effect.
  assertEquals(await add(project, "a", "kept", "results/2 ü.json", "two"), second);
});

Deno.test("changeBranch() loses nothing if two processes push at the same time", async () => {
  await using project = await repositories();
  await add(project, "a", "kept", "0", "0", "origin");
  const paths = ["a1", "b1", "a2", "b2"];
  const commits = await race(project, ["a", "b"], paths, "origin");
  for (const commit of commits) assertMatch(commit, /^[0-9a-f]{40}$/);
  assertEquals(new Set(commits).size, 4, commits.join("\n"));
  const files = await git(project, "server", "ls-tree", "--name-only", "kept");
  assertEquals(files.split("\n"), ["0", "a1", "a2", "b1", "b2"]);
  assertEquals(await git(project, "server", "rev-list", "--count", "kept"), "5");
});

Deno.test({
  ...ifThorough("changeBranch() loses nothing if several processes make a local branch at once"),
  async fn() {
    await using project = await repositories();
    const numbers = [1, 2, 3, 4];
    const commits = await race(project, ["a", "a"], numbers.map(String));
    assertEquals(new Set(commits).size, 4, commits.join("\n"));
    const files = await git(project, "a", "ls-tree", "--name-only", "kept");
    assertEquals(files.split("\n"), numbers.map(String));
    assertEquals(await git(project, "a", "rev-list", "--count", "kept"), "4");
    assertEquals(await git(project, "a", "fsck", "--strict", "--no-dangling"), "");
  },
});

Deno.test("changeBranch() names what it cannot use", async () => {
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

Deno.test("changeBranch() is not misled by a branch whose name has the same end", async () => {
  await using project = await repositories();
  for (
    const name of [
      "heads/x/refs/heads/kept",
      "heads/refs/heads/kept",
      "tags/refs/heads/kept",
      "tags/kept",
    ]
  ) {
    await git(project, "a", "push", "--quiet", "origin", `main:refs/${name}`);
  }
  const others = await git(project, "server", "for-each-ref");
  const first = await add(project, "a", "kept", "1", "1", "origin");
  assertMatch(first, /^[0-9a-f]{40}$/);
  const second = await add(project, "b", "kept", "2", "2", "origin");
  assertEquals(
    await git(project, "server", "rev-parse", "refs/heads/kept", "refs/heads/kept~1"),
    `${second}\n${first}`,
  );
  await git(project, "server", "update-ref", "-d", "refs/heads/kept");
  assertEquals(await git(project, "server", "for-each-ref"), others);
  for (const clone of ["a", "b"]) {
    assertEquals(
      await git(project, clone, "for-each-ref", "refs/benchline", "refs/heads/kept"),
      "",
    );
  }
});

Deno.test("changeBranch() leaves a branch alone that is checked out", async () => {
  await using project = await repositories();
  assertStringIncludes(
    await add(project, "a", "main", "x", "y"),
    `failure: Cannot keep files on main: it is checked out in ${project.path("a")}`,
  );
  assertEquals(await git(project, "a", "status", "--porcelain"), "");
  await git(project, "a", "checkout", "--quiet", "-b", "kept/within");
  assertMatch(await add(project, "a", "kept", "x", "y"), /'refs\/heads\/kept\/within' exists/);
});

Deno.test("changeBranch() runs no hooks, and says why a server refuses", async () => {
  await using project = await repositories();
  for (const name of ["pre-push", "reference-transaction", "post-index-change"]) {
    await project.write(`a/.git/hooks/${name}`, `#!/bin/sh\necho ${name} >> ../log\nexit 1\n`);
    await Deno.chmod(project.path(`a/.git/hooks/${name}`), 0o755);
  }
  assertMatch(await add(project, "a", "kept", "1", "1", "origin"), /^[0-9a-f]{40}$/);
  assertMatch(await add(project, "a", "kept", "1", "1"), /^[0-9a-f]{40}$/);
  assertEquals((await project.list()).includes("log"), false);
  await project.write("server/hooks/pre-receive", "#!/bin/sh\nexit 1\n");
  await Deno.chmod(project.path("server/hooks/pre-receive"), 0o755);
  assertEquals(
    await add(project, "a", "kept", "2", "2", "origin"),
    "failure: Cannot keep files on kept: [remote rejected] (pre-receive hook declined)",
  );
});

Deno.test("changeBranch() leaves a repository intact that has not fetched the pushed commit", async () => {
  await using project = await repositories();
  await git(project, "a", "config", "remote.origin.mirror", "true");
  const commit = await add(project, "a", "kept", "1", "1", "origin");
  assertEquals(await git(project, "server", "rev-parse", "refs/heads/kept"), commit);
  assertEquals(await git(project, "a", "fsck", "--strict", "--no-dangling"), "");
  assertEquals(
    await git(project, "a", "for-each-ref", "--format=%(refname)"),
    [
      "refs/heads/main",
      "refs/remotes/origin/main",
    ].join("\n"),
  );
  const next = await add(project, "a", "kept", "2", "2", "origin");
  assertEquals(await git(project, "server", "rev-parse", "kept~1", "kept"), `${commit}\n${next}`);
});

Deno.test("changeBranch() keeps files in any repository, whatever protocols git allows", async () => {
  await using project = await repositories();
  await git(project, ".", "init", "--quiet", "--object-format=sha256", "other");
  for (const folder of ["a", "other"]) {
    await git(project, folder, "config", "protocol.file.allow", "never");
    await git(project, folder, "config", "receive.denyCurrentBranch", "updateInstead");
    const commits = [
      await add(project, folder, "kept", "1", "1"),
      await add(project, folder, "kept", "2", "2"),
    ];
    assertEquals(
      await git(project, folder, "rev-parse", "kept~1", "kept"),
      commits.join("\n"),
    );
    assertEquals(await git(project, folder, "fsck", "--strict", "--no-dangling"), "");
  }
  // What the user's settings forbid about a remote is forbidden here, too.
  assertStringIncludes(
    await add(project, "a", "kept", "3", "3", "origin"),
    "failure: Cannot reach origin: transport 'file' not allowed",
  );
});

Deno.test("changeBranch() keeps files whatever the environment says about repositories", async () => {
  await using project = await repositories();
  const addWith = async (env: Readonly<Record<string, string>>) => {
    const [said] = await change(project, "a", [{ branch: "kept", files: [["1", "1"]] }], env);
    return said!;
  };
  const owner = { GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" };
  assertStringIncludes(await addWith(owner), "dubious ownership");
  const all = {
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "safe.directory",
    GIT_CONFIG_VALUE_0: "*",
    GIT_ALLOW_PROTOCOL: "https",
  };
  const commit = await addWith({ ...owner, ...all });
  assertEquals(await git(project, "a", "rev-parse", "kept"), commit);
});

Deno.test("changeBranch() leaves nothing in the repository if it cannot make a commit", async () => {
  await using project = await repositories();
  const before = await snapshot(project);
  const files = [["a", "b"]] as const;
  const [said] = await change(project, "a", [{ branch: "kept", files, author: "nobody" }]);
  assertMatch(said!, /^failure: Cannot keep files on kept: .*$/);
  assertEquals(await snapshot(project), before);
});

/** Returns the paths of all files in the git directory of the clone `a`. */
async function snapshot(project: Project): Promise<string[]> {
  const found: string[] = [];
  const visit = async (folder: string) => {
    for (const name of await project.list(folder)) {
      const path = `${folder}/${name}`;
      if ((await Deno.stat(project.path(path))).isDirectory) await visit(path);
      else found.push(path);
    }
  };
  await visit("a/.git");
  return found;
}
