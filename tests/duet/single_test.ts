// Comparisons of two versions in one process.
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { ComparisonRecord } from "../../scripts/verdict/comparison_journal.ts";
import {
  compare,
  compareOnce,
  logRatioOf,
  once,
  textsOf,
  wait,
} from "../helpers/compare_project.ts";
import { memoryJournal } from "../helpers/memory_journal.ts";
import { repository } from "../helpers/repository.ts";
import { inPairs, type Project } from "../project.ts";
import { ifThorough } from "../helpers/thorough.ts";

/** ln(current / baseline) of one round in one process. */
async function measureOnce(project: Project): Promise<number> {
  const { journal, records } = memoryJournal<ComparisonRecord>();
  const { measurement } = await compareOnce(project, { placement: "single", journal });
  assertEquals(measurement?.placement, "single");
  return logRatioOf(records);
}

Deno.test("one process gives each version its own modules behind the same alias", async () => {
  const files = {
    "deno.json": '{ "imports": { "@/": "./src/" } }',
    "a_bench.ts": `import { work } from "@/work.ts";\n${once("aliased", "work();")}`,
    "src/work.ts": `export const work = () => { ${wait(20)} };`,
  };
  await using project = await repository(files);
  await project.write("src/work.ts", files["src/work.ts"].replace(" 20)", " 120)"));
  const logRatio = await measureOnce(project);
  assert(logRatio > Math.log(3), `both sides ran the same code: ${logRatio}`);
});

Deno.test({
  ...ifThorough(
    "one process gives each version its own version of a package, and writes no lock file",
  ),
  async fn() {
    const bench = `import * as schema from "valibot";
  const ms = "safeParse" in schema ? 120 : 20;
  ${once("package", wait(20).replace(" 20)", " ms)"))}`;
    const lock = '{ "version": "5" }\n';
    await using project = await repository({
      "deno.json": '{ "imports": { "valibot": "npm:valibot@1.5.0" } }',
      "deno.lock": lock,
      "a_bench.ts": bench,
    });
    await project.write("deno.json", '{ "imports": { "valibot": "npm:fast-check@4.10.2" } }');
    const logRatio = await measureOnce(project);
    assert(logRatio < -Math.log(2), `both sides ran the same package: ${logRatio}`);
    assertEquals(await project.read("deno.lock"), lock);
  },
});

Deno.test("one process is refused if it may not keep the versions apart", async () => {
  const rows: [string, Record<string, string>, RegExp][] = [
    ["a workspace", {
      "deno.json": '{ "workspace": ["./part"] }',
      "part/deno.json": '{ "name": "@x/part", "exports": "./mod.ts" }',
      "part/mod.ts": "export const one = 1;",
      "a_bench.ts": `import { one } from "@x/part";\n${once("a", "one;")}`,
    }, /workspace/],
    ["an import that leads to the other side", {
      "a_bench.ts": `import { one } from "lib";\n${once("a", "one;")}`,
      "lib.ts": "export const one = 1;",
      "deno.json": '{ "importMap": "./map.json" }',
      "map.json": '{ "imports": { "lib": "./lib.ts" } }',
    }, /an import map in a separate file/],
  ];
  await inPairs(rows, async ([what, files, reason]) => {
    await using project = await repository(files);
    const comparison = await compareOnce(project, { placement: "single" });
    assertEquals(comparison.measurement?.placement, "pair", what);
    assertMatch(textsOf(comparison).join("\n"), reason);
  });
});

Deno.test("a configuration that cannot be read is the cause in one process, too", async () => {
  await using project = await repository({ "a_bench.ts": once("a", "") });
  await project.write("deno.json", "{ no");
  const { entries } = await compare(project, { placement: "single" });
  assertEquals(entries.map(({ verdict }) => verdict), ["failed"]);
  assertMatch(entries[0]!.failures[0]!.message, /Cannot read deno\.json/);
});

Deno.test("a version that changes global state does not make the other one fail", async () => {
  const sorting = once("a", "[3, 1, 2].toSorted();");
  await using project = await repository({ "a_bench.ts": sorting });
  await project.write(
    "a_bench.ts",
    'Array.prototype.toSorted = () => { throw new Error("patched"); };\n' + sorting,
  );
  const message = "Error: patched";
  const rows = [
    ["pair", `current: ${message}`],
    ["single", `current: it breaks the baseline, which shares its process: ${message}`],
  ] as const;
  await inPairs(rows, async ([placement, message]) => {
    const { entries } = await compare(project, { placement });
    assertEquals(entries[0]!.verdict, "failed");
    assertEquals(entries[0]!.failures.map(({ message }) => message), [message]);
  });
});
