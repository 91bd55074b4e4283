import { assertEquals } from "@std/assert";
import { sumFunctions } from "../../../scripts/verdict/explain/sum_functions.ts";
import { makeFrame } from "../../helpers/entries.ts";

Deno.test("sumFunctions() adds up a function over all call sites, and counts recursion once", () => {
  const sums = sumFunctions([
    makeFrame("run", 1, null, [8, 16], [2, 2]),
    makeFrame("walk", 1, 0, [4, 12], [2, 4]),
    makeFrame("walk", 1, 1, [2, 8], [1, 4]),
    makeFrame("read", 1, 2, [1, 4], [1, 4]),
    makeFrame("read", 1, 0, [2, 2], [2, 2]),
  ]);
  assertEquals(sums.map(({ place, own, total }) => [place.name, own, total]), [
    ["run", { baseline: 2, current: 2 }, { baseline: 8, current: 16 }],
    ["walk", { baseline: 3, current: 8 }, { baseline: 4, current: 12 }],
    ["read", { baseline: 3, current: 6 }, { baseline: 3, current: 6 }],
  ]);
});

Deno.test("sumFunctions() distinguishes a removed function from one in its place", () => {
  const sums = sumFunctions([
    { ...makeFrame("", 1, null, [3, 0]), gone: true },
    makeFrame("", 1, null, [4, 5]),
  ]);
  assertEquals(sums.map(({ own }) => own), [{ baseline: 3, current: 0 }, {
    baseline: 4,
    current: 5,
  }]);
});
