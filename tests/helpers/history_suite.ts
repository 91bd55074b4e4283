/** Tests that every store of results over time must pass. @module */
import { assertAlmostEquals, assertEquals, assertGreater } from "@std/assert";
import { parseResultDocument } from "../../scripts/result/parse.ts";
import { toEntry } from "../../scripts/history/entry.ts";
import type { HistoryStore } from "../../scripts/history/store.ts";
import { ENVIRONMENT, makeBenchmark } from "./documents.ts";
import { commitOf, dayComparison, dayEntry } from "./history.ts";
import { HOSTILE_NAMES } from "./hostile_names.ts";

/** A place for a history, which is empty at first. */
export interface Place extends AsyncDisposable {
  /** Opens the place, even if it is already open. */
  open(): Promise<HistoryStore>;
}

/** Registers the tests; each has a separate place. */
export function testStore(name: string, makePlace: () => Promise<Place>): void {
  function test(what: string, run: (store: HistoryStore, place: Place) => Promise<void>): void {
    Deno.test(`${name}: ${what}`, async () => {
      await using place = await makePlace();
      const store = await place.open();
      try {
        await run(store, place);
      } finally {
        await store.close();
      }
    });
  }

  test("is empty at first", async (store) => {
    assertEquals(await store.results(), []);
    assertEquals(await store.benchmarks(), []);
    assertEquals(await store.series({ file: null, group: null, name: "none" }), []);
    assertEquals((await store.environments()).size, 0);
    assertEquals(await Array.fromAsync(store.documents()), []);
    assertEquals([await store.dismissals(), await store.remove(["none"])], [[], 0]);
  });

  test("returns what was added, in order of time", async (store, place) => {
    const entries = await Promise.all([3, 1, 2].map((day) => dayEntry(day, { a: day, b: 7 })));
    const [third, first, second] = entries;
    assertEquals((await store.add(entries)).length, 3);
    const again = await place.open();
    for (const one of [store, again]) {
      const results = await one.results();
      assertEquals(results.map(({ id }) => id), [first!.id, second!.id, third!.id]);
      assertEquals(results.map(({ commit }) => commit), [1, 2, 3].map(commitOf));
      assertEquals(results.map(({ benchmarks }) => benchmarks), [2, 2, 2]);
      const benchmarks = await one.benchmarks();
      assertEquals(benchmarks.map((benchmark) => benchmark.name), ["a", "b"]);
      const series = await one.series(benchmarks[0]!);
      assertEquals(series.map(({ durationMs }) => durationMs), [1, 2, 3]);
      assertEquals(series.map(({ result }) => result), results.map(({ id }) => id));
      assertEquals(series[0]!.rounds, 3);
      assertGreater(series[0]!.standardError!, 0.004);
      assertEquals(
        await one.environments(),
        new Map([
          [first!.environment, third!.environmentRecord],
        ]),
      );
      const texts = await Array.fromAsync(one.documents());
      assertEquals(texts, [first!, second!, third!].map(({ id, text }) => ({ id, text })));
      parseResultDocument(texts[0]!.text, "a.json");
      const wanted = new Set([third!.id, first!.id, "none"]);
      const some = await Array.fromAsync(one.documents(wanted));
      assertEquals(some.map(({ id }) => id), [first!.id, third!.id]);
    }
    await again.close();
  });

  test("keeps a result once, however often it is added", async (store, place) => {
    const entry = await dayEntry(1, { a: 1 });
    assertEquals(await store.add([entry, entry]), [entry.id]);
    assertEquals(await store.add([entry]), []);
    const again = await place.open();
    assertEquals(
      await again.add([entry, await dayEntry(2, { a: 2 })]).then((ids) => ids.length),
      1,
    );
    assertEquals((await again.results()).length, 2);
    await again.close();
  });

  test("keeps names unchanged, and benchmarks separate that differ in any part", async (store) => {
    const names = HOSTILE_NAMES.map(([, text]) => text);
    const named = names.map((text, at) => makeBenchmark(text, { duration_ms: at + 1 }));
    const apart = [[null, "g"], ["f", null], ["f", "g"]] as const;
    const benchmarks = [
      ...named,
      ...apart.map(([file, group], at) =>
        makeBenchmark("n", { file, group, duration_ms: 1000 + at })
      ),
    ];
    await store.add([await dayEntry(1, {}, { benchmarks })]);
    assertEquals((await store.benchmarks()).length, benchmarks.length);
    for (const { file, group, name, duration_ms } of benchmarks) {
      const series = await store.series({ file, group, name });
      assertEquals(series.map(({ durationMs }) => durationMs), [duration_ms]);
    }
  });

  test("keeps results with neither commit nor rounds, and tiny and huge durations", async (store) => {
    const durations = [1.2345678901234567e-11, 8.64e7];
    const benchmarks = durations.map((duration_ms, at) =>
      makeBenchmark(`b${at}`, { file: null, duration_ms, rounds: [] })
    );
    const environment = { ...ENVIRONMENT, git_commit: null };
    await store.add([await dayEntry(1, {}, { benchmarks, environment })]);
    for (const [at, duration] of durations.entries()) {
      const [point] = await store.series({ file: null, group: null, name: `b${at}` });
      assertEquals([point!.commit, point!.standardError, point!.rounds], [null, null, 0]);
      assertEquals(point!.durationMs, duration);
    }
  });

  test(
    "returns a comparison of two commits as a difference, beside results",
    async (store, place) => {
      const comparison = await toEntry(dayComparison(2, { a: [0.3, 0.31, 0.29], fresh: [0.1] }));
      const result = await dayEntry(1, { a: 1 });
      await store.add([comparison, result]);
      const again = await place.open();
      for (const one of [store, again]) {
        const results = await one.results();
        assertEquals(results.map(({ id }) => id), [result.id, comparison.id]);
        assertEquals(results.map(({ commit }) => commit), [commitOf(1), commitOf(2)]);
        assertEquals(results.map(({ benchmarks }) => benchmarks), [1, 2]);
        const [alone, difference] = await one.series({ file: null, group: null, name: "a" });
        assertEquals(alone!.against, null);
        const { durationMs, against, standardError, rounds, commit } = difference!;
        assertAlmostEquals(durationMs, 1.3, 1e-4);
        assertEquals(against, { commit: commitOf(1), durationMs: 1 });
        assertAlmostEquals(standardError!, 0.0044, 1e-4);
        assertEquals([rounds, commit], [3, commitOf(2)]);
        const [lone] = await one.series({ file: null, group: null, name: "fresh" });
        assertEquals([lone!.standardError, lone!.against!.durationMs], [null, 1]);
        const texts = await Array.fromAsync(one.documents());
        assertEquals(texts.map(({ text }) => text), [result.text, comparison.text]);
      }
      await again.close();
      assertEquals(await store.add([comparison]), []);
      assertEquals(await store.remove([comparison.id]), 1);
      assertEquals((await store.benchmarks()).map(({ name }) => name), ["a"]);
    },
  );

  test("keeps a comparison whose current side has no commit", async (store) => {
    const comparison = dayComparison(1, { a: [0, 0.01] });
    const current = { ...comparison.current, git_commit: null };
    await store.add([await toEntry({ ...comparison, current })]);
    const [point] = await store.series({ file: null, group: null, name: "a" });
    assertEquals([point!.commit, point!.against!.commit], [null, commitOf(0)]);
  });

  test("removes results, and benchmarks that only they had", async (store) => {
    const entries = await Promise.all([dayEntry(1, { a: 1, old: 2 }), dayEntry(2, { a: 3 })]);
    await store.add(entries);
    assertEquals(await store.remove([entries[0]!.id, "none"]), 1);
    assertEquals((await store.benchmarks()).map(({ name }) => name), ["a"]);
    assertEquals((await store.results()).map(({ id }) => id), [entries[1]!.id]);
    assertEquals(await store.add([entries[0]!]), [entries[0]!.id]);
    assertEquals((await store.benchmarks()).length, 2);
  });

  test("keeps the last dismissal of a step", async (store, place) => {
    const benchmark = { file: "f.ts", group: null, name: "a\n`b`" };
    const dismissal = (step: string, reason: string, day: number) => ({
      benchmark,
      step,
      reason,
      timestamp: new Date(Date.UTC(2026, 0, day)).toISOString(),
    });
    await store.dismiss([dismissal("r1", "wanted", 1), dismissal("r2", "a dependency", 2)]);
    await store.dismiss([]);
    await store.dismiss([dismissal("r1", "better security", 3)]);
    const again = await place.open();
    const found = await again.dismissals();
    assertEquals(found, [
      dismissal("r2", "a dependency", 2),
      dismissal("r1", "better security", 3),
    ]);
    await again.close();
  });

  test("sixteen concurrent writers lose nothing and add nothing twice", async (store, place) => {
    const writers = await Promise.all(Array.from({ length: 16 }, () => place.open()));
    const same = await dayEntry(0, { a: 1 });
    const added = await Promise.all(writers.map(async (writer, index) => {
      const own = await dayEntry(index + 1, { a: index + 1, [`own ${index}`]: 1 });
      return await writer.add([same, own]);
    }));
    await Promise.all(writers.map((writer) => writer.close()));
    const fresh = await place.open();
    assertEquals((await fresh.results()).length, 17);
    assertEquals((await fresh.series({ file: null, group: null, name: "a" })).length, 17);
    assertEquals((await fresh.benchmarks()).length, 17);
    await fresh.close();
    assertGreater(added.flat().length, 16);
    assertEquals(new Set(added.flat()).size, 17);
    await store.close();
  });
}
