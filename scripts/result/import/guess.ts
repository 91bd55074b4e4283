/** Guesses what a file without results may be. @module */
import { withoutLogMarks } from "../text/log.ts";
import { withoutColours } from "../text/terminal.ts";
import type { Content } from "./content.ts";
import { isRecord } from "./fields.ts";

/** What a file may be, how to recognise it, and what to do about it. */
type Row<Mark> = readonly [what: string, mark: Mark, advice: string];

const UNPACK = "unpack it first";
const WRITTEN = "give the file that the benchmark harness wrote";
const ASV_RESULTS = "give the files in its folder results";
const AS_LIST =
  'it is not read; give a list of {"name", "unit", "value"} with --from customSmallerIsBetter';

/** The start of a file. Bytes that are not text have become U+FFFD. */
const BEGINNINGS: readonly Row<RegExp>[] = [
  // deno-lint-ignore no-control-regex
  ["a file packed with gzip", /^\x1f\ufffd\x08/, UNPACK],
  // deno-lint-ignore no-control-regex
  ["a spreadsheet", /^PK\x03\x04[^]{0,300}(?:\[Content_Types\]|xl\/|spreadsheet)/, WRITTEN],
  // deno-lint-ignore no-control-regex
  ["a ZIP archive", /^PK(?:\x03\x04|\x05\x06)/, UNPACK],
  ["a file packed with zstd, xz or bzip2", /^(?:\(\ufffd\/\ufffd|\ufffd7zXZ|BZh\d)/, UNPACK],
  ["a PDF", /^%PDF-/, WRITTEN],
  // deno-lint-ignore no-control-regex
  ["a binary file", /^[^]{0,1000}\x00/, WRITTEN],
  [
    "the page of github-action-benchmark",
    /^\s*<!doctype html[^]{0,4000}\bbenchmark/i,
    "give the file data.js beside it",
  ],
  ["an HTML page", /^\s*(?:<!--[^>]{0,1000}>\s*)?<(?:!doctype html|html)\b/i, WRITTEN],
  ["a JUnit report", /^\s*(?:<\?xml[^>]{0,200}>\s*)?<testsuites?\b/, WRITTEN],
  ["an XML file", /^\s*<\?xml\b/, WRITTEN],
  ["a coverage report", /^(?:TN:|SF:)/, WRITTEN],
  ["CSV of hyperfine", /^command,mean,/, "give the file of --export-json"],
  ["CSV of JMH", /^"Benchmark","Mode"/, "give the file of -rf json"],
  [
    "CSV of BenchmarkDotNet",
    /^Method[,;]Job[,;]/,
    "give the file of --exporters json",
  ],
];

/** The same for JSON values. */
const VALUES: readonly Row<(value: unknown) => boolean>[] = [
  ["a package.json", (value) => hasOneOf(value, ["dependencies", "devDependencies"]), WRITTEN],
  [
    "tasks of tinybench that JSON.stringify() left empty",
    isEmptied,
    "give the name and the result of each",
  ],
  ["a deno.json", (value) => hasOneOf(value, ["tasks", "imports"]), WRITTEN],
  ["a coverage report", (value) => hasInSome(value, ["statementMap"]), WRITTEN],
  [
    "machine.json of asv",
    (value) => hasAll(value, ["machine", "arch", "cpu"]),
    "give the other files of its folder",
  ],
  [
    "a file that asv publishes",
    (value) => hasAll(value, ["revision_to_hash", "graph_param_list"]),
    ASV_RESULTS,
  ],
  ["a graph that asv publishes", isGraph, ASV_RESULTS],
  [
    "a comparison that compare wrote",
    (value) => hasAll(value, ["schema_version", "entries"]),
    "give a result instead",
  ],
  [
    "a file that BenchmarkTools.jl saves",
    (value) => Array.isArray(value) && hasAll(value[0], ["Julia"]),
    AS_LIST,
  ],
];

/** Output of harnesses near a result. */
const PRINTED: readonly Row<RegExp>[] = [
  ["the output of hyperfine", /Time \((?:mean|abs) [±≡]/, "give the file of --export-json"],
  [
    "Markdown of hyperfine",
    /^\| Command \| Mean \[/m,
    "give the file of --export-json",
  ],
  [
    "the output of Google Benchmark",
    /^Benchmark {2,200}Time {2,50}CPU|^name,iterations,real_time,/m,
    "give the output of --benchmark_format=json",
  ],
  [
    "the output of pytest-benchmark",
    /^-{3,200} benchmark[ :]/m,
    "give the file of --benchmark-json",
  ],
  ["the output of pyperf", /\bMean \+- std dev:/, "give the file of --output"],
  [
    "the output of JMH",
    /^Benchmark {1,200}(?:\([^)\n]{1,100}\) {1,200})*Mode {1,50}Cnt|^# JMH version:/m,
    "give the file of -rf json",
  ],
  [
    "the output of BenchmarkDotNet",
    /^\/\/ \* Summary \*|^BenchmarkDotNet v?\d/m,
    "give the file of --exporters json",
  ],
  [
    "the output of vitest",
    /\bhz {1,50}min {1,50}max {1,50}mean\b/,
    "give the file of --outputJson, or since version 5 that of --reporter=json",
  ],
  [
    "the output of deno bench",
    /\btime(?:\/iter)? \(avg\)/,
    "give the output of deno bench --json",
  ],
  [
    "the output of mitata",
    /\bavg \(min … max\)|^clk: ~[\d.]{1,9} GHz/m,
    'give the output of run({ format: "json" })',
  ],
  ["a table of tinybench", /│ Task name/i, "give the tasks as JSON"],
  [
    "the output of gungraun or iai-callgrind",
    /^ *(?:Estimated Cycles|L1 Accesses|L1 Hits|LL Hits): +\d/m,
    "give the output of --output-format=json",
  ],
  [
    "the output of a benchmark with CodSpeed",
    /^ *\[CodSpeed\]|^ *(?:Checked|Measured): .{0,500}\(group:/m,
    "give the JSON file of its results",
  ],
  [
    "the output of asv",
    /^\[ *\d{1,3}\.\d\d%\] ·|^· Creating environments/m,
    ASV_RESULTS,
  ],
  ["the output of Catch2", /^benchmark name {1,200}samples {1,50}iterations\b/m, AS_LIST],
  ["the output of BenchmarkTools.jl", /\bBenchmarkTools\.Trial:/, AS_LIST],
  [
    "the output of nanobench",
    /^\| {1,50}[nmµu]?s\/[^|\n]{1,50}\| {1,50}[^|\n]{1,50}\/s \|/m,
    AS_LIST,
  ],
  ["the output of Divan", /\bfastest {1,50}│ slowest {1,50}│ median\b/, AS_LIST],
  [
    "the output of benchmark.js",
    /\bops\/sec\b/,
    "a result looks like sort x 9,687 ops/sec ±1.12% (94 runs sampled); " +
    "--from benchmark.js says what is wrong",
  ],
  [
    "the output of go test -json",
    /^\{"(?:Time|Action)":"/m,
    "it has results only if -bench names benchmarks; --from go says what is wrong",
  ],
  [
    "the output of go test",
    /^Benchmark[A-Z_]|\bns\/op\b|^(?:goos|goarch): /m,
    "a result looks like BenchmarkSort-8 1000 1234 ns/op; --from go says what is wrong",
  ],
  [
    "the output of libtest",
    /\bns\/iter\b|^running \d+ tests?\r?$/m,
    "a result looks like test sort ... bench: 1,234 ns/iter (+/- 56); --from libtest says what is wrong",
  ],
];

/**
 * The best guess at a file that no importer recognised, and what to do about it; null if there is
 * none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Content } from "./content.ts";
 * assertEquals(
 *   guessFormat(new Content("  Time (mean ± σ):     250.1 ms ±   1.0 ms", "out.txt")),
 *   "it looks like the output of hyperfine; give the file of --export-json",
 * );
 * ```
 */
export function guessFormat({ text, json }: Content): string | null {
  const begun = firstGuess(BEGINNINGS, (mark) => mark.test(text));
  if (begun !== null) return begun;
  if (json !== undefined) return firstGuess(VALUES, (isOf) => isOf(json));
  const printed = withoutLogMarks(withoutColours(text));
  const guess = firstGuess(PRINTED, (mark) => mark.test(printed));
  if (guess !== null || !isTable(text)) return guess;
  return `it looks like a table, such as CSV; ${WRITTEN}`;
}

function firstGuess<Mark>(
  rows: readonly Row<Mark>[],
  fits: (mark: Mark) => boolean,
): string | null {
  const found = rows.find(([, mark]) => fits(mark));
  return found === undefined ? null : `it looks like ${found[0]}; ${found[2]}`;
}

function hasAll(value: unknown, keys: readonly string[]): boolean {
  return isRecord(value) && keys.every((key) => Object.hasOwn(value, key));
}

function hasOneOf(value: unknown, keys: readonly string[]): boolean {
  return keys.some((key) => hasAll(value, [key]));
}

/** Whether it is a list of empty objects, or has such tasks. */
function isEmptied(value: unknown): boolean {
  const tasks = isRecord(value) ? value.tasks : value;
  return Array.isArray(tasks) && tasks.length > 0 &&
    tasks.every((task) => isRecord(task) && Object.keys(task).length === 0);
}

/** Whether it is a list of revisions, each with a value. */
function isGraph(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 &&
    value.every((point) =>
      Array.isArray(point) && point.length === 2 && typeof point[0] === "number" &&
      (typeof point[1] === "number" || point[1] === null)
    );
}

/** Whether one of the values in an object has these keys. */
function hasInSome(value: unknown, keys: readonly string[]): boolean {
  return isRecord(value) && Object.values(value).some((inner) => hasAll(inner, keys));
}

/** Whether the first two lines have the same number of separators. */
function isTable(text: string): boolean {
  if (/^\s*[{[]/.test(text)) return false;
  const [first, second] = text.split("\n", 2).map((line) => line.match(/[,;\t]/g)?.length ?? 0);
  return first! > 0 && first === second;
}
