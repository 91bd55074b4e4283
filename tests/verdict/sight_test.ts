import { assertEquals, assertGreaterOrEqual, assertLessOrEqual } from "@std/assert";
import { sightOf } from "../../scripts/verdict/sight.ts";
import { seeded } from "../helpers/draws.ts";

Deno.test("results that alternate between two levels are distinguished from a step between them", () => {
  const low = Array<number>(20).fill(0);
  const high = Array<number>(20).fill(0.2);
  const mixed = low.flatMap((value, at) => [value, high[at]!]);
  const { lowerMs, upperMs } = sightOf(mixed).modes!;
  assertEquals([lowerMs, upperMs], [1, Math.exp(0.2)]);
  assertEquals(sightOf([...low, ...high]).modes, null);
});

Deno.test("two levels are found in 99 % of noisy series, and one level is taken for two in 1 %", () => {
  const random = seeded(1);
  const share = (draw: () => number) => {
    const samples = Array.from({ length: 500 }, () => Array.from({ length: 60 }, draw));
    return samples.filter((values) => sightOf(values).modes !== null).length / samples.length;
  };
  assertGreaterOrEqual(share(() => (random.chance(0.7) ? 0 : 0.22) + 0.02 * random.normal()), 0.99);
  assertLessOrEqual(share(() => 0.3 * random.normal()), 0.01);
  assertLessOrEqual(share(() => 0.3 * Math.exp(random.normal())), 0.01);
});

Deno.test("a few outliers are not a second level", () => {
  const values = Array.from({ length: 60 }, (_, at) => at % 10 === 5 ? 0.5 : 0.001 * (at % 3));
  assertEquals(sightOf(values).modes, null);
});

Deno.test("fewer than ten results show nothing", () => {
  assertEquals(sightOf(Array(9).fill(0)), { results: 9, smallest: null, modes: null });
  assertEquals(sightOf(Array(10).fill(0)), { results: 10, smallest: 0, modes: null });
});
