import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { ResultDocument } from "../scripts/result/schema.ts";
import { stringifyResultDocument } from "../scripts/result/stringify.ts";
import { main } from "../scripts/compare.ts";
import {
  ENVIRONMENT,
  makeBenchmark,
  makeDocument,
  makeMetric,
  pointDocumentText,
} from "./helpers/documents.ts";
import { MemoryIo } from "./helpers/memory_io.ts";
import {
  BASELINE,
  compareJson,
  type Durations,
  NEWEST,
  projectOf,
} from "./helpers/compare_command.ts";

Deno.test("compare exits with 1 only for regressions", async (t) => {
  const rows: [what: string, after: Durations, code: number, summary: string][] = [
    ["one regression", { a: 12, b: 10, c: 10 }, 1, "1 regression, 2 unchanged"],
    ["many", { a: 12, b: 13, c: 99 }, 1, "3 regressions"],
    ["none", { a: 11, b: 10, c: 9 }, 0, "3 unchanged"],
    ["improvements only", { a: 1, b: 2, c: 8.9 }, 0, "3 improvements"],
    [
      "improvements beside a regression",
      { a: 1, b: 1, c: 11.1 },
      1,
      "1 regression, 2 improvements",
    ],
    ["added and removed", { a: 10, b: 10, d: 10 }, 0, "2 unchanged, 1 added, 1 removed"],
  ];
  for (const [what, after, code, summary] of rows) {
    await t.step(what, async () => {
      const io = projectOf({ a: 10, b: 10, c: 10 }, after);
      assertEquals(await main([], io), code);
      assertEquals(io.out.trimEnd().split("\n").at(-1), summary);
      assertEquals(io.error, "");
    });
  }
});

Deno.test("compare --strict exits with 1 for what is inconclusive too", async () => {
  const doubtful = [10, 14, 8, 12, 9];
  const failed = [{ round: 1, message: "threw" }];
  const documents: [code: number, strict: number, document: ResultDocument][] = [
    [0, 0, makeDocument([makeBenchmark("a", { durationsMs: [10, 9.9, 10.1] })])],
    [0, 1, makeDocument([makeBenchmark("a", { durationsMs: doubtful })])],
    [1, 1, makeDocument([makeBenchmark("a", { failures: failed })])],
  ];
  const baseline = makeDocument([makeBenchmark("a", { durationsMs: [10, 10.1, 9.9] })]);
  for (const [code, strictCode, document] of documents) {
    for (const strict of [false, true]) {
      const io = new MemoryIo({
        [BASELINE]: stringifyResultDocument(baseline),
        [NEWEST]: stringifyResultDocument(document),
      });
      assertEquals(await main(strict ? ["--strict"] : [], io), strict ? strictCode : code);
    }
  }
});

Deno.test("compare --suite-threshold, or the configuration, judges the suite by itself", async (t) => {
  const at = (factor: number) =>
    stringifyResultDocument(makeDocument(["a", "b", "c"].map((name, index) =>
      makeBenchmark(name, {
        durationsMs: [10, 10.1, 9.9].map((duration) => factor * (index + 1) * duration),
      })
    )));
  const rows: [what: string, factor: number, args: string[], code: number, last: string][] = [
    ["no threshold", 1.45, ["--threshold=60"], 0, "3 unchanged"],
    [
      "above",
      1.45,
      ["--threshold=60", "--suite-threshold=10"],
      1,
      "the suite slower, 3 unchanged",
    ],
    [
      "by the configuration",
      1.45,
      ["--threshold=60", "--config=suite.jsonc"],
      1,
      "the suite slower",
    ],
    [
      "the command line before it",
      1.45,
      [
        "--threshold=60",
        "--config=suite.jsonc",
        "--suite-threshold=90",
      ],
      0,
      "3 unchanged",
    ],
    ["undecided", 1.1, ["--threshold=60", "--suite-threshold=10"], 0, "3 unchanged"],
    ["undecided and strict", 1.1, ["--threshold=60", "--suite-threshold=10", "--strict"], 1, "3"],
  ];
  for (const [what, factor, args, code, last] of rows) {
    await t.step(what, async () => {
      const io = new MemoryIo({
        [BASELINE]: at(1),
        [NEWEST]: at(factor),
        "suite.jsonc": '{ "suite": { "threshold": 10 } }',
      });
      assertEquals(await main(["--ignore-environment", ...args], io), code);
      assertStringIncludes(io.out.trimEnd().split("\n").at(-1)!, last);
      assertStringIncludes(io.out, "The suite: +");
      assertEquals(io.error, "");
    });
  }
});

Deno.test("compare --suite-threshold does not exit with 0 if there is no suite to judge", async () => {
  const io = projectOf({ a: 10 }, { a: 11 });
  assertEquals(await main(["--suite-threshold=5"], io), 2);
  assertMatch(io.error, /The suite was not judged: .*--suite-threshold needs/);
});

Deno.test("compare --groups takes no --suite-threshold", async () => {
  const io = new MemoryIo();
  assertEquals(await main(["--groups", "--suite-threshold=5"], io), 2);
  assertStringIncludes(io.error, "--suite-threshold cannot be combined with --groups");
});

Deno.test("compare of two results never exits with 0 if it compared nothing", async (t) => {
  const rows: [what: string, after: Durations, error: RegExp][] = [
    ["all renamed", { d: 10, e: 10 }, /has 3 \(a, b, c\), the current version has 2 \(d, e\)\n$/],
    ["nothing now", {}, /the baseline has 3 \(a, b, c\), the current version has none\n$/],
  ];
  for (const [what, after, error] of rows) {
    for (const args of [[], ["--strict"]]) {
      await t.step([what, ...args].join(" "), async () => {
        const io = projectOf({ a: 10, b: 10, c: 10 }, after);
        assertEquals(await main([...args, "--out", "c.json"], io), 2);
        assertMatch(io.error, error);
        assertEquals(JSON.parse(io.files.get("c.json")!).summary.removed, 3);
      });
    }
  }
  const fewer = () => projectOf({ a: 10, b: 10, c: 10 }, { a: 10 });
  assertEquals([await main([], fewer()), await main(["--strict"], fewer())], [0, 1]);
});

Deno.test("compare names the severity, with its options and without", async (t) => {
  const after = { a: 12, b: 13, c: 16, d: 11 };
  const rows: [args: string[], severities: (string | null)[]][] = [
    [[], ["severe", "moderate", "minor", null]],
    [["--threshold", "25", "--moderate", "30", "--severe", "70"], [
      "moderate",
      "minor",
      null,
      null,
    ]],
    [["--threshold=9", "--moderate=9.5"], ["severe", "moderate", "moderate", "moderate"]],
    [["--severe", "20"], ["severe", "severe", "minor", null]],
    [["--threshold", "1e1"], ["severe", "moderate", "minor", null]],
    [["--threshold", "9"], ["severe", "moderate", "minor", "minor"]],
  ];
  for (const [args, severities] of rows) {
    await t.step(args.join(" "), async () => {
      const { entries } = await compareJson(projectOf({ a: 10, b: 10, c: 10, d: 10 }, after), args);
      assertEquals(entries.map(({ severity }) => severity), severities);
    });
  }
});

Deno.test("compare refuses to compare the baseline with itself unless asked to", async () => {
  const io = projectOf({ a: 10 }, { a: 10 });
  assertEquals(await main([], io), 2);
  assertEquals(
    io.error,
    "error: The newest result is the baseline itself: run the benchmarks first\n",
  );
  for (const args of [[`--baseline=${BASELINE}`], [`--current=${NEWEST}`]]) {
    assertEquals(await main(args, projectOf({ a: 10 }, { a: 10 })), 0);
  }
  // Another result may have the same figures.
  const later = projectOf({ a: 10 }, { a: 10 });
  later.files.set(NEWEST, pointDocumentText({ a: 10 }).replace("2026-", "2027-"));
  assertEquals(await main([], later), 0);
});

Deno.test("compare takes the newest result by the time in its name", async () => {
  const io = projectOf({ a: 10 }, { a: 10 });
  const folder = "benchmarks/results";
  io.files.set(`${folder}/2026-02-01T00-00-00Z_results.json`, pointDocumentText({ a: 20 }));
  io.files.set(`${folder}/2025-12-31T00-00-00Z_results.json`, pointDocumentText({ a: 30 }));
  io.files.set(`${folder}/zzz.json`, "not a result");
  io.files.set(`${folder}/old/2027-01-01T00-00-00Z_results.json`, "not in this folder");
  const { current } = await compareJson(io);
  assertEquals(current.source, `${folder}/2026-02-01T00-00-00Z_results.json`);
});

Deno.test("compare reads the files that it is given, even JSONC and files with a byte order mark", async () => {
  const io = new MemoryIo({
    "old.jsonc": `// recorded by hand\n${pointDocumentText({ a: 10 })}`,
    "new.json": `\ufeff${pointDocumentText({ a: 12 })}`.replaceAll("\n", "\r\n"),
  });
  const comparison = await compareJson(io, ["--baseline", "old.jsonc", "--current=new.json"]);
  assertEquals(comparison.baseline.source, "old.jsonc");
  assertEquals(comparison.summary.regression, 1);
});

Deno.test("compare judges the metrics that are asked for", async () => {
  const io = projectOf({ a: 10 }, { a: 12 });
  const { entries } = await compareJson(io, ["--metric", "throughput, duration,duration"]);
  assertEquals(entries.map(({ metric, verdict }) => [metric, verdict]), [
    ["duration", "regression"],
    ["throughput", "regression"],
  ]);
});

Deno.test("compare takes the names of recorded metrics, also those with commas, and no others", async () => {
  const project = (config = "{}") =>
    new MemoryIo({
      "benchline.jsonc": config,
      ...Object.fromEntries([[BASELINE, 1], [NEWEST, 2]].map(([path, value]) => [
        path,
        stringifyResultDocument(makeDocument([
          makeBenchmark("a", {
            duration_ms: 1,
            metrics: ["misses", "reads, writes"].map((name) =>
              makeMetric(name, Number(value), { better: null, exact: true })
            ),
          }),
        ])),
      ])),
    });
  const args = ["--metric", "reads, writes", "--metric", "misses,duration"];
  const unknown = await compareJson(project(), args);
  assertEquals(unknown.entries.map(({ metric, verdict }) => `${metric}: ${verdict}`), [
    "misses: not_compared",
    "reads, writes: not_compared",
    "duration: unchanged",
  ]);
  const config = '{ "metrics": { "misses": { "better": "lower", "threshold": 99 } } }';
  const { entries } = await compareJson(project(config), args);
  assertEquals(entries.map(({ metric, verdict }) => `${metric}: ${verdict}`), [
    "misses: regression",
    "reads, writes: not_compared",
    "duration: unchanged",
  ]);
  assertEquals(entries[0]!.thresholds.threshold, 0.99);
  const io = project();
  assertEquals(await main(["--metric", "reads"], io), 2);
  assertEquals(
    io.error,
    'error: --metric must be one of duration, throughput, memory, misses, reads, writes, found "reads"\n',
  );
});

Deno.test("compare takes thresholds from the command line, or else from benchline.jsonc", async () => {
  const config = '{ "threshold": 12, // percent\n "benchmarks": { "b": { "threshold": 18 } } }';
  const make = () => {
    const io = projectOf({ a: 100, b: 100 }, { a: 115, b: 115 });
    io.files.set("benchline.jsonc", config);
    return io;
  };
  assertEquals((await compareJson(make())).entries.map(({ name, verdict }) => [name, verdict]), [
    ["a", "regression"],
    ["b", "unchanged"],
  ]);
  assertEquals((await compareJson(make(), ["--threshold", "16"])).summary.unchanged, 2);
  assertEquals((await compareJson(make(), ["--threshold", "14"])).summary.regression, 2);
  const other = make();
  other.files.set("other.json", '{ "threshold": 16 }');
  assertEquals((await compareJson(other, ["--config", "other.json"])).summary.unchanged, 2);
});

Deno.test("compare gates nothing on another machine unless asked to", async () => {
  const environment = { ...ENVIRONMENT, cpu: "Other CPU" };
  const io = () => {
    const made = projectOf({ a: 10 }, {});
    const document = makeDocument([makeBenchmark("a", { duration_ms: 20 })], { environment });
    made.files.set(NEWEST, stringifyResultDocument(document));
    return made;
  };
  const careful = io();
  assertEquals(await main([], careful), 2);
  assertStringIncludes(careful.error, "error: Nothing was compared: the environments differ;");
  assertStringIncludes(careful.out, "differs: cpu: Test CPU in the baseline, Other CPU now");
  assertStringIncludes(careful.out, "1 not compared");
  assertEquals(await main(["--strict"], io()), 2);
  assertEquals(await main(["--ignore-environment"], io()), 1);
});

Deno.test("compare prints parseable output in every format", async () => {
  const io = projectOf({ a: 10 }, { a: 12 });
  const comparison = await compareJson(io);
  assertEquals(comparison.version, "2.4");
  assertEquals(comparison.entries[0]!.change!.toFixed(3), "0.200");
  const markdown = projectOf({ a: 10 }, { a: 12 });
  assertEquals(await main(["--format", "markdown"], markdown), 1);
  assertStringIncludes(markdown.out, "## Benchmarks: 1 regression\n");
  assertStringIncludes(markdown.out, "| `a` | 10.00 ms | 12.00 ms | +20.0 % | - | - | minor |\n");
});

Deno.test("compare colours its output on a terminal only, and never with NO_COLOR", async () => {
  const escape = "\x1b[";
  for (
    const [terminal, noColor, coloured] of [
      [true, false, true],
      [true, true, false],
      [false, false, false],
    ]
  ) {
    const io = Object.assign(projectOf({ a: 10 }, { a: 12 }), {
      outIsTerminal: terminal,
      noColor,
    });
    await main([], io);
    // The colours themselves heed the process's own NO_COLOR too.
    assertEquals(io.out.includes(escape), coloured && !Deno.noColor);
  }
  const json = Object.assign(projectOf({ a: 10 }, { a: 12 }), { outIsTerminal: true });
  await main(["--format", "json"], json);
  assert(!json.out.includes(escape));
});
