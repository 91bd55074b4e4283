import { assertEquals, assertStringIncludes } from "@std/assert";
import { listBenchmarks } from "../../scripts/measure/list_benchmarks.ts";
import { describeOtherHarness } from "../../scripts/measure/other_harness.ts";
import { Project } from "../project.ts";

Deno.test("describeOtherHarness() recognises harnesses by the imports of a file", async (t) => {
  const rows: [source: string, wanted: string | null][] = [
    ['import { bench, run } from "mitata";', "It imports mitata: save what run("],
    ['import { Bench } from "npm:tinybench@2.9.0";', "It imports tinybench: save what "],
    ["import { Bench } from 'https://esm.sh/tinybench@6';", "It imports tinybench: "],
    ['import { bench, describe } from "vitest";', "It imports vitest: run vitest bench "],
    ['const { Suite } = require("benchmark");', "It imports benchmark.js: save what "],
    ['import Benchmark from "npm:/benchmark";', "It imports benchmark.js: "],
    ['const { run } = await import("mitata/src/main.mjs");', "It imports mitata: "],
    ['import cronometro from "cronometro"', "It imports cronometro: save its means as JSON"],
    ['import {\n  bench,\n  run,\n} from\n  "mitata";', "It imports mitata: "],
    ['import { run } from "./mitata.ts";', null],
    ['import { run } from "@acme/mitata";', null],
    ['import { run } from "mitata-like";', null],
    ['import { sort } from "./sort.ts";', null],
    ['import { Bench } from "tinybench";\nDeno.bench("sum", () => {});', null],
    ["", null],
  ];
  for (const [source, wanted] of rows) {
    await t.step(source, () => {
      const said = describeOtherHarness(source);
      if (wanted === null) return assertEquals(said, null);
      assertStringIncludes(said!, wanted);
      assertEquals(said!.endsWith(" and read that file with import"), true);
    });
  }
});

Deno.test("listBenchmarks() names import for files of another harness", async () => {
  await using project = await Project.create({
    "deno.json": '{ "imports": { "tinybench": "./stub.ts" } }',
    "stub.ts": "export const Bench = class {};",
    "tiny_bench.ts": 'import { Bench } from "tinybench";\nnew Bench();',
    "tata_bench.ts": 'import { bench } from "mitata";\nbench("sum", () => {});',
    "none_bench.ts": "",
  });
  const list = (...files: string[]) =>
    listBenchmarks({
      root: project.folder,
      files,
      filter: null,
      flags: [],
      ignore: [],
      benchTimeoutMs: 60_000,
      signal: new AbortController().signal,
    });
  const { doubts, emptyBecause } = await list();
  const howToLeaveOut =
    'to leave it out, list the files to measure under "files" in benchline.jsonc.';
  assertEquals(
    doubts.map(({ kind, message, advice }) => [kind, message.replace(/:.*/, ""), advice]),
    [
      [
        "not-loaded",
        "tata_bench.ts could not be loaded",
        `It imports mitata: save what run({ format: "json" }) prints, and read that file with import; ${howToLeaveOut}`,
      ],
      [
        "left-out",
        "tiny_bench.ts registers no benchmark",
        `It imports tinybench: save what console.log(JSON.stringify(bench.table())) prints, and read that file with import; ${howToLeaveOut}`,
      ],
    ],
  );
  assertStringIncludes(emptyBecause!, "tata_bench.ts could not be loaded: ");
  assertStringIncludes(emptyBecause!, ". It imports mitata: ");
  const named = await list("tiny_bench.ts");
  assertEquals(named.doubts[0]!.advice!.includes("benchline.jsonc"), false);
});
