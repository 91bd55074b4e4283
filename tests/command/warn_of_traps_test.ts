// Checks that run warns of badly written benchmarks, but not of what may be intended.
import { assertEquals } from "@std/assert";
import { warnOfTraps } from "../../scripts/command/run/warn_of_traps.ts";
import type { BenchmarkFacts } from "../../scripts/result/benchmark_facts.ts";
import { asStarted } from "../../scripts/cli/as_started.ts";
import { makeFacts } from "../helpers/facts.ts";
import { MemoryIo } from "../helpers/memory_io.ts";

function warnings(...facts: readonly Partial<BenchmarkFacts>[]): string[] {
  const io = new MemoryIo();
  const entries = facts.map((more, index) =>
    [{ file: "a_bench.ts", group: "g", name: `b${index}` }, makeFacts(more)] as const
  );
  warnOfTraps(new Map(entries), io);
  return io.error.split("\n").slice(0, -1);
}

Deno.test("warnOfTraps() names the three worst traps, and where to find the rest", () => {
  const grown = { course: [1, 2, 4] as const };
  const shown = warnings({ heapBytes: 1e6 }, grown, { returnsPromise: true }, grown, grown);
  assertEquals(shown.map((line) => /^warning: (\S+): /.exec(line)?.[1] ?? line), [
    "a_bench.ts:g/b2",
    "a_bench.ts:g/b1",
    "a_bench.ts:g/b3",
    `${asStarted("benchline doctor", {})} shows 2 more of these`,
  ]);
  assertEquals(warnings(grown, grown, grown).length, 3);
});

Deno.test("warnOfTraps() is silent about waiting, groups of different work, and good benchmarks", () => {
  assertEquals(warnings({}, { callMs: 50, leastMs: 50 }, { processorMs: 1 }), []);
});
