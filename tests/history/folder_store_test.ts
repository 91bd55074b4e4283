// The history in a folder, with its index in SQLite.
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { denoIo } from "../../scripts/cli/io.ts";
import { openHistory } from "../../scripts/history/open.ts";
import { SqliteDatabase } from "../../scripts/history/sqlite.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { dayDocument, dayEntry } from "../helpers/history.ts";
import { type Place, testStore } from "../helpers/history_suite.ts";
import { stringifyResultDocument } from "../../mod.ts";
import { Project } from "../project.ts";

const A = { file: null, group: null, name: "a" };

async function folderPlace(): Promise<Place & { project: Project }> {
  const project = await Project.create();
  return {
    project,
    open: () => openHistory({ store: project.path("h"), branch: null, project: null }, denoIo),
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
}

testStore("folder", folderPlace);

/** A folder with two results and an index. */
async function filled(): Promise<Place & { project: Project; index: string }> {
  const place = await folderPlace();
  const store = await place.open();
  await store.add([await dayEntry(1, { a: 1 }), await dayEntry(2, { a: 2 })]);
  await store.close();
  await (await place.open()).close();
  return { ...place, index: place.project.path("h/.index.sqlite") };
}

async function durations(place: Place): Promise<number[]> {
  const store = await place.open();
  try {
    return (await store.series(A)).map(({ durationMs }) => durationMs);
  } finally {
    await store.close();
  }
}

Deno.test("folder: one file a result, with the time first, and an index that git passes over", async () => {
  await using place = await filled();
  const names = await place.project.list("h/results");
  assertEquals(names.map((name) => name.slice(0, 11)), ["2026-01-02T", "2026-01-03T"]);
  assertEquals(await place.project.read("h/.gitignore"), ".index.sqlite*\n");
  assertEquals((await place.project.list("h")).includes(".index.sqlite"), true);
});

Deno.test("folder: who only looks at a history that is not there leaves nothing behind", async () => {
  await using place = await folderPlace();
  assertEquals(await durations(place), []);
  assertEquals(await place.project.list(), []);
});

Deno.test("folder: files that come, change and go are followed, also without the index", async () => {
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

Deno.test("folder: a damaged index is made anew", async () => {
  await using place = await filled();
  const whole = await Deno.readFile(place.index);
  const damages: Record<string, Uint8Array> = {
    "no database": new TextEncoder().encode("hello ".repeat(1000)),
    "cut off": whole.slice(0, whole.length / 2),
    "overwritten within": whole.map((byte, at) => at > 4000 && at < 30_000 ? 0xaa : byte),
    empty: new Uint8Array(),
  };
  for (const [name, bytes] of Object.entries(damages)) {
    await Deno.writeFile(place.index, bytes);
    assertEquals(await durations(place), [1, 2], name);
  }
});

Deno.test("folder: an index of a later version of this program is made anew", async () => {
  await using place = await filled();
  const database = new DatabaseSync(place.index);
  database.exec("insert into benchline_version values (99)");
  database.close();
  assertEquals(await durations(place), [1, 2]);
});

Deno.test("folder: an index that stays locked is said to be, after a wait", async () => {
  await using place = await filled();
  const other = new DatabaseSync(place.index);
  other.exec("pragma locking_mode = exclusive; begin exclusive");
  const error = await assertRejects(
    async () => {
      const database = new SqliteDatabase(place.index, 50);
      try {
        await database.change(() => Promise.resolve());
      } finally {
        await database.close();
      }
    },
    Failure,
  );
  assertStringIncludes(error.message, "another process keeps it locked");
  other.close();
});

Deno.test("folder: what is no result is named, left out, and in nobody's way", async () => {
  await using place = await filled();
  const result = JSON.parse(stringifyResultDocument(dayDocument(5, { a: 5 })));
  const rows: [string, string][] = [
    ["{", "not JSON at line 1"],
    ['{"version": "1.0"}', "timestamp must be"],
    [JSON.stringify(result).slice(0, 300), "not JSON at line"],
    [JSON.stringify({ ...result, timestamp: "2026-02-30T00:00:00Z" }), "timestamp must be"],
    [JSON.stringify({ ...result, environment: [] }), "environment must be an object"],
    [JSON.stringify({ ...result, version: "2.0" }), "schema version 2.0"],
  ];
  for (const [text, message] of rows) {
    // It was a result when the index took it in.
    await place.project.write("h/results/bad.json", JSON.stringify(result));
    assertEquals(await durations(place), [1, 2, 5]);
    await place.project.write("h/results/bad.json", text);
    for (let time = 0; time < 2; time++) {
      const store = await place.open();
      const [warning, ...others] = store.warnings;
      assertEquals(others, []);
      assertStringIncludes(warning!, `Cannot read ${place.project.path("h/results/bad.json")}: `);
      assertStringIncludes(warning!, message);
      assertEquals((await store.series(A)).map(({ durationMs }) => durationMs), [1, 2]);
      assertEquals((await Array.fromAsync(store.documents())).length, 2);
      await store.close();
    }
  }
  const store = await place.open();
  await store.add([await dayEntry(3, { a: 3 })]);
  assertEquals(await store.remove([(await store.results())[0]!.id]), 1);
  assertEquals([(await store.results()).length, store.warnings.length], [2, 1]);
  await Deno.remove(place.project.path("h/results/bad.json"));
  await store.add([await dayEntry(4, { a: 4 })]);
  assertEquals(store.warnings, []);
  await store.close();
});

Deno.test("folder: of many files that are no results a few are named", async () => {
  await using place = await filled();
  for (let file = 0; file < 30; file++) await place.project.write(`h/results/b${file}.json`, "{");
  const store = await place.open();
  assertEquals(store.warnings.length, 11);
  assertStringIncludes(store.warnings.at(-1)!, "20 more of ");
  assertEquals((await store.results()).length, 2);
  await store.close();
});

Deno.test("folder: what is no dismissal is named and left out", async () => {
  await using place = await filled();
  const store = await place.open();
  const dismissal = { benchmark: A, step: "s", reason: "r", timestamp: "2026-01-31T12:00:00Z" };
  await store.dismiss(dismissal);
  for (
    const [text, message] of [
      ["{", "not JSON at line 1"],
      [JSON.stringify({ ...dismissal, timestamp: "2026-13-01T00:00:00Z" }), "timestamp must be"],
      [JSON.stringify({ ...dismissal, benchmark: [] }), "benchmark must be an object"],
    ] as const
  ) {
    await place.project.write("h/dismissals/bad.json", text);
    for (let time = 0; time < 2; time++) {
      assertEquals(await store.dismissals(), [dismissal]);
      assertEquals(store.warnings.length, 1);
      assertStringIncludes(store.warnings[0]!, "/dismissals/bad.json: ");
      assertStringIncludes(store.warnings[0]!, message);
    }
  }
  await store.close();
});

Deno.test("folder: a writer that is killed leaves whole files, and the next one goes on", async () => {
  await using place = await folderPlace();
  await place.project.write(
    "add.ts",
    `
import { denoIo } from ${JSON.stringify(new URL("../../scripts/cli/io.ts", import.meta.url))};
import { openHistory } from ${
      JSON.stringify(new URL("../../scripts/history/open.ts", import.meta.url))
    };
import { dayEntry } from ${JSON.stringify(new URL("../helpers/history.ts", import.meta.url))};
const store = await openHistory({ store: "h", branch: null, project: null }, denoIo);
for (let day = Number(Deno.args[0]);; day++) {
  const names = Array.from({ length: 200 }, (_, index) => ["n" + index, 1 + day]);
  await store.add([await dayEntry(day, Object.fromEntries(names))]);
  console.log(day);
}
`,
  );
  let before = 0;
  for (let time = 0; time < 3; time++) {
    const child = new Deno.Command("deno", {
      args: [
        "run",
        "--no-check",
        "--allow-read",
        "--allow-write",
        place.project.path("add.ts"),
        String(100 * time),
      ],
      cwd: place.project.folder,
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const reader = child.stdout.getReader();
    let told = "";
    while (told.split("\n").length < 6) {
      told += new TextDecoder().decode((await reader.read()).value);
    }
    child.kill("SIGKILL");
    await reader.cancel();
    await child.status;
    const store = await place.open();
    const results = await store.results();
    assertEquals(results.every(({ benchmarks }) => benchmarks === 200), true);
    assertEquals(results.length > before, true);
    assertEquals((await store.series({ ...A, name: "n0" })).length, results.length);
    before = results.length;
    await store.close();
  }
});
