// Which bench files are left out of a comparison of a commit with a working tree, and why.
import { assertEquals, assertMatch } from "@std/assert";
import { chooseFiles } from "../../scripts/duet/choose_files.ts";
import { type CompareVersionsOptions, withDefaults } from "../../scripts/duet/options.ts";
import { openSides } from "../../scripts/duet/sides.ts";
import { memoryJournal } from "../helpers/memory_journal.ts";
import { git, repository } from "../helpers/repository.ts";
import { type Project, runIn } from "../project.ts";

const bench = 'Deno.bench("a", () => {});\n';
const ONE = "same 1 module";
const AND_DATA = ", and nothing that it may read differs";

/** The reason of each bench file, with `+` before it where that is measured. */
async function choose(
  project: Project,
  { data = null, ...more }: Partial<CompareVersionsOptions> & { data?: string[] | null } = {},
): Promise<Record<string, string>> {
  const options = withDefaults({
    root: project.folder,
    baseline: { ref: "HEAD" },
    affected: { data },
    ...more,
  });
  const sides = await openSides(options);
  try {
    const { measured, left_out } = await chooseFiles(sides, options);
    return Object.fromEntries([
      ...measured.map(({ file, reason }) => [file, `+ ${reason}`]),
      ...left_out.map(({ file, reason }) => [file, reason]),
    ]);
  } finally {
    await sides.close();
  }
}

Deno.test("only what loads something else is affected, however deep that is", async () => {
  await using project = await repository({
    "deno.json": '{ "imports": { "@/": "./src/" } }',
    "deep_bench.ts": `import "@/a.ts";\n${bench}`,
    "json_bench.ts": `import d from "./src/d.json" with { type: "json" };\nd;\n${bench}`,
    "text_bench.ts": `import t from "./src/t.txt" with { type: "text" };\nt;\n${bench}`,
    "types_bench.ts": `import type { T } from "./src/c.ts";\nlet t: T;\n${bench}`,
    "followed_bench.ts": `await import("./src/b.ts");\n${bench}`,
    "mapped_bench.ts": `import "@/moved.ts";\n${bench}`,
    "builtin_bench.ts": `import "node:path";\n${bench}`,
    "mine_bench.ts": bench,
    "gone_bench.ts": bench,
    "steady_bench.ts": `import "./src/steady.ts";\n${bench}`,
    "src/a.ts": 'import "./b.ts";\n',
    "src/b.ts": 'export * from "./c.ts";\n',
    "src/c.ts": "export type T = 1;\nexport const c = 1;\n",
    "src/d.json": "1",
    "src/t.txt": "1",
    "src/steady.ts": "",
    "src/moved.ts": "",
    "unused.ts": "",
    "README.md": "",
  });
  const unchanged = await choose(project);
  assertEquals(Object.values(unchanged).filter((reason) => reason.startsWith("+")), []);
  assertEquals(unchanged["deep_bench.ts"], "same 4 modules");

  await project.write("src/c.ts", "export type T = 1;\nexport const c = 2;\n");
  await project.write("src/d.json", "2");
  await project.write("src/t.txt", "2");
  await project.write("unused.ts", "export {};");
  await project.write("README.md", "more");
  await project.write("mine_bench.ts", `${bench}\n`);
  await project.write("new_bench.ts", bench);
  await project.write("other/moved.ts", "");
  await project.write(
    "deno.json",
    '{ "version": "2.0.0", "imports": { "@/moved.ts": "./other/moved.ts", "@/": "./src/", "x": "./x.ts" } }',
  );
  await Deno.remove(project.path("gone_bench.ts"));
  assertEquals(await choose(project), {
    "builtin_bench.ts": ONE,
    "deep_bench.ts": "+ src/c.ts differs",
    "followed_bench.ts": "+ src/c.ts differs",
    "gone_bench.ts": "+ only the baseline has it",
    "json_bench.ts": "+ src/d.json differs",
    "mapped_bench.ts": "+ other/moved.ts is loaded by the current version only",
    "mine_bench.ts": "+ mine_bench.ts differs",
    "new_bench.ts": "+ only the current version has it",
    "steady_bench.ts": "same 2 modules",
    "text_bench.ts": "+ src/t.txt differs",
    "types_bench.ts": ONE,
  });
  // Behind a link, and from a folder within the project.
  assertEquals(await choose(project, { files: ["steady_bench.ts"] }), {
    "steady_bench.ts": "same 2 modules",
  });
});

Deno.test("what a graph cannot show, or cannot be made of, is never left out", async () => {
  await using project = await repository({
    "dynamic_bench.ts": `const name = "./a" + ".ts";\nawait import(name);\n${bench}`,
    "within_bench.ts": `import { load } from "./load.ts";\nload;\n${bench}`,
    "worker_bench.ts": `import "./worker.ts";\n${bench}`,
    "broken_bench.ts": `import "./nowhere.ts";\n${bench}`,
    "lately_bench.ts": `import("./nowhere.ts").catch(() => {});\n${bench}`,
    "require_bench.ts":
      `import { createRequire } from "node:module";\ncreateRequire(import.meta.url)("dep");\n${bench}`,
    "load.ts": "export const load = (name: string) => import(name);\n",
    "worker.ts": 'export const start = () => new Worker(new URL("./a.ts", import.meta.url));\n',
    "a.ts": "",
  });
  const more = "may load what its module graph does not show";
  const always = {
    "broken_bench.ts": "+ not every module that the current version loads can be found",
    "dynamic_bench.ts": `+ dynamic_bench.ts:2 ${more}`,
    "lately_bench.ts": "+ not every module that the current version loads can be found",
    "require_bench.ts": `+ require_bench.ts:1 ${more}`,
    "within_bench.ts": `+ load.ts:1 ${more}`,
    "worker_bench.ts": `+ worker.ts:1 ${more}`,
  };
  // Packages are loaded by createRequire() and Workers without a permission to read as well.
  assertEquals(await choose(project), always);
  for (const data of [null, []]) {
    assertEquals(await choose(project, { flags: ["--allow-read=docs"], data }), always);
  }
});

Deno.test("what may be read counts, as far as permissions and --data go", async (t) => {
  await using project = await repository({
    ".gitignore": "ignored.txt\n",
    "a_bench.ts": bench,
    "b_bench.ts": `import "./b.ts";\n${bench}`,
    "b.ts": "1;",
    "data/x.json": "1",
    "data/y.json": "1",
    "docs/a.md": "1",
  });
  await project.write("data/y.json", "2");
  await project.write("b.ts", "2;");
  await project.write("ignored.txt", "");
  const loads = "+ b.ts differs";
  const read = (path: string) => `+ it may read ${path}, which differs`;
  const rows: [flags: string[], data: string[] | null, reason: string][] = [
    [[], null, ONE],
    [["--allow-env", "--allow-sys", "--allow-write"], null, ONE],
    [["--allow-read"], null, read("b.ts")],
    [["-A"], null, read("b.ts")],
    [["--allow-run=ls"], null, read("b.ts")],
    [["--allow-ffi"], null, read("b.ts")],
    [["--allow-net=localhost"], null, read("b.ts")],
    [["--allow-read=data"], null, read("data/y.json")],
    [["--allow-read=./data/"], null, read("data/y.json")],
    [["--allow-read=docs,data/y.json"], null, read("data/y.json")],
    [["--allow-read=docs,data/x.json"], null, ONE + AND_DATA],
    [[`--allow-read=${project.path("data")}`], null, read("data/y.json")],
    [["--allow-read=.."], null, read("b.ts")],
    [["--allow-read=/"], null, read("b.ts")],
    [["--allow-read=/nowhere"], null, ONE],
    [["-A"], [], ONE + AND_DATA],
    [["-A"], ["docs/**"], ONE + AND_DATA],
    [["-A"], ["docs/**", "data/*.json"], read("data/y.json")],
    [["--allow-read=docs"], ["**"], ONE + AND_DATA],
    [[], ["**"], ONE],
  ];
  for (const [flags, data, reason] of rows) {
    await t.step(`${flags.join(" ")} ${data ?? ""}`, async () => {
      assertEquals(await choose(project, { flags, data }), {
        "a_bench.ts": reason,
        "b_bench.ts": loads,
      });
    });
  }
});

Deno.test("permission sets of deno.json, outputs and folders within count as what they are", async () => {
  const config = (permissions: string) =>
    `{ "bench": { "permissions": { "read": ${permissions} } } }`;
  await using project = await repository({
    "part/deno.json": config('["data"]'),
    "part/a_bench.ts": `import "../b.ts";\n${bench}`,
    "part/data/x.json": "1",
    "b.ts": "",
  });
  const root = project.path("part");
  const flags = ["-P"];
  await project.write("elsewhere.json", "1");
  assertEquals(await choose(project, { root, flags }), {
    "a_bench.ts": `same 2 modules${AND_DATA}`,
  });
  await project.write("part/data/x.json", "2");
  const reads = { "a_bench.ts": "+ it may read part/data/x.json, which differs" };
  assertEquals(await choose(project, { root, flags }), reads);
  assertEquals(await choose(project, { root, flags, data: ["data/*"] }), reads);
  assertEquals(await choose(project, { root, flags, data: ["part/data/*"] }), {
    "a_bench.ts": `same 2 modules${AND_DATA}`,
  });
  const journal = { ...memoryJournal<never>().journal, outputs: ["data"] };
  assertEquals(await choose(project, { root, flags, journal }), {
    "a_bench.ts": `same 2 modules${AND_DATA}`,
  });
  await project.write("part/deno.json", config("true"));
  assertEquals(await choose(project, { root, flags }), {
    "a_bench.ts": "+ the flags for Deno differ",
  });
});

Deno.test("where versions run differently, nothing is left out", async (t) => {
  await using project = await repository({
    "deno.json": '{ "tasks": { "a": "a" }, "compilerOptions": { "strict": true } }',
    "a_bench.ts": bench,
  });
  const rows: [what: string, config: string, more: Partial<CompareVersionsOptions>, string][] = [
    ["tasks", '{ "compilerOptions": { "strict": true }, "fmt": {} }', {}, ONE],
    ["compiler options", "{}", {}, "+ compilerOptions in deno.json differs"],
    [
      "unstable features",
      '{ "compilerOptions": { "strict": true }, "unstable": ["kv"] }',
      {},
      "+ unstable in deno.json differs",
    ],
    ["what cannot be read", "{ no", {}, "+ the configuration of a version cannot be read"],
    [
      "flags for V8",
      await project.read("deno.json"),
      { baseline: { ref: "HEAD", v8Flags: ["--no-opt"] } },
      "+ the flags for Deno differ",
    ],
    [
      "the same files",
      await project.read("deno.json"),
      { baseline: { ref: null } },
      "+ both sides are the same files",
    ],
  ];
  for (const [what, config, more, reason] of rows) {
    await t.step(what, async () => {
      await project.write("deno.json", config);
      assertEquals(await choose(project, more), { "a_bench.ts": reason });
    });
  }
});

Deno.test("files by which Deno runs every module differently count for all bench files", async (t) => {
  await using project = await repository({
    "deno.json": "{}",
    "tsconfig.json": '{ "extends": "./config/base.json" }',
    "config/base.json": '{ "compilerOptions": { "jsx": "react" } }',
    "part/package.json": '{ "type": "commonjs" }',
    "data.json": "1",
    "a_bench.ts": bench,
  });
  const commonjs = '{ "type": "commonjs" }';
  const rows: [path: string, text: string | null, reason: string][] = [
    ["part/package.json", '{ "version": "2.0.0", "type":"commonjs" }', ONE],
    ["part/package.json", '{ "type": "module" }', "+ type in part/package.json differs"],
    ["part/package.json", "{}", "+ type in part/package.json differs"],
    ["part/package.json", null, "+ type in part/package.json differs"],
    ["part/inner/package.json", "{}", "+ type in part/inner/package.json differs"],
    ["node_modules/dep/package.json", commonjs, ONE],
    ["tsconfig.json", '{ "compilerOptions": {} }', "+ tsconfig.json differs"],
    ["part/tsconfig.build.json", "{}", "+ part/tsconfig.build.json differs"],
    [
      "config/base.json",
      '{ "compilerOptions": { "jsx": "preserve" } }',
      "+ config/base.json differs",
    ],
    ["config/base.json", null, "+ config/base.json differs"],
    ["data.json", "2", ONE],
    ["my-tsconfig.json.txt", "2", ONE],
  ];
  for (const [path, text, reason] of rows) {
    await t.step(`${path}: ${text}`, async () => {
      await git(project, "reset", "--quiet", "--hard");
      await git(project, "clean", "--quiet", "-fd");
      if (text === null) await Deno.remove(project.path(path));
      else await project.write(path, text);
      assertEquals(await choose(project), { "a_bench.ts": reason });
    });
  }
});

Deno.test("installed packages are the same but where a command has made others", async (t) => {
  await using project = await repository({
    ".gitignore": "node_modules\n",
    "package.json": '{ "name": "p", "workspaces": ["part"] }',
    "package-lock.json": "1",
    "part/package.json": '{ "name": "@p/part", "version": "1.0.0", "exports": "./mod.js" }',
    "part/mod.js": "export const size = 1;\n",
    "install.js": INSTALL,
    "dep_bench.ts": `import { size } from "dep";\nsize;\n${bench}`,
    "own_bench.ts": `import { size } from "@p/part";\nsize;\n${bench}`,
    "uses_bench.ts": `import { size } from "uses";\nsize;\n${bench}`,
    "none_bench.ts": bench,
  });
  const installed = await runIn(project, "deno", ["run", "-RW", "install.js", "1"]);
  assertEquals(installed.code, 0, installed.error);
  const setup = (size: number) => `deno run -RW install.js ${size}`;
  const uses = "+ node_modules/uses/index.js uses packages of the project";
  const same = "same 2 modules";
  await t.step("nothing", async () => {
    const all = {
      "dep_bench.ts": same,
      "none_bench.ts": ONE,
      "own_bench.ts": same,
      "uses_bench.ts": uses,
    };
    assertEquals(await choose(project), all);
    assertEquals(await choose(project, { setup: setup(1) }), all);
  });
  await t.step("a file in a package that the graph does not reach", async () => {
    assertEquals(await choose(project, { setup: setup(2) }), {
      "dep_bench.ts": "+ node_modules/dep/unseen.js differs",
      "none_bench.ts": ONE,
      "own_bench.ts": same,
      "uses_bench.ts": uses,
    });
  });
  await t.step("a package of the project", async () => {
    await project.write("part/mod.js", "export const size = 2;\n");
    assertEquals(await choose(project), {
      "dep_bench.ts": same,
      "none_bench.ts": ONE,
      "own_bench.ts": "+ part/mod.js differs",
      "uses_bench.ts": uses,
    });
  });
});

Deno.test("packages from npm go by their exact versions", async () => {
  await using project = await repository({
    "deno.json": '{ "imports": { "schema": "npm:valibot@1.5.0" } }',
    "mapped_bench.ts": `import "schema";\n${bench}`,
    "named_bench.ts": `import "npm:valibot@1.5.0";\n${bench}`,
    "none_bench.ts": bench,
  });
  const same = "same 1 module and 1 package";
  assertEquals(await choose(project), {
    "mapped_bench.ts": same,
    "named_bench.ts": same,
    "none_bench.ts": ONE,
  });
  await project.write("deno.json", '{ "imports": { "schema": "npm:fast-check@4.10.2" } }');
  const { "mapped_bench.ts": mapped, ...others } = await choose(project);
  assertMatch(mapped!, /^\+ npm:fast-check@4\.10\.2 is loaded by the current version only$/);
  assertEquals(others, { "named_bench.ts": same, "none_bench.ts": ONE });
});

Deno.test("packages that Deno installs in the project go by what a command has made of them", async () => {
  const folder = "node_modules/.deno/valibot@1.5.0/node_modules/valibot";
  await using project = await repository({
    "deno.json": '{ "nodeModulesDir": "auto", "imports": { "schema": "npm:valibot@1.5.0" } }',
    ".gitignore": "node_modules\n",
    "patch.js": `
      Deno.mkdirSync("${folder}", { recursive: true });
      Deno.writeTextFileSync("${folder}/patched.js", Deno.args[0]);
      Deno.writeTextFileSync("node_modules/.deno/state", Deno.args[0]);`,
    "npm_bench.ts": `import "schema";\n${bench}`,
    "none_bench.ts": bench,
  });
  const patched = await runIn(project, "deno", ["run", "-RW", "patch.js", "1"]);
  assertEquals(patched.code, 0, patched.error);
  const setup = (content: string) => `deno run -RW patch.js ${content}`;
  const same = "same 1 module and 1 package";
  assertEquals(await choose(project), { "none_bench.ts": ONE, "npm_bench.ts": same });
  assertEquals(await choose(project, { setup: setup("1") }), {
    "none_bench.ts": ONE,
    "npm_bench.ts": same,
  });
  assertEquals(await choose(project, { setup: setup("2") }), {
    "none_bench.ts": ONE,
    "npm_bench.ts": `+ ${folder}/patched.js differs`,
  });
});

Deno.test("packages that git has go by themselves", async () => {
  await using project = await repository({
    "package.json": "{}",
    "dep_bench.ts": `import { size } from "dep";\nsize;\n${bench}`,
    "like_bench.ts": `import "./like_node_modules/a.js";\n${bench}`,
    "like_node_modules/a.js": "export const load = (name) => import(name);\n",
    "node_modules/dep/package.json": '{ "name": "dep", "type": "module", "exports": "./index.js" }',
    "node_modules/dep/index.js": "export const size = 1;\n",
    "node_modules/dep/unseen.js": "1",
  });
  const like = {
    "like_bench.ts": "+ like_node_modules/a.js:1 may load what its module graph does not show",
  };
  assertEquals(await choose(project), { "dep_bench.ts": "same 2 modules", ...like });
  await project.write("node_modules/dep/unseen.js", "2");
  const differs = { "dep_bench.ts": "+ node_modules/dep/unseen.js differs" };
  assertEquals(await choose(project), { ...differs, ...like });
});

/** What installs packages: one, one that uses a package of the project, and that one. */
const INSTALL = `
const install = (name, text) => {
  const folder = "node_modules/" + name;
  Deno.mkdirSync(folder, { recursive: true });
  const dependencies = name === "uses" ? { "@p/part": "1.0.0" } : {};
  const config = { name, version: "1.0.0", type: "module", exports: "./index.js", dependencies };
  Deno.writeTextFileSync(folder + "/package.json", JSON.stringify(config));
  Deno.writeTextFileSync(folder + "/index.js", text);
};
install("dep", "export const size = 1;");
install("uses", 'export { size } from "@p/part";');
Deno.writeTextFileSync("node_modules/dep/unseen.js", Deno.args[0]);
Deno.mkdirSync("node_modules/@p");
Deno.symlinkSync("../../part", "node_modules/@p/part");
`;
