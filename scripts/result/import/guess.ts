/** What a file may be in which no results are found. @module */
import { withoutLogMarks } from "../text/log.ts";
import { withoutColours } from "../text/terminal.ts";
import type { Content } from "./content.ts";
import { isRecord } from "./fields.ts";

/** What something may be, how it is known, and what to do about it. */
type Row<Mark> = readonly [what: string, mark: Mark, advice: string];

const UNPACK = "unpack it first";
const WRITTEN = "give what the benchmark harness has written";
const ASV_RESULTS = "give the files in its folder results";
const AS_LIST =
  'it is not read; give a list of {"name", "unit", "value"} with --from customSmallerIsBetter';

/** What a file begins with; of bytes that are no text U+FFFD is left. */
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
  ["what hyperfine exports as CSV", /^command,mean,/, "give the file of --export-json"],
  ["what JMH writes as CSV", /^"Benchmark","Mode"/, "give the file of -rf json"],
  [
    "what BenchmarkDotNet exports as CSV",
    /^Method[,;]Job[,;]/,
    "give the file of --exporters json",
  ],
];

/** The same of JSON. */
const VALUES: readonly Row<(value: unknown) => boolean>[] = [
  ["a package.json", (value) => hasOneOf(value, ["dependencies", "devDependencies"]), WRITTEN],
  [
    "tasks of tinybench that JSON.stringify() has left empty",
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
    "what asv publishes",
    (value) => hasAll(value, ["revision_to_hash", "graph_param_list"]),
    ASV_RESULTS,
  ],
  ["a graph that asv publishes", isGraph, ASV_RESULTS],
  [
    "a comparison made by compare",
    (value) => hasAll(value, ["schema_version", "entries"]),
    "give a result",
  ],
  [
    "what BenchmarkTools.jl saves",
    (value) => Array.isArray(value) && hasAll(value[0], ["Julia"]),
    AS_LIST,
  ],
];

/** What harnesses print, near a result. */
const PRINTED: readonly Row<RegExp>[] = [
  ["what hyperfine prints", /Time \((?:mean|abs) [±≡]/, "give the file of --export-json"],
  [
    "what hyperfine exports as Markdown",
    /^\| Command \| Mean \[/m,
    "give the file of --export-json",
  ],
  [
    "what Google Benchmark prints",
    /^Benchmark {2,200}Time {2,50}CPU|^name,iterations,real_time,/m,
    "give what --benchmark_format=json prints",
  ],
  ["what pytest-benchmark prints", /^-{3,200} benchmark[ :]/m, "give the file of --benchmark-json"],
  ["what pyperf prints", /\bMean \+- std dev:/, "give the file of --output"],
  [
    "what JMH prints",
    /^Benchmark {1,200}(?:\([^)\n]{1,100}\) {1,200})*Mode {1,50}Cnt|^# JMH version:/m,
    "give the file of -rf json",
  ],
  [
    "what BenchmarkDotNet prints",
    /^\/\/ \* Summary \*|^BenchmarkDotNet v?\d/m,
    "give the file of --exporters json",
  ],
  [
    "what vitest prints",
    /\bhz {1,50}min {1,50}max {1,50}mean\b/,
    "give the file of --outputJson, or since version 5 that of --reporter=json",
  ],
  [
    "what deno bench prints",
    /\btime(?:\/iter)? \(avg\)/,
    "give what deno bench --json prints",
  ],
  [
    "what mitata prints",
    /\bavg \(min … max\)|^clk: ~[\d.]{1,9} GHz/m,
    'give what run({ format: "json" }) prints',
  ],
  ["what tinybench prints as a table", /│ Task name/i, "give the tasks as JSON"],
  [
    "what gungraun or iai-callgrind prints",
    /^ *(?:Estimated Cycles|L1 Accesses|L1 Hits|LL Hits): +\d/m,
    "give what --output-format=json prints",
  ],
  [
    "what a benchmark with CodSpeed prints",
    /^ *\[CodSpeed\]|^ *(?:Checked|Measured): .{0,500}\(group:/m,
    "give the JSON file of its results",
  ],
  [
    "what asv prints",
    /^\[ *\d{1,3}\.\d\d%\] ·|^· Creating environments/m,
    ASV_RESULTS,
  ],
  ["what Catch2 prints", /^benchmark name {1,200}samples {1,50}iterations\b/m, AS_LIST],
  ["what BenchmarkTools.jl prints", /\bBenchmarkTools\.Trial:/, AS_LIST],
  [
    "what nanobench prints",
    /^\| {1,50}[nmµu]?s\/[^|\n]{1,50}\| {1,50}[^|\n]{1,50}\/s \|/m,
    AS_LIST,
  ],
  ["what Divan prints", /\bfastest {1,50}│ slowest {1,50}│ median\b/, AS_LIST],
  [
    "what benchmark.js prints",
    /\bops\/sec\b/,
    "a result is such as sort x 9,687 ops/sec ±1.12% (94 runs sampled); " +
    "--from benchmark.js says what is wrong",
  ],
  [
    "what go test -json prints",
    /^\{"(?:Time|Action)":"/m,
    "it has results where -bench names benchmarks; --from go says what is wrong",
  ],
  [
    "what go test prints",
    /^Benchmark[A-Z_]|\bns\/op\b|^(?:goos|goarch): /m,
    "a result is such as BenchmarkSort-8 1000 1234 ns/op; --from go says what is wrong",
  ],
  [
    "what libtest prints",
    /\bns\/iter\b|^running \d+ tests?\r?$/m,
    "a result is such as test sort ... bench: 1,234 ns/iter (+/- 56); --from libtest says what is wrong",
  ],
];

/**
 * The best guess at a file that no reader has recognised, and what to do about it; null where there is
 * none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Content } from "./content.ts";
 * assertEquals(
 *   guessFormat(new Content("  Time (mean ± σ):     250.1 ms ±   1.0 ms", "out.txt")),
 *   "it looks like what hyperfine prints; give the file of --export-json",
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

/** Whether it is a list of objects, or has such tasks, of which nothing is left. */
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

/** Whether the first two lines have as many separators. */
function isTable(text: string): boolean {
  if (/^\s*[{[]/.test(text)) return false;
  const [first, second] = text.split("\n", 2).map((line) => line.match(/[,;\t]/g)?.length ?? 0);
  return first! > 0 && first === second;
}
