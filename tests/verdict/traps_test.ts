import { assertEquals } from "@std/assert";
import type { BenchmarkFacts } from "../../scripts/result/benchmark_facts.ts";
import { makeFacts as facts } from "../helpers/facts.ts";
import { findAllTraps, findTraps } from "../../scripts/verdict/traps.ts";

Deno.test("findTraps() names each trap, and none that a benchmark only comes near", async (t) => {
  const rows: [trap: string, has: Partial<BenchmarkFacts>, nearly: Partial<BenchmarkFacts>][] = [
    ["not-awaited", { returnsPromise: true }, {}],
    [
      "optimised-away",
      { callMs: 7e-6, leastMs: 7e-6, course: [7e-6, 7e-6, 7e-6], heapBytes: 0 },
      { callMs: 14e-6, leastMs: 14e-6, course: [14e-6, 14e-6, 14e-6], heapBytes: 0 },
    ],
    ["grows", { course: [0.1, 0.13, 0.17] }, { course: [0.1, 0.1, 0.17] }],
    ["grows", { course: [0.1, 0.13, 0.17] }, { course: [0.1, 0.17, 0.17] }],
    ["grows", { course: [0.1, 0.13, 0.17] }, { course: [0.17, 0.13, 0.1] }],
    ["grows", { course: [0.1, 0.13, 0.17] }, { course: null }],
    ["grows", { course: [0.1, 0.13, 0.17] }, { course: [0, 0.13, 0.17] }],
    ["waits", { processorMs: 40 }, { processorMs: 70 }],
    ["several-cores", { processorMs: 200 }, { processorMs: 150 }],
    ["first-call", { firstMs: 150 }, { firstMs: 90 }],
    ["first-call", { firstMs: 150 }, { firstMs: 15, callMs: 0.001, heapBytes: 0 }],
    [
      "set-up",
      { parts: { benchFile: 0.7, elsewhere: 0.2 } },
      { parts: { benchFile: 0.5, elsewhere: 0.5 } },
    ],
    // Work in the bench file alone is what the benchmark measures.
    ["set-up", { parts: { benchFile: 0.7, elsewhere: 0.2 } }, {
      parts: { benchFile: 1, elsewhere: 0 },
    }],
    ["collection", { heapBytes: 300_000 }, { heapBytes: 200_000 }],
  ];
  for (const [trap, has, nearly] of rows) {
    await t.step(trap, () => {
      assertEquals(findTraps(facts(has)).map(({ kind }) => kind), [trap]);
      assertEquals(findTraps(facts(nearly)), []);
    });
  }
});

Deno.test("findTraps() reports nothing about unknown facts", () => {
  assertEquals(findTraps(facts({ heapBytes: null, parts: null, processorMs: 0, wallMs: 0 })), []);
});

Deno.test("findAllTraps() lists the worst first, with its benchmark", () => {
  const found = findAllTraps([
    { identity: { file: "a.ts", group: null, name: "one" }, facts: facts({ heapBytes: 300_000 }) },
    { identity: { file: "a.ts", group: "g", name: "two" }, facts: facts({ returnsPromise: true }) },
    { identity: { file: "a.ts", group: null, name: "three" }, facts: null },
  ]);
  assertEquals(found.map(({ subject, trap }) => [subject, trap.kind]), [
    ["a.ts:g/two", "not-awaited"],
    ["a.ts:one", "collection"],
  ]);
});

Deno.test("findAllTraps() names a group whose members hardly share work", () => {
  const named = (times: number, group: string | null = "g", file = "a.ts") =>
    findAllTraps([
      { identity: { file: "a.ts", group, name: "fast" }, facts: facts() },
      { identity: { file, group, name: "slow" }, facts: facts({ leastMs: 0.1 * times }) },
    ]).map(({ subject, trap }) => `${subject}: ${trap.message}`);
  assertEquals(named(150), [
    "a.ts:group g: slow takes 150 times as long as fast, so they may do different amounts of work",
  ]);
  // Load on the machine lengthens most calls, but hardly the shortest.
  assertEquals(
    findAllTraps([
      { identity: { file: "a.ts", group: "g", name: "fast" }, facts: facts() },
      { identity: { file: "a.ts", group: "g", name: "slow" }, facts: facts({ callMs: 15 }) },
    ]),
    [],
  );
  // A benchmark that takes no time has a trap of its own.
  const empty = {
    identity: { file: "a.ts", group: "g", name: "empty" },
    facts: facts({ callMs: 6e-6, leastMs: 6e-6, heapBytes: 0 }),
  };
  const slow = { identity: { file: "a.ts", group: "g", name: "slow" }, facts: facts() };
  assertEquals(findAllTraps([empty, slow]).map(({ trap }) => trap.kind), ["optimised-away"]);
  assertEquals([...named(90), ...named(150, null), ...named(150, "g", "b.ts")], []);
});
