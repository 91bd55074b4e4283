import { assertEquals } from "@std/assert";
import { sumFunctions } from "../../../scripts/verdict/explain/sum_functions.ts";

const frame = (name: string, parent: number | null, baseline_ms: number, current_ms: number) => ({
  function: { name, package: null, version: null, file: "a.ts", line: 1 },
  parent,
  baseline_ms,
  current_ms,
});

Deno.test("sumFunctions() adds up a function over all places, and a recursive one once", () => {
  const sums = sumFunctions([
    frame("run", null, 8, 16),
    frame("walk", 0, 4, 12),
    frame("walk", 1, 2, 8),
    frame("read", 2, 1, 4),
    frame("read", 0, 2, 2),
  ]);
  assertEquals(sums.map(({ place, own, total }) => [place.name, own, total]), [
    ["run", { baseline: 2, current: 2 }, { baseline: 8, current: 16 }],
    ["walk", { baseline: 3, current: 8 }, { baseline: 4, current: 12 }],
    ["read", { baseline: 3, current: 6 }, { baseline: 3, current: 6 }],
  ]);
});

Deno.test("sumFunctions() takes what rounding leaves over for nothing", () => {
  const [run] = sumFunctions([
    frame("run", null, 0.3, 0.3),
    frame("a", 0, 0.1, 0.1),
    frame("b", 0, 0.2, 0.2),
  ]);
  assertEquals(run!.own, { baseline: 0, current: 0 });
});
