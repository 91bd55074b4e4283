// Configuration lines in the output of Go separate the results below them into runs.
import { assertEquals } from "@std/assert";
import { outcome, read } from "../../helpers/go.ts";

Deno.test("go makes a run for each commit", () => {
  const text = "commit: aaa\nBenchmarkA 1 9 ns/op\ncommit: bbb\nBenchmarkA 1 8 ns/op\n" +
    "commit: aaa\nBenchmarkA 1 7 ns/op\n";
  assertEquals(
    read(text).map(({ environment, benchmarks }) => [environment.git_commit, benchmarks.length]),
    [["aaa", 2], ["bbb", 1]],
  );
});

for (
  const [key, values] of [
    ["toolchain", ["go1.25", "go1.26"]],
    ["branch", ["main", "faster"]],
    ["pgo", ["off", "on"]],
  ] as const
) {
  Deno.test(`go makes a run for each ${key}`, () => {
    const text = values.map((value) =>
      `${key}: ${value}\ngoos: linux\nBenchmarkA 1 9 ns/op\nPASS\n`
    );
    assertEquals(
      read(text.join("")).map(({ configuration }) => configuration),
      values.map((value) => ({ [key]: value })),
    );
  });
}

Deno.test("go makes a run for each processor", () => {
  const run = (cpu: string) => `goos: linux\ngoarch: arm64\ncpu: ${cpu}\nBenchmarkA 1 9 ns/op\n`;
  assertEquals(
    read(run("one") + run("two") + run("two")).map(({ environment, benchmarks }) => [
      environment,
      benchmarks.length,
    ]),
    [
      [{ os: "linux", arch: "aarch64", cpu: "one" }, 1],
      [{ os: "linux", arch: "aarch64", cpu: "two" }, 2],
    ],
  );
});

Deno.test("go makes no run of what benchmarks print, whatever its shape", () => {
  const text = [
    "go: downloading golang.org/x/text v0.30.0",
    "commit: aaa",
    "goos: linux",
    "cpu: X",
    "note: x",
    "branch: before its name is printed",
    "BenchmarkA-8 \tnote: x",
    "branch: while it runs",
    " 5\t 7 ns/op",
    "note: y",
    "rows: 12",
    "BenchmarkB-8 \t 5\t 9 ns/op",
    "PASS",
    "ok  \ta\t0.5s",
    "go: downloading golang.org/x/text v0.31.0",
    "goos: linux",
    "cpu: X",
    "BenchmarkA-8 \t 5\t 7 ns/op",
  ].join("\n");
  assertEquals(
    read(text).map(({ environment, configuration, benchmarks }) => [
      environment.git_commit,
      configuration,
      benchmarks.length,
    ]),
    [["aaa", {}, 3]],
  );
});

Deno.test("go keeps the results of a commit if those of another are unreadable", () => {
  const text = "commit: aaa\nBenchmarkA 1 9 ns/op\ncommit: bbb\nBenchmarkA 1 0 ns/op\n";
  assertEquals(read(text).map(({ benchmarks }) => outcome(benchmarks[0]!)), [
    ["BenchmarkA", 9],
    ["BenchmarkA", "ns/op must be a time above 0 and at most a day, found 0, see line 4"],
  ]);
});
