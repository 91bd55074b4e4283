import { assert, assertEquals } from "@std/assert";
import type { BenchmarkResult } from "../../../scripts/result/schema.ts";
import { Content } from "../../../scripts/result/import/content.ts";
import { go } from "../../../scripts/result/import/formats/go.ts";
import { outcome, outcomes, read } from "../../helpers/go.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";
import { assertReadsBack } from "../../helpers/written.ts";
import { written } from "./written/go.ts";

Deno.test("go reads units that differ between lines", () => {
  const text = [
    "BenchmarkA 10 2000 ns/op",
    "BenchmarkB 10 2 us/op",
    "BenchmarkC 10 2 µs/op",
    "BenchmarkD 10 2 ms/op",
    "BenchmarkE 10 2e-3 s/op",
  ].join("\n");
  assertEquals(outcomes(text).map(([, ns]) => ns), [2000, 2000, 2000, 2e6, 2e6]);
});

for (
  const [what, lines, names] of [
    [
      "keeps GOMAXPROCS in a name, and also gives a short name without it",
      ["BenchmarkA-8 1 9 ns/op", "BenchmarkB/x-8 1 9 ns/op"],
      [["BenchmarkA-8", "BenchmarkA"], ["BenchmarkB/x-8", "BenchmarkB/x"]],
    ],
    [
      "distinguishes a benchmark on one processor from that on several",
      ["BenchmarkA 1 9 ns/op", "BenchmarkA-4 1 9 ns/op", "BenchmarkA-16 1 9 ns/op"],
      [["BenchmarkA", null], ["BenchmarkA-4", "BenchmarkA"], ["BenchmarkA-16", "BenchmarkA"]],
    ],
    [
      "does not shorten a name that only seems to end in GOMAXPROCS",
      ["BenchmarkA/size-8 1 9 ns/op", "BenchmarkB 1 9 ns/op"],
      [["BenchmarkA/size-8", null], ["BenchmarkB", null]],
    ],
    [
      "keeps -1 and -08 in the name, since go does not write them",
      ["BenchmarkA-1 1 9 ns/op", "BenchmarkB-08 1 9 ns/op"],
      [["BenchmarkA-1", null], ["BenchmarkB-08", null]],
    ],
    [
      "recognises the name that -v prints first",
      [
        "BenchmarkA/size-8",
        "BenchmarkA/size-8    \t 1\t 9 ns/op",
        "BenchmarkB/size-8",
        "BenchmarkB/size-8-4  \t 1\t 9 ns/op",
      ],
      [["BenchmarkA/size-8", null], ["BenchmarkB/size-8-4", "BenchmarkB/size-8"]],
    ],
  ] as const
) {
  Deno.test(`go ${what}`, () => {
    const [run] = read(lines.join("\n"));
    assertEquals(
      run!.benchmarks.map(({ name, short_name }) => [name, short_name]),
      names.map((pair) => [...pair]),
    );
  });
}

for (
  const [what, text, ns] of [
    ["in lines", "BenchmarkA-8 \tloading 3 tables\n1 2\n3 4.5 rows\n     100\t  12 ns/op\n", 12],
    [
      "in the line of the result",
      "BenchmarkA-8 \tconnecting... connected     100\t  12 ns/op\t 3 B/op\n",
      12,
    ],
    ["before the figures", "BenchmarkA-8 \tconnected10000000\t  12 ns/op\n", 12],
    ["before the name", "loadedBenchmarkA-8 \tloaded     100\t  12 ns/op\n", 12],
    [
      "as JSON",
      'BenchmarkA-8 \t{"msg":"row 7 100 ns/op"}\n{"msg":"b"}\n     100\t  12 ns/op\n',
      12,
    ],
    ["that looks like figures", "BenchmarkA-8 \ttook 7 100 ns/op\n     100\t  12 ns/op\n", 12],
    [
      "by b.Log",
      "BenchmarkA\n    a_test.go:3: 300\t  7 ns/op\nBenchmarkA-8 \t 100\t  12 ns/op\n",
      12,
    ],
    [
      "by b.Log after the figures",
      "BenchmarkA-8 \t 100\t  12 ns/op\n--- BENCH: BenchmarkA-8\n    a_test.go:3: 300\t  7 ns/op\n" +
      "\t... [output truncated]\n",
      12,
    ],
    [
      "by package testing",
      "BenchmarkA-8 \t 100\t  12 ns/op\ntesting: BenchmarkA-8 left GOMAXPROCS set to 2\n",
      12,
    ],
    [
      "with spaces instead of tabs",
      "BenchmarkA-8     connected      100       12 ns/op      3 B/op\n",
      12,
    ],
  ] as const
) {
  Deno.test(`go skips what is printed ${what}`, () => {
    const text2 = `BenchmarkQuiet-8 \t 5\t 7 ns/op\n${text}BenchmarkAfter-8 \t 5\t 9 ns/op\nPASS\n`;
    assertEquals(outcomes(text2), [
      ["BenchmarkQuiet-8", 7],
      ["BenchmarkA-8", ns],
      ["BenchmarkAfter-8", 9],
    ]);
  });
}

Deno.test("go skips lines that only look like results", () => {
  const text = [
    "Benchmarking 100 200 files",
    "Benchmark 1: sleep 0.1",
    "BenchmarkDotNet v0.15.0, Linux",
    "Benchmarks done: 12",
    "  BenchmarkIndented 1 2 ns/op",
    "100 12 ns/op",
    "BenchmarkA 1 9 ns/op trailing words 7",
  ].join("\n");
  assertEquals(outcomes(`${text}\nPASS\n`), [["BenchmarkA", 9]]);
});

for (
  const [what, lines, reason] of [
    [
      "panics",
      ["BenchmarkB-8 \tpanic: nil map", "", "goroutine 7 [running]:"],
      "panic: nil map, see line 2",
    ],
    [
      "panics after printing",
      ["BenchmarkB-8 \tabc", "panic: nil map"],
      "panic: nil map, see line 3",
    ],
    ["panics with -v", ["BenchmarkB", "BenchmarkB-8 \tpanic: a"], "panic: a, see line 3"],
    ["ends the process", ["BenchmarkB-8 \texit status 3"], "exit status 3, see line 2"],
    ["is killed", ["BenchmarkB-8 \tSIGQUIT: quit", "PC=0x46"], "SIGQUIT: quit, see line 2"],
    [
      "did not end",
      ["BenchmarkB-8 \t       0\t               NaN ns/op", "panic: a"],
      "panic: a, see line 3",
    ],
    [
      "fails later",
      ["BenchmarkB-8 \t--- FAIL: BenchmarkB-8", "    a_test.go:3: no"],
      "failed, see line 2",
    ],
    [
      "fails after printing",
      ["BenchmarkB-8 \tabc--- FAIL: BenchmarkB-8"],
      "failed, see line 2",
    ],
    ["reports nothing", ["BenchmarkB-8 \t 1000"], "exit status 2, see line 3"],
  ] as const
) {
  Deno.test(`go names a benchmark that ${what}, and reads the others`, () => {
    const text = ["BenchmarkA-8 \t 5\t 7 ns/op", ...lines, "exit status 2", "FAIL\ta\t0.5s"];
    const next = "BenchmarkC-8 \t 5\t 9 ns/op\nok  \tb\t0.5s\n";
    const [run] = read(`${text.join("\n")}\n${next}`);
    assertEquals(
      run!.benchmarks.map(({ group, ...one }) => [group, ...outcome(one as BenchmarkResult)]),
      [
        ["a", "BenchmarkA-8", 7],
        ["a", "BenchmarkB-8", reason],
        ["b", "BenchmarkC-8", 9],
      ],
    );
    assertEquals(run!.warnings, [
      `a.txt: 1 of 3 benchmarks without figures: a/BenchmarkB-8: ${reason}`,
    ]);
  });
}

for (
  const [what, stack] of [
    ["its function", "a.BenchmarkB.func1(0xc0000a6240)\n\t/home/user/a_test.go:24 +0x13f\n"],
    ["the list of running tests", "\trunning tests:\n\tBenchmarkB (3s)\n"],
  ] as const
) {
  Deno.test(`go finds the benchmark of a panic, whose name was not printed, by ${what}`, () => {
    const text = `BenchmarkA-8 \t 5\t 7 ns/op\npanic: boom\n\ngoroutine 7 [running]:\n${stack}` +
      "exit status 2\nFAIL\ta\t0.5s\n";
    assertEquals(outcomes(text), [["BenchmarkA-8", 7], ["BenchmarkB", "panic: boom, see line 2"]]);
  });
}

Deno.test("go reports packages that failed as a whole", () => {
  const text = "BenchmarkA-8 \t 5\t 7 ns/op\nok  \ta\t0.5s\nFAIL\tb [build failed]\n" +
    "--- FAIL: TestB (0.00s)\nFAIL\nFAIL\tc\t0.5s\npanic: boom\nmain.init()\nFAIL\td\t0.5s\n";
  assertEquals(read(text)[0]!.warnings, [
    "a.txt: 3 left out: b: build failed, see line 3 and 2 more",
  ]);
});

Deno.test("go says why a process ended after its last result", () => {
  const text = "BenchmarkA-8 \t 5\t 7 ns/op\nsignal: killed\nFAIL\ta\t0.5s\n";
  assertEquals(read(text)[0]!.warnings, ["a.txt: 1 left out: signal: killed, see line 2"]);
});

Deno.test("go counts a failed benchmark, but not its parent", () => {
  const text = "--- FAIL: BenchmarkA/x/y\n--- FAIL: BenchmarkA/x\nBenchmarkA/z-8 \t 5\t 7 ns/op\n" +
    "--- FAIL: BenchmarkA\n--- FAIL: BenchmarkB\n";
  assertEquals(outcomes(text), [
    ["BenchmarkA/x/y", "failed, see line 1"],
    ["BenchmarkA/z-8", 7],
    ["BenchmarkB", "failed, see line 5"],
  ]);
});

Deno.test("go does not count a parent named by -v as a benchmark without figures", () => {
  const text = "=== RUN   BenchmarkA\nBenchmarkA\n=== RUN   BenchmarkA/x\nBenchmarkA/x\n" +
    "BenchmarkA/x-8 \t 5\t 7 ns/op\nBenchmarkA/y\nBenchmarkA/y-8 \t 5\t 9 ns/op\nPASS\n";
  assertEquals(outcomes(text), [["BenchmarkA/x-8", 7], ["BenchmarkA/y-8", 9]]);
});

Deno.test("go names skipped benchmarks", () => {
  const text =
    "BenchmarkA 1 9 ns/op\nBenchmarkB\n    b_test.go:3: no network\n--- SKIP: BenchmarkB\n";
  const [run] = read(text);
  assertEquals(run!.benchmarks.map(({ name }) => name), ["BenchmarkA"]);
  assertEquals(run!.warnings, ["a.txt: 1 left out: BenchmarkB was skipped, see line 4"]);
});

Deno.test("go reports figures without a name", () => {
  const [run] = read("BenchmarkA 1 9 ns/op\n     300\t   4001052 ns/op\t  16 B/op\n");
  assertEquals(run!.warnings, ["a.txt: 1 left out: figures without a name, see line 2"]);
});

Deno.test("go keeps reported metrics, with a direction if the unit has one", () => {
  const [benchmark] = importText(
    go,
    "BenchmarkA-8 \t 5\t 7 ns/op\t 4 MB/s\t 0.5 hits/op\t 12 p99-ns\t 2 ratio\t 6 rows/s\t" +
      " 16 B/op\t 1 allocs/op\n",
  ).benchmarks;
  assertEquals([benchmark!.throughput, benchmark!.throughput_unit], [4e6, "B/s"]);
  assertEquals(benchmark!.memory_mb, 16e-6);
  assertEquals(benchmark!.metrics.map(({ name, value, better }) => [name, value, better]), [
    ["hits/op", 0.5, "lower"],
    ["p99-ns", 12, "lower"],
    ["ratio", 2, null],
    ["rows/s", 6, "higher"],
    ["allocs/op", 1, "lower"],
  ]);
});

Deno.test("go keeps metrics of a benchmark without a time", () => {
  const [benchmark] = importText(go, "BenchmarkA-8 \t 5\t 42 rows/op\t 16 B/op\n").benchmarks;
  assertEquals(benchmark!.duration_ms, null);
  assertEquals(benchmark!.failures, []);
  assertEquals(benchmark!.metrics.map(({ name, value }) => [name, value]), [
    ["rows/op", 42],
    ["B/op", 16],
  ]);
});

Deno.test("go leaves out a metric that is not a number, and names it", () => {
  const [run] = read("BenchmarkA 1 9 ns/op NaN ratio +Inf rows/s 3 hits\n");
  assertEquals(run!.benchmarks[0]!.metrics.map(({ name }) => name), ["hits"]);
  assertEquals(run!.warnings, [
    "a.txt: 2 left out: ratio of BenchmarkA is NaN, see line 1 and 1 more",
  ]);
});

for (
  const [what, end, reason] of [
    ["its value", "BenchmarkB-8 1 12", "cut off after 12, see line 2"],
    ["a part of its unit", "BenchmarkB-8 1 12 ns/o", "cut off after 12 ns/o, see line 2"],
    ["a part of the next unit", "BenchmarkB-8 1 12 ns/op 3 B", "cut off after 3 B, see line 2"],
    ["its iterations", "BenchmarkB-8 \t  100", "has no figures, see line 2"],
    ["its name", "BenchmarkB-8", "has no figures, see line 2"],
    ...["0.00", "0.0000002", "NaN", "+Inf", "-3", "1e300"].map((value) =>
      [
        `a time of ${value}`,
        `BenchmarkB-8 1 ${value} ns/op\n`,
        `ns/op must be a time above 0 and at most a day, found ${value}, see line 2`,
      ] as const
    ),
  ] as const
) {
  Deno.test(`go names a benchmark truncated after ${what}, and reads the others`, () => {
    const text = `BenchmarkA-8 1 9 ns/op\n${end}`;
    assertEquals(outcomes(text), [["BenchmarkA-8", 9], ["BenchmarkB-8", reason]]);
    assertRefused(go, `PASS\n${end}`, reason);
  });
}

Deno.test("go refuses a text without results", () => {
  assertRefused(go, "PASS\nok  \ta\t0.1s\n", "it has no benchmark of go test");
});

Deno.test("go takes the package from the line after the results if none precedes them", () => {
  const text = "BenchmarkA-4 1 9 ns/op\nok  \tx/a\t1.1s\tcoverage: 3 %\nBenchmarkA-4 1 8 ns/op\n" +
    "PASS\nFAIL\tx/b\t62.100s\nBenchmarkA-4 1 7 ns/op\n";
  const [run] = read(text);
  assertEquals(run!.benchmarks.map(({ group }) => group), ["x/a", "x/b", null]);
});

Deno.test("go is recognised after printed lines, but not after the prefixes of a log", () => {
  const line = "loadedBenchmarkA-8 \tloaded     100\t  12 ns/op";
  for (const end of ["PASS", "FAIL", "ok  \ta\t0.5s", "FAIL\ta\t0.5s"]) {
    assert(go.recognizes(new Content(`${line}\n${end}\r\n`, "a")), end);
    assert(!go.recognizes(new Content(`12:00 ${line}\n12:00 ${end}\n`, "a")), end);
  }
});

Deno.test("go finds three lines in a long log, whatever it contains", () => {
  const noise = '{"level": "say \\"Infinity\\n", "Benchmark 12 of 100 NaN": [\n'.repeat(20_000);
  const content = new Content(
    `[${noise}BenchmarkA 1 9 ns/op\n${noise}BenchmarkA 1 8 ns/op\n${noise}BenchmarkA 1 7 ns/op\n`,
    "log",
  );
  assert(go.recognizes(content));
  assertEquals(go.read(content)[0]!.benchmarks.length, 3);
});

Deno.test("go reads back random files", () => {
  assertReadsBack(written);
});
