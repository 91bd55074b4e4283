// Checks that half-written files of killed processes are removed, but no others.
import { assertEquals } from "@std/assert";
import { denoIo } from "../../scripts/cli/io.ts";
import { makeTemporaryFile } from "../../scripts/cli/temporary_file.ts";
import { Project } from "../project.ts";

const LEFT = ".benchline-01234567-89ab-cdef-0123-456789abcdef.tmp";

Deno.test("writeWhole() removes only half-written files of ended processes", async () => {
  await using project = await Project.create({
    [`out/${LEFT}`]: "half",
    "out/.benchline-notes.tmp": "theirs",
    "out/a.json.tmp": "theirs",
    [`out/folder/${LEFT}`]: "in another folder",
  });
  const living = await makeTemporaryFile(project.path("out/"));
  await denoIo.writeWhole(project.path("out/b.json"), "whole");
  const own = living.path.slice(project.path("out/").length);
  assertEquals(
    await project.list("out"),
    [".benchline-notes.tmp", own, "a.json.tmp", "b.json", "folder"].sort(),
  );
  assertEquals(await project.list("out/folder"), [LEFT]);
  living.file.close();
});

Deno.test("writeWhole() leaves nothing behind if the disk is full, and says so", async () => {
  await using project = await Project.create({ "a.json": "before" });
  const { write } = Deno.FsFile.prototype;
  Deno.FsFile.prototype.write = () =>
    Promise.reject(new Error("No space left on device (os error 28)"));
  try {
    const path = project.path("a.json");
    const message = await denoIo.writeWhole(path, "after").then(() => null, String);
    assertEquals(
      message,
      `Failure: Cannot write ${path}: No space left on device (os error 28)`,
    );
  } finally {
    Deno.FsFile.prototype.write = write;
  }
  assertEquals(await project.list(), ["a.json"]);
  assertEquals(await project.read("a.json"), "before");
});

Deno.test("many processes that write one file at once write it whole, and leave no other file", async () => {
  await using project = await Project.create();
  const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(20_000));
  await Promise.all(texts.map((text) => denoIo.writeWhole(project.path("out/a.json"), text)));
  assertEquals(texts.includes(await project.read("out/a.json")), true);
  assertEquals(await project.list("out"), ["a.json"]);
});

Deno.test("writeFolder() writes all files or none, and leaves no other file behind", async () => {
  await using project = await Project.create();
  const files = new Map([["a.json", "1"], ["b.json", "2"]]);
  await denoIo.writeFolder(project.path("out/whole"), files);
  assertEquals(await project.list("out"), ["whole"]);
  assertEquals(await project.list("out/whole"), ["a.json", "b.json"]);
  assertEquals(await project.read("out/whole/b.json"), "2");
  await project.write("out/file", "mine");
  for (const path of ["out/file", "out/whole"]) {
    const message = await denoIo.writeFolder(project.path(path), files).then(() => null, String);
    assertEquals(message?.startsWith(`Failure: Cannot write ${project.path(path)}: `), true);
  }
  const { writeTextFile } = Deno;
  Deno.writeTextFile = (path, text) =>
    String(path).endsWith("/b.json")
      ? Promise.reject(new Error("No space left on device (os error 28)"))
      : writeTextFile(path, text);
  try {
    const path = project.path("out/full");
    const message = await denoIo.writeFolder(path, files).then(() => null, String);
    assertEquals(message, `Failure: Cannot write ${path}: No space left on device (os error 28)`);
  } finally {
    Deno.writeTextFile = writeTextFile;
  }
  assertEquals(await project.list("out"), ["file", "whole"]);
  assertEquals(await project.read("out/file"), "mine");
});
