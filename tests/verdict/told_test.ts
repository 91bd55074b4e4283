// A reported change of a history stays as it was reported, whatever results follow.
import { assertEquals, assertGreater } from "@std/assert";
import { readSeries } from "../../benchmarks/evidence/score_series.ts";
import { Search } from "../../scripts/verdict/search.ts";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../../scripts/verdict/severity.ts";
import { seeded } from "../helpers/draws.ts";
import { seriesOf } from "../helpers/series.ts";

/** Real series, which exist only beside the checkout of the maintainers. */
const REAL = new URL("../../../shared/series/", import.meta.url);
const isThere = await Deno.stat(REAL).then(() => true, () => false);

/** The reported changes: by which result, where, and with which verdict. */
function toldIn(search: Search, thresholds: Thresholds): string[] {
  const { steps, drifts } = search.changes(thresholds);
  return [...steps, ...drifts].flatMap(({ id, told }) =>
    told === null
      ? []
      : [`${told.by.result}: ${id} ${told.verdict} ${told.severity} ${told.change}`]
  ).sort();
}

/** The reported changes that a later change has undone. */
function takenBackIn(search: Search, thresholds: Thresholds): string[] {
  const { steps, drifts } = search.changes(thresholds);
  return [...steps, ...drifts].filter(({ told, undone }) => told !== null && undone)
    .map(({ id }) => id);
}

/** Replays a series result by result; returns how many changes were reported. */
function replay(
  durations: readonly number[],
  name: string,
  thresholds: Thresholds = DEFAULT_THRESHOLDS,
): number {
  const search = new Search();
  let known: string[] = [];
  let takenBack: string[] = [];
  for (const point of seriesOf(durations)) {
    search.add(point);
    const now = toldIn(search, thresholds);
    assertEquals(known.filter((one) => !now.includes(one)), [], `${name}, with ${point.result}`);
    const fresh = now.filter((one) => !known.includes(one));
    const late = fresh.filter((one) => !one.startsWith(`${point.result}: `));
    assertEquals(late, [], `${name}, told later with ${point.result}`);
    known = now;
    const nowBack = takenBackIn(search, thresholds);
    const open = takenBack.filter((id) => !nowBack.includes(id));
    assertEquals(open, [], `${name}, open again with ${point.result}`);
    takenBack = nowBack;
  }
  return known.length;
}

Deno.test("changes in simulated histories are reported in time and stay", () => {
  let told = 0;
  for (let seed = 1; seed <= 6; seed++) {
    const random = seeded(seed);
    let level = 10;
    const durations = Array.from({ length: 90 }, () => {
      if (random.chance(0.04)) level *= random.chance(0.5) ? 1.25 : 0.85;
      if (random.chance(0.01)) return level * 3;
      return level * Math.exp(0.02 * (seed % 2 === 0 ? random.normal() : random.studentT(3)));
    });
    told += replay(durations, `seed ${seed}`);
  }
  assertGreater(told, 10);
});

Deno.test("a reverted change does not reopen as its level becomes known", () => {
  let told = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const random = seeded(seed);
    const durations = Array.from({ length: 90 }, (_, index) => {
      const level = index < 20 ? 10 : index < 50 ? 15 : 10.5;
      return level * Math.exp(0.03 * random.normal());
    });
    told += replay(durations, `seed ${seed}`);
  }
  assertGreater(told, 20);
});

Deno.test("drifts that pause are reported in time and stay", () => {
  let told = 0;
  for (const [seed, pause] of [[1013, 160], [1037, 240], [1038, 260]] as const) {
    const random = seeded(seed);
    let level = 0;
    const durations = Array.from({ length: 600 }, (_, index) => {
      if (Math.floor(index / pause) % 3 === 1) level += 0.001;
      return Math.exp(level + 0.01 * random.normal());
    });
    for (const [tolerance, threshold] of [[0.05, 0.1], [0.15, 0.2]] as const) {
      const name = `seed ${seed} with a tolerance of ${tolerance}`;
      told += replay(durations, name, { ...DEFAULT_THRESHOLDS, tolerance, threshold });
    }
  }
  assertGreater(told, 3);
});

Deno.test({
  name: "changes in real histories are reported in time and stay" +
    (isThere ? "" : " (skipped: there are none beside this checkout)"),
  ignore: !isThere,
  fn() {
    let told = 0;
    for (const file of ["labelled.json", "unlabelled.json"]) {
      const text = Deno.readTextFileSync(new URL(file, REAL));
      for (const { name, values } of readSeries(JSON.parse(text), file)) {
        told += replay(values, name);
      }
    }
    assertGreater(told, 100);
  },
});
