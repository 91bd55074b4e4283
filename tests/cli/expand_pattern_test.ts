import { assertEquals, assertRejects } from "@std/assert";
import { Failure } from "../../scripts/result/failure.ts";
import { expandPattern } from "../../scripts/cli/expand_pattern.ts";
import { denoIo } from "../../scripts/cli/io.ts";
import { MemoryIo } from "../helpers/memory_io.ts";
import { Project } from "../project.ts";
import { needs } from "../helpers/needs.ts";

const FILES = [
  ...["a.json", "b.json", "c.txt", "[x].json", ".hidden.json"],
  ...["runs/1/a.json", "runs/1/deep/b.json", "runs/2/a.json", "runs/a.json", "runs/.git/a.json"],
];

Deno.test("expandPattern() accepts stars, classes and groups in every part of a path", async () => {
  const io = new MemoryIo(Object.fromEntries(FILES.map((path) => [path, ""])));
  const rows: [pattern: string, files: string[]][] = [
    ["c.txt", ["c.txt"]],
    ["none.txt", ["none.txt"]],
    ["-", ["-"]],
    ["*.json", ["[x].json", "a.json", "b.json"]],
    [".*.json", [".hidden.json"]],
    ["[ab].json", ["a.json", "b.json"]],
    ["{a,c}.*", ["a.json", "c.txt"]],
    ["?.txt", ["c.txt"]],
    // A literal name matches only that file.
    ["[x].json", ["[x].json"]],
    ["runs/*/a.json", ["runs/1/a.json", "runs/2/a.json"]],
    ["r*/?/*.json", ["runs/1/a.json", "runs/2/a.json"]],
    ["runs/**/a.json", ["runs/1/a.json", "runs/2/a.json", "runs/a.json"]],
    ["runs\\*\\a.json", ["runs/1/a.json", "runs/2/a.json"]],
    ["**/deep/*", ["runs/1/deep/b.json"]],
    ["runs/1/**", ["runs/1/a.json", "runs/1/deep/b.json"]],
    ["**/**/b.json", ["b.json", "runs/1/deep/b.json"]],
    ["runs/.g*/*", ["runs/.git/a.json"]],
  ];
  for (const [pattern, files] of rows) {
    assertEquals(await expandPattern(pattern, io), files, pattern);
  }
  for (const none of ["*.md", "none/*.json", "runs/*/none/*", "c.txt/*"]) {
    const message = `Cannot read ${none}: there is no such file`;
    await assertRejects(() => expandPattern(none, io), Failure, message);
  }
});

Deno.test({
  ...needs("links", "expandPattern() follows no link to a folder"),
  async fn() {
    await using project = await Project.create({ "runs/1/a.json": "" });
    await Deno.symlink("..", project.path("runs/1/up"), { type: "dir" });
    const found = await expandPattern(project.path("**/*.json"), denoIo);
    assertEquals(found, [project.path("runs/1/a.json")]);
  },
});
