import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import {
  isClean,
  openRepository,
  whyNoCommit,
  withinRepository,
} from "../../scripts/git/repository.ts";
import { findMergeBaseWith, resolveCommit } from "../../scripts/git/revision.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { addRepository, git, makeRepository } from "../helpers/repositories.ts";
import { needs } from "../helpers/needs.ts";
import { withSlashes } from "../helpers/with_slashes.ts";

Deno.test("openRepository() finds the place of a folder in its repository", async (t) => {
  await using project = await makeRepository([{ "a/b/file": "1" }]);
  const top = project.path("repository");
  await t.step("in a working tree", async () => {
    assertEquals(withSlashes(await openRepository(`${top}/a/b`)), {
      cwd: `${top}/a/b`,
      top,
      prefix: "a/b/",
      gitDir: `${top}/.git`,
      commonDir: `${top}/.git`,
    });
    assertEquals((await openRepository(top)).prefix, "");
  });
  await t.step("in a linked worktree, of a bare repository too", async () => {
    const bare = project.path("bare");
    await git(project, ".", "clone", "--quiet", "--bare", "repository", "bare");
    const linked = project.path("linked");
    await git(project, "bare", "worktree", "add", "--quiet", linked, "main");
    assertEquals(withSlashes(await openRepository(`${linked}/a`)), {
      cwd: `${linked}/a`,
      top: linked,
      prefix: "a/",
      gitDir: `${bare}/worktrees/linked`,
      commonDir: bare,
    });
    await assertRejects(
      () => openRepository(bare),
      Failure,
      "Cannot use git here: this folder is not in a working tree",
    );
  });
  await t.step("in a submodule", async () => {
    await addRepository(project, "outer", [{ "own": "1" }]);
    await git(project, "outer", "submodule", "--quiet", "add", "../repository", "lib");
    const found = withSlashes(await openRepository(project.path("outer/lib/a")));
    assertEquals([found.top, found.prefix], [project.path("outer/lib"), "a/"]);
    assertEquals(found.commonDir, project.path("outer/.git/modules/lib"));
  });
  await t.step({
    ...needs("links", "behind a link"),
    async fn() {
      await Deno.symlink(`${top}/a`, project.path("link"));
      assertEquals((await openRepository(project.path("link"))).prefix, "a/");
    },
  });
  await t.step("in no repository", async () => {
    await assertRejects(
      () => openRepository(project.folder),
      Failure,
      "Cannot use git here: this folder is not in a git repository",
    );
    assertEquals(await whyNoCommit(project.folder), null);
  });
});

Deno.test("withinRepository() accepts any path of a file in the working tree", async (t) => {
  await using project = await makeRepository([{ "a/one": "1", "b/two": "1" }]);
  await Deno.symlink(project.path("repository"), project.path("alias"), { type: "junction" });
  const repository = await openRepository(project.path("repository/a"));
  const rows: [file: string, path: string | null][] = [
    ["one", "one"],
    ["./one", "one"],
    ["../b/two", "../b/two"],
    ["../b/*_bench.ts", "../b/*_bench.ts"],
    ["..", ".."],
    [".", "."],
    ["..two", "..two"],
    ["../../outside", null],
    [project.path("repository/b/two"), "../b/two"],
    [project.path("alias/b/two"), "../b/two"],
    [project.path("repository2/two"), null],
  ];
  for (const [file, path] of rows) {
    await t.step(file.replace(project.folder, ""), () => {
      assertEquals(withinRepository(file, repository), path);
    });
  }
});

Deno.test("isClean() notices changed, staged and new files, but not ignored ones", async () => {
  await using project = await makeRepository([{ "a/file": "1", ".gitignore": "ignored\n" }]);
  const repository = await openRepository(project.path("repository/a"));
  await project.write("repository/ignored", "1");
  assertEquals(await isClean(repository), true);
  await project.write("repository/new", "1");
  assertEquals(await isClean(repository), false);
  await git(project, "repository", "add", "new");
  assertEquals(await isClean(repository), false);
  await git(project, "repository", "commit", "--quiet", "--message", "new");
  assertEquals(await isClean(repository), true);
  await project.write("repository/new", "12");
  assertEquals(await isClean(repository), false);
  // Usually, git would note in the index that the file is unchanged.
  await project.write("repository/new", "1");
  await Deno.utime(project.path("repository/new"), 1e9, 1e9);
  const index = await Deno.readFile(`${repository.gitDir}/index`);
  assertEquals(await isClean(repository), true);
  assertEquals(await Deno.readFile(`${repository.gitDir}/index`), index);
});

Deno.test("resolveCommit() refuses expressions that are not one commit", async (t) => {
  await using project = await makeRepository([{ "file": "1" }, { "file": "2" }]);
  const cwd = project.path("repository");
  const head = await git(project, "repository", "rev-parse", "HEAD");
  await git(project, "repository", "tag", "--annotate", "--message", "v1", "v1");
  await git(project, "repository", "branch", "file");
  for (const ref of ["HEAD", "main", "v1", "file", head.slice(0, 10), "HEAD~1^0~0"]) {
    await t.step(ref, async () => {
      const wanted = await git(project, "repository", "rev-parse", `refs/heads/main`);
      const before = await git(project, "repository", "rev-parse", "main~1");
      assertEquals(await resolveCommit(ref, cwd), ref.includes("~1") ? before : wanted);
    });
  }
  for (
    const ref of ["nope", ".gitignore", "-x", "--all", "", "HEAD~1..HEAD", "^HEAD", "HEAD:file"]
  ) {
    await t.step(`not ${ref}`, async () => {
      await assertRejects(
        () => resolveCommit(ref, cwd),
        Failure,
        `Cannot compare against ${ref}: `,
      );
    });
  }
});

Deno.test("without a commit, errors say that HEAD has none", async () => {
  await using project = await makeRepository([]);
  const cwd = project.path("repository");
  await assertRejects(
    () => resolveCommit("HEAD", cwd),
    Failure,
    "Cannot compare against HEAD: git knows no such commit; HEAD has no commits yet",
  );
  await assertRejects(() => findMergeBaseWith(undefined, cwd), Failure, "HEAD has no commits yet");
  assertEquals(await whyNoCommit(cwd), "the repository has no commits");
});

Deno.test("findMergeBaseWith() returns the branch, or says what is missing", async (t) => {
  await using project = await makeRepository([{ "file": "1" }]);
  const cwd = project.path("repository");
  const base = await git(project, "repository", "rev-parse", "main");
  await git(project, "repository", "checkout", "--quiet", "-b", "topic");
  await project.write("repository/file", "2");
  await git(project, "repository", "commit", "--quiet", "--all", "--message", "two");
  await git(project, "repository", "checkout", "--quiet", "--orphan", "alone");
  await git(project, "repository", "commit", "--quiet", "--message", "alone");
  await git(project, "repository", "checkout", "--quiet", "topic");
  await t.step("the default branch", async () => {
    assertEquals(await findMergeBaseWith(undefined, cwd), { commit: base, branch: "main" });
    await git(project, "repository", "update-ref", "refs/remotes/origin/master", base);
    const found = await findMergeBaseWith(undefined, cwd);
    assertEquals(found, { commit: base, branch: "origin/master" });
  });
  await t.step("a branch", async () => {
    assertEquals(await findMergeBaseWith("main", cwd), { commit: base, branch: "main" });
  });
  await t.step("no common history", async () => {
    await assertRejects(
      () => findMergeBaseWith("alone", cwd),
      Failure,
      "HEAD shares no history with alone here",
    );
  });
  await t.step("no common history in a shallow clone", async () => {
    await git(project, "repository", "checkout", "--quiet", "main");
    const from = `file://${cwd}`;
    await git(project, ".", "clone", "--quiet", "--depth=1", "--branch=topic", from, "shallow");
    await assertRejects(
      () => findMergeBaseWith(undefined, project.path("shallow")),
      Failure,
      "this is a shallow clone, which git fetch --unshallow completes",
    );
    await git(project, "repository", "checkout", "--quiet", "topic");
  });
  await t.step("no such branch", async () => {
    await assertRejects(() => findMergeBaseWith("-x", cwd), Failure, "git knows no such commit");
  });
});

Deno.test("openRepository() passes on what git says about a repository of another owner", async () => {
  await using project = await makeRepository([{ "file": "1" }]);
  const module = (name: string) =>
    JSON.stringify(new URL(`../../scripts/git/${name}`, import.meta.url).href);
  await project.write(
    "repository/ask.ts",
    `
import { openRepository, whyNoCommit } from ${module("repository.ts")};
import { findMergeBaseWith, resolveCommit } from ${module("revision.ts")};
import { checkOutVersion } from ${module("version_folder.ts")};
console.log(await whyNoCommit());
const asks = [openRepository, () => resolveCommit("HEAD"), findMergeBaseWith, () => checkOutVersion("HEAD")];
for (const ask of asks) await ask().catch((error) => console.log(error.name + ": " + error.message));
`,
  );
  const child = new Deno.Command("deno", {
    args: [
      "run",
      "--no-check",
      "--quiet",
      "--no-prompt",
      "--allow-read",
      "--allow-write",
      "--allow-run=git",
      "ask.ts",
    ],
    cwd: project.path("repository"),
    env: { GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" },
  });
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  assertEquals(code, 0, decoder.decode(stderr));
  const reason = "detected dubious ownership in repository at";
  const lines = decoder.decode(stdout).trim().split("\n");
  assertEquals(lines.length, 5, lines.join("\n"));
  for (const line of lines) assertStringIncludes(line, reason);
});
