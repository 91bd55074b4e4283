import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../../scripts/result/failure.ts";
import { criterion } from "../../../scripts/result/import/formats/criterion.ts";
import { Content } from "../../../scripts/result/import/content.ts";
import { importResult } from "../../../scripts/result/import/read.ts";
import type { ImportedRun } from "../../../scripts/result/import/importer.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";
import { assertReadsBack } from "../../helpers/written.ts";
import { written } from "./written/criterion.ts";

/** Returns the lines of a benchmark as Criterion.rs prints them into a file. */
function result(name: string, figures: string, ...more: string[]): string {
  const time = `time:   [${figures}]`;
  const [first, second] = name.length > 23 ? [`${name}\n`, " ".repeat(24)] : ["", name.padEnd(24)];
  return [
    `Benchmarking ${name}`,
    `Benchmarking ${name}: Warming up for 3.0000 s`,
    `Benchmarking ${name}: Collecting 100 samples in estimated 5.0003 s (49M iterations)`,
    `Benchmarking ${name}: Analyzing`,
    first + second + time,
    ...more,
    "",
  ].join("\n");
}

function figuresOf({ benchmarks }: ImportedRun): [string, number | null][] {
  return benchmarks.map(({ name, duration_ms }) => [name, duration_ms]);
}

for (
  const name of [
    "price",
    "price/10",
    "exactly twenty-three cs",
    "a name that is longer than its column",
    "sort [numbers]: all",
    "time:   [1 ns 2 ns 3 ns]",
    "a long name with time:   [1 ns 2 ns 3 ns]",
    "time:",
    "µ",
    "Analyzing: Analyzing",
    "Benchmarking a benchmark",
    "Benchmarking a: Analyzing",
  ]
) {
  Deno.test(`criterion reads the name ${JSON.stringify(name)} from printed lines`, () => {
    const text = result(name, "1.0000 ns 2.0000 ns 3.0000 ns") + result("b", "1 s 2 s 3 s");
    assertEquals(figuresOf(importText(criterion, text)), [[name, 2e-6], ["b", 2000]]);
  });
}

Deno.test("criterion takes the estimate between the bounds, each in its own unit", () => {
  const text = [
    result("a", "103.10 ps 104.20 ps 105.30 ps"),
    result("b", "999.10 ns 1.0012 µs 1.0034 µs"),
    result("c", "9.8000 us 9.9000 us 10.100 us"),
    result("d", "1.9 ms 2.0 ms 2.1 ms"),
    result("e", " 999.10 s  1000.5 s  1003.4 s"),
  ].join("\n");
  const run = importText(criterion, text);
  assertEquals(figuresOf(run), [
    ["a", 1.042e-7],
    ["b", 0.0010012],
    ["c", 0.0099],
    ["d", 2],
    ["e", 1_000_500],
  ]);
  assertEquals(
    run.benchmarks.map(({ min_ms, max_ms }) => [min_ms, max_ms]),
    Array(5).fill([null, null]),
  );
});

for (const micro of ["Âµs", "┬╡s", "\ufffds", "\ufffd\ufffds"]) {
  Deno.test(`criterion recognises microseconds that Windows garbled to ${micro}`, () => {
    const text = result("a", `1 ${micro} 2 ${micro} 3 ${micro}`);
    assertEquals(figuresOf(importText(criterion, text)), [["a", 0.002]]);
  });
}

Deno.test("criterion reads the throughput, and ignores changes", () => {
  const change = [
    "                 change:",
    "                        time:   [\u22121.2000% +0.1000% +1.3000%] (p = 0.88 > 0.05)",
    "                        thrpt:  [\u22121.2833% \u22120.0999% +1.2146%]",
    "                        No change in performance detected.",
  ];
  const rate = (figures: string) => `${" ".repeat(24)}thrpt:  [${figures}]`;
  const text = [
    result("a", "1 ns 2 ns 3 ns", rate("5.4 GiB/s 5.5 GiB/s 5.6 GiB/s"), ...change),
    result("b", "1 ns 2 ns 3 ns", rate("5 MB/s 6 MB/s 7 MB/s")),
    result("c", "1 ns 2 ns 3 ns", rate("1.2 Kelem/s 1.3 Kelem/s 1.4 Kelem/s"), ...change),
    result("d", "1 ns 2 ns 3 ns", rate("12  elem/s 13  elem/s 14  elem/s")),
    result("e", "1 ns 2 ns 3 ns", rate("12 Mb/s 13 Mb/s 14 Mb/s")),
    result("f", "1 ns 2 ns 3 ns"),
  ].join("\n");
  const { benchmarks } = importText(criterion, text);
  assertEquals(benchmarks.map(({ throughput, throughput_unit }) => [throughput, throughput_unit]), [
    [5.5 * 2 ** 30, "B/s"],
    [6e6, "B/s"],
    [1300, "elements/s"],
    [13, "elements/s"],
    [1.3e7, "bits/s"],
    [5e8, "op/s"],
  ]);
});

Deno.test("criterion reads values other than times as metrics, and lower is better", () => {
  const rate = `${" ".repeat(24)}thrpt:  [1.1 cycles/B 1.2 cycles/B 1.3 cycles/B]`;
  const text = result("a", "1,233 cycles 1,234 cycles 1,235 cycles", rate);
  const [{ duration_ms, metrics }] = importText(criterion, text).benchmarks as [
    ImportedRun["benchmarks"][number],
  ];
  assertEquals(duration_ms, null);
  assertEquals(metrics.map(({ name, unit, value, better }) => [name, unit, value, better]), [
    ["cycles", "cycles", 1234, "lower"],
    ["cycles/B", "cycles/B", 1.2, null],
  ]);
});

/** What Cargo prints before the output of a binary. */
const running = (file: string, binary: string) =>
  `     Running ${file} (target/release/deps/${binary})\n`;

Deno.test("criterion distinguishes the binaries of a package by their files", () => {
  const text = "running 1 test\ntest tests::a ... ignored\n\n" +
    running("benches/a.rs", "a-1a2b3c4d5e6f7a8b") + result("sum", "1 ns 2 ns 3 ns") +
    "     Running benches\\b.rs (target\\release\\deps\\b-1a2b3c4d5e6f7a8b.exe)\n" +
    result("sum", "4 ns 5 ns 6 ns");
  const runs = criterion.read(new Content(text, "a.txt"));
  assertEquals(
    runs.flatMap(({ benchmarks }) => benchmarks).map((
      { file, name, duration_ms },
    ) => [file, name, duration_ms]),
    [["benches/a.rs", "sum", 2e-6], ["benches/b.rs", "sum", 5e-6]],
  );
});

Deno.test("criterion distinguishes binaries if an old Cargo names no files", () => {
  const text = "     Running target/release/deps/a-1a2b3c4d5e6f7a8b\n" +
    result("sum", "1 ns 2 ns 3 ns") +
    "     Running target/release/deps/b-1a2b3c4d5e6f7a8b\n" + result("sum", "4 ns 5 ns 6 ns");
  const { benchmarks } = importResult(
    [{ source: "a.txt", text, modified: "2026-01-31T12:00:00.000Z" }],
    null,
  );
  assertEquals(benchmarks.map(({ group, name }) => [group, name]), [["a", "sum"], ["b", "sum"]]);
});

Deno.test("criterion does not join equal names of two packages", () => {
  const text = running("benches/all.rs", "all-1a2b3c4d5e6f7a8b") + result("sum", "1 ns 2 ns 3 ns") +
    running("benches/all.rs", "all-ffffffffffffffff") + result("sum", "4 ns 5 ns 6 ns");
  const file = { source: "a.txt", text, modified: "2026-01-31T12:00:00.000Z" };
  const { message } = assertThrows(() => importResult([file], null), Failure);
  assertEquals(
    message,
    "Cannot join the results of a.txt: benches/all.rs:sum was measured with binary " +
      '"all-1a2b3c4d5e6f7a8b" and with "all-ffffffffffffffff"; give a file each',
  );
});

Deno.test("criterion reads two runs of one binary as two rounds", () => {
  const once = (figures: string) =>
    running("benches/a.rs", "a-1a2b3c4d5e6f7a8b") + result("sum", figures);
  const { benchmarks } = importText(criterion, once("1 ns 2 ns 3 ns") + once("3 ns 4 ns 5 ns"));
  assertEquals(benchmarks.map(({ name, duration_ms }) => [name, duration_ms]), [
    ["sum", 2e-6],
    ["sum", 4e-6],
  ]);
});

Deno.test("criterion warns if results may come from several binaries", () => {
  const text = result("sum", "1 ns 2 ns 3 ns") + result("mean", "1 ns 2 ns 3 ns") +
    result("sum", "3 ns 4 ns 5 ns");
  const { benchmarks, warnings } = importText(criterion, text, "a.txt");
  assertEquals(benchmarks.map(({ name }) => name), ["sum", "mean", "sum"]);
  assertEquals(warnings, [
    'a.txt: sum: measured several times, and no line "Running ..." says by which binary; ' +
    "taken for rounds of one",
  ]);
});

Deno.test("criterion reads lines with trailing blanks", () => {
  const text = result("a", "1 ns 2 ns 3 ns").replaceAll("\n", "  \n");
  assertEquals(figuresOf(importText(criterion, text)), [["a", 2e-6]]);
});

Deno.test("criterion names benchmarks that began but have no result", () => {
  const text = result("fine", "1 ns 2 ns 3 ns") + [
    "Benchmarking broken",
    "Benchmarking broken: Warming up for 3.0000 s",
    "",
    "thread 'main' (4242) panicked at benches/a.rs:7:48:",
    "no such file",
    "Benchmarking what a benchmark prints",
    "Benchmarking profiled",
    "Benchmarking profiled: Profiling for 5.0000 s",
    "Benchmarking profiled: Complete (Analysis Disabled)",
    "Benchmarking setupthread 'main' panicked at 'x', benches/a.rs:9:1",
    "Benchmarking cut",
    "Benchmarking cut: Warm",
  ].join("\n");
  const { benchmarks, warnings } = importText(criterion, text, "a.txt");
  assertEquals(
    benchmarks.map(({ name, failures }) => [name, failures[0]?.message ?? null]),
    [
      ["fine", null],
      ["broken", "line 6: the benchmark that begins there has no result"],
      ["setup", "line 15: the benchmark that begins there has no result"],
      ["cut", "line 16: the benchmark that begins there has no result"],
    ],
  );
  assertEquals(warnings, [
    "a.txt: 3 of 4 benchmarks without figures: broken: line 6: the benchmark that begins there has " +
    "no result and 2 more",
    "a.txt: 1 left out: profiled was profiled, not measured",
  ]);
});

Deno.test("criterion reads coloured output with lines that a terminal overwrites", () => {
  const text = "Benchmarking a\r\x1b[2KBenchmarking a: Warming up for 3.0000 s\r\x1b[2K" +
    "Benchmarking a: Analyzing\r\x1b[2K\x1b[32ma\x1b[0m                       time:   " +
    "[\x1b[2m1.0000 ns\x1b[0m \x1b[1m2.0000 ns\x1b[0m \x1b[2m3.0000 ns\x1b[0m]\r\n" +
    "Benchmarking b\r\x1b[2KBenchmarking b: Warming up for 3.0000 s" +
    "thread 'main' panicked at 'x', benches/a.rs:3:1\r\n";
  const { benchmarks } = importResult(
    [{ source: "a.txt", text, modified: "2026-01-31T12:00:00.000Z" }],
    null,
  );
  assertEquals(benchmarks.map(({ name, duration_ms }) => [name, duration_ms]), [["a", 2e-6], [
    "b",
    null,
  ]]);
});

for (
  const [what, text, message] of [
    [
      "a time of 0",
      result("a", "0 ns 0 ns 0 ns"),
      'time must be a time above 0 and at most a day, found "0 ns 0 ns 0 ns"',
    ],
    [
      "two figures",
      result("a", "1 ns 2 ns"),
      'time must be three numbers with a unit, found "1 ns 2 ns"',
    ],
    [
      "words",
      result("a", "x ns y ns z ns"),
      'time must be three numbers with a unit, found "x ns y ns z ns"',
    ],
    [
      "NaN",
      result("a", "NaN ns NaN ns NaN ns"),
      'time must be three numbers with a unit, found "NaN ns NaN ns NaN ns"',
    ],
    [
      "numbers without a unit",
      result("a", "1 2 3"),
      'time must be three numbers with a unit, found "1 2 3"',
    ],
  ] as const
) {
  Deno.test(`criterion refuses ${what} if there is nothing else, and otherwise names it`, () => {
    assertRefused(criterion, text, `line 5: ${message}`);
    const { benchmarks } = importText(criterion, text + result("b", "1 ns 2 ns 3 ns"));
    assertEquals(benchmarks.map(({ failures }) => failures[0]?.message ?? null), [
      `line 5: ${message}`,
      null,
    ]);
  });
}

Deno.test("criterion reads back random files", () => assertReadsBack(written));
