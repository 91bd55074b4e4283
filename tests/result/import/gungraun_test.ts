import { assertEquals } from "@std/assert";
import { gungraun } from "../../../scripts/result/import/formats/gungraun.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";
import { assertReadsBack } from "../../helpers/written.ts";
import { written } from "./written/gungraun.ts";

/** Returns a summary on one line. */
function summary(fields: object): string {
  return JSON.stringify({
    version: "6",
    benchmark_exe: "/p/target/release/deps/a-1a2b3c4d",
    benchmark_file: "/p/benches/a.rs",
    module_path: "a::sums::add",
    function_name: "add",
    id: "ten",
    ...fields,
  });
}

/** Returns the counts of a tool, in the shape of version 6. */
function profile(tool: string, kind: string, events: object): object {
  return {
    tool,
    summaries: { parts: [], total: { regressions: [], summary: { [kind]: events } } },
  };
}

const now = (metric: object) => ({ diffs: null, metrics: { Left: metric } });

function metricsOf(text: string) {
  return importText(gungraun, text).benchmarks.flatMap(({ metrics }) =>
    metrics.map(({ name, unit, value, better, exact }) => [name, unit, value, better, exact])
  );
}

Deno.test("gungraun reads the current counts, and not the previous ones", () => {
  const events = {
    Ir: now({ Int: 1000 }),
    RamHits: { diffs: {}, metrics: { Both: [{ Int: 3 }, { Int: 4 }] } },
    EstimatedCycles: { diffs: null, metrics: { Right: { Int: 5 } } },
    L1HitRate: now({ Float: 99.5 }),
    SysCount: now({ Int: 0 }),
  };
  assertEquals(metricsOf(summary({ profiles: [profile("Callgrind", "Callgrind", events)] })), [
    ["Ir", "", 1000, "lower", true],
    ["L1HitRate", "%", 99.5, "higher", true],
    ["RamHits", "", 3, "lower", true],
    ["SysCount", "", 0, "lower", true],
  ]);
});

Deno.test("gungraun never reads a time of Valgrind as a duration, nor as a count", () => {
  const events = { SysTime: now({ Int: 12 }), SysCpuTime: now({ Int: 7 }) };
  const [benchmark] = importText(
    gungraun,
    summary({ profiles: [profile("Callgrind", "Callgrind", events)] }),
  ).benchmarks;
  assertEquals(benchmark!.duration_ms, null);
  assertEquals(benchmark!.metrics.map(({ name, exact }) => [name, exact]), [
    ["SysCpuTime", false],
    ["SysTime", false],
  ]);
});

Deno.test("gungraun gives no direction to counts that may be better or worse if higher", () => {
  const events = { L1hits: now({ Int: 1 }), LLhits: now({ Int: 2 }), LLHitRate: now({ Float: 3 }) };
  assertEquals(
    metricsOf(summary({ profiles: [profile("Callgrind", "Callgrind", events)] }))
      .map(([name, , , better]) => [name, better]),
    [["L1hits", null], ["LLHitRate", null], ["LLhits", null]],
  );
});

Deno.test("gungraun distinguishes tools that counted the same event", () => {
  const profiles = [
    profile("Callgrind", "Callgrind", { Ir: now({ Int: 1 }) }),
    profile("Cachegrind", "Cachegrind", { Ir: now({ Int: 2 }) }),
    profile("DHAT", "Dhat", { TotalBytes: now({ Int: 3 }) }),
    profile("Memcheck", "ErrorTool", { Errors: now({ Int: 4 }) }),
    { tool: "Massif", summaries: { parts: [], total: { regressions: [], summary: "None" } } },
  ];
  assertEquals(metricsOf(summary({ profiles })), [
    ["Cachegrind Ir", "", 2, "lower", true],
    ["DHAT TotalBytes", "B", 3, "lower", true],
    ["Ir", "", 1, "lower", true],
    ["Memcheck Errors", "", 4, "lower", false],
  ]);
});

Deno.test("gungraun adds up the processes if an old version gives no total", () => {
  const run = (value: number) => ({
    events: { Ir: { new: value, old: 7 }, Dr: { new: null, old: 2 } },
  });
  const costs = { costs_summary: { TotalBytes: { new: 30, old: null } } };
  const text = summary({
    version: "2",
    callgrind_summary: { summaries: [run(1), run(2)] },
    tool_summaries: [{ tool: "DHAT", summaries: [costs, costs] }],
  });
  assertEquals(metricsOf(text), [
    ["DHAT TotalBytes", "B", 60, "lower", true],
    ["Ir", "", 3, "lower", true],
  ]);
});

Deno.test("gungraun reads the totals of version 3, which are bare numbers", () => {
  const text = summary({
    version: "3",
    callgrind_summary: {
      callgrind_run: { total: { summary: { Ir: { metrics: { Both: [5, 6] } } } } },
    },
    tool_summaries: [{
      tool: "DHAT",
      summaries: { total: { DhatSummary: { TotalBytes: { metrics: { Left: 8 } } } } },
    }],
  });
  assertEquals(metricsOf(text), [
    ["DHAT TotalBytes", "B", 8, "lower", true],
    ["Ir", "", 5, "lower", true],
  ]);
});

for (
  const [what, fields, name] of [
    ["an id", {}, "a::sums::add ten"],
    ["no id", { id: null }, "a::sums::add"],
    ["a path without the function", { module_path: "a::sums" }, "a::sums::add ten"],
    ["a version without the function", { function_name: undefined }, "a::sums::add ten"],
  ] as const
) {
  Deno.test(`gungraun makes a name from ${what}`, () => {
    const profiles = [profile("Callgrind", "Callgrind", { Ir: now({ Int: 1 }) })];
    const [benchmark] = importText(gungraun, summary({ profiles, ...fields })).benchmarks;
    assertEquals([benchmark!.file, benchmark!.name], ["/p/benches/a.rs", name]);
  });
}

Deno.test("gungraun reads the summaries between other output, and names those without counts", () => {
  const profiles = [profile("Callgrind", "Callgrind", { Ir: now({ Int: 1 }) })];
  const text = [
    "     Running benches/a.rs (target/release/deps/a-1a2b3c4d)",
    summary({ profiles }),
    "{ a: 1 }",
    summary({ id: "nothing" }),
    summary({
      id: "wrong",
      profiles: [profile("Callgrind", "Callgrind", { Ir: now({ Int: "x" }) })],
    }),
    JSON.stringify({ module_path: 3, benchmark_exe: "a" }),
  ].join("\n");
  const { benchmarks, warnings } = importText(gungraun, text, "a.txt");
  assertEquals(benchmarks.map(({ name, failures }) => [name, failures[0]?.message]), [
    ["a::sums::add ten", undefined],
    ["a::sums::add nothing", "line 4: it has no counts"],
    [
      "a::sums::add wrong",
      'line 5: profiles[0].summaries.total.summary.Callgrind.Ir must be a number, found "x"',
    ],
  ]);
  assertEquals(warnings, [
    "a.txt: 2 of 3 benchmarks without figures: /p/benches/a.rs:a::sums::add nothing: " +
    "line 4: it has no counts and 1 more",
    "a.txt: 1 left out: line 6: module_path must be a string, found 3",
  ]);
});

Deno.test("gungraun refuses a truncated summary, and a file without readable summaries", () => {
  const profiles = [profile("Callgrind", "Callgrind", { Ir: now({ Int: 1 }) })];
  const whole = summary({ profiles });
  assertRefused(
    gungraun,
    `${whole}\n${whole.slice(0, -9)}`,
    "line 2: the summary is not JSON; it may have been cut off",
  );
  assertRefused(gungraun, summary({}), "line 1: it has no counts");
});

Deno.test("gungraun reads back random files", () => assertReadsBack(written));
