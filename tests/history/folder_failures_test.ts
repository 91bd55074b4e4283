// A history in a folder where something cannot be written, removed or read.
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { type CommandIo, denoIo } from "../../scripts/cli/io.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { dayDocument, dayEntry } from "../helpers/history.ts";
import { stringifyResultDocument } from "../../scripts/result/stringify.ts";
import { durations, filled, folderPlace } from "../helpers/folder_place.ts";
import { needs } from "../helpers/needs.ts";

const A = { file: null, group: null, name: "a" };

/** Files of which only this many can be written or removed. */
function refusing(after: number, isRefused: (path: string) => boolean = () => true): CommandIo {
  let left = after;
  const refuse = async (path: string, run: () => Promise<void>) => {
    if (isRefused(path) && left-- <= 0) throw new Failure(`Cannot change ${path}: No space left`);
    await run();
  };
  return {
    ...denoIo,
    writeWhole: (path, content) => refuse(path, () => denoIo.writeWhole(path, content)),
    remove: (path) => refuse(path, () => denoIo.remove(path)),
  };
}

Deno.test("folder: either all of many results are added, or none", async () => {
  await using place = await filled();
  const many = await Promise.all([3, 4, 5].map((day) => dayEntry(day, { a: day })));
  const before = await place.project.list("h/results");
  const { writeTextFile } = Deno;
  for (let written = 0; written < many.length; written++) {
    const store = await place.open();
    let writes = 0;
    Deno.writeTextFile = (path, text, options) =>
      writes++ === written
        ? Promise.reject(new Error("No space left on device (os error 28)"))
        : writeTextFile(path, text, options);
    try {
      const error = await assertRejects(() => store.add(many), Failure);
      assertMatch(error.message, /^Cannot write .*: No space left .*; nothing is added$/);
      assertEquals(writes, written + 1);
    } finally {
      Deno.writeTextFile = writeTextFile;
    }
    await store.close();
    assertEquals(await place.project.list("h/results"), before);
  }
  assertEquals(await durations(place), [1, 2]);
});

/** A history to which a killed process has added two results without moving them to their places. */
async function unsettled() {
  const place = await filled();
  const folder = "h/results/.added-01234567-89ab-cdef-0123-456789abcdef";
  for (const day of [3, 4]) {
    const text = stringifyResultDocument(dayDocument(day, { a: day }));
    await place.project.write(`${folder}/day ${day}.json`, text);
  }
  return place;
}

Deno.test("folder: results that a killed process has added are there, and are moved to their places", async () => {
  await using place = await unsettled();
  assertEquals(await durations(place), [1, 2, 3, 4]);
  const names = await place.project.list("h/results");
  assertEquals([names.length, names.slice(2)], [4, ["day 3.json", "day 4.json"]]);
  assertEquals(await durations(place), [1, 2, 3, 4]);
});

Deno.test("folder: added results are there even if they cannot be moved", async () => {
  await using place = await unsettled();
  const before = await place.project.list("h/results");
  let moves = 0;
  const files: CommandIo = {
    ...denoIo,
    move: (from) => {
      moves++;
      return Promise.reject(new Failure(`Cannot move ${from}: read-only file system`));
    },
  };
  for (let time = 0; time < 2; time++) {
    const store = await place.open(files);
    assertEquals((await store.series(A)).map(({ durationMs }) => durationMs), [1, 2, 3, 4]);
    assertEquals((await Array.fromAsync(store.documents())).length, 4);
    assertEquals(store.warnings, []);
    await store.close();
  }
  assert(moves > 0);
  assertEquals(await place.project.list("h/results"), before);
  const store = await place.open(files);
  assertEquals(await store.remove((await store.results()).slice(2).map(({ id }) => id)), 2);
  await store.close();
  assertEquals(await durations(place), [1, 2]);
});

Deno.test("folder: files that move while they are read are read in their new places", async () => {
  await using place = await unsettled();
  const files: CommandIo = {
    ...denoIo,
    async move(from, to) {
      await denoIo.move(from, to);
      throw new Failure("another process has moved it just now");
    },
  };
  const store = await place.open(files);
  assertEquals((await store.series(A)).map(({ durationMs }) => durationMs), [1, 2, 3, 4]);
  await store.close();
});

Deno.test("folder: unfinished results of a killed process do not count, and the next writer removes them", async () => {
  await using place = await folderPlace();
  const name = ".benchline-01234567-89ab-cdef-0123-456789abcdef";
  const text = stringifyResultDocument(dayDocument(3, { a: 3 }));
  await place.project.write(`h/results/${name}.tmp`, "");
  await place.project.write(`h/results/${name}-files.tmp/day 3.json`, text);
  assertEquals(await durations(place), []);
  const store = await place.open();
  await store.add(await Promise.all([4, 5].map((day) => dayEntry(day, { a: day }))));
  await store.close();
  assertEquals(await durations(place), [4, 5]);
  assertEquals((await place.project.list("h/results")).filter((name) => /^[.]/.test(name)), []);
});

Deno.test({
  ...needs("links", "folder: nothing is moved out of the target of a link"),
  async fn() {
    await using place = await filled();
    await place.project.write("mine/a.json", stringifyResultDocument(dayDocument(3, { a: 3 })));
    await Deno.symlink(place.project.path("mine"), place.project.path("h/results/.added-mine"));
    assertEquals(await durations(place), [1, 2]);
    assertEquals(await place.project.list("mine"), ["a.json"]);
  },
});

Deno.test("folder: if some results cannot be removed, the message counts them", async () => {
  await using place = await filled();
  const store = await place.open(refusing(1, (path) => path.includes("/results/")));
  const ids = (await store.results()).map(({ id }) => id);
  const error = await assertRejects(() => store.remove(ids), Failure);
  assertStringIncludes(error.message, "No space left; 1 of 2 files are removed");
  await store.close();
  assertEquals(await durations(place), [2]);
});

Deno.test({
  ...needs("links", "folder: files that cannot be read are named, left out and harmless"),
  async fn() {
    await using place = await filled();
    const { project } = place;
    await project.write("h/results/folder.json/file", "");
    await Deno.symlink("nowhere", project.path("h/results/dangling.json"));
    await Deno.symlink("..", project.path("h/results/to a folder.json"));
    await Deno.symlink("/dev/zero", project.path("h/results/to a device.json"));
    await project.write("elsewhere.json", stringifyResultDocument(dayDocument(3, { a: 3 })));
    await Deno.symlink("../../elsewhere.json", project.path("h/results/to a file.json"));
    for (let time = 0; time < 2; time++) {
      const store = await place.open();
      assertEquals((await store.series(A)).map(({ durationMs }) => durationMs), [1, 2, 3]);
      assertEquals((await Array.fromAsync(store.documents())).length, 3);
      const names = ["dangling", "folder", "to a device", "to a folder"];
      assertEquals(store.leftOut, names.length);
      assertEquals(
        store.warnings,
        names.map((name) =>
          `Cannot read ${
            project.path(`h/results/${name}.json`)
          }: there is no such file; it is left out`
        ),
      );
      await store.close();
    }
  },
});

Deno.test("folder: files that are not results are named, left out and harmless", async () => {
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
    // It was a result when it was added to the index.
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
  await store.close();
  await Deno.remove(place.project.path("h/results/bad.json"));
  const next = await place.open();
  assertEquals([(await next.results()).length, next.warnings], [2, []]);
  await next.close();
});

Deno.test("folder: if many files are not results, a few are named", async () => {
  await using place = await filled();
  for (let file = 0; file < 30; file++) await place.project.write(`h/results/b${file}.json`, "{");
  const store = await place.open();
  assertEquals(store.warnings.length, 11);
  assertStringIncludes(store.warnings.at(-1)!, "20 more of ");
  assertEquals((await store.results()).length, 2);
  await store.close();
});

Deno.test("folder: a file that is not a dismissal is named and left out", async () => {
  await using place = await filled();
  const store = await place.open();
  const dismissal = { benchmark: A, step: "s", reason: "r", timestamp: "2026-01-31T12:00:00Z" };
  await store.dismiss([dismissal]);
  await store.close();
  for (
    const [text, message] of [
      ["{", "not JSON at line 1"],
      [JSON.stringify({ ...dismissal, timestamp: "2026-13-01T00:00:00Z" }), "timestamp must be"],
      [JSON.stringify({ ...dismissal, benchmark: [] }), "benchmark must be an object"],
    ] as const
  ) {
    await place.project.write("h/dismissals/bad.json", text);
    const store = await place.open();
    for (let time = 0; time < 2; time++) {
      assertEquals(await store.dismissals(), [dismissal]);
      assertEquals(store.warnings.length, 1);
      assertStringIncludes(store.warnings[0]!, "/dismissals/bad.json: ");
      assertStringIncludes(store.warnings[0]!, message);
    }
    await store.close();
  }
});

Deno.test("folder: a writer that is killed leaves complete files, and the next one continues", async () => {
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
      const { done, value } = await reader.read();
      assertEquals(done, false, "the writer has ended by itself");
      told += new TextDecoder().decode(value);
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
