// A signal stops `run`, even one that it cannot handle, and --resume continues the work.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parseResultDocument } from "../scripts/result/parse.ts";
import { startRunProcess } from "./helpers/command_process.ts";
import { needs } from "./helpers/needs.ts";
import { git, repository } from "./helpers/repository.ts";
import { benchmarkOf, type Ended, HANG, OUTSIDE, Project, runArgs, runIn } from "./project.ts";

/**
 * A file that counts its loads in `loads`: one to list it, one for each round, and one to sample it.
 * The second benchmark never ends in the third load: in the second round, or after one as a sample.
 */
const COUNTED = `
Deno.writeTextFileSync("loads", "x", { append: true });
const load = Deno.readTextFileSync("loads").length;
Deno.bench({ name: "a", n: 1, fn() {} });
Deno.bench({ name: "b", n: 1, fn() {
  if (load !== 3) return;
  Deno.writeTextFileSync("started", "");
  ${HANG}
} });
`;
const BENCH_FLAGS = ["--", "--no-check", "--allow-read", "--allow-write"];
const JOURNAL = "r.json.journal";

const process = startRunProcess();

/** Runs the command in a process that all tests share. */
const run = (project: Project, ...args: string[]): Promise<Ended> =>
  process.run(project.folder, args, OUTSIDE);

/** Starts the command, waits until a program has written `started`, and ends the command. */
async function runAndKill(project: Project, signal: Deno.Signal, ...args: string[]) {
  const watcher = Deno.watchFs(project.folder);
  const child = new Deno.Command("deno", {
    args: runArgs(args),
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
  ...needs("signals", "run --resume continues after kill -9, if nothing has changed"),
  async fn(t) {
    await using project = await repository({
      "a_bench.ts": COUNTED,
      "used.ts": "export const used = 1;\n",
      ".gitignore": "loads\nstarted\n",
    });
    const args = ["--out", "r.json", "--rounds", "2"];
    const files = [".git", ".gitignore", "a_bench.ts", "loads"];
    const killed = await runAndKill(project, "SIGKILL", ...args, ...BENCH_FLAGS);
    assertEquals(killed.error, "");
    assertEquals(await project.list(), [...files, JOURNAL, "used.ts"]);
    const [processor, ...rounds] = (await project.read(JOURNAL)).trim().split("\n").slice(1)
      .map((line) => JSON.parse(line));
    assertEquals(rounds.map(({ kind }) => kind), ["round", "round"]);

    const refuses = async (what: RegExp, ...more: string[]) => {
      const { code, error } = await run(project, ...args, "--resume", ...more, ...BENCH_FLAGS);
      assertEquals(code, 2, error);
      assertMatch(error, /^error: Cannot resume r\.json\.journal: it differs in [^\n]*\n$/);
      assertMatch(error, what);
      assert((await project.list()).includes(JOURNAL));
    };
    await t.step("it refuses another filter", async () => {
      await refuses(/ differs in benchmarks \(.*\), filter \(none, now "a"\);/, "--filter", "a");
    });
    await t.step("it refuses a changed file", async () => {
      await project.write("used.ts", "export const used = 2;\n");
      await refuses(/ differs in changes \(none, now "[0-9a-f]+"\);/);
    });
    await t.step("it refuses another commit", async () => {
      await git(project, "commit", "--quiet", "--all", "--message", "second");
      await refuses(/ differs in commit \("[0-9a-f]+", now "[0-9a-f]+"\);/);
      await git(project, "reset", "--quiet", "--hard", "HEAD~1");
    });
    await t.step("it refuses a new file", async () => {
      await project.write("new.ts", "export const used = 3;\n");
      await refuses(/ differs in changes /);
      await Deno.remove(project.path("new.ts"));
    });
    await t.step("it measures nothing twice", async () => {
      // The output of an earlier run does not count as a change.
      await project.write("r.json", "{}");
      const { code, error } = await run(project, ...args, "--resume", ...BENCH_FLAGS);
      assertEquals(code, 0, error);
      assertMatch(error, /^continuing with 2 finished rounds of [^\n]*\nwrote r\.json\n$/);
      const document = parseResultDocument(await project.read("r.json"), "r.json");
      assertEquals(document.partial, false);
      assertEquals(document.environment.cpu, processor.model);
      assertEquals(document.warnings, ["some rounds were measured before an interruption"]);
      for (const name of ["a", "b"]) {
        const measured = benchmarkOf(document, name).rounds;
        assertEquals(measured.length, 2);
        const before = rounds.filter(({ benchmark }) => JSON.parse(benchmark)[2] === name);
        assertEquals(measured.slice(0, 1), before.map(({ round }) => round));
      }
      // A listing, a round and the killed one. Four listings that were refused. A listing, a round,
      // and the samples.
      assertEquals((await project.read("loads")).length, 3 + 4 + 3);
      assertEquals(await project.list(), [...files, "r.json", "used.ts"]);
    });
  },
});

Deno.test({
  ...needs("signals", "run writes what is finished when it is interrupted, and keeps its journal"),
  async fn(t) {
    await using project = await Project.create({ "a_bench.ts": COUNTED });
    // It is interrupted while it samples, which takes less time than another round.
    const { code, error } = await runAndKill(project, "SIGINT", "--rounds", "1", ...BENCH_FLAGS);
    assertEquals(code, 130, error);
    const results = "benchmarks/results";
    const [file = ""] = await project.list(results);
    const journal = `${file}.journal`;
    const readFirst = async () =>
      parseResultDocument(await project.read(`${results}/${file}`), file);

    await t.step("it writes what is finished, and says how to continue", async () => {
      assertStringIncludes(
        error,
        `wrote ${results}/${file}\n` +
          `${results}/${journal} keeps the finished work; --resume continues it`,
      );
      const document = await readFirst();
      assert(document.partial);
      for (const name of ["a", "b"]) assertEquals(benchmarkOf(document, name).rounds.length, 1);
      assertStringIncludes(document.warnings.at(-1)!, "SIGINT");
      assertEquals(await project.list(results), [file, journal]);
    });
    await t.step("a run without --resume warns of the journal, and leaves it alone", async () => {
      const other = await run(project, "--rounds", "1", "--command", "deno --version");
      assertEquals(other.code, 0, other.error);
      assertStringIncludes(
        other.error,
        `warning: ${results}/${journal} keeps 2 finished rounds of a run of `,
      );
      assertStringIncludes(other.error, "continue it with --resume, or remove it\n");
      const there = await project.list(results);
      assertEquals(there.length, 3);
      assertEquals(there.slice(0, 2), [file, journal]);
    });
    await t.step("--resume finds it, and completes the result", async () => {
      const resumed = await run(project, "--resume", "--rounds", "2", ...BENCH_FLAGS);
      assertEquals(resumed.code, 0, resumed.error);
      assert(resumed.error.endsWith(`wrote ${results}/${file}\n`), resumed.error);
      const document = await readFirst();
      for (const name of ["a", "b"]) assertEquals(benchmarkOf(document, name).rounds.length, 2);
      assertEquals(document.partial, false);
      assertEquals((await project.list(results)).includes(journal), false);
    });
  },
});

Deno.test("run --resume without anything to resume measures nothing", async () => {
  await using project = await Project.create({ "a_bench.ts": COUNTED });
  const named = await run(project, "--out", "r.json", "--resume", ...BENCH_FLAGS);
  assertEquals(named.code, 2);
  assertEquals(
    named.error,
    "error: Cannot resume: there is no journal of an unfinished run beside r.json\n",
  );
  const unnamed = await run(project, "--resume", ...BENCH_FLAGS);
  assertEquals(unnamed.code, 2);
  assertMatch(
    unnamed.error,
    /^error: .* there is no journal of an unfinished run in benchmarks\/results\n$/,
  );
  assertEquals(await project.list(), ["a_bench.ts"]);
});

Deno.test({
  ...needs("signals", "run --command --resume continues with the rounds of commands"),
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
    await runAndKill(project, "SIGKILL", ...args);
    const { code, out, error } = await run(project, ...args, "--resume", "--format", "json");
    assertEquals(code, 0, error);
    assertEquals(benchmarkOf(JSON.parse(out), command).rounds.length, 3);
    // A warm-up, two rounds and the killed one. Then a warm-up again, and one round.
    assertEquals((await project.read("loads")).length, 4 + 2);
  },
});

Deno.test("run shows a result that it cannot write, and keeps its journal", async () => {
  await using project = await Project.create({
    "make.ts": `// Something takes the place of the result while it is measured.
try { Deno.mkdirSync("r.json"); } catch { /* an earlier round has made it */ }\n`,
  });
  const command = "deno run --no-check --allow-write make.ts";
  const args = ["--command", command, "--rounds", "1", "--out", "r.json"];
  const { code, out, error } = await run(project, ...args);
  assertEquals(code, 2, error);
  assertStringIncludes(out, `\n${command}  `);
  assertMatch(
    error,
    /^r\.json\.journal keeps the finished work; .*\nerror: Cannot write r\.json: it is a dir/,
  );
  assertEquals(await project.list(), ["make.ts", "r.json", JOURNAL]);
});

Deno.test("run measures in a folder of a repository, and may read only that folder", async () => {
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
