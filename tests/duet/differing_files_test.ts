// Which files differ between a commit that is checked out and a working tree.
import { assertEquals } from "@std/assert";
import { findDifferingFiles } from "../../scripts/duet/differing_files.ts";
import { checkOutVersion } from "../../scripts/git/version_folder.ts";
import { git, repository } from "../helpers/repository.ts";
import type { Project } from "../project.ts";
import { needs } from "../helpers/needs.ts";

async function differing(
  project: Project,
  { ignored = false, except = [] as string[], setup = async (_top: string) => {} } = {},
): Promise<string[]> {
  const baseline = await checkOutVersion("HEAD", { cwd: project.folder });
  try {
    await setup(baseline.top);
    const tops = { baseline: baseline.top, current: project.folder };
    return await findDifferingFiles(tops, { ignored, except });
  } finally {
    await baseline.remove();
  }
}

Deno.test({
  ...needs("links", "findDifferingFiles() sees changed, new and removed files, and links to them"),
  async fn() {
    await using project = await repository({
      ".gitignore": "ignored.txt\nnode_modules\n",
      "same.txt": "1",
      "changed.txt": "1",
      "as_long.txt": "one",
      "gone.txt": "1",
      "folder/deep/b.txt": "1",
      "other/c.txt": "1",
    });
    await Deno.symlink("folder", project.path("link"));
    await Deno.symlink("other", project.path("steady_link"));
    await Deno.symlink("same.txt", project.path("moved_link"));
    await git(project, "add", "--all");
    await git(project, "commit", "--quiet", "--message", "links");
    assertEquals(await differing(project), []);

    await project.write("changed.txt", "22");
    await project.write("as_long.txt", "two");
    await project.write("folder/deep/b.txt", "2");
    await project.write("new.txt", "1");
    await project.write("ignored.txt", "1");
    await project.write("out/report.json", "{}");
    await project.write("node_modules/one/index.js", "");
    await Deno.remove(project.path("gone.txt"));
    await Deno.remove(project.path("moved_link"));
    await Deno.symlink("changed.txt", project.path("moved_link"));
    // What git is told not to look at differs all the same.
    await git(project, "update-index", "--assume-unchanged", "changed.txt");
    const wanted = [
      "as_long.txt",
      "changed.txt",
      "folder/deep/b.txt",
      "gone.txt",
      "link",
      "moved_link",
      "new.txt",
    ];
    const except = [project.path("out")];
    assertEquals(await differing(project, { except }), wanted);
    assertEquals(await differing(project), [...wanted, "out/report.json"]);
  },
});

Deno.test("findDifferingFiles() sees ignored files if a command may have made them", async () => {
  await using project = await repository({ ".gitignore": "made\nnode_modules\n", "a.txt": "1" });
  const make = (size: string) => async (top: string) => {
    for (const path of ["made/data.txt", "node_modules/one/index.js"]) {
      await Deno.mkdir(`${top}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${top}/${path}`, size);
    }
  };
  await make("1")(project.folder);
  assertEquals(await differing(project, { ignored: true, setup: make("1") }), []);
  assertEquals(await differing(project, { ignored: true, setup: make("2") }), [
    "made/data.txt",
    "node_modules/one/index.js",
  ]);
  assertEquals(await differing(project, { setup: make("2") }), []);
});

Deno.test("findDifferingFiles() looks into repositories within the project, not into packages", async () => {
  await using project = await repository({ "a.txt": "1" });
  await project.write("node_modules/one/index.js", "");
  const make = (text: string) => async (top: string) => {
    await git(project, "init", "--quiet", `${top}/inner`);
    await Deno.writeTextFile(`${top}/inner/b.txt`, text);
  };
  await make("1")(project.folder);
  assertEquals(await differing(project, { setup: make("1") }), []);
  assertEquals(await differing(project, { setup: make("2") }), ["inner"]);
  assertEquals(await differing(project), ["inner"]);
});
