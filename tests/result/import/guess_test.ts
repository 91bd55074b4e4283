// Names a file that somebody gave by mistake, and says what to give instead.
import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../../scripts/result/failure.ts";
import { importResult } from "../../../scripts/result/import/read.ts";
import { decodeText } from "../../../scripts/result/text/decode.ts";

function refused(text: string): string {
  const file = { source: "a", text, modified: "2026-01-31T12:00:00.000Z" };
  const { message } = assertThrows(() => importResult([file], null), Failure);
  assertEquals(message.split("\n").length, 1);
  return message.replace("Cannot read a: no results are found in it; ", "");
}

const WRITTEN = "give the file that the benchmark harness wrote";
const AS_LIST =
  'it is not read; give a list of {"name", "unit", "value"} with --from customSmallerIsBetter';

const bytes = (...list: (number | string)[]) =>
  decodeText(
    new Uint8Array(list.flatMap((one) => typeof one === "number" ? [one] : [...one].map(code))),
  );
const code = (letter: string) => letter.charCodeAt(0);

const ROWS: readonly [text: string, guess: string][] = [
  [bytes(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3), "a file packed with gzip; unpack it first"],
  [bytes("PK\x03\x04", 20, 0, 8, 0, "[Content_Types].xml"), `a spreadsheet; ${WRITTEN}`],
  [bytes("PK\x03\x04", 20, 0, 8, 0, "bench.json"), "a ZIP archive; unpack it first"],
  [bytes(0x28, 0xb5, 0x2f, 0xfd, 4), "a file packed with zstd, xz or bzip2; unpack it first"],
  [bytes(0xfd, "7zXZ", 0), "a file packed with zstd, xz or bzip2; unpack it first"],
  [bytes("%PDF-1.7\n%", 0xe2, 0xe3), `a PDF; ${WRITTEN}`],
  [bytes(0x7f, "ELF", 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3), `a binary file; ${WRITTEN}`],
  ["<!DOCTYPE html>\n<html><body>Sign in</body></html>", `an HTML page; ${WRITTEN}`],
  [
    '<!DOCTYPE html>\n<html><title>Benchmarks</title><script src="data.js"></script>',
    "the page of github-action-benchmark; give the file data.js beside it",
  ],
  ['<?xml version="1.0"?>\n<testsuites><testsuite/></testsuites>', `a JUnit report; ${WRITTEN}`],
  ['<?xml version="1.0"?>\n<coverage/>', `an XML file; ${WRITTEN}`],
  ["TN:\nSF:/a/b.ts\nDA:1,1\nend_of_record\n", `a coverage report; ${WRITTEN}`],
  [
    '{"/a/b.ts": {"path": "/a/b.ts", "statementMap": {}, "fnMap": {}}}',
    `a coverage report; ${WRITTEN}`,
  ],
  ['{"name": "a", "scripts": {}, "devDependencies": {"b": "1"}}', `a package.json; ${WRITTEN}`],
  [
    '{"node": "v20.20.2", "tasks": [{}, {}, {}]}',
    "tasks of tinybench that JSON.stringify() left empty; give the name and the result of each",
  ],
  [
    "[{}, {}]",
    "tasks of tinybench that JSON.stringify() left empty; give the name and the result of each",
  ],
  [
    "clk: ~0.62 GHz\ncpu: AMD EPYC\nruntime: node 20.20.2 (x64-linux)\n\n| • g      |              avg |\n" +
    "| fib(1) | \x604.83 ns/iter\x60 |\n",
    'the output of mitata; give the output of run({ format: "json" })',
  ],
  ['{"tasks": {"bench": "deno bench"}}', `a deno.json; ${WRITTEN}`],
  [
    '{"arch": "x86_64", "cpu": "a", "machine": "b", "num_cpu": "4", "os": "Linux", "ram": "1"}',
    "machine.json of asv; give the other files of its folder",
  ],
  [
    '{"project": "a", "revision_to_hash": {"1": "ab"}, "graph_param_list": []}',
    "a file that asv publishes; give the files in its folder results",
  ],
  [
    "[[877, 0.25], [880, null]]",
    "a graph that asv publishes; give the files in its folder results",
  ],
  [
    '{"schema_version": "2.0", "entries": [], "doubts": []}',
    "a comparison that compare wrote; give a result instead",
  ],
  [
    '[{"Julia":"1.10.0"},[["BenchmarkGroup",{"data":{}}]]]',
    `a file that BenchmarkTools.jl saves; ${AS_LIST}`,
  ],
  [
    "command,mean,stddev,median\nsort,0.1,0.01,0.1\n",
    "CSV of hyperfine; give the file of --export-json",
  ],
  [
    '"Benchmark","Mode","Threads","Samples","Score"\n"a.b","avgt",1,5,1.5\n',
    "CSV of JMH; give the file of -rf json",
  ],
  ["name,value,unit\nsort,12,ns\n", `a table, such as CSV; ${WRITTEN}`],
  ["name\tvalue\nsort\t12\n", `a table, such as CSV; ${WRITTEN}`],
  [
    "benchmark     time/iter (avg)        iter/s      (min … max)\n---- -----\nsort    1.2 ms   800.1\n",
    "the output of deno bench; give the output of deno bench --json",
  ],
  [
    "benchmark      time (avg)        iter/s             (min … max)       p75       p99\n",
    "the output of deno bench; give the output of deno bench --json",
  ],
  [
    "benchmark name                       samples       iterations    est run time\n",
    `the output of Catch2; ${AS_LIST}`,
  ],
  [
    "BenchmarkTools.Trial: 10000 samples with 1 evaluation.\n",
    `the output of BenchmarkTools.jl; ${AS_LIST}`,
  ],
  [
    "|               ns/op |                op/s |    err% |     total | benchmark\n",
    `the output of nanobench; ${AS_LIST}`,
  ],
  [
    "shop            fastest       │ slowest       │ median        │ mean\n",
    `the output of Divan; ${AS_LIST}`,
  ],
  [
    "BenchmarkDotNet v0.13.12, Windows 11\n|Method | Mean |\n",
    "the output of BenchmarkDotNet; give the file of --exporters json",
  ],
  [
    "# JMH version: 1.37\n# VM version: JDK 21\n",
    "the output of JMH; give the file of -rf json",
  ],
  [
    "-----------------------------------------------------\nBenchmark           Time             CPU   Iterations\n",
    "the output of Google Benchmark; give the output of --benchmark_format=json",
  ],
  [
    "  Instructions:                1734|1734   (No change)\n  L1 Hits:         2359|2359\n  Estimated Cycles:    2489\n",
    "the output of gungraun or iai-callgrind; give the output of --output-format=json",
  ],
  [
    "[ 50.00%] ··· Running (suite.time_sort--).\n",
    "the output of asv; give the files in its folder results",
  ],
  [
    "running 3 tests\ntest a ... ok\n",
    "the output of libtest; a result looks like test sort ... bench: 1,234 ns/iter (+/- 56); " +
    "--from libtest says what is wrong",
  ],
  [
    "sort: 9,687 ops/sec\n",
    "the output of benchmark.js; a result looks like sort x 9,687 ops/sec ±1.12% (94 runs sampled); " +
    "--from benchmark.js says what is wrong",
  ],
  [
    '{"Time":"2026-03-02T10:00:00Z","Action":"start","Package":"a.b/c"}\n' +
    '{"Time":"2026-03-02T10:00:01Z","Action":"pass","Package":"a.b/c","Elapsed":1}\n',
    "the output of go test -json; it has results only if -bench names benchmarks; " +
    "--from go says what is wrong",
  ],
  [
    "goos: linux\ngoarch: amd64\nPASS\n",
    "the output of go test; a result looks like BenchmarkSort-8 1000 1234 ns/op; " +
    "--from go says what is wrong",
  ],
];

for (const [text, guess] of ROWS) {
  Deno.test(`importResult() names a text without results: ${JSON.stringify(text.slice(0, 40))}`, () => {
    const wanted = `it looks like ${guess}`;
    assertEquals(refused(text), wanted);
    // A log of the text gets the same answer.
    const isPrinted = /the output of/.test(guess) && !text.startsWith("{");
    if (!isPrinted) return;
    const log = text.split("\n").map((line) => `2026-03-02T10:00:01.12Z ${line}`).join("\n");
    assertEquals(refused(`\x1b[32mRun\x1b[0m\n${log}`), wanted);
  });
}

Deno.test("importResult() names an empty file", () => {
  for (const text of ["", "\n \r\n"]) assertEquals(refused(text), "Cannot read a: it is empty");
});

Deno.test("importResult() lists the formats if a text resembles none of them", () => {
  assertEquals(
    /^Cannot read a: it matches none of the formats deno, .*; --from says which$/.test(
      refused("hello\n"),
    ),
    true,
  );
});
