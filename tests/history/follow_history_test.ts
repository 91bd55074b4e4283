// A check continues where the last one stopped, and reports the same as one from the beginning.
import { assertEquals, assertGreater, assertNotEquals } from "@std/assert";
import { followHistory } from "../../scripts/history/follow_history.ts";
import type { HistoryStore } from "../../scripts/history/store.ts";
import { readTrends } from "../../scripts/history/view.ts";
import type { Followed } from "../../scripts/verdict/follow.ts";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../../scripts/verdict/severity.ts";
import { seeded } from "../helpers/draws.ts";
import { type FolderPlace, folderPlace } from "../helpers/folder_place.ts";
import { dayEntry } from "../helpers/history.ts";

const DAYS = 40;
const SEARCH = "h/.index.sqlite.search";

/** Days of two benchmarks. One of them becomes slower on day 20. */
function days(first: number, end: number) {
  return Promise.all(
    Array.from({ length: end - first }, (_, at) => {
      const random = seeded(1 + first + at);
      const noise = () => Math.exp(0.01 * random.normal());
      return dayEntry(first + at, {
        a: noise() * (first + at < 20 ? 1 : 1.3),
        b: noise(),
      });
    }),
  );
}

async function follow(
  place: FolderPlace,
  prepare: (store: HistoryStore) => Promise<unknown> = () => Promise.resolve(),
  thresholds: Thresholds = DEFAULT_THRESHOLDS,
): Promise<Followed[]> {
  const store = await place.open();
  await prepare(store);
  const followed = await followHistory(store, () => thresholds);
  await store.close();
  return followed;
}

/** Returns what a search from the beginning reports. */
async function followAnew(place: FolderPlace): Promise<Followed[]> {
  await Deno.remove(place.project.path(SEARCH));
  return await follow(place);
}

/** Returns how many results the search beside a history has taken. */
async function taken(place: FolderPlace): Promise<number> {
  const text = await place.project.read(SEARCH);
  return Number(/"results":(\d+)/.exec(text)![1]);
}

Deno.test("a check takes only new results, and reports the same as one from the beginning", async () => {
  await using place = await folderPlace();
  for (const [first, end] of [[0, 10], [10, 21], [21, 25], [25, DAYS]] as const) {
    const entries = await days(first, end);
    const followed = await follow(place, (store) => store.add(entries));
    assertEquals(await taken(place), end);
    assertEquals(followed, await followAnew(place), `after ${end} results`);
  }
  const [{ steps }] = await follow(place) as [Followed];
  assertEquals(steps.map(({ verdict, company }) => [verdict, company!.cause]), [[
    "regression",
    "code",
  ]]);
});

Deno.test("only new results are read", async () => {
  await using place = await folderPlace();
  const entries = await days(0, DAYS - 1);
  await follow(place, (store) => store.add(entries));
  const store = await place.open();
  await store.add(await days(DAYS - 1, DAYS));
  const asked: (number | undefined)[] = [];
  const series = store.series.bind(store);
  store.series = (benchmark, first) => {
    asked.push(first);
    return series(benchmark, first);
  };
  await followHistory(store, () => DEFAULT_THRESHOLDS);
  await followHistory(store, () => DEFAULT_THRESHOLDS);
  assertEquals(asked, [DAYS - 1, DAYS - 1]);
  await store.close();
});

Deno.test("points are read only if they are wanted", async () => {
  await using place = await folderPlace();
  const entries = await days(0, DAYS);
  await follow(place, (store) => store.add(entries));
  const store = await place.open();
  let reads = 0;
  const series = store.series.bind(store);
  store.series = (...args) => {
    reads++;
    return series(...args);
  };
  for (const [withPoints, points] of [[false, 0], [true, DAYS]] as const) {
    const options = {
      thresholdsOf: () => DEFAULT_THRESHOLDS,
      commitsBetween: () => Promise.resolve(null),
      withPoints,
    };
    const trends = await Array.fromAsync(readTrends(store, null, options));
    assertEquals(trends.map((trend) => trend.points.length), [points, points]);
    assertEquals(trends.map(({ results }) => results), [DAYS, DAYS]);
    assertEquals(reads, withPoints ? 2 : 0);
  }
  await store.close();
});

Deno.test("results that are added while a search begins are left for the next one", async () => {
  await using place = await folderPlace();
  const entries = await days(0, DAYS);
  const early = await follow(place, (store) => store.add(entries.slice(0, 25)));
  await Deno.remove(place.project.path(SEARCH));
  const store = await place.open();
  await store.add(entries.slice(25));
  const results = store.results.bind(store);
  store.results = async () => (await results()).slice(0, 25);
  assertEquals(await followHistory(store, () => DEFAULT_THRESHOLDS), early);
  await store.close();
  assertEquals(await follow(place), await followAnew(place));
});

Deno.test("a search starts again if results are removed, or added before others", async () => {
  await using place = await folderPlace();
  const late = await days(10, DAYS);
  await follow(place, (store) => store.add(late));
  const early = await days(0, 10);
  assertEquals(await follow(place, (store) => store.add(early)), await followAnew(place));
  assertEquals(await taken(place), DAYS);
  const gone = late.slice(0, 5).map(({ id }) => id);
  assertEquals(await follow(place, (store) => store.remove(gone)), await followAnew(place));
  assertEquals(await taken(place), DAYS - 5);
});

Deno.test("a search starts again with other thresholds", async () => {
  await using place = await folderPlace();
  const entries = await days(0, DAYS);
  const usual = await follow(place, (store) => store.add(entries));
  const high = { ...DEFAULT_THRESHOLDS, threshold: 0.4, moderate: 0.5, severe: 0.6 };
  assertNotEquals(await follow(place, undefined, high), usual);
  assertEquals(await follow(place), usual);
});

Deno.test("a search starts again if the last one is damaged or of another kind", async () => {
  await using place = await folderPlace();
  const entries = await days(0, DAYS);
  const usual = await follow(place, (store) => store.add(entries));
  const whole = await place.project.read(SEARCH);
  assertGreater(whole.length, 1000);
  const damages = [
    "",
    "{}",
    whole.slice(0, -1),
    whole.replace('"results":40', '"results":39'),
    await place.project.read("h/.gitignore"),
  ];
  for (const damaged of damages) {
    await place.project.write(SEARCH, damaged);
    assertEquals(await follow(place), usual);
    assertEquals(await taken(place), DAYS);
  }
});
