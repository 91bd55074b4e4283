// What init --check reports, and what --update replaces.
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { EMPTY, FLAGS, init, runsOnce } from "../helpers/init.ts";

Deno.test("init --check asks for no workflow if the project was set up without one", async (t) => {
  for (
    const [service, before] of [["github", {}], ["gitlab", { ".gitlab-ci.yml": "a: b\n" }]] as const
  ) {
    await t.step(service, async () => {
      const { files } = await init({ ...EMPTY, ...before }, ["--yes", "--workflow=none"]);
      const checked = await init(files, ["--check"]);
      assertEquals([checked.code, checked.error], [0, ""]);
      assertStringIncludes(
        checked.out,
        `No workflow is set up; init --workflow ${service} adds one.\n`,
      );
      const asked = await init(files, ["--check", "--workflow", service]);
      assertEquals(asked.code, 1);
      const fresh = await init({ ...EMPTY, ...before }, ["--check"]);
      assertStringIncludes(fresh.out, "benchmarks.yml");
    });
  }
});

Deno.test("init --check shows what an older version wrote, and --update replaces it", async () => {
  const { files } = await init(EMPTY, ["--yes"], { tryBenchmarks: runsOnce(FLAGS) });
  const old = {
    ...files,
    "deno.json": files["deno.json"]!.replace("--allow-run=deno,git", "--allow-run=deno"),
    ".github/workflows/benchmarks.yml": files[".github/workflows/benchmarks.yml"]!
      .replace("timeout-minutes: 30", "timeout-minutes: 20"),
  };
  const checked = await init(old, ["--check"]);
  assertEquals([checked.code, checked.files], [1, old]);
  assertStringIncludes(checked.out, "deno.json: changes the task bench\n");
  assertStringIncludes(checked.out, "  -     timeout-minutes: 20\n  +     timeout-minutes: 30\n");
  assertMatch(checked.out, /would change: run init --update\n$/);
  assertEquals((await init(old, ["--yes"])).files, old);
  const updated = await init(old, ["--yes", "--update"]);
  assertEquals([updated.code, updated.files], [0, files]);
  assertEquals(
    (await init(files, ["--check"])).out,
    "Everything is already there; nothing would change.\n",
  );
});

Deno.test("init --check says what it does not determine, and what stays as it is", async () => {
  const files = {
    "deno.json": '{ "tasks": { "bench": "make bench" } }',
    ".gitlab-ci.yml": "include: x.yml\n",
  };
  const { out } = await init(files, ["--check"]);
  assertStringIncludes(out, "The task bench stays as it is; it does not start deno bench.\n");
  assertStringIncludes(out, "The permissions were not determined: --check runs no benchmark\n");
  assertStringIncludes(
    out,
    ".gitlab-ci.yml stays as it is: include .gitlab/benchmarks.yml in it\n",
  );
});

Deno.test("init --check leaves a workflow alone if its first line is missing", async () => {
  const { files } = await init(EMPTY, ["--yes"]);
  const path = ".github/workflows/benchmarks.yml";
  const own = { ...files, [path]: `name: mine\n${files[path]}` };
  assertEquals((await init(own, ["--check"])).code, 0);
});
