// The search for lasting changes resumes from its state, which stays small.
import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { fc } from "../../scripts/deps/fast_check.ts";
import { Search } from "../../scripts/verdict/search.ts";
import { ResultTable, type SearchState } from "../../scripts/verdict/search_state.ts";
import type { SeriesPoint } from "../../scripts/verdict/series.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { seeded } from "../helpers/draws.ts";
import { seriesOf } from "../helpers/series.ts";
import { trialsOf } from "../helpers/thorough.ts";

const THRESHOLDS = [
  DEFAULT_THRESHOLDS,
  { ...DEFAULT_THRESHOLDS, tolerance: 0, threshold: 0.01 },
  { ...DEFAULT_THRESHOLDS, tolerance: 0.15, threshold: 0.2 },
];

/** Results with steps, drifts, and what may be known besides. */
function draw(seed: number, count: number): SeriesPoint[] {
  const random = seeded(seed);
  const knows = random.chance(0.5);
  const tail = random.chance(0.5) ? () => random.normal() : () => random.studentT(3);
  let [level, slope] = [0, 0];
  const durations = Array.from({ length: count }, () => {
    if (random.chance(0.02)) level += (random.chance(0.6) ? 0.3 : -0.3) * random.uniform();
    if (random.chance(0.01)) slope = slope === 0 ? 0.006 * random.uniform() : 0;
    level += slope;
    return 10 * Math.exp(level + 0.01 * tail());
  });
  return seriesOf(durations, (index) => ({
    environment: index % 3 === 0 ? "another machine" : "one machine",
    commit: index % 4 === 0 ? null : `c${index}`,
    standardError: knows && index % 5 > 0 ? 0.002 * (1 + index % 7) : null,
    rounds: index % 6,
    against: index % 11 === 0 ? { commit: index % 2 === 0 ? "base" : null, durationMs: 9 } : null,
  }));
}

function searchAll(points: readonly SeriesPoint[], search = new Search()): Search {
  for (const point of points) search.add(point);
  return search;
}

function stateOf(search: Search): SearchState {
  return search.pack(new ResultTable());
}

function resume(search: Search): Search {
  const table = new ResultTable();
  const text = JSON.stringify({ state: search.pack(table), rows: table.rows });
  const { state, rows } = JSON.parse(text);
  return Search.resume(state, new ResultTable(rows));
}

function changesOf(search: Search) {
  return THRESHOLDS.map((thresholds) => search.changes(thresholds));
}

Deno.test("a search that is resumed after any result finds the same as a single one", () => {
  const numRuns = trialsOf({ all: 25, least: 8 });
  let changes = 0;
  const property = fc.property(
    fc.integer({ min: 1, max: 1_000_000 }),
    fc.array(fc.nat(700), { minLength: 1, maxLength: 4 }),
    (seed, cuts) => {
      const points = draw(seed, 700);
      const whole = searchAll(points);
      let [search, done] = [new Search(), 0];
      for (const cut of cuts.toSorted((a, b) => a - b)) {
        search = resume(searchAll(points.slice(done, cut), search));
        done = cut;
      }
      searchAll(points.slice(done), search);
      assertEquals(stateOf(search), stateOf(whole));
      assertEquals(changesOf(search), changesOf(whole));
      changes += whole.changes(DEFAULT_THRESHOLDS).steps.length;
    },
  );
  fc.assert(property, { seed: 1, numRuns });
  assertGreater(changes, 4 * numRuns);
});

Deno.test("a search that is resumed after every result finds the same as a single one", () => {
  for (const seed of [2, 3]) {
    const points = draw(seed, 250);
    const search = points.reduce((last, point) => resume(searchAll([point], last)), new Search());
    const whole = searchAll(points);
    assertGreater(whole.changes(DEFAULT_THRESHOLDS).steps.length, 0);
    assertEquals(changesOf(search), changesOf(whole));
  }
});

Deno.test("a state shares nothing with the search that it was taken from", () => {
  const points = draw(4, 200);
  const search = searchAll(points.slice(0, 100));
  const table = new ResultTable();
  const state = search.pack(table);
  const text = JSON.stringify(state);
  searchAll(points.slice(100), search);
  searchAll(points.slice(100), Search.resume(state, table));
  assertEquals(JSON.stringify(state), text);
});

Deno.test("the state grows with the changes, not with the results", () => {
  const random = seeded(5);
  const length = trialsOf(100_000);
  const flat = seriesOf(Array.from({ length }, () => Math.exp(0.02 * random.normal())));
  const search = searchAll(flat.slice(0, 500));
  const sizes = [stateOf(search), stateOf(searchAll(flat.slice(500), search))]
    .map(({ breaks, ...rest }) => ({ breaks, bytes: JSON.stringify(rest).length }));
  // The same, but for numbers that have become longer.
  assertLess(sizes[1]!.bytes, 1.3 * sizes[0]!.bytes);
  assertLess(sizes[1]!.breaks.length, 100);
});

Deno.test("the state of a change is bounded, whatever follows", () => {
  const levels: Record<"step" | "drift", (index: number) => number> = {
    drift: (index) => 0.004 * Math.min(100, Math.max(0, index - 50)),
    step: (index) => 0.2 * Math.floor(Math.min(index, 300) / 100),
  };
  for (const [kind, levelAt] of Object.entries(levels)) {
    const random = seeded(7);
    const points = seriesOf(
      Array.from(
        { length: 2_000 },
        (_, index) => Math.exp(levelAt(index) + 0.01 * random.normal()),
      ),
    );
    const { breaks } = stateOf(searchAll(points));
    assert(breaks.some((one) => one.kind === kind));
    for (const { growth } of breaks) assertLess(growth.length, 25);
  }
});
