import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { Comparison } from "../mod.ts";
import { main } from "../scripts/compare.ts";
import { documentText, ENVIRONMENT, type Sketch, steady } from "./helpers/sketches.ts";
import { MemoryIo } from "./helpers/memory_io.ts";

const BASELINE = "benchmarks/baselines/baseline_results.json";
const CURRENT = "benchmarks/results/2026-02-01T00-00-00Z_results.json";

/** Compares two sets of benchmarks. */
async function compare(
  baseline: readonly Sketch[],
  current: readonly Sketch[],
  args: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
) {
  const io = new MemoryIo({
    [BASELINE]: documentText(baseline),
    [CURRENT]: documentText(current),
    ...files,
  });
  const code = await main(args, io);
  return { code, out: io.out, error: io.error, io };
}

async function compareJson(...parameters: Parameters<typeof compare>) {
  const [baseline, current, args = [], files] = parameters;
  const { code, out, error } = await compare(baseline, current, [...args, "--format=json"], files);
  assertEquals(error, "");
  return { code, comparison: JSON.parse(out) as Comparison };
}

const two = (name: string, duration: number): Sketch => ({ name, rounds: steady(duration) });

Deno.test("compare exits with 1 for regressions and with 0 without", async () => {
  const before = [two("a", 10), two("b", 10)];
  const rows: [what: string, current: Sketch[], code: number][] = [
    ["nothing changed", before, 0],
    ["one slower", [two("a", 13), two("b", 10)], 1],
    ["all slower", [two("a", 13), two("b", 40)], 1],
    ["one faster", [two("a", 5), two("b", 10)], 0],
    ["a faster one does not hide a slower one", [two("a", 1), two("b", 13)], 1],
    ["slower by less than the threshold", [two("a", 10.8), two("b", 10)], 0],
    ["one added", [...before, two("c", 99)], 0],
    ["one removed", [two("a", 10)], 0],
  ];
  for (const [what, current, code] of rows) {
    assertEquals((await compare(before, current)).code, code, what);
  }
});

Deno.test("compare classifies changes of two numbers, at the limits too", async () => {
  const rows: [current: number, verdict: string, severity: string | null][] = [
    [110, "unchanged", null],
    [110.1, "regression", "minor"],
    [120, "regression", "minor"],
    [120.1, "regression", "moderate"],
    [150, "regression", "moderate"],
    [150.1, "regression", "severe"],
    [90, "unchanged", null],
    [89.9, "improvement", null],
  ];
  for (const [duration_ms, verdict, severity] of rows) {
    const { comparison } = await compareJson(
      [{ name: "a", duration_ms: 100 }],
      [{ name: "a", duration_ms }],
    );
    const [entry] = comparison.entries;
    assertEquals([entry!.verdict, entry!.severity], [verdict, severity], `100 to ${duration_ms}`);
    assertMatch(comparison.warnings.join(), /rest on two numbers alone/);
  }
});

Deno.test("compare uses the spread of the rounds", async () => {
  const noisy = { name: "a", rounds: [8, 12, 9, 11, 10] };
  const slower = { name: "a", rounds: [9.6, 14.4, 10.8, 13.2, 12] };
  const { code, comparison } = await compareJson([noisy], [slower]);
  const [entry] = comparison.entries;
  assertEquals([code, entry!.verdict, entry!.severity], [0, "inconclusive", null]);
  assert(entry!.interval!.lower < 0.2 && entry!.interval!.upper > 0.2);
  assert(entry!.rounds_needed! > 5);
  assertEquals((await compare([noisy], [slower], ["--strict"])).code, 1);
  assertEquals(comparison.warnings, []);
});

Deno.test("compare --strict also fails on what has failed", async () => {
  const failed = { name: "a", duration_ms: null, failures: [{ round: 1, message: "boom" }] };
  assertEquals((await compare([two("a", 1)], [failed])).code, 0);
  const { code, out } = await compare([two("a", 1)], [failed], ["--strict"]);
  assertEquals(code, 1);
  assertStringIncludes(out, "round 1: boom");
});

Deno.test("compare gates nothing where the environments differ, unless told to", async () => {
  const files = {
    [CURRENT]: documentText([two("a", 20)], { environment: { ...ENVIRONMENT, cpu: "Other CPU" } }),
  };
  const { code, out } = await compare([two("a", 10)], [], [], files);
  assertEquals(code, 0);
  assertStringIncludes(out, "differs: cpu: Test CPU in the baseline, Other CPU now");
  assertStringIncludes(out, "1 inconclusive");
  const insisting = await compare([two("a", 10)], [], ["--ignore-environment"], files);
  assertEquals(insisting.code, 1);
});

Deno.test("compare judges the metrics asked for, each by itself", async () => {
  const before: Sketch = { ...two("a", 10), throughput: 100, memory_mb: 1 };
  const after: Sketch = { ...two("a", 10), throughput: 100, memory_mb: 1.3 };
  const metrics = async (args: string[]) => {
    const { code, comparison } = await compareJson([before], [after], args);
    return [code, ...comparison.entries.map(({ metric, verdict }) => `${metric} ${verdict}`)];
  };
  assertEquals(await metrics([]), [0, "duration unchanged"]);
  assertEquals(await metrics(["--metric=memory"]), [1, "memory regression"]);
  assertEquals(await metrics(["--metric", "throughput,memory"]), [
    1,
    "memory regression",
    "throughput unchanged",
  ]);
});

Deno.test("compare takes thresholds from the command line and from the configuration", async () => {
  const change = [[two("a", 10), two("json_b", 10)], [two("a", 12), two("json_b", 12)]] as const;
  const config = `{ "threshold": 15, // percent
    "benchmarks": { "json_*": { "threshold": 30, "moderate": 40 } } }`;
  const rows: [string[], Record<string, string>, string[]][] = [
    [[], {}, ["a regression", "json_b regression"]],
    [[], { "benchline.jsonc": config }, ["a regression", "json_b unchanged"]],
    [["--config=other.jsonc"], { "other.jsonc": '{"threshold":25}' }, [
      "a unchanged",
      "json_b unchanged",
    ]],
    [["--threshold=5", "--tolerance=1"], { "benchline.jsonc": config }, [
      "a regression",
      "json_b regression",
    ]],
  ];
  for (const [args, files, expected] of rows) {
    const { comparison } = await compareJson(...change, args, files);
    const found = comparison.entries.map(({ name, verdict }) => `${name} ${verdict}`).sort();
    assertEquals(found, expected, args.join());
  }
});

Deno.test("compare takes the newest result", async () => {
  const { io } = await compare([two("a", 10)], [two("a", 20)], [], {
    "benchmarks/results/2026-03-01T00-00-00Z_results.json": documentText([two("a", 10)]),
    "benchmarks/results/notes.txt": "",
  });
  assertStringIncludes(io.out, "2026-03-01T00-00-00Z_results.json");
  assertStringIncludes(io.out, "1 unchanged");
});

Deno.test("compare refuses bad input in one line, with exit code 2 and no output", async () => {
  const good = documentText([two("a", 10)]);
  const rows: [string[], Record<string, string>, RegExp][] = [
    [
      ["--baseline=none.json"],
      {},
      /none\.json: there is no such file; make one with: deno task bench, then/,
    ],
    [["--current=none.json"], {}, /Cannot read none\.json: there is no such file$/],
    [["--current=x.json"], { "x.json": "{" }, /Cannot read x\.json: not JSON at line 1, column 2/],
    [["--current=x.json"], { "x.json": good.replace('"1.0"', '"9.0"') }, /schema version 9\.0/],
    [
      ["--config=x.jsonc"],
      { "x.jsonc": '{"treshold":1}' },
      /treshold is not known, did you mean threshold/,
    ],
    [["--config=none.jsonc"], {}, /Cannot read none\.jsonc/],
    [["--treshold=5"], {}, /Unknown option --treshold=5: did you mean --threshold/],
    [["-x"], {}, /Unknown option -x/],
    [["--threshold=ten"], {}, /--threshold must be a number from 0 to 1000000, found "ten"/],
    [["--threshold=-5"], {}, /--threshold must be a number .*, found "-5"/],
    [["--threshold", "-5"], {}, /--threshold must be a number .*, found "-5"/],
    [["--threshold=NaN"], {}, /found "NaN"/],
    [["--threshold=0x10"], {}, /found "0x10"/],
    [["--threshold"], {}, /--threshold must be followed by a value, found nothing/],
    [["--baseline", "--strict"], {}, /--baseline must be followed by a value, found --strict/],
    [
      ["--threshold=30", "--moderate=20"],
      {},
      /tolerance <= threshold <= moderate <= severe is wanted, found 5, 30, 20, 50/,
    ],
    [["--metric=speed"], {}, /--metric must be one of duration, throughput, memory, found "speed"/],
    [["--format=yaml"], {}, /--format must be one of terminal, json, markdown/],
    [["old.json"], {}, /compare takes results by option/],
  ];
  for (const [args, files, message] of rows) {
    const { code, out, error } = await compare([two("a", 10)], [two("a", 10)], args, files);
    assertEquals([code, out], [2, ""], args.join());
    assertMatch(error, /^error: [^\n]*\n$/, args.join());
    assertMatch(error.trimEnd(), message, args.join());
  }
});

Deno.test("compare with nothing to compare is an error", async () => {
  const { code, error } = await compare([], []);
  assertEquals([code, error], [2, "error: Nothing to compare: neither side has benchmarks\n"]);
  const none = new MemoryIo({ [BASELINE]: documentText([two("a", 1)]) });
  assertEquals(await main([], none), 2);
  assertMatch(none.error, /has no \*_results\.json; make one with: deno task bench/);
});

Deno.test("compare tells same names in other files and groups apart", async () => {
  const both = (first: number, second: number): Sketch[] => [
    { ...two("a", first), group: "x" },
    { ...two("a", second), group: "y" },
  ];
  const { out } = await compare(both(10, 10), both(10, 20));
  assertMatch(out, /Regressions\n +a_bench\.ts:y\/a /);
  assertMatch(out, /Unchanged\n +a_bench\.ts:x\/a /);
});
