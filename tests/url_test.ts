// Scripts that run from a URL, in an empty folder, without a configuration and with an empty cache.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { ifThorough, isOneIn, isTried } from "./helpers/thorough.ts";
import { BUSY, inPairs, Project, RUN_PERMISSIONS, runIn, scripts } from "./project.ts";

const commands = (await Array.fromAsync(Deno.readDir(scripts)))
  .filter(({ isFile, name }) => isFile && name.endsWith(".ts"))
  .map(({ name }) => name.replace(/\.ts$/, ""))
  // Its help is about all commands, and has a separate test.
  .filter((name) => name !== "benchline")
  .sort();

/** Serves the files of this checkout that are published. */
function serveCheckout() {
  const root = new URL("../", import.meta.url);
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const path = new URL(request.url).pathname.slice(1);
    if (!/^(mod\.ts|deno\.json|(scripts|kernels)\/.*\.ts)$/.test(path)) {
      return new Response(null, { status: 404 });
    }
    try {
      const text = await Deno.readTextFile(new URL(path, root));
      const type = path.endsWith(".json") ? "json" : "typescript";
      return new Response(text, { headers: { "content-type": `application/${type}` } });
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      return new Response(null, { status: 404 });
    }
  });
}

Deno.test({
  ...ifThorough("run, baseline and compare work from a URL in an empty folder"),
  async fn(t) {
    await using server = serveCheckout();
    const host = `127.0.0.1:${server.addr.port}`;
    await using project = await Project.create({
      "a_bench.ts": `${BUSY}\nDeno.bench("a", { n: 1, warmup: 0 }, () => busy(1));\n`,
    });
    await using cache = await Project.create();
    const remote = (command: string, permissions: readonly string[], args: readonly string[]) =>
      runIn(project, "deno", [
        "run",
        "--quiet",
        "--no-prompt",
        `--allow-import=${host}`,
        ...permissions,
        `http://${host}/scripts/${command}.ts`,
        ...args,
      ], { DENO_DIR: cache.folder });

    await t.step("run", async () => {
      const ended = await remote("run", RUN_PERMISSIONS, ["--rounds", "1", "--", "--no-check"]);
      assertEquals(ended.code, 0, ended.error);
      assertStringIncludes(ended.out, "a_bench.ts");
      assertEquals((await project.list("benchmarks/results")).length, 1);
    });
    await t.step("baseline accept", async () => {
      const permissions = ["--allow-read=.", "--allow-write=benchmarks"];
      const ended = await remote("baseline", permissions, ["accept"]);
      assertEquals(ended.code, 0, ended.error);
      assertEquals(await project.list("benchmarks/baselines"), ["baseline_results.json"]);
    });
    await t.step("compare", async () => {
      const ended = await remote("compare", ["--allow-read=."], [
        ...["--baseline", "benchmarks/baselines/baseline_results.json"],
        ...["--format", "json"],
      ]);
      assertEquals(ended.code, 0, ended.error);
      assertEquals(JSON.parse(ended.out).entries.length, 1);
    });
    for (const [index, command] of commands.entries()) {
      if (!isTried(index)) continue;
      await t.step(`${command} --help needs no permission`, async () => {
        const ended = await remote(command, [], ["--help"]);
        assertEquals(ended.code, 0, ended.error);
        assertStringIncludes(ended.out, `scripts/${command}.ts`);
        assertEquals(ended.error, "");
      });
    }
    await t.step("benchline finds its commands", async () => {
      const ended = await remote("benchline", ["--allow-read=."], [
        "compare",
        ...["--baseline", "benchmarks/baselines/baseline_results.json"],
        ...["--format", "json"],
      ]);
      assertEquals(ended.code, 0, ended.error);
      assertEquals(JSON.parse(ended.out).entries.length, 1);
      const help = await remote("benchline", [], ["--help"]);
      assertStringIncludes(help.out, `http://${host}/scripts/benchline.ts`);
    });
    await t.step("nothing else is left behind", async () => {
      assertEquals(await project.list(), ["a_bench.ts", "benchmarks"]);
    });
  },
});

Deno.test("every command's help says what it does without deno.json and without permissions", async () => {
  await using project = await Project.create();
  const tried = commands.filter((_, index) => isOneIn(3, index));
  const helps = await inPairs(tried, (command) =>
    runIn(project, "deno", [
      "run",
      "--quiet",
      "--no-prompt",
      "--no-config",
      "--no-lock",
      fromFileUrl(new URL(`${command}.ts`, scripts)),
      "--help",
    ]));
  for (const [index, { code, out, error }] of helps.entries()) {
    assertEquals([code, error], [0, ""], tried[index]);
    for (const part of ["Usage:", "--help", "Examples:", "Exit codes:", "deno run "]) {
      assertStringIncludes(out, part, tried[index]);
    }
    assert(!/(^|\s)(-A|--allow-all)\b/.test(out), "no command asks for every permission");
  }
});
