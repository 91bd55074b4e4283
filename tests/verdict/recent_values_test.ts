import { assertEquals } from "@std/assert";
import { RecentValues } from "../../scripts/verdict/statistics/recent_values.ts";

const observe = (index: number) => ({
  value: index,
  variance: index % 3 === 0 ? null : index % 3 === 1 ? 0 : index,
});

Deno.test("RecentValues finds the last values of a series by index, however long it is", () => {
  const recent = new RecentValues(100);
  const views: [view: Float64Array, first: number][] = [];
  for (let index = 0; index < 3_000; index++) {
    recent.add(observe(index));
    const [first, end] = [Math.max(0, index - 99), index + 1];
    assertEquals(recent.count, end);
    assertEquals(recent.at(first), first);
    assertEquals(recent.varianceAt(first), observe(first).variance ?? 0);
    if (index % 97 > 0) continue;
    const expected = Array.from({ length: end - first }, (_, at) => observe(first + at));
    assertEquals(recent.observations(first, end), expected);
    assertEquals([...RecentValues.resume(100, recent.state).values(first, end)], [
      ...recent.values(first, end),
    ]);
    views.push([recent.values(first, end), first]);
  }
  // Views do not change if values are added.
  for (const [view, first] of views) assertEquals(view[0], first);
});
