import { assertEquals } from "@std/assert";
import { pytestBenchmark } from "../../../scripts/result/import/formats/pytest_benchmark.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";
import { assertReadsBack } from "../../helpers/written.ts";
import { readTestdata } from "../../helpers/testdata.ts";
import { written } from "./written/pytest.ts";

/** Returns a report with one benchmark, whose statistics are on line 2. */
function report(stats: string, more = ""): string {
  return `{"machine_info": {}, "benchmarks": [{"name": "a", "fullname": "t.py::a[1-::]",\n` +
    `"stats": {${stats}}}]${more}}`;
}

Deno.test("pytestBenchmark takes file, class and parameters from the full name", async () => {
  const text = await readTestdata("import/pytest/version5.json");
  assertEquals(
    importText(pytestBenchmark, text).benchmarks.map(({ file, group, name }) =>
      `${file} ${group} ${name}`
    ),
    [
      "test_demo.py null test_sort[10000]",
      "test_demo.py null test_sort[100000]",
      "test_demo.py text TestText::test_join[,]",
      "test_demo.py text TestText::test_join[::]",
      "test_demo.py null test_sleep",
    ],
  );
});

Deno.test("pytestBenchmark does not read samples of one process as rounds", () => {
  const { benchmarks } = importText(
    pytestBenchmark,
    report('"mean": 2, "rounds": 3, "iterations": 5, "data": [1, 2, 3]'),
  );
  const [benchmark] = benchmarks;
  assertEquals([benchmark!.duration_ms, benchmark!.p99_ms, benchmark!.iterations], [
    2000,
    3000,
    15,
  ]);
  assertEquals(benchmark!.rounds, []);
});

Deno.test("pytestBenchmark reads times without a zone as UTC", () => {
  const { timestamp } = importText(
    pytestBenchmark,
    report('"mean": 2', ', "datetime": "2026-03-01T10:00:00.25"'),
  );
  assertEquals(timestamp, "2026-03-01T10:00:00.250Z");
});

Deno.test("pytestBenchmark records the commit, and none outside a repository", () => {
  const of = (id: string) => {
    const commit = `, "commit_info": {"id": "${id}", "dirty": true}`;
    const { git_commit, git_dirty } = importText(pytestBenchmark, report('"mean": 2', commit))
      .environment;
    return [git_commit, git_dirty];
  };
  const id = "5ba94b8d98ffab229f88e6e1110ee4834d24db2a";
  assertEquals(of(id), [id, true]);
  assertEquals(of("unversioned"), [null, null]);
  assertEquals(of("unknown"), [null, null]);
});

Deno.test("pytestBenchmark skips unreadable benchmarks, and names them", () => {
  const entry = (name: string, stats: string) => `{"name": "${name}", "stats": ${stats}}`;
  const entries = [
    entry("a", '{"mean": 0}'),
    '{"stats": {"mean": 1}}',
    entry("b", "null"),
    entry("c", '{"mean": 2}'),
  ];
  const { benchmarks, warnings } = importText(
    pytestBenchmark,
    `{"machine_info": {}, "benchmarks": [\n${entries.join(",\n")}]}`,
  );
  assertEquals(benchmarks.map(({ name, duration_ms }) => [name, duration_ms]), [
    ["a", null],
    ["b", null],
    ["c", 2000],
  ]);
  assertEquals(warnings, [
    "a.json: 2 of 3 benchmarks without figures: a: line 2: benchmarks[0].stats.mean must be a time " +
    "above 0 and at most a day, found 0 and 1 more",
    "a.json: 1 left out: line 3: benchmarks[1].name must be a string, found nothing",
  ]);
});

Deno.test("pytestBenchmark reads back random files", () => {
  assertReadsBack(written);
});

Deno.test("pytestBenchmark reads NaN for an optional figure as unknown", () => {
  const [benchmark] = importText(
    pytestBenchmark,
    report('"mean": 2, "min": NaN, "stddev": -1, "q3": Infinity, "data": [NaN]'),
  ).benchmarks;
  const { min_ms, std_dev_ms, p75_ms, p99_ms } = benchmark!;
  assertEquals([min_ms, std_dev_ms, p75_ms, p99_ms], [null, null, null, null]);
});

for (
  const [what, text, message] of [
    [
      "a truncated report",
      report('"mean": 2').slice(0, -2),
      "not JSON at line 2, column 22: unexpected end",
    ],
    [
      "a report without benchmarks",
      '{"machine_info": {}, "benchmarks": []}',
      "it has no benchmark of pytest-benchmark",
    ],
    [
      "other JSON",
      '[\n{"benchmark": "x"}]',
      "line 1: the content must be an object, found an array",
    ],
    ...["0", "NaN", "Infinity", "-1", "null"].map((value) =>
      [
        `a mean of ${value}`,
        report(`"mean": ${value}`),
        `line 2: benchmarks[0].stats.mean must be a time above 0 and at most a day, found ${
          /^[NI]/.test(value) ? `"${value}"` : value
        }`,
      ] as const
    ),
  ] as const
) {
  Deno.test(`pytestBenchmark refuses ${what}`, () => assertRefused(pytestBenchmark, text, message));
}
