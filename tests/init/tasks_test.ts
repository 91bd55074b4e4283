// The tasks that init adds to a project work.
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { stringifyResultDocument } from "../../scripts/result/stringify.ts";
import { parseConfig } from "../../scripts/verdict/config.ts";
import { init } from "../helpers/init.ts";
import { Project, runIn } from "../project.ts";
import { ifThorough } from "../helpers/thorough.ts";

Deno.test("init --baseline measures and accepts, or says how", async () => {
  const ran: string[] = [];
  const runTask = (words: readonly string[]) => {
    ran.push(words.join(" "));
    return Promise.resolve(words.includes("accept") ? 3 : 0);
  };
  const deno = { "deno.json": '{ "tasks": { "bench": "deno bench" } }' };
  const said = await init(deno, ["--yes", "--baseline"]);
  assertEquals(said.code, 2);
  assertStringIncludes(said.out, "wrote deno.json");
  assertStringIncludes(
    said.error,
    "error: Cannot make the baseline: that needs --allow-run=deno; next: deno task bench:save, then: deno task baseline accept\n",
  );
  const made = await init(deno, ["--yes", "--baseline"], { runTask });
  assertEquals(ran, ["bench:save", "baseline accept"]);
  assertEquals(made.code, 2);
  assertStringIncludes(
    made.error,
    "error: Cannot make the baseline: deno task baseline accept failed\n",
  );
  await init(deno, ["--dry-run", "--baseline"], { runTask });
  assertEquals(ran.length, 2);
});

Deno.test({
  ...ifThorough("after init, its tasks run with the permissions that the benchmarks need"),
  async fn() {
    await using project = await Project.create({
      "data/a.txt": "1",
      "a_bench.js": `const text = Deno.readTextFileSync("data/a.txt");
  let x = 1;
  Deno.bench("a", { n: 1000 }, () => { x = Math.sqrt(x + text.length + Number(Deno.env.get("NOWHERE") ?? 0)); });`,
    });
    const root = new URL("../../", import.meta.url).href;
    const permissions = ["--allow-read", "--allow-write=.", "--allow-run=deno"];
    const script = `${root}scripts/init.ts`;
    const options = ["--yes", "--workflow=none", `--from=${root}`];
    const made = await runIn(project, "deno", [
      "run",
      "--no-prompt",
      ...permissions,
      script,
      ...options,
    ]);
    assertEquals(made.code, 0, made.error);
    const needed = ["--allow-env=NOWHERE", "--allow-read=data/a.txt"];
    assertStringIncludes(made.out, `1 benchmark ran once and needed ${needed.join(" ")}.\n`);
    const config = parseConfig(await project.read("benchline.jsonc"), "benchline.jsonc");
    assertEquals(config.flags, needed);
    const bench = await runIn(project, "deno", ["task", "bench", "--rounds", "1"]);
    assertEquals(bench.code, 0, bench.error);
    const accept = await runIn(project, "deno", ["task", "baseline", "accept"]);
    assertEquals(accept.code, 0, accept.error);
    const same = await runIn(project, "deno", ["task", "compare"]);
    assertEquals(same.code, 2, same.error);
    assertStringIncludes(same.error, "The newest result is the baseline itself");
    // This makes a later result with the same durations.
    const [name] = await project.list("benchmarks/results");
    const result = await project.read(`benchmarks/results/${name}`);
    const later = (text: string) => text.replace(/^20\d\d/, (year) => `${Number(year) + 1}`);
    await project.write(
      `benchmarks/results/${later(name!)}`,
      stringifyResultDocument(
        Object.assign(JSON.parse(result), { timestamp: later(JSON.parse(result).timestamp) }),
      ),
    );
    const compare = await runIn(project, "deno", ["task", "compare"]);
    assertEquals(compare.code, 0, compare.error);
    assertMatch(compare.out, /^1 (unchanged|not slower|inconclusive)$/m);
  },
});
