// Many files, and odd ones, on a branch of a real repository.
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { makeCommit } from "../../scripts/git/fast_import.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { traceGit } from "../helpers/git_trace.ts";
import type { Project } from "../project.ts";
import { change, repositories } from "../helpers/branch.ts";
import { git } from "../helpers/repositories.ts";

const OBJECTS = new URL("../../scripts/git/objects.ts", import.meta.url).href;

/** Changes many files, and counts the git processes that it takes. */
async function changeMany(
  project: Project,
  branch: string,
  paths: readonly string[],
  remove: readonly string[] = [],
): Promise<{ readonly said: string; readonly processes: number }> {
  const files = paths.map((path) => [path, `text of ${path}\r\nü\n`] as const);
  const { said, commands } = await traceGit(
    project,
    async (env) => ({ said: await change(project, "a", [{ branch, files, remove }], env) }),
  );
  return { said: said[0]!, processes: commands.length };
}

Deno.test("changeBranch() starts as many git processes for many files as for one", async () => {
  await using project = await repositories();
  const paths = Array.from({ length: 200 }, (_, index) => `results/${index}.json`);
  const one = await changeMany(project, "one", ["results/0.json"]);
  const many = await changeMany(project, "many", paths);
  assertEquals(many.processes, one.processes);
  assertMatch(many.said, /^[0-9a-f]{40}$/);
  const list = () => git(project, "a", "ls-tree", "-r", "--name-only", "many");
  assertEquals((await list()).split("\n"), paths.toSorted());
  assertEquals(
    await git(project, "a", "show", "many:results/7.json"),
    "text of results/7.json\r\nü",
  );
  const gone = await changeMany(project, "many", [], [...paths.slice(1), "nothing/there"]);
  assertEquals(gone.processes, one.processes);
  assertEquals(await list(), "results/0.json");
  assertEquals(await git(project, "a", "fsck", "--strict", "--no-dangling"), "");
  assertEquals(
    await git(project, "a", "for-each-ref", "--format=%(refname)", "refs/benchline"),
    "",
  );
});

Deno.test("changeBranch() keeps files with any path that git accepts", async () => {
  await using project = await repositories();
  const paths = [
    " a ",
    '"q"',
    "back\\slash",
    "line\nbreak",
    "tab\t",
    "ü/ö",
    "-x",
    "a\u0001b",
    "x y/z",
  ];
  assertMatch((await changeMany(project, "odd", paths)).said, /^[0-9a-f]{40}$/);
  const listed = await git(project, "a", "ls-tree", "-r", "-z", "--name-only", "odd");
  assertEquals(listed.split("\0").filter((path) => path !== "").sort(), paths.toSorted());
  assertMatch((await changeMany(project, "odd", [], paths.slice(1))).said, /^[0-9a-f]{40}$/);
  assertEquals(await git(project, "a", "ls-tree", "-r", "--name-only", "odd"), " a ");
  const commit = {
    branch: "b",
    parent: null,
    remove: [],
    message: "",
    author: "",
    committer: "",
  };
  for (const path of ["", "/a", "a//b", "a/", "./a", "a/../b", ".git/config", "a/.GIT/b", "a\0b"]) {
    await assertRejects(
      () => makeCommit({ ...commit, files: new Map([[path, ""]]) }, "."),
      Failure,
    );
  }
});

Deno.test("readBlobs() names the files that it cannot read, and reads all others", async () => {
  await using project = await repositories();
  const hashes: string[] = [];
  for (const text of ["one", "two\n", "three"]) {
    await project.write("a/file", text);
    hashes.push(await git(project, "a", "hash-object", "-w", "file"));
  }
  const damaged = project.path(`a/.git/objects/${hashes[1]!.slice(0, 2)}/${hashes[1]!.slice(2)}`);
  await Deno.chmod(damaged, 0o644);
  await Deno.writeTextFile(damaged, "damaged");
  const tree = await git(project, "a", "rev-parse", "HEAD^{tree}");
  const missing = "1".repeat(40);
  await project.write(
    "read.ts",
    `import { readBlobs } from ${JSON.stringify(OBJECTS)};
    const read = await readBlobs(Deno.args);
    console.log(JSON.stringify(read.map((one) => typeof one === "string" ? one : one.name)));`,
  );
  const wanted = [hashes[0]!, missing, hashes[1]!, tree, hashes[2]!];
  const { stdout } = await new Deno.Command("deno", {
    args: ["run", "--no-check", "--allow-run=git", project.path("read.ts"), ...wanted],
    cwd: project.path("a"),
    stderr: "inherit",
  }).output();
  assertEquals(JSON.parse(new TextDecoder().decode(stdout)), [
    "one",
    "Failure",
    "Failure",
    "Failure",
    "three",
  ]);
});
