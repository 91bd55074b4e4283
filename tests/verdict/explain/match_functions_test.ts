import { assertEquals } from "@std/assert";
import type { FunctionPlace } from "../../../scripts/result/profile/place.ts";
import { matchFunctions } from "../../../scripts/verdict/explain/match_functions.ts";

function at(name: string, line: number, more: Partial<FunctionPlace> = {}): FunctionPlace {
  return { name, package: null, version: null, file: "a.ts", line, ...more };
}

const lines = (baseline: readonly FunctionPlace[], current: readonly FunctionPlace[]) =>
  matchFunctions(baseline, current).map((pair) => [
    pair.baseline?.line ?? null,
    pair.current?.line ?? null,
  ]);

Deno.test("matchFunctions() matches by name, wherever the lines moved", () => {
  const before = [at("f", 1), at("g", 5)];
  assertEquals(lines(before, [at("g", 105), at("f", 101)]), [[1, 101], [5, 105]]);
});

Deno.test("matchFunctions() distinguishes files and packages, but not versions", () => {
  const zod = { package: "npm:zod", file: "a.ts" };
  const pairs = matchFunctions(
    [at("f", 1), at("f", 2, { file: "b.ts" }), at("f", 3, { ...zod, version: "1.0.0" })],
    [at("f", 1), at("f", 9, { ...zod, version: "2.0.0" })],
  );
  assertEquals(pairs.map(({ baseline, current }) => [baseline?.line, current?.line]), [
    [1, 1],
    [2, undefined],
    [3, 9],
  ]);
});

Deno.test("matchFunctions() keeps the order of functions without names", async (t) => {
  const rows: [what: string, before: number[], after: number[], wanted: unknown][] = [
    ["the same number", [1, 4], [11, 19], [[1, 11], [4, 19]]],
    ["one new in between", [10, 30], [10, 20, 30], [[10, 10], [null, 20], [30, 30]]],
    ["one gone", [10, 20, 30], [10, 30], [[10, 10], [20, null], [30, 30]]],
    ["all new", [], [1, 2], [[null, 1], [null, 2]]],
  ];
  for (const [what, before, after, wanted] of rows) {
    await t.step(what, () => {
      assertEquals(
        lines(before.map((line) => at("", line)), after.map((line) => at("", line))),
        wanted,
      );
    });
  }
});

Deno.test("matchFunctions() is not misled by functions with samples in only one version", () => {
  const anonymous = (...places: readonly number[]) => places.map((line) => at("", line));
  assertEquals(lines(anonymous(10, 20), anonymous(20, 30)), [[10, null], [20, 20], [null, 30]]);
  assertEquals(lines(anonymous(10), anonymous(60)), [[10, 60]]);
});

Deno.test("matchFunctions() allows for the lines by which the rest of the file moved", () => {
  const before = [at("named", 1), at("", 10), at("", 20)];
  const after = [at("named", 11), at("", 20)];
  assertEquals(lines(before, after), [[1, 11], [10, 20], [20, null]]);
});
