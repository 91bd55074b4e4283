// Which bench files are left out of a comparison of a commit with a working tree, and why.
import { assertEquals } from "@std/assert";
import type { CompareVersionsOptions } from "../../scripts/duet/options.ts";
import { bench, choose, Chooser, ONE } from "../helpers/choose.ts";
import { memoryJournal } from "../helpers/memory_journal.ts";
import { THOROUGH } from "../helpers/thorough.ts";
import { git, repository } from "../helpers/repository.ts";

const AND_DATA = ", and nothing that it may read differs";

Deno.test("only files that load something else are affected, however deep it is", async () => {
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
    "mapped_bench.ts": "+ only the current version loads other/moved.ts",
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

Deno.test("a file is never left out if its module graph is incomplete or missing", async () => {
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
    "broken_bench.ts": "+ some modules that the current version loads cannot be found",
    "dynamic_bench.ts": `+ dynamic_bench.ts:2 ${more}`,
    "lately_bench.ts": "+ some modules that the current version loads cannot be found",
    "require_bench.ts": `+ require_bench.ts:1 ${more}`,
    "within_bench.ts": `+ load.ts:1 ${more}`,
    "worker_bench.ts": `+ worker.ts:1 ${more}`,
  };
  // Packages are loaded by createRequire() and Workers without a permission to read as well.
  assertEquals(await choose(project), always);
  for (const data of THOROUGH ? [null, []] : [[]]) {
    assertEquals(await choose(project, { flags: ["--allow-read=docs"], data }), always);
  }
});

Deno.test("readable files count, within permissions and --data", async (t) => {
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
  await using chooser = await Chooser.open(project);
  for (const [flags, data, reason] of rows) {
    await t.step(`${flags.join(" ")} ${data ?? ""}`, async () => {
      const files = ["a_bench.ts"];
      assertEquals(await chooser.choose({ files, flags, data }), { "a_bench.ts": reason });
    });
  }
  await t.step("but what a file loads comes first", async () => {
    for (const flags of [[], ["--allow-read"]]) {
      const files = ["b_bench.ts"];
      assertEquals(await chooser.choose({ files, flags }), { "b_bench.ts": "+ b.ts differs" });
    }
  });
});

Deno.test("permission sets of deno.json, outputs and folders in a readable folder count", async () => {
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
  await using chooser = await Chooser.open(project, { root, flags });
  const same = { "a_bench.ts": `same 2 modules${AND_DATA}` };
  assertEquals(await chooser.choose(), same);
  await project.write("part/data/x.json", "2");
  const reads = { "a_bench.ts": "+ it may read part/data/x.json, which differs" };
  assertEquals(await chooser.choose(), reads);
  assertEquals(await chooser.choose({ data: ["data/*"] }), reads);
  assertEquals(await chooser.choose({ data: ["part/data/*"] }), same);
  const journal = { ...memoryJournal<never>().journal, outputs: ["data"] };
  assertEquals(await chooser.choose({ journal }), same);
  await project.write("part/deno.json", config("true"));
  assertEquals(await choose(project, { root, flags }), {
    "a_bench.ts": "+ the flags for Deno differ",
  });
});

Deno.test("nothing is left out if the versions run differently", async (t) => {
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

Deno.test("files that change how Deno runs every module affect all bench files", async (t) => {
  await using project = await repository({
    "deno.json": "{}",
    "tsconfig.json": '{ "extends": "./config/base.json" }',
    "config/base.json": '{ "compilerOptions": { "jsx": "react" } }',
    "part/package.json": '{ "type": "commonjs" }',
    "data.json": "1",
    "a_bench.ts": bench,
  });
  await using chooser = await Chooser.open(project);
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
      assertEquals(await chooser.choose(), { "a_bench.ts": reason });
    });
  }
});
