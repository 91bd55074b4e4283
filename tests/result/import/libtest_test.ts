import { assertEquals } from "@std/assert";
import type { BenchmarkResult } from "../../../scripts/result/schema.ts";
import { Content } from "../../../scripts/result/import/content.ts";
import type { ImportedRun } from "../../../scripts/result/import/importer.ts";
import { libtest } from "../../../scripts/result/import/formats/libtest.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";
import { assertReadsBack } from "../../helpers/written.ts";
import { written } from "./written/libtest.ts";

function read(text: string): readonly ImportedRun[] {
  return libtest.read(new Content(text, "a.txt"));
}

/** Returns the name of each entry, and its duration in nanoseconds or why it has none. */
function outcomes(text: string): [string, number | string][] {
  return read(text).flatMap(({ benchmarks }) => benchmarks.map(outcome));
}

function outcome({ name, duration_ms, failures }: BenchmarkResult): [string, number | string] {
  return [
    name,
    duration_ms === null ? failures[0]!.message : Number((duration_ms * 1e6).toPrecision(12)),
  ];
}

Deno.test("libtest reads thousands, decimals and rates", () => {
  const text = "test a ... bench:   1,234,567 ns/iter (+/- 56)\n" +
    "test b ... bench:       0.28 ns/iter (+/- 0.28) = 55351 MB/s\n";
  const found = importText(libtest, text).benchmarks;
  assertEquals(
    found.map(({ name, duration_ms, throughput, throughput_unit }) => [
      name,
      duration_ms,
      throughput,
      throughput_unit,
    ]),
    [["a", 1.234567, 810.0005913, "op/s"], ["b", 2.8e-7, 55_351e6, "B/s"]],
  );
});

for (
  const [written, ns] of [
    ["1,234 ns/iter", 1234],
    ["1'234'567 ns/iter", 1234567],
    ["1’234 ns/iter", 1234],
    ["1_234_567 ns/iter", 1234567],
    ["1 234 567 ns/iter", 1234567],
    ["1\u202f234 ns/iter", 1234],
    ["1.234.567 ns/iter", 1234567],
    ["1.234,5 ns/iter", 1234.5],
    ["1,234.5 ns/iter", 1234.5],
    ["0,28 ns/iter", 0.28],
    ["1.234 ns/iter", 1.234],
    ["1.23 us/iter", 1230],
    ["1.5 µs/iter", 1500],
    ["2 ms/iter", 2e6],
    ["0.5 s/iter", 5e8],
    ["500 iter/s", 2e6],
  ] as const
) {
  Deno.test(`libtest reads ${written}`, () => {
    assertEquals(outcomes(`test a ... bench:   ${written} (+/- 56)\n`), [["a", ns]]);
  });
}

Deno.test("libtest keeps values other than times as metrics with a direction", () => {
  const text = "test a ... bench:        2,835 cycles/iter (+/- 14)\n" +
    "test b ... bench:        1911 MS/s (+/- 420)\n" +
    "test c ... bench:         123 cycles/iter (+/- 4) = 55 MB/s\n" +
    "test d ... bench:         123 ns/iter (+/- 4) = 7 Melem/s\n";
  const { benchmarks } = importText(libtest, text);
  assertEquals(
    benchmarks.map(({ name, metrics }) => [
      name,
      metrics.map(({ name, value, better }) => [name, value, better]),
    ]),
    [
      ["a", [["cycles/iter", 2835, "lower"]]],
      ["b", [["MS/s", 1911, "higher"]]],
      ["c", [["cycles/iter", 123, "lower"], ["MB/s", 55, "higher"]]],
      ["d", [["Melem/s", 7, "higher"]]],
    ],
  );
});

Deno.test("libtest reads a repeated line as another round, and another file as another benchmark", () => {
  const bench = "running 1 test\ntest a ... bench: 10 ns/iter (+/- 1)\n";
  const text = `     Running benches/x.rs (target/release/deps/x-1a2b3c4d)\n${bench}${bench}` +
    `     Running unittests src/lib.rs (target/release/deps/y-1a2b3c4d)\n${bench}`;
  const { benchmarks } = importText(libtest, text);
  assertEquals(benchmarks.map(({ file, group }) => [file, group]), [
    ["benches/x.rs", null],
    ["benches/x.rs", null],
    ["src/lib.rs", "y"],
  ]);
});

Deno.test("libtest uses the crate as the group if the file does not identify it", () => {
  const hash = "51d20b63c98ac923";
  for (
    const [line, file, group] of [
      [`benches/my-sums.rs (target/release/deps/my_sums-${hash})`, "benches/my-sums.rs", null],
      [`unittests src/main.rs (/p/target/release/deps/shop-${hash})`, "src/main.rs", "shop"],
      [`target/release/deps/shop-${hash}`, null, "shop"],
      [`\`/p/target/release/deps/shop-${hash} --bench\``, null, "shop"],
    ] as const
  ) {
    const text = `     Running ${line}\n\nrunning 1 test\ntest a ... bench: 10 ns/iter (+/- 1)\n`;
    const [benchmark] = importText(libtest, text).benchmarks;
    assertEquals([benchmark!.file, benchmark!.group], [file, group], line);
  }
});

Deno.test("libtest distinguishes crates of the same name", () => {
  const bench = "running 1 test\ntest a ... bench: 10 ns/iter (+/- 1)\n";
  const running = (hash: string) =>
    `     Running benches/x.rs (target/release/deps/x-${hash})\n${bench}`;
  assertEquals(
    read(running("1a1a1a1a") + running("2b2b2b2b") + running("1a1a1a1a")).map((
      { configuration, benchmarks },
    ) => [
      configuration,
      benchmarks.length,
    ]),
    [[{ target: "x-1a1a1a1a" }, 2], [{ target: "x-2b2b2b2b" }, 1]],
  );
});

Deno.test("libtest distinguishes crates by their tests if cargo does not name them", () => {
  const list = (count: number, names: string[]) =>
    `\nrunning ${count} tests\n` +
    names.map((name) => `test ${name} ... bench: 10 ns/iter (+/- 1)\n`).join("");
  const text = list(2, ["a", "b"]) + list(2, ["a", "c"]) + list(2, ["a", "b"]) + list(2, ["a"]);
  assertEquals(
    read(text).map(({ configuration, benchmarks }) => [configuration, benchmarks.length]),
    [[{ target: "list 1" }, 5], [{ target: "list 2" }, 2]],
  );
  assertEquals(read(list(2, ["a", "b"]) + list(2, ["a"]))[0]!.configuration, {});
});

for (
  const [what, lines, reason] of [
    ["fails", "test b ... FAILED\n", "failed, see line 2"],
    [
      "takes no time",
      "test b ... bench:           0 ns/iter (+/- 0)\n",
      "ns/iter must be a time above 0 and at most a day, found 0, see line 2",
    ],
    [
      "is not a number",
      "test b ... bench: NaN ns/iter (+/- 0)\n",
      "ns/iter must be a time above 0 and at most a day, found NaN, see line 2",
    ],
    [
      "is infinite",
      "test b ... bench: inf cycles/iter (+/- 0)\n",
      "cycles/iter must be a number, found inf, see line 2",
    ],
    [
      "panics",
      "test b ... thread 'main' panicked at benches/a.rs:6:37:\nno such table\n",
      "thread 'main' panicked at benches/a.rs:6:37, see line 2",
    ],
    ["is truncated after its name", "test b ...", "has no figures, see line 2"],
    ["is truncated within its figures", "test b ... bench:   1,2", "has no figures, see line 2"],
    ["is truncated within a word", "test b ... FAI", "has no figures, see line 2"],
  ] as const
) {
  Deno.test(`libtest names a benchmark that ${what}, and reads the others`, () => {
    const text = `test a ... bench: 7 ns/iter (+/- 0)\n${lines}`;
    assertEquals(outcomes(text), [["a", 7], ["b", reason]]);
    assertEquals(read(text)[0]!.warnings, [
      `a.txt: 1 of 2 benchmarks without figures: b: ${reason}`,
    ]);
  });
}

Deno.test("libtest skips what benchmarks print", () => {
  const text =
    "running 2 tests\ntest a ... connecting\nall ok\nbench:           7 ns/iter (+/- 1)\n" +
    "test b ... connecting... bench:           9 ns/iter (+/- 1)\n";
  assertEquals(outcomes(text), [["a", 7], ["b", 9]]);
});

Deno.test("libtest reads names with blanks, as Criterion prints them", () => {
  const text = "test sort 10 ... fast/big ... bench:         123 ns/iter (+/- 4)\n";
  assertEquals(outcomes(text), [["sort 10 ... fast/big", 123]]);
});

Deno.test("libtest reads output of -q", () => {
  const text = "running 3 tests\nii 2/3\nb --- FAILED\niatest a ... bench: 7 ns/iter (+/- 1)\n";
  assertEquals(outcomes(text), [["a", 7], ["b", "failed, see line 3"]]);
});

Deno.test("libtest reads the events of --format json between other lines", () => {
  const text = [
    "     Running benches/x.rs (target/release/deps/x-1a1a1a1a)",
    '{ "type": "suite", "event": "started", "test_count": 6 }',
    '{ "type": "test", "event": "started", "name": "a" }',
    '{ "type": "bench", "name": "a", "median": 7.5, "deviation": 1.25, "mib_per_second": 12 }',
    '{"level":"info"}',
    '{ "type": "test", "event": "started", "name": "b" }',
    '{ "type": "test", "name": "b", "event": "failed", "stdout": "\\nthread \'main\' panicked" }',
    '{ "type": "test", "name": "later", "event": "ignored" }',
    '{ "type": "bench", "name": "c", "median": 0, "deviation": 0 }',
    '{ "type": "bench", "name": "e", "median": 1.5e-7, "deviation": 0 }',
    '{ "type": "bench", "name": "d", "med',
  ].join("\n");
  const [run] = read(text);
  assertEquals(run!.benchmarks.map(outcome), [
    ["a", 7.5],
    ["c", "ns/iter must be a time above 0 and at most a day, found 0, see line 9"],
    ["e", "ns/iter must be a time above 0 and at most a day, found 1.5e-7, see line 10"],
    ["b", "failed, see line 7"],
    ["d", "has no figures, see line 11"],
  ]);
  const [first] = run!.benchmarks;
  assertEquals([first!.file, first!.throughput], ["benches/x.rs", 12e6]);
});

Deno.test("libtest does not read tests as benchmarks", () => {
  const text = "running 3 tests\ntest adds ... ok\ntest sums ... FAILED\ntest b ... ok\n\n" +
    "test result: FAILED. 2 passed; 1 failed\n\n   Doc-tests demo\n\nrunning 1 test\n" +
    "test src/lib.rs - one (line 4) ... ok\n\nrunning 2 tests\ntest later ... ignored, no network\n" +
    "test a ... bench: 7 ns/iter (+/- 1)\n";
  assertEquals(outcomes(text), [["a", 7]]);
  assertEquals(read(text)[0]!.warnings, ["a.txt: 1 left out: later was ignored, see line 14"]);
});

for (
  const [what, text, message] of [
    ["a text without results", "running 0 tests\n", "it has no benchmark of libtest"],
    [
      "a truncated line",
      "running 1 test\ntest a ... bench:   1,2",
      "has no figures, see line 2",
    ],
    [
      "a time of 0",
      "test a ... bench: 0 ns/iter (+/- 0)\n",
      "ns/iter must be a time above 0 and at most a day, found 0, see line 1",
    ],
  ] as const
) {
  Deno.test(`libtest refuses ${what}`, () => assertRefused(libtest, text, message));
}

Deno.test("libtest reads back random files", () => {
  assertReadsBack(written);
});
