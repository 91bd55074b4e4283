import { assertEquals } from "@std/assert";
import { pytestBenchmark } from "../../../scripts/result/import/pytest_benchmark.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";
import { readTestdata } from "../../helpers/testdata.ts";

/** A report with one benchmark, its statistics on line 2. */
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

Deno.test("pytestBenchmark does not take samples of one process for rounds", () => {
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

Deno.test("pytestBenchmark takes times without a zone as UTC", () => {
  const { timestamp } = importText(
    pytestBenchmark,
    report('"mean": 2', ', "datetime": "2026-03-01T10:00:00.25"'),
  );
  assertEquals(timestamp, "2026-03-01T10:00:00.250Z");
});

Deno.test("pytestBenchmark takes NaN for an optional figure as not known", () => {
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
      "a report that is cut off",
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
