import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { Failure, parseResultDocument, stringifyResultDocument } from "../../mod.ts";
import { documentText } from "../helpers/documents.ts";

const benchmark = (fields: string) =>
  `{"version":"1.0","timestamp":"2026-01-31T12:00:00Z","environment":{},"benchmarks":[{"name":"a",${fields}}]}`;

Deno.test("parseResultDocument() fills in what a minimal document leaves out", () => {
  const text = benchmark('"duration_ms":2,"throughput":500,"memory_mb":1.5,"iterations":10');
  const document = parseResultDocument(text, "a.json");
  const [entry] = document.benchmarks;
  assertEquals(entry!.rounds, []);
  assertEquals([entry!.group, entry!.file, entry!.p99_ms], [null, null, null]);
  assertEquals([entry!.throughput, entry!.throughput_unit, entry!.memory_mb], [500, "op/s", 1.5]);
  assertEquals([document.partial, document.warnings, document.metadata], [false, [], {}]);
  assertEquals(document.environment.cpu, null);
});

Deno.test("parseResultDocument() reads what stringifyResultDocument() writes", () => {
  const document = parseResultDocument(documentText([{ name: "a", rounds: [1, 2] }]), "a.json");
  assertEquals(parseResultDocument(stringifyResultDocument(document), "b.json"), document);
});

Deno.test("parseResultDocument() takes JSONC, a byte order mark, CRLF and unknown fields", () => {
  const plain = documentText([{ name: "a" }]);
  const rows: Record<string, string> = {
    comments: plain.replace("{", "{ // a comment\n/* another */"),
    "trailing comma": plain.replace(/\}$/, ",}"),
    "byte order mark": `\ufeff${plain}`,
    "windows line ends": JSON.stringify(JSON.parse(plain), null, 2).replaceAll("\n", "\r\n"),
    "later minor version": plain.replace('"1.0"', '"1.7"'),
    "unknown fields": plain.replace("{", '{"added_later":[1],'),
  };
  for (const [what, text] of Object.entries(rows)) {
    assertEquals(parseResultDocument(text, "a.json").benchmarks[0]?.name, "a", what);
  }
});

Deno.test("parseResultDocument() refuses what is no document, in one line that says where", () => {
  const plain = documentText([{ name: "a" }]);
  const rows: [what: string, text: string, message: RegExp][] = [
    ["empty file", "", /not JSON at line 1, column 1: unexpected end/],
    ["cut off", plain.slice(0, -2), /not JSON at line 1, column \d+: unexpected end/],
    ["bare word", '{\n  "version": nope\n}', /line 2, column 14: unexpected token "nope"/],
    ["bare NaN", benchmark('"duration_ms":NaN'), /line 1, column \d+: unexpected token "NaN"/],
    ["text", "hello", /not JSON at line 1, column 1/],
    ["an array", "[]", /the content must be an object, found an array/],
    ["null", "null", /the content must be an object, found null/],
    ["no version", "{}", /version must be a string, found nothing/],
    ["version 1", plain.replace('"1.0"', "1"), /version must be a string, found 1/],
    ["odd version", plain.replace('"1.0"', '"one"'), /such as "1\.0", found "one"/],
    [
      "newer major version",
      plain.replace('"1.0"', '"2.1","generator":"benchline 7.0.0"'),
      /written by "benchline 7\.0\.0" with schema version 2\.1, this program reads 1\.0/,
    ],
    [
      "no time",
      plain.replace(/"timestamp":"[^"]*"/, '"timestamp":"soon"'),
      /timestamp must be an ISO/,
    ],
    [
      "no environment",
      plain.replace(/"environment":\{.*?\},/, ""),
      /environment must be an object/,
    ],
    [
      "benchmarks no list",
      '{"version":"1.0","timestamp":"2026-01-31T12:00:00Z","environment":{},"benchmarks":{}}',
      /benchmarks must be an array, found an object/,
    ],
    [
      "benchmark no object",
      plain.replace(/"benchmarks":\[.*\]/, '"benchmarks":[7]'),
      /benchmarks\[0\] must be an object, found 7/,
    ],
    [
      "name missing",
      plain.replace('"name":"a"', '"nom":"a"'),
      /benchmarks\[0\]\.name must be a string, found nothing/,
    ],
    [
      "duration missing",
      benchmark('"group":null'),
      /benchmarks\[0\]\.duration_ms must be a number, found nothing/,
    ],
    ["duration text", benchmark('"duration_ms":"2"'), /duration_ms must be a number, found "2"/],
    [
      "duration zero",
      benchmark('"duration_ms":0'),
      /duration_ms must be a number above 0, found 0/,
    ],
    ["duration negative", benchmark('"duration_ms":-3'), /a number above 0, found -3/],
    ["duration infinite", benchmark('"duration_ms":1e999'), /a finite number, found Infinity/],
    ["duration absurd", benchmark('"duration_ms":1e12'), /at most 86400000 \(a day, in ms\)/],
    ["duration null without a failure", benchmark('"duration_ms":null'), /where failures is empty/],
    [
      "round zero",
      benchmark('"duration_ms":1,"rounds":[{"duration_ms":0}]'),
      /rounds\[0\]\.duration_ms must be a number above 0/,
    ],
    ["negative memory", benchmark('"duration_ms":1,"memory_mb":-1'), /memory_mb must be 0 or more/],
    [
      "half an iteration",
      benchmark('"duration_ms":1,"iterations":0.5'),
      /iterations must be a whole number/,
    ],
    ["group number", benchmark('"duration_ms":1,"group":3'), /group must be a string, found 3/],
    [
      "cores text",
      plain.replace('"cpu_cores":2', '"cpu_cores":"two"'),
      /environment\.cpu_cores must be a number/,
    ],
  ];
  for (const [what, text, message] of rows) {
    const error = assertThrows(() => parseResultDocument(text, "a.json"), Failure, "", what);
    assertMatch(error.message, message, what);
    assertMatch(error.message, /^Cannot read a\.json: [^\n]*$/, what);
  }
});

Deno.test("parseResultDocument() names both places of a repeated benchmark", () => {
  const text = documentText([{ name: "a" }, { name: "b" }, { name: "a" }]);
  const error = assertThrows(() => parseResultDocument(text, "a.json"), Failure);
  assertMatch(error.message, /benchmarks\[2\] repeats benchmarks\[0\], "a_bench\.ts:a"/);
});

Deno.test("parseResultDocument() tells same names in other files and groups apart", () => {
  const text = documentText([
    { name: "a" },
    { name: "a", group: "g" },
    { name: "a", file: "b_bench.ts" },
  ]);
  assertEquals(parseResultDocument(text, "a.json").benchmarks.length, 3);
});

Deno.test("parseResultDocument() never changes a prototype", () => {
  const text = benchmark('"duration_ms":1,"__proto__":{"polluted":1}').replace(
    "{",
    '{"__proto__":{"polluted":1},"metadata":{"__proto__":{"polluted":1},"constructor":{"x":1}},',
  ).replace('"name":"a"', '"name":"__proto__"');
  const document = parseResultDocument(text, "a.json");
  assertEquals(document.benchmarks[0]!.name, "__proto__");
  for (const value of [{}, document, document.metadata, document.benchmarks[0]!]) {
    assert(!("polluted" in value));
  }
});
