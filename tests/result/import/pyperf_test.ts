import { assertEquals } from "@std/assert";
import { pyperf } from "../../../scripts/result/import/pyperf.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";

/** A suite of one benchmark, each run on a line of its own from line 2. */
function suite(runs: readonly string[], metadata = '"name": "a"'): string {
  return `{"version": "1.0", "metadata": {${metadata}}, "benchmarks": [{"runs": [\n${
    runs.join(",\n")
  }\n]}]}`;
}

const calibration = '{"warmups": [[1, 0.5]], "metadata": {"calibrate_loops": 4}}';

Deno.test("pyperf takes a process as a round, and none that only calibrates", () => {
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

Deno.test("pyperf takes what a run says over what holds for all", () => {
  const runs = ['{"values": [1], "metadata": {"loops": 2}}', '{"values": [1]}'];
  const [benchmark] = importText(pyperf, suite(runs, '"name": "a", "loops": 3')).benchmarks;
  assertEquals(benchmark!.rounds.map(({ iterations }) => iterations), [2, 3]);
});

Deno.test("pyperf does not take the values of a single process for rounds", () => {
  const { benchmarks } = importText(
    pyperf,
    suite([calibration, '{"values": [1, 2, 4]}']),
  );
  assertEquals([benchmarks[0]!.rounds, benchmarks[0]!.median_ms], [[], 2000]);
});

for (
  const [what, text, message] of [
    [
      "a suite that is cut off",
      suite(['{"values": [1]}']).slice(0, -3),
      "not JSON at line 3, column 2: unexpected end",
    ],
    ["a suite without benchmarks", '{"benchmarks": []}', "it has no benchmark of pyperf"],
    [
      "a suite of memory",
      suite(['{"values": [1024]}'], '"name": "a", "unit": "byte"'),
      'it has no benchmark of pyperf with a time or a rate, found "byte"',
    ],
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
      "line 1: benchmarks[0].runs must be one with values, found an array",
    ],
    ...["0", "NaN", "-Infinity", "-1"].map((value) =>
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
