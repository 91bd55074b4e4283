// Which bench files are left out, judged by the packages that they use.
import { assertEquals, assertMatch } from "@std/assert";
import { bench, choose, ONE } from "../helpers/choose.ts";
import { repository } from "../helpers/repository.ts";
import { runIn } from "../project.ts";
import { needs } from "../helpers/needs.ts";
import { ifThorough } from "../helpers/thorough.ts";

Deno.test({
  ...ifThorough("installed packages are the same unless a command has installed others"),
  async fn(t) {
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
  },
});

Deno.test("packages from npm are compared by their exact versions", async () => {
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
  assertMatch(mapped!, /^\+ only the current version loads npm:fast-check@4\.10\.2$/);
  assertEquals(others, { "named_bench.ts": same, "none_bench.ts": ONE });
});

Deno.test("packages that Deno installs in the project are compared with all changes by a command", async () => {
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

Deno.test({
  ...needs("links", "packages that are committed are compared file by file"),
  async fn() {
    await using project = await repository({
      "package.json": "{}",
      "dep_bench.ts": `import { size } from "dep";\nsize;\n${bench}`,
      "like_bench.ts": `import "./like_node_modules/a.js";\n${bench}`,
      "like_node_modules/a.js": "export const load = (name) => import(name);\n",
      "node_modules/dep/package.json":
        '{ "name": "dep", "type": "module", "exports": "./index.js" }',
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
  },
});

/** A script that installs a package, one that uses a package of the project, and the latter. */
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
