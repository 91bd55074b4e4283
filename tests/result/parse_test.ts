import { assert, assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../scripts/result/failure.ts";
import { parseResultDocument } from "../../scripts/result/parse.ts";
import { stringifyResultDocument } from "../../scripts/result/stringify.ts";
import { assertLinear } from "../bounds/doubling.ts";
import { makeBenchmark, makeDocument } from "../helpers/documents.ts";

/** A document with these benchmarks, and further fields written before them. */
function documentWith(benchmarks: string, more = ""): string {
  return `{ "version": "1.0", "timestamp": "2026-01-31T12:00:00Z", "environment": {}, ${more}
  "benchmarks": [${benchmarks}] }`;
}

/** A document with one benchmark of these fields. */
function benchmarkWith(fields: string): string {
  return documentWith(`{ "name": "a", ${fields} }`);
}

Deno.test("parseResultDocument() fills in what a minimal document leaves out", () => {
  const text = benchmarkWith(
    '"duration_ms": 2, "throughput": 500, "memory_mb": 0.1, "iterations": 10',
  );
  const unknown = {
    os: null,
    cpu: null,
    arch: null,
    cpu_cores: null,
    memory_total_mb: null,
    runtime: null,
    deno_version: null,
    v8_version: null,
    v8_flags: null,
    git_commit: null,
    git_dirty: null,
    ci: null,
  };
  assertEquals(parseResultDocument(text, "a.json"), {
    version: "1.0",
    generator: null,
    timestamp: "2026-01-31T12:00:00Z",
    environment: unknown,
    benchmarks: [makeBenchmark("a", {
      file: null,
      duration_ms: 2,
      throughput: 500,
      memory_mb: 0.1,
      iterations: 10,
    })],
    partial: false,
    shard: null,
    shards: [],
    warnings: [],
    metadata: {},
  });
});

Deno.test("parseResultDocument() reads back what stringifyResultDocument() writes", () => {
  const full = makeDocument([
    makeBenchmark("full", {
      durationsMs: [1, 2],
      group: "g",
      description: "what it does",
      min_ms: 0,
      max_ms: 3,
      median_ms: 1.5,
      std_dev_ms: 0,
      p75_ms: 2,
      p99_ms: 3,
      throughput_unit: "rows/s",
      memory_mb: 0,
      iterations: 0,
      work: { operations: 1, unit: "rows", bytes: 2, flops: 3 },
      failures: [{ round: 3, message: "x" }, { round: null, message: "y" }],
      short_name: "fu",
      metrics: [
        { name: "points", unit: "", value: 0, better: null, exact: false, rounds: [] },
        { name: "B/op", unit: "B", value: 3.5, better: "lower", exact: true, rounds: [3, 4] },
      ],
    }),
    makeBenchmark("failed", { failures: [{ round: 1, message: "x" }] }),
  ], {
    partial: true,
    warnings: ["w"],
    metadata: { free: [{ a: null }] },
  });
  assertEquals(parseResultDocument(stringifyResultDocument(full), "a.json"), full);
});

Deno.test("parseResultDocument() reads JSON as people and other programs write it", async (t) => {
  const plain = benchmarkWith('"duration_ms": 2');
  const rows: [what: string, text: string][] = [
    [
      "comments and trailing commas",
      plain.replace("[{", "/* one */ [{").replace("]", ", // no\n]"),
    ],
    ["a byte order mark", `\ufeff${plain}`],
    ["a byte order mark and comments", `\ufeff// first line\n${plain}`],
    ["Windows line breaks", plain.replaceAll("\n", "\r\n")],
    ["comments between Windows line breaks", plain.replaceAll("\n", " // x\r\n")],
    ["a later minor version", plain.replace("1.0", "1.7")],
    ["unknown fields", plain.replace("{", '{ "new": { "a": [1] }, ')],
    ["an unknown field of a benchmark", plain.replace('"name"', '"new": 1, "name"')],
  ];
  const wanted = parseResultDocument(plain, "a.json");
  for (const [what, text] of rows) {
    await t.step(what, () => {
      const document = parseResultDocument(text, "a.json");
      assertEquals({ ...document, version: "1.0" }, wanted);
    });
  }
});

Deno.test("parseResultDocument() names line and column of what is not JSON", async (t) => {
  const rows: [what: string, text: string, message: string][] = [
    ["nothing", "", "line 1, column 1: unexpected end"],
    ["blanks", " \n\n ", "line 1, column 1: unexpected end"],
    ["a missing colon", '{\n  "version" "1.0"\n}', "line 2, column 13: unexpected token"],
    ["a missing comma", '{\r\n  "a": 1\r\n  "b": 2\r\n}', "line 3, column 3: unexpected token"],
    ["after a byte order mark", "\ufeff{ a }", 'line 1, column 3: unexpected token "a"'],
    ["a line break in a string", '{ "a": "b\nc" }', 'line 1, column 8: unexpected token "\\"b"'],
    ["a file cut off in a string", '["a\\"', "line 1, column 6: unexpected end"],
    [
      "a token that reads like the parser's message",
      '{\n  "a" " in JSONC at position 7\n" }',
      "line 2, column 7: unexpected token",
    ],
    ["a truncated file", '{\n  "version": "1.0",\n', "line 2, column 20: unexpected end"],
    ["an open comment", "{}\n/* x", "line 2, column 5: unexpected end"],
    ["NaN", '{ "a": NaN }', 'line 1, column 8: unexpected token "NaN"'],
    ["Infinity", '{ "a": Infinity }', 'line 1, column 8: unexpected token "Infinity"'],
    ["a web page", "<html>\n</html>", 'line 1, column 1: unexpected token "<html>"'],
    ["a text after the end", '{} "a"', 'line 1, column 4: unexpected token "\\"a\\""'],
    ["a slash", "[/ 1]", 'line 1, column 2: unexpected token "/"'],
    ["two commas", "[1,,]", 'line 1, column 4: unexpected token ","'],
    ["a comma alone", "{ , }", 'line 1, column 3: unexpected token ","'],
    ["an escape that there is not", '["\\q"]', 'line 1, column 2: unexpected token "\\"\\\\q\\""'],
    ["another bracket", "[1}", 'line 1, column 3: unexpected token "}"'],
    ["something after the end", "{}\n{}", 'line 2, column 1: unexpected token "{"'],
    ["control characters", "\x1b[31m", 'line 1, column 1: unexpected token "\\u001b"'],
  ];
  for (const [what, text, message] of rows) {
    await t.step(what, () => {
      const run = () => parseResultDocument(text, "a.json");
      assertThrows(run, Failure, `Cannot read a.json: not JSON at ${message}`);
    });
  }
});

Deno.test("parseResultDocument() refuses what is nested more than 128 levels deep", () => {
  const nest = (levels: number) =>
    documentWith("", `"metadata": ${'{ "a": '.repeat(levels - 1)}{}${"}".repeat(levels - 1)},`);
  for (const comment of ["", "// a comment\n"]) {
    const read = (text: string) => parseResultDocument(`${comment}${text}`, "a.json");
    // The document is a level, too.
    const document = read(nest(127));
    assertEquals(parseResultDocument(stringifyResultDocument(document), "b.json"), document);
    for (const text of [nest(128), nest(200_000), "[".repeat(200_000), '{"a":'.repeat(200_000)]) {
      assertThrows(() => read(text), Failure, "a.json: it is nested more than 128 levels deep");
    }
  }
});

Deno.test("parseResultDocument() keeps metadata whatever its keys are called", () => {
  const metadata = '{ "__proto__": { "a": 1 }, "constructor": 2, "prototype": 3, "toString": 4 }';
  for (const comment of ["", "// a comment\n"]) {
    const read = parseResultDocument(
      `${comment}${documentWith("", `"metadata": ${metadata},`)}`,
      "a",
    );
    const written = JSON.parse(stringifyResultDocument(read));
    assertEquals(Object.entries(written.metadata), Object.entries(JSON.parse(metadata)));
    assertEquals(Object.getPrototypeOf(read.metadata), Object.prototype);
  }
});

Deno.test("parseResultDocument() is linear in what is no JSON", async () => {
  for (const unit of ['\\"', '"', "\\", "\n", " ", "/*", "[", "1", "//", "é", ",", '"a":']) {
    for (const before of ["", '["', '{"a', "[", "/*"]) {
      await assertLinear(
        JSON.stringify([before, unit]),
        (size) => before + unit.repeat(size),
        (text) => assertThrows(() => parseResultDocument(text, "a.json"), Failure),
      );
    }
  }
});

Deno.test("parseResultDocument() says in a short line what is no JSON", () => {
  const long = "x".repeat(1_000_000);
  for (const text of [`["${long}\n"]`, long, `{ "a": ${long} }`, `["a", "${long}`]) {
    const error = assertThrows(() => parseResultDocument(text, "a.json"), Failure);
    assert(error.message.length < 200, error.message.slice(0, 300));
  }
});

Deno.test("parseResultDocument() names the field, what is wanted and what was found", async (t) => {
  const empty = documentWith("");
  const rows: [text: string, message: string][] = [
    ["null", "the content must be an object, found null"],
    ["3", "the content must be an object, found 3"],
    ["{}", "version must be a string, found nothing"],
    [empty.replace('"1.0"', "1"), "version must be a string, found 1"],
    [
      empty.replace("2026-01-31T12:00:00Z", "yesterday\\n"),
      'timestamp must be an ISO 8601 time such as 2026-01-31T12:00:00Z, found "yesterday\\n"',
    ],
    [empty.replace(/"timestamp[^,]*,/, ""), "timestamp must be a string, found nothing"],
    [empty.replace('"environment": {},', ""), "environment must be an object, found nothing"],
    [
      empty.replace("{}", '{ "cpu_cores": "2" }'),
      'environment.cpu_cores must be a number, found "2"',
    ],
    [
      empty.replace("{}", '{ "v8_flags": ["a", 1] }'),
      "environment.v8_flags[1] must be a string, found 1",
    ],
    [empty.replace("[]", "{}"), "benchmarks must be an array, found an object"],
    [empty.replace(/,\s+"benchmarks": \[\]/, ""), "benchmarks must be an array, found nothing"],
    [documentWith("null"), "benchmarks[0] must be an object, found null"],
    [documentWith('{ "duration_ms": 1 }'), "benchmarks[0].name must be a string, found nothing"],
    [
      documentWith('{ "name": "a", "duration_ms": 1 }, { "name": 7, "duration_ms": 1 }'),
      "benchmarks[1].name must be a string, found 7",
    ],
    [documentWith("", '"partial": "no",'), 'partial must be true or false, found "no"'],
    [documentWith("", '"warnings": "no",'), 'warnings must be an array, found "no"'],
    [documentWith("", '"metadata": 3,'), "metadata must be an object, found 3"],
  ];
  for (const [text, message] of rows) {
    await t.step(message, () => {
      const error = assertThrows(() => parseResultDocument(text, "a.json"), Failure);
      assertEquals(error.message, `Cannot read a.json: ${message}`);
    });
  }
});

Deno.test("parseResultDocument() refuses figures that cannot be", async (t) => {
  const rows: [fields: string, message: string][] = [
    ['"memory_mb": 1', "duration_ms must be a number, found nothing"],
    ['"duration_ms": "2"', 'duration_ms must be a number, found "2"'],
    ['"duration_ms": "NaN"', 'duration_ms must be a number, found "NaN"'],
    ['"duration_ms": 0', "duration_ms must be a number above 0, found 0"],
    ['"duration_ms": -0.1', "duration_ms must be a number above 0, found -0.1"],
    ['"duration_ms": 1e999', "duration_ms must be a finite number, found Infinity"],
    [
      '"duration_ms": 86400000.1',
      "duration_ms must be at most 86400000 (a day, in ms), found 86400000.1",
    ],
    [
      '"duration_ms": 9e-13',
      "duration_ms must be at least 1e-12 (a femtosecond, in ms), found 9e-13",
    ],
    [
      '"duration_ms": null',
      "duration_ms must be a number above 0 if metrics and failures are empty, found null",
    ],
    ['"duration_ms": 1, "min_ms": -1', "min_ms must be 0 or more, found -1"],
    ['"duration_ms": 1, "throughput": 0', "throughput must be a number above 0, found 0"],
    ['"duration_ms": 1, "memory_mb": -1', "memory_mb must be 0 or more, found -1"],
    ['"duration_ms": 1, "iterations": 1.5', "iterations must be a whole number, found 1.5"],
    ['"duration_ms": 1, "iterations": -1', "iterations must be 0 or more, found -1"],
    ['"duration_ms": 1, "rounds": {}', "rounds must be an array, found an object"],
    ['"duration_ms": 1, "rounds": [{}]', "rounds[0].duration_ms must be a number, found nothing"],
    [
      '"duration_ms": 1, "rounds": [{ "duration_ms": 1 }, { "duration_ms": 0 }]',
      "rounds[1].duration_ms must be a number above 0, found 0",
    ],
    ['"duration_ms": 1, "work": { "flops": 0 }', "work.flops must be a number above 0, found 0"],
    [
      '"duration_ms": null, "metrics": [{ "name": "a" }]',
      "metrics[0].value must be a number, found nothing",
    ],
    [
      '"duration_ms": null, "metrics": [{ "name": "a", "value": 1e999 }]',
      "metrics[0].value must be a finite number, found Infinity",
    ],
    [
      '"duration_ms": null, "metrics": [{ "name": "a", "value": 1, "better": "less" }]',
      'metrics[0].better must be "lower" or "higher", found "less"',
    ],
    [
      '"duration_ms": null, "metrics": [{ "name": "a", "value": 1 }, { "name": "a", "value": 1 }]',
      'metrics[1] repeats "a"; the name of a metric must occur once',
    ],
    [
      '"duration_ms": null, "failures": [{ "round": 1 }]',
      "failures[0].message must be a string, found nothing",
    ],
  ];
  for (const [fields, message] of rows) {
    await t.step(fields, () => {
      const run = () => parseResultDocument(benchmarkWith(fields), "a.json");
      const error = assertThrows(run, Failure);
      assertEquals(error.message, `Cannot read a.json: benchmarks[0].${message}`);
    });
  }
});

Deno.test("parseResultDocument() takes figures at the bounds", async (t) => {
  const rows = [
    '"duration_ms": 86400000',
    '"duration_ms": 1e-12',
    '"duration_ms": 1, "memory_mb": 0, "iterations": 0, "min_ms": 0',
    '"duration_ms": null, "failures": [{ "message": "x" }]',
    '"duration_ms": null, "metrics": [{ "name": "", "value": -1e300, "rounds": [0, -1] }]',
  ];
  for (const fields of rows) {
    await t.step(fields, () => {
      assertEquals(parseResultDocument(benchmarkWith(fields), "a.json").benchmarks.length, 1);
    });
  }
});

Deno.test("parseResultDocument() refuses another major version and names the writer", async (t) => {
  const rows: [text: string, message: string][] = [
    [
      '{ "version": "2.0", "generator": "benchline 9.1.0" }',
      'it was written by "benchline 9.1.0" with schema version 2.0, but this program reads 1.4',
    ],
    ['{ "version": "10" }', "it was written with schema version 10, but this program reads 1.4"],
    ['{ "version": "0.9", "generator": 5 }', "it was written with schema version 0.9, but this"],
    ['{ "version": "one" }', 'version must be a schema version such as "1.4", found "one"'],
    ['{ "version": "1.0-beta" }', 'schema version such as "1.4", found "1.0-beta"'],
    ['{ "version": "" }', 'schema version such as "1.4", found ""'],
    [
      '{ "version": "2.0", "generator": "a\\n::error::b" }',
      'it was written by "a\\n::error::b" with schema version 2.0',
    ],
  ];
  for (const [text, message] of rows) {
    await t.step(message, () => {
      const error = assertThrows(() => parseResultDocument(text, "a.json"), Failure, message);
      assert(!error.message.includes("\n"));
    });
  }
});

Deno.test("parseResultDocument() refuses duplicates and tells near duplicates apart", () => {
  const entry = (fields: string) => `{ "name": "a", "duration_ms": 1${fields} }`;
  const twice = documentWith(
    [entry(""), entry(', "group": "g", "file": "f"'), entry(', "file": "f", "group": "g"')].join(),
  );
  assertThrows(
    () => parseResultDocument(twice, "a.json"),
    Failure,
    'benchmarks[2] repeats benchmarks[1], "f:g/a"; file, group and name together must occur once',
  );
  const near = ["", ', "group": "g"', ', "group": ""', ', "file": "g"', ', "file": "h"'];
  const { benchmarks } = parseResultDocument(documentWith(near.map(entry).join()), "a.json");
  assertEquals(benchmarks.length, near.length);
});

Deno.test("parseResultDocument() never touches a prototype", async (t) => {
  const evil = '"__proto__": { "polluted": true }';
  const text = documentWith(
    `{ ${evil}, "name": "__proto__", "group": "constructor", "duration_ms": 1 }`,
    `${evil}, "metadata": { ${evil}, "constructor": { "prototype": { "polluted": true } } },`,
  );
  for (const [what, content] of [["JSON", text], ["JSONC", `// x\n${text}`]] as const) {
    await t.step(what, () => {
      const document = parseResultDocument(content, "a.json");
      assertEquals(document.benchmarks[0]!.name, "__proto__");
      for (const value of [{}, document, document.benchmarks[0], document.metadata]) {
        assert(!("polluted" in value!));
        assertEquals(Object.getPrototypeOf(value), Object.prototype);
      }
    });
  }
  const inherited = documentWith("");
  assertThrows(
    () => parseResultDocument(`{ "__proto__": ${inherited} }`, "a.json"),
    Failure,
    "version must be a string, found nothing",
  );
});

Deno.test("stringifyResultDocument() refuses in one line what is longer than a text can be", () => {
  const warnings: string[] = Array(600).fill("x".repeat(1_000_000));
  assertThrows(
    () => stringifyResultDocument(makeDocument([], { warnings })),
    Failure,
    "Cannot write JSON: it would have more than 536,870,888 characters",
  );
});
