// `run` is ended in ways that leave it no last word, and goes on where it stopped.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parseResultDocument } from "../scripts/result/parse.ts";
import { startRunProcess } from "./helpers/command_process.ts";
import { needs } from "./helpers/needs.ts";
import { git, repository } from "./helpers/repository.ts";
import { benchmarkOf, type Ended, HANG, OUTSIDE, Project, runArgs, runIn } from "./project.ts";

/**
 * A file whose loads are counted in `loads`: the first is the listing. The second benchmark never ends
 * in the load that `endless` names.
 */
const counted = (endless: number) => `
Deno.writeTextFileSync("loads", "x", { append: true });
const load = Deno.readTextFileSync("loads").length;
Deno.bench({ name: "a", n: 1, fn() {} });
Deno.bench({ name: "b", n: 1, fn() {
  if (load !== ${endless}) return;
  Deno.writeTextFileSync("started", "");
  ${HANG}
} });
`;
const BENCH_FLAGS = ["--", "--no-check", "--allow-read", "--allow-write"];
const JOURNAL = "r.json.journal";

const process = startRunProcess();

const run = (project: Project, ...args: string[]): Promise<Ended> =>
  process.run(project.folder, ["--out", "r.json", ...args, ...BENCH_FLAGS], OUTSIDE);

/** Starts it, waits until a benchmark has started that never ends, and ends it. */
async function runAndKill(project: Project, signal: Deno.Signal, ...args: string[]) {
  const watcher = Deno.watchFs(project.folder);
  const child = new Deno.Command("deno", {
    args: runArgs(["--out", "r.json", ...args, ...BENCH_FLAGS]),
    cwd: project.folder,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = child.output().finally(() => watcher.close());
  for await (const { paths } of watcher) {
    if (!paths.some((path) => path.endsWith("started"))) continue;
    child.kill(signal);
    break;
  }
  const { code, stderr } = await output;
  await Deno.remove(project.path("started"));
  return { code, error: new TextDecoder().decode(stderr) };
}

Deno.test({
  ...needs(
    "signals",
    "run --resume goes on where kill -9 has ended it, and measures nothing twice",
  ),
  async fn() {
    await using project = await Project.create({ "a_bench.ts": counted(4) });
    const killed = await runAndKill(project, "SIGKILL", "--rounds", "3");
    assertEquals(killed.error, "");
    assertEquals(await project.list(), ["a_bench.ts", "loads", JOURNAL]);
    const kept = (await project.read(JOURNAL)).trim().split("\n").slice(1).map((line) =>
      JSON.parse(line)
    );
    const [processor, ...rounds] = kept;
    assertEquals(rounds.map(({ kind }) => kind), ["round", "round", "round", "round"]);

    const resumed = await run(project, "--rounds", "3", "--resume");
    assertEquals(resumed.code, 0, resumed.error);
    assertMatch(resumed.error, /^continuing with 4 finished rounds of [^\n]*\nwrote r\.json\n$/);
    const document = parseResultDocument(await project.read("r.json"), "r.json");
    assertEquals(document.partial, false);
    assertEquals(document.environment.cpu, processor.model);
    assertEquals(document.warnings, ["some rounds were measured before an interruption"]);
    for (const name of ["a", "b"]) {
      const measured = benchmarkOf(document, name).rounds;
      assertEquals(measured.length, 3);
      const before = rounds.filter(({ benchmark }) => JSON.parse(benchmark)[2] === name);
      assertEquals(measured.slice(0, 2), before.map(({ round }) => round));
    }
    // Listing, two rounds and the killed one; listing again, one round, and the samples.
    assertEquals((await project.read("loads")).length, 4 + 3);
    assertEquals(await project.list(), ["a_bench.ts", "loads", "r.json"]);
  },
});

Deno.test({
  ...needs("signals", "run keeps its journal where a signal ends it, and says how to go on"),
  async fn() {
    await using project = await Project.create({ "a_bench.ts": counted(3) });
    const { code, error } = await runAndKill(project, "SIGHUP", "--rounds", "2");
    assertEquals(code, 129);
    assertMatch(
      error,
      /wrote r\.json\nr\.json\.journal keeps the finished work; --resume continues it/,
    );
    assert(parseResultDocument(await project.read("r.json"), "r.json").partial);

    // Whoever starts anew is told, and takes nothing away.
    const anew = await run(project, "--rounds", "1");
    assertEquals(anew.code, 0, anew.error);
    assertMatch(anew.error, /^warning: r\.json\.journal keeps 2 finished rounds of a run of /);
    assertStringIncludes(anew.error, "continue it with --resume, or remove it\n");
    assertEquals(await project.list(), ["a_bench.ts", "loads", "r.json", JOURNAL]);

    const resumed = await run(project, "--rounds", "2", "--resume");
    assertEquals(resumed.code, 0, resumed.error);
    const document = parseResultDocument(await project.read("r.json"), "r.json");
    assertEquals(benchmarkOf(document, "b").rounds.length, 2);
    assertEquals(document.partial, false);
  },
});

Deno.test({
  ...needs(
    "signals",
    "run --resume refuses another commit, other files and other flags, and names what differs",
  ),
  async fn() {
    await using project = await repository({
      "a_bench.ts": counted(3),
      "used.ts": "export const used = 1;\n",
      ".gitignore": "loads\nstarted\n",
    });
    await runAndKill(project, "SIGKILL", "--rounds", "2");
    const refused = async (what: RegExp, ...args: string[]) => {
      const { code, error } = await run(project, "--rounds", "2", "--resume", ...args);
      assertEquals(code, 2, error);
      assertMatch(error, /^error: Cannot resume r\.json\.journal: it differs in [^\n]*\n$/);
      assertMatch(error, what);
      assert((await project.list()).includes(JOURNAL));
    };
    await refused(/ differs in benchmarks \(.*\), filter \(none, now "a"\);/, "--filter", "a");
    await project.write("used.ts", "export const used = 2;\n");
    await refused(/ differs in changes \(none, now "[0-9a-f]+"\);/);
    await git(project, "commit", "--quiet", "--all", "--message", "second");
    await refused(/ differs in commit \("[0-9a-f]+", now "[0-9a-f]+"\);/);
    await git(project, "reset", "--quiet", "--hard", "HEAD~1");
    await project.write("new.ts", "export const used = 3;\n");
    await refused(/ differs in changes /);
    await Deno.remove(project.path("new.ts"));
    // What was written before is no change to what is measured.
    await project.write("r.json", "{}");
    const { code, error } = await run(project, "--rounds", "2", "--resume");
    assertEquals(code, 0, error);
  },
});

Deno.test("run --resume without anything to resume measures nothing", async () => {
  await using project = await Project.create({ "a_bench.ts": counted(0) });
  const named = await run(project, "--resume");
  assertEquals(named.code, 2);
  assertEquals(
    named.error,
    "error: Cannot resume: there is no journal of an unfinished run beside r.json\n",
  );
  const unnamed = await process.run(project.folder, ["--resume", ...BENCH_FLAGS], OUTSIDE);
  assertEquals(unnamed.code, 2);
  assertMatch(
    unnamed.error,
    /^error: .* there is no journal of an unfinished run in benchmarks\/results\n$/,
  );
  assertEquals(await project.list(), ["a_bench.ts"]);
});

Deno.test({
  ...needs(
    "signals",
    "run --resume finds what lies where results go, and gives the result the name it was to have",
  ),
  async fn() {
    await using project = await Project.create({ "a_bench.ts": counted(3) });
    await runAndKill(project, "SIGKILL", "--rounds", "2");
    await Deno.mkdir(project.path("benchmarks/results"), { recursive: true });
    const path = "benchmarks/results/2026-01-31T12-00-00-000Z_results.json";
    await Deno.rename(project.path(JOURNAL), project.path(`${path}.journal`));
    const { code, error } = await process.run(project.folder, [
      "--rounds",
      "2",
      "--resume",
      ...BENCH_FLAGS,
    ], OUTSIDE);
    assertEquals(code, 0, error);
    assert(error.endsWith(`wrote ${path}\n`), error);
    assertEquals(await project.list("benchmarks/results"), [path.split("/").at(-1)!]);
  },
});

Deno.test({
  ...needs("signals", "run --command --resume goes on with the rounds of commands"),
  async fn() {
    await using project = await Project.create({
      "count.ts": `Deno.writeTextFileSync("loads", "x", { append: true });
if (Deno.readTextFileSync("loads").length === 4) {
  Deno.writeTextFileSync("started", "");
  ${HANG}
}`,
    });
    const command = "deno run --no-check --allow-read --allow-write count.ts";
    const args = ["--command", command, "--rounds", "3", "--out", "r.json"];
    const watcher = Deno.watchFs(project.folder);
    const child = new Deno.Command("deno", {
      args: runArgs(args),
      cwd: project.folder,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    for await (const { paths } of watcher) {
      if (paths.some((path) => path.endsWith("started"))) break;
    }
    child.kill("SIGKILL");
    await child.status;
    const { code, out, error } = await new Deno.Command("deno", {
      args: runArgs([...args, "--resume", "--format", "json"]),
      cwd: project.folder,
      stdin: "null",
    }).output().then(({ code, stdout, stderr }) => ({
      code,
      out: new TextDecoder().decode(stdout),
      error: new TextDecoder().decode(stderr),
    }));
    assertEquals(code, 0, error);
    assertEquals(benchmarkOf(JSON.parse(out), command).rounds.length, 3);
    // A first that does not count, two rounds and the killed one; again a first, and one round.
    assertEquals((await project.read("loads")).length, 4 + 2);
  },
});

Deno.test("run shows what it has measured where it cannot be written, and keeps it", async () => {
  await using project = await Project.create({
    "a_bench.ts": `Deno.bench({ name: "a", n: 1, fn() {
  // The place of the result is taken while it is measured.
  try { Deno.mkdirSync("r.json"); } catch { /* the second call finds it there */ }
} });\n`,
  });
  const { code, out, error } = await run(project, "--rounds", "1");
  assertEquals(code, 2, error);
  assertStringIncludes(out, "\na  ");
  assertMatch(
    error,
    /^r\.json\.journal keeps the finished work; .*\nerror: Cannot write r\.json: it is a dir/,
  );
  assertEquals(await project.list(), ["a_bench.ts", "r.json", JOURNAL]);
});

Deno.test("run measures in a folder of a repository that it may read nothing else of", async () => {
  await using project = await repository({
    "pkg/a_bench.ts": 'Deno.bench({ name: "a", n: 1, fn() {} });\n',
    "lib/b.ts": "",
  });
  await project.write("lib/new.ts", "");
  const pkg = { folder: project.path("pkg") };
  const args = runArgs(["--rounds", "1", "--out", "r.json", "--", "--no-check"]);
  const { code, error } = await runIn(pkg, "deno", args);
  assertEquals([code, error], [0, "wrote r.json\n"]);
});
