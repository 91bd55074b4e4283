import { assertEquals, assertStringIncludes } from "@std/assert";
import type { CallSample } from "../../../scripts/result/profile/calls.ts";
import type { Optimization } from "../../../scripts/result/profile/optimization.ts";
import type { ExplainedSide } from "../../../scripts/verdict/explain/details.ts";
import { explain } from "../../../scripts/verdict/explain/explain.ts";

const sample: CallSample = {
  kind: "code",
  stack: [{ name: "work", url: "file:///a/work.ts", line: 4 }],
};

const WORK = { name: "work", url: "file:///a/work.ts" };

function side(
  durationMs: number,
  more: {
    readonly samples?: number;
    readonly calls?: number;
    readonly ran?: Optimization;
    readonly megamorphic?: readonly string[];
  } = {},
): ExplainedSide {
  const { samples = 1000, calls, ran, megamorphic = [] } = more;
  const optimizations = new Map(ran === undefined ? [] : [["work", ran]]);
  const run = {
    timedInPart: false,
    samples: Array.from({ length: samples }, () => sample),
    optimizations,
  };
  return {
    runs: [run, run, run],
    roots: ["file:///a/"],
    renamed: null,
    durationMs,
    observed: {
      counts: calls === undefined ? [] : [{ ...WORK, calls }],
      megamorphic: megamorphic.map((property) => ({ ...WORK, property })),
    },
  };
}

Deno.test("explain() says how often a function is called if that differs", () => {
  const callsOf = (before: number, after: number) =>
    explain({ baseline: side(1, { calls: before }), current: side(1.5, { calls: after }) })
      .causes[0]!.calls;
  assertEquals(callsOf(300, 390), { baseline: 300, current: 390 });
  assertEquals(callsOf(300, 301), null);
});

Deno.test("explain() says how a function ran if that differs", () => {
  const ran = (tier: Optimization["tier"], deoptimized: number): Optimization => (
    { tier, deoptimized, reason: deoptimized === 0 ? null : "wrong map" }
  );
  const ranAs = (before: Optimization, after: Optimization) =>
    explain({ baseline: side(1, { ran: before }), current: side(1.5, { ran: after }) })
      .causes[0]!.ran_as;
  assertEquals(ranAs(ran("turbofan", 1), ran("turbofan", 2)), null);
  // Only one is called often, but neither much more often than the other.
  assertEquals(ranAs(ran("turbofan", 4), ran("turbofan", 6)), null);
  assertEquals(
    [ranAs(ran("turbofan", 1), ran("turbofan", 40))].map((both) => [
      both?.baseline.again_and_again,
      both?.current.again_and_again,
    ]),
    [[false, true]],
  );
  assertEquals(ranAs(ran("turbofan", 0), ran("maglev", 0))?.current.tier, "maglev");
  assertEquals(ranAs(ran("turbofan", 1), ran("turbofan", 40))?.current.deoptimized, 120);
});

Deno.test("explain() says that a function is not optimised if V8 optimises nothing", () => {
  const optimised: Optimization = { tier: "turbofan", deoptimized: 0, reason: null };
  const off = side(1.5);
  const found = (current: ExplainedSide) =>
    explain({ baseline: side(1, { ran: optimised }), current }).causes[0]!.ran_as;
  assertEquals(found(off)?.current.tier, "not optimised");
  // It says nothing about this function that V8 optimises others on that side.
  const others = new Map([["other", optimised]]);
  assertEquals(
    found({ ...off, runs: off.runs.map((run) => ({ ...run, optimizations: others })) }),
    null,
  );
});

Deno.test("explain() does not confuse functions of the same name", () => {
  const named = (url: string): CallSample => ({
    kind: "code",
    stack: [{ name: "work", url, line: 4 }],
  });
  const twice = (one: ExplainedSide): ExplainedSide => ({
    ...one,
    runs: one.runs.map((run) => ({
      ...run,
      samples: [...run.samples, ...run.samples.slice(0, 300).map(() => named("file:///a/b.ts"))],
    })),
  });
  const ran = (tier: Optimization["tier"]): Optimization => ({
    tier,
    deoptimized: 0,
    reason: null,
  });
  const sides = {
    baseline: side(1, { ran: ran("turbofan") }),
    current: side(1.5, { ran: ran("maglev") }),
  };
  assertEquals(explain(sides).causes[0]!.ran_as?.current.tier, "maglev");
  const mixed = { baseline: twice(sides.baseline), current: twice(sides.current) };
  assertEquals(explain(mixed).causes.map(({ ran_as }) => ran_as), [null, null]);
});

Deno.test("explain() recognises a borrowed bench file", () => {
  const bench = (file: string): CallSample => (
    { kind: "code", stack: [{ name: "", url: `file:///a/${file}`, line: 4 }] }
  );
  const of = (one: ExplainedSide, file: string): ExplainedSide => ({
    ...one,
    runs: one.runs.map((run) => ({ ...run, samples: run.samples.map(() => bench(file)) })),
  });
  const borrowed = of(side(1), ".benchline_current_a_bench.ts");
  const renamed = { from: ".benchline_current_a_bench.ts", to: "a_bench.ts" };
  const causes = (baseline: ExplainedSide) =>
    explain({ baseline, current: of(side(1.5), "a_bench.ts") }).causes
      .map((cause) => [cause.function!.file, cause.presence]);
  assertEquals(causes({ ...borrowed, renamed }), [["a_bench.ts", "both"]]);
  assertEquals(causes(borrowed).length, 1);
  assertEquals(causes(borrowed)[0]![1], "new");
});

Deno.test("explain() says that it cannot see into WebAssembly", () => {
  const wasm = (hash: string): CallSample => (
    { kind: "code", stack: [{ name: "sum", url: `wasm://wasm/${hash}`, line: 1 }] }
  );
  const of = (one: ExplainedSide, hash: string, every = 1): ExplainedSide => ({
    ...one,
    runs: one.runs.map((run) => ({
      ...run,
      samples: run.samples.map((code, index) => index % every === 0 ? wasm(hash) : code),
    })),
  });
  // A twelfth on both sides is not worth a remark.
  const little = { baseline: of(side(1), "0a1b", 12), current: of(side(1.5), "9f9f", 12) };
  assertEquals(explain(little).remark, null);
  const { causes, remark } = explain({
    baseline: of(side(1), "0a1b"),
    current: of(side(1.5), "9f9f"),
  });
  assertEquals(causes.map((cause) => [cause.function!.file, cause.presence]), [
    ["WebAssembly", "both"],
  ]);
  assertStringIncludes(remark!, "WebAssembly");
  assertEquals(explain({ baseline: side(1), current: side(1.5) }).remark, null);
});

Deno.test("explain() says which accesses are megamorphic if that differs", () => {
  const megamorphicOf = (before: readonly string[], after: readonly string[]) =>
    explain({
      baseline: side(1, { megamorphic: before }),
      current: side(1.5, { megamorphic: after }),
    }).causes[0]!.megamorphic;
  assertEquals(megamorphicOf([], ["size"]), { baseline: [], current: ["size"] });
  assertEquals(megamorphicOf(["size"], ["size"]), null);
});

Deno.test("explain() says that too few samples show nothing", () => {
  const { causes, remark } = explain({
    baseline: side(1, { samples: 3 }),
    current: side(1.5),
  });
  assertEquals(causes, []);
  assertStringIncludes(remark!, "9 and 3000 samples");
});

Deno.test("explain() says nothing about accesses if a version was not observed", () => {
  const after = side(1.5, { megamorphic: ["size"] });
  const found = (baseline: ExplainedSide) =>
    explain({ baseline, current: after }).causes[0]!.megamorphic;
  assertEquals(found(side(1)), { baseline: [], current: ["size"] });
  assertEquals(found({ ...side(1), observed: null }), null);
});

Deno.test("explain() says that a profile covers whole calls if only a part is timed", () => {
  const whole = side(1.5);
  const part = { ...whole, runs: whole.runs.map((run) => ({ ...run, timedInPart: true })) };
  assertStringIncludes(explain({ baseline: side(1), current: part }).remark!, "b.start()");
});
