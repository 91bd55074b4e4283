// Whole comparisons of two versions in temporary git repositories, as a user runs them.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import type { Comparison } from "../mod.ts";
import { type Ended, inPairs, Project, runIn, scripts } from "./project.ts";

const PERMISSIONS = ["--allow-read", "--allow-write", "--allow-run=deno,git,taskset"];

function compare(project: Project, args: readonly string[]): Promise<Ended> {
  const script = fromFileUrl(new URL("compare.ts", scripts));
  const flags = args.includes("--") ? [] : ["--", "--quiet"];
  return runIn(project, "deno", ["run", "--no-prompt", ...PERMISSIONS, script, ...args, ...flags]);
}

async function compareJson(project: Project, args: readonly string[]): Promise<Comparison> {
  const ended = await compare(project, ["--budget", "0.5", "--format", "json", ...args]);
  try {
    return JSON.parse(ended.out);
  } catch (error) {
    throw new Error(`no comparison, exit code ${ended.code}: ${ended.error}`, { cause: error });
  }
}

async function git(project: Project, ...args: string[]): Promise<string> {
  const who = [
    "-c",
    "user.name=t",
    "-c",
    "user.email=t@example.com",
    "-c",
    "init.defaultBranch=main",
  ];
  const { code, out, error } = await runIn(project, "git", [...who, ...args]);
  assertEquals(code, 0, error);
  return out.trim();
}

/** A repository whose only commit, on the branch main, has these files. */
async function repository(files: Readonly<Record<string, string>>): Promise<Project> {
  const project = await Project.create(files);
  await git(project, "init", "--quiet");
  await git(project, "add", "--all");
  await git(project, "commit", "--quiet", "--message", "first");
  return project;
}

const verdicts = ({ entries }: Comparison) =>
  Object.fromEntries(entries.map(({ name, verdict }) => [name, verdict]));

/** A benchmark that sorts `size` numbers: four times the size is clearly slower. */
const sorting = (name: string, size: number) => `
const ${name} = Array.from({ length: ${size} }, (_, i) => Math.sin(i));
Deno.bench("${name}", () => { ${name}.toSorted((a, b) => a - b); });
`;

Deno.test("compare --against finds a slowdown that is not committed, and leaves the tree alone", async () => {
  await using project = await repository({
    "a_bench.ts": sorting("slower", 200) + sorting("same", 200),
  });
  await project.write("a_bench.ts", sorting("slower", 1000) + sorting("same", 200));
  await project.write("notes.txt", "not tracked");
  const before = await git(project, "status", "--porcelain");
  const ended = await compare(project, ["--against", "main", "--budget", "30", "--format", "json"]);
  const comparison: Comparison = JSON.parse(ended.out);
  assertEquals(ended.code, 1);
  assertEquals(verdicts(comparison).slower, "regression");
  const { severity, at_least, interval } = comparison.entries[0]!;
  assertEquals(severity, "severe");
  assert(at_least! > 1 && interval!.lower > 1, `at least ${at_least}`);
  assert(verdicts(comparison).same !== "regression");
  assertEquals(await git(project, "status", "--porcelain"), before);
  assertEquals((await git(project, "worktree", "list")).split("\n").length, 1);
});

Deno.test("compare --against pairs benchmarks behind links and by absolute paths", async () => {
  await using project = await repository({ "a_bench.ts": sorting("a", 100) });
  await using elsewhere = await Project.create({ "real/empty.txt": "" });
  await Deno.symlink(elsewhere.path("real"), elsewhere.path("link"));
  const script = fromFileUrl(new URL("compare.ts", scripts));
  const args = ["run", "--no-prompt", ...PERMISSIONS, script, "--budget=0.5", "--format=json"];
  const env = { TMPDIR: elsewhere.path("link") };
  const rows = [["--against=HEAD"], ["--against=HEAD", project.path("a_bench.ts")]];
  await inPairs(rows, async (more) => {
    const { out, error } = await runIn(project, "deno", [...args, ...more], env);
    const { summary }: Comparison = JSON.parse(out || `"${error}"`);
    assertEquals([summary.added, summary.removed], [0, 0], more.join(" "));
  });
  const outside = await compare(project, ["--against=HEAD", "/elsewhere/a_bench.ts"]);
  assertMatch(outside.error, /it lies outside of this folder/);
});

Deno.test("compare --against tells added, removed and failed benchmarks", async () => {
  await using project = await repository({
    "a_bench.ts": sorting("stays", 100) + sorting("goes", 100) + sorting("breaks", 100) +
      sorting("hangs", 100),
  });
  await project.write(
    "a_bench.ts",
    sorting("stays", 100) + sorting("comes", 100) +
      'Deno.bench("breaks", () => { throw new TypeError("broken here"); });' +
      'Deno.bench("hangs", () => { for (;;); });',
  );
  const comparison = await compareJson(project, ["--against", "HEAD", "--bench-timeout", "2"]);
  const { stays, ...others } = verdicts(comparison);
  assertEquals(others, { goes: "removed", comes: "added", breaks: "failed", hangs: "failed" });
  assert(stays === "unchanged" || stays === "inconclusive");
  const messages = comparison.entries.flatMap(({ failures }) =>
    failures.map(({ message }) => message)
  );
  assertEquals(messages.sort(), [
    "current: TypeError: broken here",
    "current: over the limit of 2 s",
  ]);
});

Deno.test("compare --against a version without benchmarks calls all added", async () => {
  await using project = await repository({ "readme.txt": "nothing yet" });
  await project.write("a_bench.ts", sorting("fresh", 100));
  const comparison = await compareJson(project, ["--against", "HEAD"]);
  assertEquals(verdicts(comparison), { fresh: "added" });
});

Deno.test("compare --against says in one line what it cannot compare with", async () => {
  await using origin = await repository({ "a_bench.ts": sorting("a", 100) });
  await git(origin, "commit", "--quiet", "--allow-empty", "--message", "second");
  await using shallow = await Project.create();
  await git(shallow, "clone", "--quiet", "--depth=1", `file://${origin.folder}`, ".");
  await using plain = await Project.create({ "a_bench.ts": sorting("a", 100) });
  const rows: [Project, string[], RegExp][] = [
    [origin, ["--against", "no-such-branch"], /against no-such-branch: git knows no such commit$/],
    [origin, ["--against=--upload-pack=x"], /git knows no such commit$/],
    [shallow, ["--against", "HEAD~1"], /shallow clone/],
    [plain, ["--against", "main"], /not in a git repository$/],
    [origin, ["--against", "main", "--filter", "zzz"], /matches none of 1 benchmarks$/],
    [origin, ["--against", "main", "--baseline", "x.json"], /--baseline cannot be given/],
    [origin, ["--against", "main", "--placement", "trio"], /must be one of pair, single/],
    [origin, ["--against", "main", "none_bench.ts"], /Nothing to run/],
  ];
  await inPairs(rows, async ([project, args, message]) => {
    const { code, out, error } = await compare(project, args);
    assertEquals([code, out], [2, ""], error);
    assertMatch(error.trimEnd(), message);
    assertEquals(error.trimEnd().split("\n").length, 1, error);
  });
});

Deno.test("compare --against without a name takes the merge base", async () => {
  await using project = await repository({ "a_bench.ts": sorting("a", 100) });
  const first = await git(project, "rev-parse", "HEAD");
  await git(project, "checkout", "--quiet", "-b", "topic");
  await git(project, "commit", "--quiet", "--allow-empty", "--message", "second");
  const comparison = await compareJson(project, ["--against"]);
  assertEquals(comparison.baseline.git_commit, first);
  assertStringIncludes(comparison.baseline.source, "merge base");
});

Deno.test("a version that changes global state does not reach the other one in a pair", async () => {
  await using project = await repository({ "a_bench.ts": sorting("a", 100) });
  await project.write(
    "a_bench.ts",
    'Array.prototype.toSorted = () => { throw new Error("patched"); };\n' + sorting("a", 100),
  );
  const { entries } = await compareJson(project, ["--against", "HEAD"]);
  assertEquals(entries[0]!.failures.map(({ message }) => message), ["current: Error: patched"]);
});

Deno.test("one process gives each version its own modules behind the same alias", async () => {
  const files = {
    "deno.json": '{ "imports": { "@/": "./src/" } }',
    "a_bench.ts": 'import { work } from "@/work.ts";\nDeno.bench("aliased", () => { work(); });',
    "src/work.ts": sorting("unused", 1) +
      "export const work = () => { Array.from({ length: 100 }, (_, i) => Math.sin(i)).sort(); };",
  };
  await using project = await repository(files);
  await project.write("src/work.ts", files["src/work.ts"].replace("100", "1000"));
  const { entries, measurement } = await compareJson(project, [
    "--against=HEAD",
    "--placement=single",
    "--filter=aliased",
  ]);
  assertEquals(measurement?.placement, "single");
  assert(entries[0]!.change! > 3, `both sides ran the same code: ${entries[0]!.change}`);
});

Deno.test("one process gives each version its own version of a package", async () => {
  const bench = `import * as schema from "valibot";
const known = "safeParse" in schema ? 2000 : 1;
Deno.bench("package", () => { for (let i = 0; i < known; i++) Math.sin(i); });`;
  await using project = await repository({
    "deno.json": '{ "imports": { "valibot": "npm:valibot@1.5.0" } }',
    "a_bench.ts": bench,
  });
  await project.write("deno.json", '{ "imports": { "valibot": "npm:fast-check@4.10.2" } }');
  await project.write("a_bench.ts", bench);
  const { entries, measurement } = await compareJson(project, [
    "--against=HEAD",
    "--placement=single",
  ]);
  assertEquals(measurement?.placement, "single");
  // The base's package makes it do two thousand times the work.
  assert(entries[0]!.change! < -0.5, `both sides ran the same package: ${entries[0]!.change}`);
});

Deno.test("one process is refused where it cannot be shown to keep the versions apart", async () => {
  const rows: [string, Record<string, string>, RegExp][] = [
    ["a workspace", {
      "deno.json": '{ "workspace": ["./part"] }',
      "part/deno.json": '{ "name": "@x/part", "exports": "./mod.ts" }',
      "part/mod.ts": "export const one = 1;",
      "a_bench.ts": `import { one } from "@x/part";\nDeno.bench("a", () => { Math.sin(one); });`,
    }, /workspace/],
    ["an import that leads to the other side", {
      "a_bench.ts": 'const name = "./lib.ts";\nDeno.bench("a", () => { Math.sin(1); });\n' +
        'import { one } from "lib";\nconsole.log(one, name);',
      "lib.ts": "export const one = 1;",
      "deno.json": '{ "importMap": "./map.json" }',
      "map.json": '{ "imports": { "lib": "./lib.ts" } }',
    }, /import map of its own/],
  ];
  await inPairs(rows, async ([what, files, reason]) => {
    await using project = await repository(files);
    const { measurement, warnings } = await compareJson(project, [
      "--against=HEAD",
      "--placement=single",
    ]);
    assertEquals(measurement?.placement, "pair", what);
    assertMatch(warnings.join("\n"), reason);
  });
});

Deno.test("a worktree that a crashed run left is removed, one in use is not", async () => {
  await using project = await repository({ "a_bench.ts": sorting("a", 100) });
  const folders: string[] = [];
  for (const name of ["crashed", "in-use"]) {
    const folder = await Deno.makeTempDir({ prefix: `benchline-worktree-${name}-` });
    await git(project, "worktree", "add", "--quiet", "--detach", `${folder}/tree`, "HEAD");
    await Deno.writeTextFile(`${folder}.lock`, "");
    folders.push(folder);
  }
  using lock = await Deno.open(`${folders[1]}.lock`, { write: true });
  await lock.lock(true);
  await compareJson(project, ["--against", "HEAD"]);
  const list = await git(project, "worktree", "list");
  assert(!list.includes("crashed"), list);
  assertStringIncludes(list, "in-use");
  await git(project, "worktree", "remove", "--force", `${folders[1]}/tree`);
  for (const path of [folders[1]!, ...folders.map((folder) => `${folder}.lock`)]) {
    await Deno.remove(path, { recursive: true }).catch(() => {});
  }
});

Deno.test({
  name: "compare --against that is stopped removes its worktree",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using project = await repository({ "a_bench.ts": sorting("a", 100) });
    const script = fromFileUrl(new URL("compare.ts", scripts));
    const child = new Deno.Command("deno", {
      args: ["run", "--no-prompt", ...PERMISSIONS, script, "--against=HEAD", "--budget=60"],
      cwd: project.folder,
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    // Only once the worktree is there is there something to leave behind.
    while ((await git(project, "worktree", "list")).split("\n").length < 2) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    child.kill("SIGINT");
    await child.output();
    assertEquals((await git(project, "worktree", "list")).split("\n").length, 1);
  },
});
