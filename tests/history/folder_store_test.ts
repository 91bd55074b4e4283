// The history in a folder, with its index in SQLite.
import { assertEquals, assertNotEquals } from "@std/assert";
import { denoIo } from "../../scripts/cli/io.ts";
import { contentOf, type Documents } from "../../scripts/history/documents.ts";
import { stampOf } from "../../scripts/history/file_stamp.ts";
import { FolderDocuments } from "../../scripts/history/folder_documents.ts";
import { IndexedStore } from "../../scripts/history/indexed_store.ts";
import { sealedFile } from "../../scripts/history/index_file.ts";
import { SqliteDatabase } from "../../scripts/history/sqlite.ts";
import { seeded } from "../helpers/draws.ts";
import { makeBenchmark } from "../helpers/documents.ts";
import { dayDocument, dayEntry } from "../helpers/history.ts";
import { testStore } from "../helpers/history_suite.ts";
import { stringifyResultDocument } from "../../scripts/result/stringify.ts";
import { trialsOf } from "../helpers/thorough.ts";
import { durations, filled, folderPlace, touchResults } from "../helpers/folder_place.ts";

const A = { file: null, group: null, name: "a" };

testStore("folder", folderPlace);

Deno.test("folder: each result has a file whose name begins with its time, and git ignores the index", async () => {
  await using place = await filled();
  const names = await place.project.list("h/results");
  assertEquals(names.map((name) => name.slice(0, 11)), ["2026-01-02T", "2026-01-03T"]);
  assertEquals(await place.project.read("h/.gitignore"), ".index.sqlite*\n.benchline-*.tmp\n");
  assertEquals((await place.project.list("h")).includes(".index.sqlite"), true);
});

Deno.test("folder: reading a history that does not exist leaves nothing behind", async () => {
  await using place = await folderPlace();
  assertEquals(await durations(place), []);
  assertEquals(await place.project.list(), []);
});

Deno.test("folder: new, changed and removed files are noticed, with and without the index", async () => {
  await using place = await filled();
  const { project } = place;
  const write = (name: string, day: number, a: number) =>
    project.write(`h/results/${name}.json`, stringifyResultDocument(dayDocument(day, { a })));
  await write("by hand", 3, 3);
  assertEquals(await durations(place), [1, 2, 3]);
  await write("by hand", 0, 9);
  await Deno.utime(project.path("h/results/by hand.json"), 1, 1);
  assertEquals(await durations(place), [9, 1, 2]);
  await Deno.copyFile(project.path("h/results/by hand.json"), project.path("h/results/copy.json"));
  await Deno.remove(project.path("h/results/by hand.json"));
  assertEquals(await durations(place), [9, 1, 2]);
  await Deno.remove(place.index);
  assertEquals(await durations(place), [9, 1, 2]);
  await Deno.remove(project.path("h/results/copy.json"));
  assertEquals(await durations(place), [1, 2]);
});

Deno.test("folder: other content is noticed, even if time and size of the file are the same", async () => {
  await using place = await folderPlace();
  const path = place.project.path("h/results/a.json");
  const time = new Date("2026-01-31T12:00:00Z");
  const sizes = new Set<number>();
  for (const duration of [3, 4, 3, 5]) {
    const benchmark = { file: null, duration_ms: duration, throughput: null };
    const benchmarks = [makeBenchmark("a", benchmark)];
    const text = stringifyResultDocument(dayDocument(1, {}, { benchmarks }));
    sizes.add(text.length);
    await place.project.write("h/results/a.json", text);
    await Deno.utime(path, time, time);
    assertEquals(await durations(place), [duration]);
  }
  assertEquals(sizes.size, 1);
});

Deno.test("folder: a file is read again only if its stamp has changed, or it has none", async () => {
  const files = new Map([["f/results/a.json", "one"], ["f/results/b.json", "two"]]);
  const stamps = new Map<string, string | null>([["f/results/a.json", "s1"]]);
  const read: string[] = [];
  const documents = new FolderDocuments("f", {
    listNames: (folder) => Promise.resolve(folder === "f/results" ? ["b.json", "a.json"] : []),
    listFolders: () => Promise.resolve([]),
    isFile: (path) => Promise.resolve(files.has(path)),
    readText: (path) => {
      read.push(path);
      return Promise.resolve(files.get(path)!);
    },
    writeWhole: () => Promise.resolve(),
    writeFolder: () => Promise.resolve(),
    move: () => Promise.resolve(),
    remove: () => Promise.resolve(),
  }, (path) => Promise.resolve(stamps.get(path) ?? null));
  const list = async (known: ReadonlyMap<string, string>) => {
    read.length = 0;
    const versions = await documents.list(known);
    return { versions, contents: [...versions.values()].map(contentOf), read: read.join(" ") };
  };
  const first = await list(new Map());
  assertEquals(first.read, "f/results/a.json f/results/b.json");
  const second = await list(first.versions);
  assertEquals([second.versions, second.read], [first.versions, "f/results/b.json"]);
  stamps.set("f/results/b.json", "s1");
  const stamped = await list(second.versions);
  assertEquals([stamped.contents, stamped.read], [first.contents, "f/results/b.json"]);
  assertEquals((await list(stamped.versions)).read, "");
  files.set("f/results/a.json", "three");
  stamps.set("f/results/a.json", "s2");
  const changed = await list(stamped.versions);
  assertEquals(changed.read, "f/results/a.json");
  assertNotEquals(changed.contents[0], first.contents[0]);
  assertEquals(changed.contents[1], first.contents[1]);
});

Deno.test("a stamp depends on everything that distinguishes files, and a recent change has none", () => {
  const time = new Date("2026-01-31T12:00:00.000Z");
  const later = new Date(time.getTime() + 1);
  const facts = { mtime: time, ctime: time, size: 5, ino: 7 };
  const now = time.getTime() + 60_000;
  const others = [{ mtime: later }, { ctime: later }, { size: 6 }, { ino: 8 }, { ino: null }];
  const stamps = [facts, ...others.map((other) => ({ ...facts, ...other }))]
    .map((one) => stampOf(one, now));
  assertEquals(stamps.includes(null), false);
  assertEquals(new Set(stamps).size, stamps.length);
  assertEquals(stampOf(facts, time.getTime() + 1000), null);
  assertEquals(stampOf(facts, time.getTime() - 60_000), null);
  assertEquals(stampOf({ ...facts, ctime: null }, now), null);
  assertEquals(stampOf({ ...facts, mtime: null }, now), null);
});

Deno.test("folder: a document is parsed again if its content has changed, but not if only its stamp has", async () => {
  await using place = await folderPlace();
  let [version, duration, reads] = ["one", 1, 0];
  const documents: Documents = {
    name: "documents",
    list: () => Promise.resolve(new Map([["results/a.json", version]])),
    read: (paths) => {
      reads++;
      const text = stringifyResultDocument(dayDocument(1, { a: duration }));
      return Promise.resolve(new Map(paths.map((path) => [path, text])));
    },
    change: () => Promise.resolve(new Map()),
  };
  const files = {
    index: sealedFile(place.project.path("index.sqlite"), denoIo, "kind"),
    search: sealedFile(place.project.path("search"), denoIo, "kind"),
  };
  const rows: [version: string, duration: number, readsInAll: number][] = [
    ["one", 1, 1],
    ["one", 1, 1],
    ["one s1", 1, 1],
    ["one s2", 1, 1],
    ["two s2", 2, 2],
    ["two s2", 2, 2],
  ];
  for (const [nextVersion, nextDuration, readsInAll] of rows) {
    [version, duration] = [nextVersion, nextDuration];
    const store = await IndexedStore.open(documents, files);
    assertEquals((await store.series(A)).map(({ durationMs }) => durationMs), [duration]);
    assertEquals(reads, readsInAll);
    await store.close();
  }
});

Deno.test("folder: results that were added are not parsed again, whether one or many", async () => {
  for (const count of [1, trialsOf(1000)]) {
    await using place = await folderPlace();
    const folder = place.project.path("h");
    const read: string[] = [];
    class CountedDocuments extends FolderDocuments {
      override read(paths: readonly string[]) {
        read.push(...paths);
        return super.read(paths);
      }
    }
    const files = {
      index: sealedFile(place.project.path("index.sqlite"), denoIo, "kind"),
      search: sealedFile(place.project.path("search"), denoIo, "kind"),
    };
    const open = () => IndexedStore.open(new CountedDocuments(folder, denoIo), files);
    const entries = await Promise.all(
      Array.from({ length: count }, (_, day) => dayEntry(day, { a: 1 + day })),
    );
    const store = await open();
    assertEquals((await store.add(entries)).length, count);
    await store.close();
    for (let time = 0; time < 2; time++) {
      const next = await open();
      const series = await next.series(A);
      assertEquals(series.map(({ durationMs }) => durationMs), entries.map((_, day) => 1 + day));
      await next.close();
    }
    assertEquals(read, []);
  }
});

/** Yields damaged contents of an index. */
function* damages(whole: Uint8Array): Generator<[name: string, content: Uint8Array]> {
  const random = seeded(17);
  const below = (limit: number) => Math.floor(random.uniform() * limit);
  yield ["no database", new TextEncoder().encode("hello ".repeat(1000))];
  yield ["empty", new Uint8Array()];
  yield ["zeros", new Uint8Array(whole.length)];
  yield ["with more behind it", new Uint8Array([...whole, ...whole])];
  for (let time = 0; time < 10; time++) {
    yield [`cut off, ${time}`, whole.slice(0, below(whole.length))];
    const byte = whole.slice();
    byte[below(byte.length)]! ^= 1 << below(8);
    yield [`a bit of another value, ${time}`, byte];
    const start = below(whole.length);
    const end = start + below(whole.length - start) + 1;
    yield [
      `overwritten from ${start} to ${end}`,
      whole.map((byte, at) => at >= start && at < end ? byte ^ (1 + below(255)) : byte),
    ];
  }
}

Deno.test("folder: a damaged index is rebuilt", async () => {
  await using place = await filled();
  const whole = await Deno.readFile(place.index);
  const { id } = await dayEntry(2, { a: 2 });
  for (const [name, content] of damages(whole)) {
    await Deno.writeFile(place.index, content);
    await touchResults(place);
    const store = await place.open();
    assertEquals((await store.series(A)).map(({ durationMs }) => durationMs), [1, 2], name);
    assertEquals((await store.environments()).size, 1, name);
    assertEquals((await Array.fromAsync(store.documents())).at(-1)!.id, id, name);
    assertEquals(store.warnings, [], name);
    await store.close();
    assertEquals(await Deno.readFile(place.index), whole, name);
  }
});

Deno.test("folder: the index of another history is brought up to date", async () => {
  await using place = await filled();
  await using other = await filled();
  const store = await other.open();
  await store.add([await dayEntry(7, { a: 7, b: 7 })]);
  await store.remove([(await dayEntry(1, { a: 1 })).id]);
  await store.close();
  const whole = await Deno.readFile(place.index);
  await Deno.copyFile(other.index, place.index);
  assertEquals(await durations(place), [1, 2]);
  await Deno.writeFile(other.index, whole);
  assertEquals(await durations(other), [2, 7]);
});

Deno.test("folder: an index of another version of this program is rebuilt", async () => {
  await using place = await filled();
  const whole = await Deno.readFile(place.index);
  const empty = new SqliteDatabase();
  await sealedFile(place.index, denoIo, "other tables").write(empty.serialize());
  await empty.close();
  await touchResults(place);
  assertEquals(await durations(place), [1, 2]);
  assertEquals(await Deno.readFile(place.index), whole);
});

Deno.test("folder: an index that cannot be kept serves once, and a line says so", async () => {
  await using place = await filled();
  await Deno.remove(place.index);
  await place.project.write("h/.index.sqlite/file", "");
  const store = await place.open();
  assertEquals((await store.series(A)).map(({ durationMs }) => durationMs), [1, 2]);
  const warnings = [
    `Cannot write ${place.index}: it is a directory, not a file; without it every command takes longer`,
  ];
  assertEquals(store.warnings, warnings);
  await store.saveSearch("{}");
  assertEquals(store.warnings, warnings);
  assertEquals((await store.add([await dayEntry(3, { a: 3 })])).length, 1);
  await store.close();
  await Deno.remove(place.index, { recursive: true });
  assertEquals(await durations(place), [1, 2, 3]);
});
