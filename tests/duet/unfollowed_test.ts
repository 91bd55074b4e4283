import { assertEquals } from "@std/assert";
import { findUnfollowed } from "../../scripts/duet/unfollowed.ts";
import { assertLinear } from "../bounds/doubling.ts";

const FOLLOWED = new Set(["./a.ts", "x", "./d.json"]);

Deno.test("findUnfollowed() finds loads that a module graph does not show", async (t) => {
  const rows: [code: string, isFollowed: boolean][] = [
    ['import { a } from "./a.ts";', true],
    ['export * from "./a.ts";', true],
    ['import "./b.ts";', true],
    ['await import("./a.ts");', true],
    ["await import('x');", true],
    ['import (\n  "./a.ts",\n);', true],
    ['import("./d.json", { with: { type: "json" } });', true],
    ['type A = typeof import("./a.ts");', true],
    ["import.meta.url;", true],
    ["reimport(name);", true],
    ["class WebWorkers {}", true],
    ["required(name);", true],
    ['require("x");', true],
    ['require ("x");', true],
    ["// Callers require a lock.", true],
    ["await import(name);", false],
    ['await import("./b.ts");', false],
    ['await import("./" + name);', false],
    ['await import("./a.ts" + name);', false],
    ["await import(`./a.ts`);", false],
    ["await import(`./${name}.ts`);", false],
    ['await import("./\\x61.ts");', false],
    ["await import(/* why */ name);", false],
    ["await import/* why */(name);", false],
    ["await import // why\n(name);", false],
    ["import.source(name);", false],
    ["import . defer (name);", false],
    ["require(name);", false],
    ["module.require(name);", false],
    ['require("./b.ts");', false],
    ['const load = require;\nload("./a.ts");', false],
    ["const load = require as Load;", false],
    ["export default { require };", false],
    ['require?.("x");', false],
    ['require/* why */("x");', false],
    ['import * as loading from "node:module";', false],
    ['import { createRequire } from "node:module";', false],
    ['new Worker(new URL("./a.ts", import.meta.url));', false],
    ["new SharedWorker (name);", true],
    ["const W = Worker;", false],
    ['import { Worker as W } from "node:worker_threads";', false],
  ];
  for (const [code, isFollowed] of rows) {
    await t.step(code, () => {
      assertEquals(findUnfollowed(`\n${code}`, FOLLOWED) === null, isFollowed);
    });
  }
  assertEquals(findUnfollowed("a;\r\nb;\nimport(c);\nimport(d);", FOLLOWED), 3);
});

Deno.test("findUnfollowed() takes linear time", async () => {
  for (
    const unit of [
      "import ",
      'import("',
      "import('",
      "require",
      "require ",
      "import . ",
      'import("x")',
    ]
  ) {
    await assertLinear(unit, (size) => unit.repeat(size / unit.length), (text) => {
      findUnfollowed(text, FOLLOWED);
    });
  }
});
