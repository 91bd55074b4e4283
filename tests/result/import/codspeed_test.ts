import { assertEquals } from "@std/assert";
import { codspeed } from "../../../scripts/result/import/formats/codspeed.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";
import { assertReadsBack } from "../../helpers/written.ts";
import { written } from "./written/codspeed.ts";

/** Returns results, with one benchmark per line from line 2 on. */
function results(type: string, ...benchmarks: unknown[]): string {
  const creator = { name: "codspeed-rust", version: "5.0.1", pid: 7 };
  return `{"creator": ${
    JSON.stringify(creator)
  }, "instrument": {"type": "${type}"}, "benchmarks": [\n${
    benchmarks.map((benchmark) => JSON.stringify(benchmark)).join(",\n")
  }\n]}`;
}

const stats = (mean_ns: unknown) => ({ mean_ns });

Deno.test("codspeed reads nanoseconds, and the calls of all rounds", () => {
  const figures = {
    mean_ns: 1500,
    min_ns: 1000,
    max_ns: 3000,
    median_ns: 1400,
    stdev_ns: 200,
    q1_ns: 1200,
    q3_ns: 1700,
    rounds: 10,
    iter_per_round: 30,
  };
  const { benchmarks, harness } = importText(
    codspeed,
    results("walltime", { name: "a", uri: "a.rs::a", stats: figures }),
  );
  const { duration_ms, min_ms, max_ms, median_ms, std_dev_ms, p75_ms, iterations } = benchmarks[0]!;
  assertEquals(
    [duration_ms, min_ms, max_ms, median_ms, std_dev_ms, p75_ms, iterations],
    [0.0015, 0.001, 0.003, 0.0014, 0.0002, 0.0017, 300],
  );
  assertEquals(harness, "codspeed-rust 5.0.1");
});

for (
  const [name, uri, identity] of [
    ["add", "benches/a.rs::sums::add", ["benches/a.rs", "sums", "add"]],
    ["a::b [1]", "bench.ts::suite::inner::a::b [1]", ["bench.ts", "suite::inner", "a::b [1]"]],
    ["TestA::test_b[1]", "tests/test_a.py::TestA::test_b[1]", [
      "tests/test_a.py",
      null,
      "TestA::test_b[1]",
    ]],
    ["fib", "benches\\a.rs::sums::fib[20]", ["benches/a.rs", null, "sums::fib[20]"]],
    ["add", "add", [null, null, "add"]],
    ["add", undefined, [null, null, "add"]],
  ] as const
) {
  Deno.test(`codspeed recognises ${name} by ${uri}`, () => {
    const [benchmark] =
      importText(codspeed, results("walltime", { name, uri, stats: stats(1) })).benchmarks;
    assertEquals([benchmark!.file, benchmark!.group, benchmark!.name], [...identity]);
  });
}

Deno.test("codspeed skips unreadable benchmarks, and names them", () => {
  const { benchmarks, warnings } = importText(
    codspeed,
    results("walltime", { name: "a", stats: stats(0) }, { name: "b" }, 3, {
      name: "c",
      stats: stats(5),
    }),
  );
  const reason =
    "line 2: benchmarks[0].stats.mean_ns must be a time above 0 and at most a day, found 0";
  assertEquals(
    benchmarks.map(({ name, duration_ms, failures }) => [name, duration_ms, failures[0]?.message]),
    [["a", null, reason], ["c", 5e-6, undefined]],
  );
  assertEquals(warnings, [
    `a.json: 1 of 2 benchmarks without figures: a: ${reason}`,
    "a.json: 2 left out: line 3: benchmarks[1].stats must be an object, found nothing and 1 more",
  ]);
});

for (const instrument of ["simulation", "memory", "valgrind"]) {
  Deno.test(`codspeed reads no times from the instrument ${instrument}`, () => {
    assertRefused(
      codspeed,
      results(instrument, { name: "a", stats: stats(5) }),
      `CodSpeed's instrument ${instrument} leaves its figures to the service; ` +
        "only those of walltime are read",
    );
  });
}

Deno.test("codspeed refuses results without benchmarks", () => {
  assertRefused(codspeed, results("walltime"), "it has no benchmark of codspeed-rust 5.0.1");
});

Deno.test("codspeed reads back random files", () => assertReadsBack(written));
