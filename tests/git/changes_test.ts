// The state of a working tree, read from one of its folders.
import { assertEquals, assertNotEquals } from "@std/assert";
import { readTreeState } from "../../scripts/git/changes.ts";
import { git, repository } from "../helpers/repository.ts";
import { Project } from "../project.ts";

Deno.test("readTreeState() notices changes anywhere in the repository that may affect a measurement", async () => {
  await using project = await repository({ "pkg/a.ts": "1", "lib/b.ts": "2", ".gitignore": "x\n" });
  const pkg = project.path("pkg");
  const state = (outputs: readonly string[] = []) => readTreeState(pkg, outputs);
  const clean = await state();
  assertEquals(clean, { commit: await git(project, "rev-parse", "HEAD"), changes: "" });

  await project.write("lib/b.ts", "3");
  const changed = await state();
  assertNotEquals(changed, clean);
  await project.write("lib/new.ts", "4");
  const added = await state();
  assertNotEquals(added, changed);
  await project.write("lib/new.ts", "5");
  assertNotEquals(await state(), added);
  await project.write("lib/new.ts", "4");
  assertEquals(await state(), added);

  // Outputs and files that are not modules do not count.
  await project.write("pkg/out.ts", "");
  await project.write("lib/report.json", "");
  const outputs = ["out.ts", "../lib/report.json", "../../elsewhere/out.ts", "/elsewhere/out.ts"];
  assertEquals(await state(outputs), added);
  await project.write("pkg/a.ts", "output");
  assertEquals(await state([...outputs, project.path("pkg/a.ts")]), added);
});

Deno.test("readTreeState() returns a unique state if git cannot read it", async () => {
  await using project = await repository({ "lib.ts": "1" });
  const blob = await git(project, "rev-parse", "HEAD:lib.ts");
  await Deno.remove(project.path(`.git/objects/${blob.slice(0, 2)}/${blob.slice(2)}`));
  await project.write("lib.ts", "2");
  const states = [await readTreeState(project.folder, []), await readTreeState(project.folder, [])];
  assertNotEquals(states[0]!.changes, "");
  assertNotEquals(states[0]!.changes, states[1]!.changes);
});

Deno.test("readTreeState() returns null if there is no commit", async () => {
  await using outside = await Project.create();
  assertEquals(await readTreeState(outside.folder, []), null);
  await git(outside, "init", "--quiet");
  assertEquals(await readTreeState(outside.folder, []), null);
});
