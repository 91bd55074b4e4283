import { assertEquals } from "@std/assert";
import { pyperf } from "../../../scripts/result/import/formats/pyperf.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";
import { assertReadsBack } from "../../helpers/written.ts";
import { written } from "./written/pyperf.ts";

/** Returns a suite of one benchmark, with one run per line from line 2 on. */
function suite(runs: readonly string[], metadata = '"name": "a"'): string {
  return `{"version": "1.0", "metadata": {${metadata}}, "benchmarks": [{"runs": [\n${
    runs.join(",\n")
  }\n]}]}`;
}

const calibration = '{"warmups": [[1, 0.5]], "metadata": {"calibrate_loops": 4}}';

Deno.test("pyperf reads a process as a round, except those that only calibrate", () => {
  const runs = [calibration, '{"values": [0.001, 0.003]}', '{"values": [0.004]}'];
  const [benchmark] = importText(pyperf, suite(runs, '"name": "a", "loops": 8, "inner_loops": 10'))
    .benchmarks;
  assertEquals(
    benchmark!.rounds.map(({ duration_ms, min_ms, max_ms, iterations }) => [
      duration_ms,
      min_ms,
      max_ms,
      iterations,
    ]),
    [[2, 1, 3, 160], [4, 4, 4, 80]],
  );
  assertEquals([benchmark!.duration_ms, benchmark!.iterations], [3, 240]);
});

Deno.test("pyperf prefers the metadata of a run to that of the suite", () => {
  const runs = ['{"values": [1], "metadata": {"loops": 2}}', '{"values": [1]}'];
  const [benchmark] = importText(pyperf, suite(runs, '"name": "a", "loops": 3')).benchmarks;
  assertEquals(benchmark!.rounds.map(({ iterations }) => iterations), [2, 3]);
});

Deno.test("pyperf does not read the values of a single process as rounds", () => {
  const { benchmarks } = importText(
    pyperf,
    suite([calibration, '{"values": [1, 2, 4]}']),
  );
  assertEquals([benchmarks[0]!.rounds, benchmarks[0]!.median_ms], [[], 2000]);
});

Deno.test("pyperf reads values other than times as metrics, with one round per process", () => {
  const of = (unit: string) =>
    importText(
      pyperf,
      suite(
        [calibration, '{"values": [1, 3]}', '{"values": [6]}'],
        `"name": "a", "unit": "${unit}"`,
      ),
    ).benchmarks[0]!;
  const { duration_ms, metrics } = of("byte");
  assertEquals([duration_ms, metrics], [null, [
    { name: "byte", unit: "byte", value: 4, better: "lower", exact: false, rounds: [2, 6] },
  ]]);
  assertEquals(of("integer").metrics[0]!.better, null);
});

Deno.test("pyperf reads a value of 0 among others as a sample", () => {
  const [benchmark] = importText(pyperf, suite(['{"values": [0, 0.002]}'])).benchmarks;
  assertEquals([benchmark!.duration_ms, benchmark!.min_ms], [1, 0]);
});

Deno.test("pyperf takes the earliest date, and says that its zone is unknown", () => {
  const date = (time: string) => `{"values": [1], "metadata": {"date": "2026-03-01 ${time}"}}`;
  const { timestamp, warnings } = importText(
    pyperf,
    suite([date("10:00:02.25"), date("10:00:01.5"), date("25:00:00")]),
  );
  assertEquals(timestamp, "2026-03-01T10:00:01.500Z");
  assertEquals(warnings, ["a.json: its times have no zone and are read as UTC"]);
  assertEquals(importText(pyperf, suite(['{"values": [1]}'])).timestamp, null);
});

Deno.test("pyperf reads files of versions before 0.9.6", () => {
  const text =
    `{"version": 5, "benchmarks": [{"common_metadata": {"name": "a", "perf_version": "0.9.3",
    "loops": 2}, "runs": [{"samples": [], "warmups": [[1, 0.5]]}, {"samples": [1, 3]}]}]}`;
  const { harness, benchmarks } = importText(pyperf, text);
  assertEquals([harness, benchmarks.length], ["pyperf 0.9.3", 1]);
  const [{ name, duration_ms, iterations }] = benchmarks as [typeof benchmarks[0]];
  assertEquals([name, duration_ms, iterations], ["a", 2000, 4]);
});

Deno.test("pyperf records the environment that all benchmarks have in common", () => {
  const of = (name: string, version: string) =>
    `{"metadata": {"name": "${name}", "python_version": "${version}"}, "runs": [{"values": [1]}]}`;
  const { environment } = importText(
    pyperf,
    `{"metadata": {"cpu_count": 4}, "benchmarks": [${of("a", "3.12.1")}, ${of("b", "3.13.0")}]}`,
  );
  assertEquals([environment.cpu_cores, environment.runtime], [4, undefined]);
});

Deno.test("pyperf skips unreadable benchmarks, and names them", () => {
  const text = `{"benchmarks": [
    {"metadata": {"name": "a"}, "runs": [{"values": ["x"]}]},
    {"runs": [{"values": [1]}]},
    {"metadata": {"name": "b"}, "runs": [{"values": [1]}]}]}`;
  const { benchmarks, warnings } = importText(pyperf, text);
  assertEquals(benchmarks.map(({ name, duration_ms }) => [name, duration_ms]), [
    ["a", null],
    ["b", 1000],
  ]);
  assertEquals(warnings, [
    "a.json: 1 of 2 benchmarks without figures: a: line 2: benchmarks[0].runs[0].values[0] must be " +
    'a time above 0 and at most a day, found "x"',
    "a.json: 1 left out: line 3: benchmarks[1].metadata.name must be a string, found nothing",
  ]);
});

Deno.test("pyperf reads back random files", () => assertReadsBack(written));

for (
  const [what, text, message] of [
    [
      "a truncated suite",
      suite(['{"values": [1]}']).slice(0, -3),
      "not JSON at line 3, column 2: unexpected end",
    ],
    ["a suite without benchmarks", '{"benchmarks": []}', "it has no benchmark of pyperf"],
    [
      "other JSON",
      '{\n"benchmarks": [{}]}',
      "line 2: benchmarks[0].runs must be an array, found nothing",
    ],
    [
      "a benchmark without a name",
      suite(['{"values": [1]}'], ""),
      "line 1: benchmarks[0].metadata.name must be a string, found nothing",
    ],
    [
      "runs that only calibrate",
      suite([calibration]),
      "line 1: benchmarks[0].runs must be some with values above 0, found an array",
    ],
    [
      "values that are all 0",
      suite(['{"values": [0, 0]}', '{"values": [0]}']),
      "line 1: benchmarks[0].runs must be some with values above 0, found an array",
    ],
    ...["NaN", "-Infinity", "-1"].map((value) =>
      [
        `a value of ${value}`,
        suite([calibration, `{"values": [1, ${value}]}`]),
        `line 3: benchmarks[0].runs[1].values[1] must be a time above 0 and at most a day, found ${
          /[NI]/.test(value) ? `"${value}"` : value
        }`,
      ] as const
    ),
  ] as const
) {
  Deno.test(`pyperf refuses ${what}`, () => assertRefused(pyperf, text, message));
}
