import { assertEquals, assertStringIncludes } from "@std/assert";
import { renderComparisonJson } from "../scripts/report/comparison/json.ts";
import { Failure } from "../scripts/result/failure.ts";
import { stringifyResultDocument } from "../scripts/result/stringify.ts";
import { compareDocuments } from "../scripts/verdict/compare_documents.ts";
import { resolveThresholds } from "../scripts/verdict/config.ts";
import { main } from "../scripts/merge.ts";
import {
  makeBenchmark,
  makeDocument as makeCountedDocument,
  makeMetric,
} from "./helpers/documents.ts";
import { MemoryIo } from "./helpers/memory_io.ts";
import { makeDocument, steady } from "./helpers/sketches.ts";

const part = (index: number, name: string, duration = 1) =>
  makeDocument([{ name, rounds: steady(duration) }], { shard: { index, total: 2 } });

const compare = (index: number, name: string, duration: number) =>
  renderComparisonJson(compareDocuments(
    { source: "a", document: part(index, name) },
    { source: "b", document: part(index, name, duration) },
    { metrics: ["duration"], thresholdsOf: resolveThresholds({}, {}), ignoreEnvironment: false },
  ));

const files = {
  "1.json": stringifyResultDocument(part(1, "sort")),
  "2.json": stringifyResultDocument(part(2, "parse")),
  "same.json": compare(1, "sort", 1),
  "slow.json": compare(2, "parse", 2),
};

Deno.test("merge joins results and writes them in any format", async () => {
  const io = new MemoryIo(files);
  const args = ["2.json", "1.json", "--out", "all.json", "--out", "go:all.txt"];
  assertEquals(await main(args, io), 0, io.error);
  assertEquals(JSON.parse(io.files.get("all.json")!).benchmarks.length, 2);
  assertStringIncludes(io.files.get("all.txt")!, "Benchmark/parse-2");
  assertStringIncludes(io.out, "sort");
});

Deno.test("merge writes its files even if standard output is full", async () => {
  const io = new MemoryIo(files);
  io.writeOut = () => {
    throw new Failure("Cannot write to standard output: the disk is full");
  };
  assertEquals(await main(["1.json", "2.json", "--out", "all.json"], io), 2);
  assertEquals(io.error, "error: Cannot write to standard output: the disk is full\n");
  assertEquals(JSON.parse(io.files.get("all.json")!).benchmarks.length, 2);
});

Deno.test("merge joins comparisons and exits with 1 on a regression", async () => {
  const io = new MemoryIo(files);
  const args = ["same.json", "slow.json", "--out", "all.html", "--format", "markdown"];
  assertEquals(await main(args, io), 1, io.error);
  assertStringIncludes(io.out, "## Benchmarks: 1 regression, 1 unchanged");
  assertStringIncludes(io.files.get("all.html")!, "<table");
});

Deno.test("merge writes one document in another format", async () => {
  const whole = { "a.json": stringifyResultDocument(makeDocument([{ name: "x" }])) };
  const io = new MemoryIo(whole);
  assertEquals(await main(["a.json", "--format", "bencher"], io), 0, io.error);
  assertEquals(JSON.parse(io.out), { "a_bench.ts:x": { latency: { value: 1e6 } } });
});

Deno.test("merge refuses documents that it cannot join or write", async (t) => {
  const rows: [args: string[], message: string][] = [
    [[], "merge needs at least one file"],
    [
      ["1.json", "slow.json"],
      "Cannot join slow.json with 1.json: the first is a comparison, the second a result",
    ],
    [["1.json", "gone.json"], "Cannot read gone.json"],
    [["1.json", "--format", "html"], "--format must be one of terminal, json"],
    [["slow.json", "--format", "go"], "--format must be one of terminal, markdown"],
    [["1.json", "--out", "a.xyz"], "--out must be a file that ends with"],
  ];
  for (const [args, message] of rows) {
    await t.step(args.join(" "), async () => {
      const io = new MemoryIo(files);
      assertEquals(await main(args, io), 2);
      assertStringIncludes(io.error, message);
      assertEquals(io.files.size, Object.keys(files).length);
    });
  }
});

Deno.test("merge joins results and comparisons of counts", async () => {
  const counted = (index: number, value: number) => {
    const metrics = [makeMetric("instructions", value, { exact: true })];
    const shard = { index, total: 2 };
    return makeCountedDocument([makeBenchmark(`b${index}`, { metrics })], { shard });
  };
  const compareCounts = (index: number, before: number, after: number) =>
    renderComparisonJson(compareDocuments(
      { source: "a", document: counted(index, before) },
      { source: "b", document: counted(index, after) },
      { metrics: null, thresholdsOf: resolveThresholds({}, {}), ignoreEnvironment: false },
    ));
  const results = new MemoryIo({
    "1.json": stringifyResultDocument(counted(1, 1200)),
    "2.json": stringifyResultDocument(counted(2, 0)),
  });
  assertEquals(await main(["1.json", "2.json", "--out", "go:all.txt"], results), 0, results.error);
  assertStringIncludes(results.files.get("all.txt")!, "\t1200 instructions\n");
  assertStringIncludes(results.out, "instructions 1,200\n");
  const comparisons = new MemoryIo({
    "1.json": compareCounts(1, 1200, 1201),
    "2.json": compareCounts(2, 0, 3),
  });
  assertEquals(await main(["1.json", "2.json"], comparisons), 1, comparisons.error);
  assertStringIncludes(comparisons.out, "exactly +1 ");
  assertStringIncludes(comparisons.out, "from 0");
});
