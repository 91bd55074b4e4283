import { assertEquals } from "@std/assert";
import { Content } from "../../../scripts/result/import/content.ts";
import { githubActionBenchmark } from "../../../scripts/result/import/formats/github_action_benchmark.ts";
import type { ImportedRun } from "../../../scripts/result/import/importer.ts";
import { assertRefused } from "../../helpers/importing.ts";
import { assertReadsBack } from "../../helpers/written.ts";
import { written } from "./written/github_action_benchmark.ts";

const DAY = 86_400_000;

function measured(
  id: string,
  date: number,
  benches: unknown[] = [bench("fib", 1)],
  tool = "cargo",
) {
  return { commit: { id, message: "", timestamp: "2024-03-01T10:00:00Z" }, date, tool, benches };
}

function bench(name: string, value: unknown, unit = "ns/iter"): Record<string, unknown> {
  return { name, value, unit };
}

function read(entries: Record<string, unknown>): readonly ImportedRun[] {
  const text = JSON.stringify({ lastUpdate: 1, repoUrl: "", entries });
  return githubActionBenchmark.read(new Content(text, "a.json"));
}

function outline(runs: readonly ImportedRun[]) {
  return runs.map(({ timestamp, environment, benchmarks }) => [
    Date.parse(timestamp!),
    environment.git_commit,
    benchmarks.map(({ group, name, duration_ms }) => `${group}/${name} ${duration_ms}`).join(),
  ]);
}

Deno.test("githubActionBenchmark joins the suites of a commit within a day, in order of time", () => {
  const runs = read({
    b: [measured("2", 3000), measured("1", 2000)],
    a: [measured("1", 1000), measured("3", 4000), measured("1", 1000 + 2 * DAY)],
    c: [measured("1", 2001 + DAY)],
  });
  assertEquals(outline(runs), [
    [1000, "1", "a/fib 0.000001,b/fib 0.000001"],
    [3000, "2", "b/fib 0.000001"],
    [4000, "3", "a/fib 0.000001"],
    [2001 + DAY, "1", "c/fib 0.000001,a/fib 0.000001"],
  ]);
  assertEquals(runs.every(({ isOfHistory }) => isOfHistory), true);
});

Deno.test("githubActionBenchmark makes another result of a suite that measured a commit again", () => {
  const runs = read({ a: [measured("1", 1000), measured("1", 2000)], b: [measured("1", 2001)] });
  assertEquals(outline(runs), [
    [1000, "1", "a/fib 0.000001"],
    [2000, "1", "a/fib 0.000001,b/fib 0.000001"],
  ]);
});

Deno.test("githubActionBenchmark takes the direction from the name of the tool if it states one", () => {
  const value = (tool: string, unit: string) => {
    const [run] = read({ a: [measured("1", 1, [bench("x", 8, unit)], tool)] });
    const { duration_ms, metrics: [metric] } = run!.benchmarks[0]!;
    return duration_ms ?? [metric!.unit, metric!.value, metric!.better];
  };
  assertEquals(value("customSmallerIsBetter", "ms"), 8);
  assertEquals(value("customBiggerIsBetter", "ms"), ["ms", 8, "higher"]);
  assertEquals(value("customBiggerIsBetter", "ops/sec"), 125);
  assertEquals(value("customSmallerIsBetter", "points"), ["points", 8, "lower"]);
  assertEquals(value("jmh", "ops/ms"), 0.125);
  assertEquals(value("go", "points"), ["points", 8, null]);
  assertEquals(value("unheard of", "MB/s"), ["MB/s", 8, "higher"]);
});

Deno.test("githubActionBenchmark reads a line of Go as one benchmark, however often its figures are kept", () => {
  const extra = "100 times\n8 procs";
  const all = bench("BenchmarkA", 5, "ns/op\t  16 B/op\t 1 allocs/op");
  const parts = [
    bench("BenchmarkA - ns/op", 5, "ns/op"),
    bench("BenchmarkA - B/op", 16, "B/op"),
    bench("BenchmarkA - allocs/op", 1, "allocs/op"),
  ];
  const other = bench("BenchmarkB - B/op", 3, "B/op");
  const benches = [all, ...parts, other].map((one) => ({ ...one, extra }));
  const [run] = read({ a: [measured("1", 1, benches, "go")] });
  assertEquals(
    run!.benchmarks.map(({ name, short_name, duration_ms, metrics }) => [
      name,
      short_name,
      duration_ms,
      metrics.map(({ unit, value }) => `${value} ${unit}`),
    ]),
    [
      ["BenchmarkA-8", "BenchmarkA", 0.000005, ["16 B/op", "1 allocs/op"]],
      ["BenchmarkB - B/op-8", "BenchmarkB - B/op", null, ["3 B/op"]],
    ],
  );
});

Deno.test("githubActionBenchmark skips unusable benchmarks, and names them", () => {
  const runs = read({
    a: [
      { ...measured("1", 1), date: "2024-03-01" },
      { ...measured("1", 1), date: 1e300 },
      { ...measured("1", 1), commit: { id: "" } },
      { ...measured("1", 1), commit: undefined },
      { ...measured("1", 1), benches: {} },
      measured("2", 2, [bench("none", null)]),
      null,
      measured("3", 3, [bench("fib", 1), bench("zero", 0), { value: 1, unit: "ns" }, 7]),
    ],
    b: {},
    __proto__: [],
  });
  assertEquals(outline(runs), [[3, "3", "a/fib 0.000001,a/zero null"]]);
  assertEquals(runs[0]!.warnings, [
    'a.json: 8 results left out: line 1: entries.a[0].date must be milliseconds since 1970, found "2024-03-01" and 7 more',
    "a.json: 1 of 2 benchmarks without figures: a/zero: line 1: entries.a[7].benches[1].value must be a time above 0 and at most a day, found 0",
    "a.json: 2 left out: line 1: entries.a[7].benches[2].name must be a string, found nothing and 1 more",
  ]);
});

Deno.test("githubActionBenchmark accepts any name for a suite", () => {
  const text = `{"entries": {"__proto__": [${JSON.stringify(measured("1", 5))}]}}`;
  const runs = githubActionBenchmark.read(new Content(text, "a.json"));
  assertEquals(outline(runs), [[5, "1", "__proto__/fib 0.000001"]]);
});

Deno.test("githubActionBenchmark refuses a file without usable benchmarks with the first reason", () => {
  assertRefused(
    githubActionBenchmark,
    '{"entries": {"a": [\n{"commit": {"id": "1"}, "benches": []}]}}',
    "line 2: entries.a[0].date must be milliseconds since 1970, found nothing",
  );
  assertRefused(githubActionBenchmark, '{"entries": {"a": []}}', "it has no results");
  assertRefused(
    githubActionBenchmark,
    '{"entries": 7}',
    "line 1: entries must be an object, found 7",
  );
});

const DATA = `{\n"entries": {"a": [${JSON.stringify(measured("1", 5))}]}}`;

Deno.test("githubActionBenchmark reads data.js as JSON, in any layout", () => {
  const forms = [
    `window.BENCHMARK_DATA = ${DATA}`,
    `\ufeff\n window.BENCHMARK_DATA=\r\n${DATA} ;\n`,
    DATA,
  ];
  for (const text of forms) {
    const content = new Content(text, "data.js");
    assertEquals(githubActionBenchmark.recognizes(content), true, text);
    assertEquals(outline(githubActionBenchmark.read(content)), [[5, "1", "a/fib 0.000001"]]);
  }
});

Deno.test("githubActionBenchmark refuses a script with code in it, and does not run the code", () => {
  const scripts: [text: string, message: string][] = [
    [
      `window.BENCHMARK_DATA = ${DATA};\nglobalThis.wasRun = true;`,
      'not JSON at line 2, column 169: unexpected token ";"',
    ],
    [
      'window.BENCHMARK_DATA =\n{ "entries": globalThis.wasRun = true }',
      'not JSON at line 2, column 14: unexpected token "globalThis.wasRun"',
    ],
    [
      "window.BENCHMARK_DATA = (globalThis.wasRun = true, {})",
      'not JSON at line 1, column 25: unexpected token "(globalThis.wasRun"',
    ],
    [
      `globalThis.wasRun = true;\nwindow.BENCHMARK_DATA = ${DATA}`,
      'not JSON at line 1, column 1: unexpected token "globalThis.wasRun"',
    ],
  ];
  for (const [text, message] of scripts) {
    assertEquals(githubActionBenchmark.recognizes(new Content(text, "data.js")), true, text);
    assertRefused(githubActionBenchmark, text, message, "data.js");
  }
  assertEquals(Object.hasOwn(globalThis, "wasRun"), false);
});

Deno.test("githubActionBenchmark reads back random files", () => {
  assertReadsBack(written);
});
