// Checks that the search of a benchmark continues over machines, and restarts if their levels do.
import { assertEquals, assertGreater } from "@std/assert";
import { SeriesSearch } from "../../scripts/verdict/series_search.ts";
import { ResultTable } from "../../scripts/verdict/search_state.ts";
import type { SeriesPoint } from "../../scripts/verdict/series.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { seeded } from "../helpers/draws.ts";
import { seriesOf } from "../helpers/series.ts";

/**
 * A series that is slower from the 20th result on; from the 60th on, two versions take turns, one
 * of them slow.
 */
function turns(count: number): SeriesPoint[] {
  const random = seeded(8);
  const versionAt = (at: number) => at < 60 ? "2.9.4" : at % 2 === 0 ? "2.9.5" : "2.9.6";
  return seriesOf(
    Array.from({ length: count }, (_, at) => {
      const factor = (at < 20 ? 1 : 1.3) * (versionAt(at) === "2.9.6" ? 1.2 : 1);
      return 10 * factor * Math.exp(0.01 * random.normal());
    }),
    (at) => ({
      environment: JSON.stringify(["A", 4, "linux", "x86_64", "deno", versionAt(at), null, []]),
    }),
  );
}

function searchAll(points: readonly SeriesPoint[], search = new SeriesSearch()) {
  for (const point of points) search.add(point);
  return search;
}

Deno.test("if the levels of machines restart, reported changes stay and no new ones appear", () => {
  const search = searchAll(turns(160));
  const { steps, drifts } = search.changes(DEFAULT_THRESHOLDS);
  assertEquals([steps.map(({ id }) => id), drifts], [["r20"], []]);
  assertEquals(search.count + search.learning, 160 - 63);
});

Deno.test("a search that is resumed finds the same as a single one", () => {
  const points = turns(160);
  const whole = searchAll(points);
  assertGreater(whole.learning, 0);
  for (const cut of [10, 62, 63, 64, 70, 120]) {
    const table = new ResultTable();
    const state = JSON.parse(JSON.stringify(searchAll(points.slice(0, cut)).pack(table)));
    const resumed = searchAll(points.slice(cut), new SeriesSearch({ state, table }));
    assertEquals(resumed.changes(DEFAULT_THRESHOLDS), whole.changes(DEFAULT_THRESHOLDS));
    assertEquals(
      [resumed.learning, resumed.count, resumed.level],
      [whole.learning, whole.count, whole.level],
    );
  }
});
