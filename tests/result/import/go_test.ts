import { assert, assertEquals } from "@std/assert";
import { Content } from "../../../scripts/result/import/content.ts";
import { go } from "../../../scripts/result/import/go.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";

/** Name and duration of each entry. */
function durations(text: string): [string, number | null][] {
  return importText(go, text).benchmarks.map(({ name, duration_ms }) => [name, duration_ms]);
}

Deno.test("go reads units that change from line to line", () => {
  const text = [
    "BenchmarkA 10 2000 ns/op",
    "BenchmarkB 10 2 us/op",
    "BenchmarkC 10 2 µs/op",
    "BenchmarkD 10 2 ms/op",
    "BenchmarkE 10 2e-3 s/op",
  ].join("\n");
  assertEquals(durations(text).map(([, duration]) => duration), [0.002, 0.002, 0.002, 2, 2]);
});

for (
  const [what, lines, names] of [
    [
      "leaves GOMAXPROCS out of a name",
      ["BenchmarkA-8 1 9 ns/op", "BenchmarkA-8 1 9 ns/op"],
      ["BenchmarkA", "BenchmarkA"],
    ],
    [
      "keeps GOMAXPROCS where names collide without it",
      ["BenchmarkA 1 9 ns/op", "BenchmarkA-4 1 9 ns/op", "BenchmarkB-4 1 9 ns/op"],
      ["BenchmarkA", "BenchmarkA-4", "BenchmarkB"],
    ],
    [
      "keeps what only looks like GOMAXPROCS",
      ["BenchmarkA/size-8 1 9 ns/op", "BenchmarkA/size-16 1 9 ns/op"],
      ["BenchmarkA/size-8", "BenchmarkA/size-16"],
    ],
    [
      "does not take equal names of two packages for a collision",
      ["pkg: a", "BenchmarkA-4 1 9 ns/op", "pkg: b", "BenchmarkA-8 1 9 ns/op"],
      ["BenchmarkA", "BenchmarkA"],
    ],
    [
      "counts a failure to the benchmark, with its suffix or without",
      ["BenchmarkA-4 1 9 ns/op", "--- FAIL: BenchmarkA"],
      ["BenchmarkA", "BenchmarkA"],
    ],
  ] as const
) {
  Deno.test(`go ${what}`, () => {
    assertEquals(durations(lines.join("\n")).map(([name]) => name), [...names]);
  });
}

Deno.test("go passes over what is printed between name and figures", () => {
  const text = "BenchmarkA-8 \tloading 3 tables\n1 2\n3 4.5 rows\n     100\t  12 ns/op\nPASS\n";
  assertEquals(durations(text), [["BenchmarkA", 0.000012]]);
});

Deno.test("go passes over lines that only look like results", () => {
  const text = [
    "Benchmarking 100 200 files",
    "Benchmark 1: sleep 0.1",
    "Benchmarks done: 12",
    "  BenchmarkIndented 1 2 ns/op",
    "100 12 ns/op",
    "BenchmarkA 1 9 ns/op trailing words 7",
  ].join("\n");
  assertEquals(durations(`${text}\nPASS\n`), [["BenchmarkA", 0.000009]]);
});

Deno.test("go records no processor where two runs name different ones, and says so", () => {
  const run = (cpu: string) => `goos: linux\ngoarch: arm64\ncpu: ${cpu}\nBenchmarkA 1 9 ns/op\n`;
  const { environment, warnings } = importText(go, run("one") + run("two") + run("two"));
  assertEquals(environment, { os: "linux", arch: "aarch64", cpu: null });
  assertEquals(warnings, ["line 7: cpu changes, so it is not recorded"]);
});

Deno.test("go leaves out what is neither a time nor a rate, with the unit and the benchmark", () => {
  const { benchmarks, warnings } = importText(
    go,
    "BenchmarkA 1 9 ns/op 3 rows/op\nBenchmarkA 1 9 ns/op 3 rows/op\nBenchmarkB 1 4 rows/op\n",
  );
  assertEquals(benchmarks.map(({ name }) => name), ["BenchmarkA", "BenchmarkA"]);
  assertEquals(warnings, [
    'left out "rows/op" of BenchmarkA and 1 more: neither a time nor a rate',
  ]);
});

for (
  const [what, text, message] of [
    ["a text without results", "PASS\nok  \ta\t0.1s\n", "it has no benchmark of go test"],
    [
      "results without a time",
      "BenchmarkA 1 4 rows/op\n",
      'it has no benchmark of go test with a time or a rate, found "rows/op"',
    ],
    [
      "a line cut off behind its value",
      "BenchmarkB 1 9 ns/op\nBenchmarkA-8 1 12",
      "line 2: 12 has no unit: cut off?",
    ],
    [
      "a line cut off behind its iterations",
      "BenchmarkB 1 9 ns/op\nBenchmarkA-8 \t  100",
      "line 2: BenchmarkA has no figures: cut off?",
    ],
    [
      "a line cut off behind its name",
      "BenchmarkB 1 9 ns/op\nBenchmarkA-8",
      "line 2: BenchmarkA has no figures: cut off?",
    ],
    ...["0", "NaN", "+Inf", "-3", "1e300"].map((value) =>
      [
        `a time of ${value}`,
        `PASS\nBenchmarkA-8 1 ${value} ns/op\n`,
        `line 2: ns/op of BenchmarkA must be a time above 0 and at most a day, found ${value}`,
      ] as const
    ),
  ] as const
) {
  Deno.test(`go refuses ${what}`, () => assertRefused(go, text, message));
}

Deno.test("go takes NaN for an optional figure as not known", () => {
  const [benchmark] = importText(go, "BenchmarkA 1 9 ns/op NaN MB/s -1 B/op\n").benchmarks;
  assertEquals([benchmark!.throughput, benchmark!.memory_mb], [null, null]);
});

Deno.test("go finds three lines in a long log, whatever stands in it", () => {
  const noise = '{"level": "say \\"Infinity\\n", "Benchmark 12 of 100 NaN": [\n'.repeat(20_000);
  const content = new Content(
    `[${noise}BenchmarkA 1 9 ns/op\n${noise}BenchmarkA 1 8 ns/op\n${noise}BenchmarkA 1 7 ns/op\n`,
    "log",
  );
  assert(go.recognizes(content));
  assertEquals(go.read(content)[0]!.benchmarks.length, 3);
});

Deno.test("go says which benchmarks were skipped", () => {
  const text =
    "BenchmarkA 1 9 ns/op\nBenchmarkB\n    b_test.go:3: no network\n--- SKIP: BenchmarkB\n";
  const { benchmarks, warnings } = importText(go, text);
  assertEquals(benchmarks.map(({ name }) => name), ["BenchmarkA"]);
  assertEquals(warnings[0], "line 4: BenchmarkB was skipped");
});
