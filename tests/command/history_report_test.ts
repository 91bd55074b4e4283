// Checks the folder that `history report` writes pages to, and what it keeps of earlier pages.
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { denoIo } from "../../scripts/cli/io.ts";
import { report } from "../../scripts/command/history/report.ts";
import { openHistory } from "../../scripts/history/open.ts";
import { nameOfPage } from "../../scripts/report/history/site.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { dayEntry } from "../helpers/history.ts";
import { Project } from "../project.ts";
import { needs } from "../helpers/needs.ts";

const MANIFEST = "site/benchline-site.json";

/** Writes the pages of a history of these benchmarks. */
async function reportOn(
  project: Project,
  ...names: string[]
): Promise<[out: string, error: string]> {
  const store = await openHistory(
    { store: project.path("h"), branch: null, project: null },
    denoIo,
  );
  let [out, error] = ["", ""];
  const io = {
    ...denoIo,
    writeOut: (text: string) => void (out += text),
    writeError: (text: string) => void (error += text),
  };
  try {
    await store.remove((await store.results()).map(({ id }) => id));
    const durations = Object.fromEntries(names.map((name) => [name, 1]));
    await store.add([await dayEntry(1, durations), await dayEntry(2, durations)]);
    const thresholdsOf = () => DEFAULT_THRESHOLDS;
    await report(project.path("site"), { store, io, thresholdsOf, json: false });
  } finally {
    await store.close();
  }
  return [out, error];
}

/** Returns the name of a benchmark's page. */
function pageOf(name: string): Promise<string> {
  return nameOfPage({ file: null, group: null, name });
}

async function noteDown(project: Project, pages: readonly unknown[]): Promise<void> {
  await project.write(MANIFEST, JSON.stringify({ version: "1.0", pages }));
}

Deno.test("pages of removed benchmarks are removed, but nothing else", async () => {
  await using project = await Project.create();
  const [a, b, c] = await Promise.all(["a", "b", "c"].map(pageOf)) as [string, string, string];
  const [out] = await reportOn(project, "a", "b");
  assertMatch(out, /^wrote 3 pages, .*site\/index\.html first\n$/);
  const mine = ["CNAME", "notes.html", `mine-${"0".repeat(12)}.html`, "fonts/a.woff"];
  for (const name of mine) await project.write(`site/${name}`, "mine");
  const [later, error] = await reportOn(project, "a", "c");
  assertMatch(later, /^wrote 3 pages, .* first; removed 1 of benchmarks that are gone\n$/);
  assertEquals(error, "");
  const wanted = [a, c, "index.html", "benchline-site.json", "fonts", ...mine.slice(0, 3)];
  assertEquals(await project.list("site"), wanted.sort());
  for (const name of mine) assertEquals(await project.read(`site/${name}`), "mine");
  assertEquals(JSON.parse(await project.read(MANIFEST)).pages, [a, c].sort());
  // A benchmark that returns gets a page again.
  await reportOn(project, "b");
  assertEquals((await project.list("site")).filter((name) => [a, b, c].includes(name)), [b]);
});

Deno.test("the next call completes one that was interrupted", async () => {
  await using project = await Project.create();
  const pages = await Promise.all(["a", "b", "c"].map(pageOf));
  await reportOn(project, "a");
  const manifest = JSON.parse(await project.read(MANIFEST)).pages;
  const folder = project.path("site");
  const store = await openHistory(
    { store: project.path("h"), branch: null, project: null },
    denoIo,
  );
  await store.add([await dayEntry(3, { b: 1, c: 1 })]);
  await store.remove((await store.results()).slice(0, 2).map(({ id }) => id));
  const io = {
    ...denoIo,
    writeOut: () => {},
    writeWhole: (path: string, text: string) =>
      path.endsWith("index.html")
        ? Promise.reject(new Failure("Cannot write index.html: the disk is full"))
        : denoIo.writeWhole(path, text),
  };
  const context = { store, io, thresholdsOf: () => DEFAULT_THRESHOLDS, json: false };
  await assertRejects(() => report(folder, context), Failure, "the disk is full");
  await store.close();
  assertEquals(manifest, pages.slice(0, 1));
  assertEquals(JSON.parse(await project.read(MANIFEST)).pages, pages.toSorted());
  await reportOn(project, "b");
  const left = (await project.list("site")).filter((name) => pages.includes(name));
  assertEquals(left, pages.slice(1, 2));
});

Deno.test({
  ...needs("links", "a list of pages that names other files removes none of them"),
  async fn() {
    await using project = await Project.create();
    const gone = await pageOf("gone");
    const [linked, folder] = [`linked-${"1".repeat(12)}.html`, `folder-${"2".repeat(12)}.html`];
    await project.write("outside.html", "mine");
    await project.write(`${gone}`, "mine");
    await project.write("site/notes.html", "mine");
    await project.write(`site/${gone}`, "a page");
    await project.write(`site/sub/${gone}`, "mine");
    await project.write(`site/${folder}/a.html`, "mine");
    await Deno.symlink(project.path("outside.html"), project.path(`site/${linked}`));
    const hostile = [
      "../outside.html",
      `../${gone}`,
      `sub/${gone}`,
      `sub\\${gone}`,
      `./../${gone}`,
      project.path("outside.html"),
      "notes.html",
      "",
      ".",
      "..",
      "\u001b[2J",
    ];
    await noteDown(project, [...hostile, gone, gone, linked, folder]);
    const [out, error] = await reportOn(project, "a");
    assertMatch(out, /; removed 1 of benchmarks that are gone\n$/);
    assertEquals(error.split("\n").length - 1, hostile.length);
    assertMatch(
      error,
      /^warning: .* names "\.\.\/outside\.html", which is not the page of a benchmark/,
    );
    assert(!error.includes("\u001b"));
    const wanted = ["benchline-site.json", folder, "index.html", linked, "notes.html", "sub"];
    assertEquals(await project.list("site"), [...wanted, await pageOf("a")].sort());
    for (const path of ["outside.html", gone, `site/sub/${gone}`, `site/${folder}/a.html`]) {
      assertEquals(await project.read(path), "mine");
    }
  },
});

Deno.test("an unreadable list of pages removes nothing, and is rewritten", async () => {
  await using project = await Project.create();
  const gone = await pageOf("gone");
  await project.write(`site/${gone}`, "a page");
  const rows: [text: string, message: RegExp][] = [
    [
      "{",
      /^warning: Cannot read .*benchline-site\.json: not JSON at line 1.*; pages of .* stay\n$/,
    ],
    ["[]", /the content must be an object, found an array/],
    [`{ "version": "1.0", "pages": "${gone}" }`, /pages must be an array/],
    [`{ "version": "1.0", "pages": ["${gone}", 1] }`, /pages\[1\] must be a string, found 1/],
    [`{ "version": "2.0", "pages": ["${gone}"] }`, /schema version 2\.0/],
  ];
  for (const [text, message] of rows) {
    await project.write(MANIFEST, text);
    assertMatch((await reportOn(project, "a"))[1], message);
    assertEquals(await project.read(`site/${gone}`), "a page");
    assertEquals(JSON.parse(await project.read(MANIFEST)).pages, [await pageOf("a")]);
  }
});

Deno.test({
  ...needs("links", "a list of pages is never written through a link"),
  async fn() {
    await using project = await Project.create({ "outside.json": "mine", "site/a.txt": "" });
    await Deno.symlink(project.path("outside.json"), project.path(MANIFEST));
    await assertRejects(() => reportOn(project, "a"), Failure, "it is a link, not a file");
    assertEquals(await project.read("outside.json"), "mine");
    assertEquals(await project.list("site"), ["a.txt", "benchline-site.json"]);
  },
});
