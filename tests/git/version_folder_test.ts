import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { dirname } from "@std/path";
import {
  explainTemporary,
  makeTemporaryFolder,
  realPathOf,
} from "../../scripts/git/temporary_folder.ts";
import { checkOutVersion } from "../../scripts/git/version_folder.ts";
import { Failure } from "../../scripts/result/failure.ts";
import type { Project } from "../project.ts";
import { addRepository, git, makeRepository, snapshot } from "../helpers/repositories.ts";
import { lacks, needs } from "../helpers/needs.ts";

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch {
    return false;
  }
}

/** Returns the paths of the files in a folder, except those in `.git`. */
async function files(folder: string, prefix = ""): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(`${folder}/${prefix}`)) {
    if (name === ".git") continue;
    const path = `${prefix}${name}`;
    if (isDirectory) found.push(...await files(folder, `${path}/`));
    else found.push(path);
  }
  return found.sort();
}

async function addHooks(project: Project, log: string): Promise<void> {
  const hooks = ["post-checkout", "reference-transaction", "post-index-change", "pre-push"];
  for (const name of hooks) {
    const path = `repository/.git/hooks/${name}`;
    await project.write(path, `#!/bin/sh\necho ${name} >> ${log}\nexit 1\n`);
    await Deno.chmod(project.path(path), 0o755);
  }
}

Deno.test("checkOutVersion() checks a commit out and changes nothing else", async () => {
  await using project = await makeRepository([
    { "a/file": "1", "gone": "1" },
    { "a/file": "2" },
  ]);
  const cwd = project.path("repository/a");
  await git(project, "repository", "rm", "--quiet", "gone");
  await project.write("repository/a/file", "kept away");
  await git(project, "repository", "stash");
  await project.write("repository/a/file", "3");
  await project.write("repository/new", "1");
  await git(project, "repository", "config", "submodule.recurse", "true");
  await git(project, "repository", "config", "core.splitIndex", "true");
  const first = await git(project, "repository", "rev-parse", "HEAD~1");
  const log = project.path("log");
  await addHooks(project, log);
  const before = await snapshot(project);
  const folder = await checkOutVersion("HEAD~1", { cwd });
  try {
    assertEquals(folder.commit, first);
    assertEquals(folder.root, `${folder.top}/a`);
    assertEquals(folder.doubts, []);
    assertEquals(await files(folder.top), ["a/file", "gone"]);
    assertEquals(await Deno.readTextFile(`${folder.root}/file`), "1");
    // A program there that asks git gets the answers for that version.
    assertEquals(await git(project, folder.root, "rev-parse", "HEAD"), first);
    assertEquals(await git(project, folder.root, "status", "--porcelain"), "");
    assertEquals(await git(project, folder.root, "log", "--format=%s"), "commit 1");
    await git(project, folder.root, "config", "core.hooksPath", "elsewhere");
    assertEquals(await snapshot(project), before);
  } finally {
    await folder.remove();
  }
  assertEquals(await exists(dirname(folder.top)), false);
  assertEquals(await exists(`${dirname(folder.top)}.lock`), false);
  assertEquals(await snapshot(project), before);
  assertEquals(await exists(log), false, "no hook runs");
});

Deno.test("checkOutVersion() works in several processes at once, and removes leftovers of a crash", async () => {
  await using project = await makeRepository([{ "file": "1" }]);
  const cwd = project.path("repository");
  const first = await checkOutVersion("HEAD", { cwd });
  const stale = `${dirname(dirname(first.top))}/benchline-checkout-${crypto.randomUUID()}`;
  await Deno.mkdir(`${stale}/tree`, { recursive: true });
  await Deno.writeTextFile(`${stale}.lock`, "");
  const others = await Promise.all([1, 2, 3].map(() => checkOutVersion("HEAD", { cwd })));
  assertEquals([await exists(stale), await exists(`${stale}.lock`)], [false, false]);
  for (const { top } of [first, ...others]) {
    assertEquals(await Deno.readTextFile(`${top}/file`), "1");
  }
  assertEquals(new Set([first, ...others].map(({ top }) => top)).size, 4);
  await Promise.all([first, ...others].map(({ remove }) => remove()));
});

Deno.test("makeTemporaryFolder() makes another lock file if the first is removed as a leftover", async () => {
  // No other process looks into this folder.
  const dir = await Deno.makeTempDir();
  const { makeTempFile } = Deno;
  const made: string[] = [];
  Deno.makeTempFile = async (options) => {
    const path = await makeTempFile({ ...options, dir });
    if (made.push(path) === 1) await Deno.remove(path);
    return path;
  };
  try {
    const { path, remove } = await makeTemporaryFolder(null);
    assertEquals(made.length, 2);
    assertEquals(`${path}.lock`, await Deno.realPath(made[1]!));
    await remove();
  } finally {
    Deno.makeTempFile = makeTempFile;
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("makeTemporaryFolder() removes a leftover lock file before anybody can lock it", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  const stale = `${dir}/benchline-checkout-stale.lock`;
  await Deno.writeTextFile(stale, "");
  const { makeTempFile, remove } = Deno;
  const free: boolean[] = [];
  Deno.makeTempFile = (options) => makeTempFile({ ...options, dir });
  Deno.remove = async (path, options) => {
    if (path === stale) {
      using file = await Deno.open(stale, { write: true });
      free.push(await file.tryLock(true));
    }
    await remove(path, options);
  };
  try {
    const folder = await makeTemporaryFolder(null);
    await folder.remove();
    assertEquals(free, [false]);
    assertEquals(await exists(stale), false);
  } finally {
    Object.assign(Deno, { makeTempFile, remove });
    await remove(dir, { recursive: true });
  }
});

Deno.test({
  ...needs("links", "VersionFolder.remove() follows no links"),
  async fn() {
    await using project = await makeRepository([{ "file": "1" }]);
    await project.write("packages/one/index.js", "1");
    const folder = await checkOutVersion("HEAD", { cwd: project.path("repository") });
    await Deno.symlink(project.path("packages"), `${folder.top}/node_modules`);
    await folder.remove();
    assertEquals(await project.read("packages/one/index.js"), "1");
  },
});

Deno.test("checkOutVersion() writes files as git writes them in the working tree", async (t) => {
  await using project = await makeRepository([{
    "a/file": "1\n",
    "b/c/file": "1\n",
    "top": "1\n",
  }]);
  const cwd = project.path("repository/a");
  const written = async () => {
    const folder = await checkOutVersion("HEAD", { cwd });
    try {
      return [await files(folder.top), await Deno.readTextFile(`${folder.root}/file`)];
    } finally {
      await folder.remove();
    }
  };
  await t.step("with the configured line ends", async () => {
    await git(project, "repository", "config", "core.autocrlf", "true");
    assertEquals(await written(), [["a/file", "b/c/file", "top"], "1\r\n"]);
    await git(project, "repository", "config", "core.autocrlf", "false");
  });
  await t.step("with the configured filters", async () => {
    await project.write("repository/.git/info/attributes", "file filter=two\n");
    await git(project, "repository", "config", "filter.two.smudge", "sed s/1/2/");
    assertEquals((await written())[1], "2\n");
    await git(project, "repository", "config", "filter.two.smudge", "false");
    await git(project, "repository", "config", "filter.two.required", "true");
    await assertRejects(written, Failure, "Cannot check out HEAD: external filter 'false' failed");
    await git(project, "repository", "config", "--remove-section", "filter.two");
  });
  await t.step("with the files of a sparse checkout", async () => {
    await git(project, "repository", "sparse-checkout", "set", "--cone", "--sparse-index", "a");
    assertEquals((await written())[0], ["a/file", "top"]);
    const linked = project.path("linked");
    await git(project, "repository", "worktree", "add", "--quiet", "--detach", linked);
    await git(project, "linked", "sparse-checkout", "set", "a", "b");
    const folder = await checkOutVersion("HEAD", { cwd: linked });
    assertEquals(await files(folder.top), ["a/file", "b/c/file", "top"]);
    await folder.remove();
  });
});

Deno.test("checkOutVersion() needs only the commit", async () => {
  await using project = await makeRepository([{ "file": "1" }, { "file": "2" }]);
  await git(
    project,
    ".",
    "clone",
    "--quiet",
    "--depth=1",
    `file://${project.path("repository")}`,
    "s",
  );
  const folder = await checkOutVersion("HEAD", { cwd: project.path("s") });
  assertEquals(await git(project, folder.top, "log", "--format=%s"), "commit 2");
  await folder.remove();
  await assertRejects(
    () => checkOutVersion("HEAD~1", { cwd: project.path("s") }),
    Failure,
    "Cannot compare against HEAD~1: git knows no such commit; this is a shallow clone",
  );
});

Deno.test("checkOutVersion() checks out the submodules that are here", async (t) => {
  await using project = await makeRepository([{ "own": "1" }]);
  await addRepository(project, "inner", [{ "deep": "1" }]);
  await addRepository(project, "lib", [{ "part": "1" }]);
  await git(project, "lib", "submodule", "--quiet", "add", "../inner", "in ner");
  await git(project, "lib", "commit", "--quiet", "--message", "inner");
  await git(project, "repository", "submodule", "--quiet", "add", "../lib", "libs/one");
  await git(project, "repository", "commit", "--quiet", "--message", "lib");
  await git(project, "repository", "submodule", "--quiet", "update", "--init", "--recursive");
  await git(project, "repository", "config", "submodule.recurse", "true");
  const library = "repository/libs/one";
  // The submodule in the working tree is at another commit.
  await project.write(`${library}/part`, "2");
  await git(project, library, "commit", "--quiet", "--all", "--message", "two");
  await git(project, "repository", "commit", "--quiet", "--all", "--message", "two");
  const before = [await snapshot(project), await snapshot(project, library)];
  const cwd = project.path("repository");
  const all = [
    ".gitmodules",
    "libs/one/.gitmodules",
    "libs/one/in ner/deep",
    "libs/one/part",
    "own",
  ];

  await t.step("with the submodules in them", async () => {
    const folder = await checkOutVersion("HEAD~1", { cwd });
    assertEquals(folder.doubts, []);
    assertEquals(await files(folder.top), all);
    assertEquals(await Deno.readTextFile(`${folder.top}/libs/one/part`), "1");
    await folder.remove();
    assertEquals([await snapshot(project), await snapshot(project, library)], before);
  });
  await t.step("from a folder in a submodule", async () => {
    const folder = await checkOutVersion("HEAD~1", { cwd: project.path(library) });
    assertEquals(await files(folder.top), [".gitmodules", "in ner/deep", "part"]);
    await folder.remove();
  });
  await t.step("even if the current version has moved one", async () => {
    await git(project, "repository", "mv", "libs/one", "libs/two");
    const folder = await checkOutVersion("HEAD~1", { cwd });
    assertEquals([folder.doubts, await files(folder.top)], [[], all]);
    await folder.remove();
    await git(project, "repository", "mv", "libs/two", "libs/one");
  });
  await t.step("and names those that it cannot check out", async () => {
    await git(project, "repository", "submodule", "--quiet", "deinit", "--force", "libs/one");
    await Deno.remove(`${cwd}/.git/modules`, { recursive: true });
    const folder = await checkOutVersion("HEAD", { cwd });
    assertEquals(folder.doubts, [
      "the submodule libs/one is not checked out in the baseline: it is not initialized here",
    ]);
    assertEquals(await files(folder.top), [".gitmodules", "own"]);
    await folder.remove();
    // The repository of the submodule now lacks the commit that was made here.
    await git(project, "repository", "submodule", "--quiet", "update", "--init", "libs/one")
      .catch(() => null);
    const lacking = await checkOutVersion("HEAD", { cwd });
    assertEquals(lacking.doubts.length, 1);
    assertMatch(
      lacking.doubts[0]!,
      /libs\/one is not checked .*: its commit [0-9a-f]{12} is not here/,
    );
    await lacking.remove();
  });
});

Deno.test("checkOutVersion() puts the baseline into a folder where no command finds it", async (t) => {
  await using project = await makeRepository([{ "sub/file": "1", "tmp/kept": "" }]);
  const module = JSON.stringify(
    new URL("../../scripts/git/version_folder.ts", import.meta.url).href,
  );
  await project.write(
    "add.ts",
    `
import { checkOutVersion } from ${module};
try {
  const folder = await checkOutVersion("HEAD");
  const configured = await Deno.stat(folder.top + "/../deno.json").then(() => true, () => false);
  console.log(JSON.stringify([folder.top, configured, folder.doubts]));
  await folder.remove();
} catch (error) {
  console.log(error.name + ": " + error.message);
}
`,
  );
  const add = async (TMPDIR: string): Promise<string> => {
    const child = new Deno.Command("deno", {
      args: [
        "run",
        "--no-config",
        "--no-check",
        "--quiet",
        "--no-prompt",
        "--allow-read",
        "--allow-write",
        "--allow-run=git",
        project.path("add.ts"),
      ],
      cwd: project.path("repository/sub"),
      env: { TMPDIR, TMP: TMPDIR },
    });
    const { stdout, stderr } = await child.output();
    const decoder = new TextDecoder();
    return decoder.decode(stdout).trim() || decoder.decode(stderr);
  };
  for (const TMPDIR of [project.path("repository/tmp"), "../tmp"]) {
    await t.step(`outside of the project: ${TMPDIR.slice(-6)}`, async () => {
      const [top] = JSON.parse(await add(TMPDIR));
      assert(!top.startsWith(project.path("repository/")), top);
      assertEquals(await git(project, "repository", "status", "--porcelain"), "");
      assertEquals(await project.list("repository/tmp"), ["kept"]);
    });
  }
  await t.step("where the configuration above it does not count", async () => {
    await project.write("deno.json", "{}");
    await Deno.mkdir(project.path("tmp"));
    assertEquals(JSON.parse(await add(project.path("tmp"))).slice(1), [true, [
      `the baseline lacks ${project.path("deno.json")}, which is outside the repository`,
    ]]);
    assertEquals(await project.list("tmp"), []);
  });
  const rows: [shows: string, TMPDIR: string, reason: string][] = [
    ["a missing folder", project.path("missing"), "No such file or directory"],
    ["a file", project.path("add.ts"), "Not a directory"],
  ];
  for (const [shows, TMPDIR, reason] of rows) {
    await t.step(`not in ${shows}`, async () => {
      const said = await add(TMPDIR);
      if (lacks("reasons") === null) assertStringIncludes(said, reason);
      assertMatch(
        said,
        /^Failure: Cannot make a temporary folder: [^;]+; TMP(?:DIR)? must name a writable folder$/,
      );
    });
  }
});

Deno.test({
  name: "makeTemporaryFolder() leaves nothing behind in a folder that may be written but not read",
  permissions: { read: false, write: true },
  async fn() {
    const made = await Deno.makeTempDir();
    const error = await assertRejects(() => realPathOf(made), Deno.errors.NotCapable);
    assertEquals(
      (explainTemporary(error) as Error).message,
      "Cannot make a temporary folder: the permission --allow-read is not granted for it",
    );
    await assertRejects(() => Deno.remove(made), Deno.errors.NotFound);
  },
});
