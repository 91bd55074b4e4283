// `run --command`, which measures whole processes.
import { assertEquals, assertGreater, assertStringIncludes, assertThrows } from "@std/assert";
import { splitCommand } from "../scripts/measure/run_commands.ts";
import { Failure } from "../scripts/result/failure.ts";
import { type Ended, HANG, OUTSIDE, Project, runArgs, runIn } from "./project.ts";
import { parseResultDocument } from "../scripts/result/parse.ts";
import { startRunProcess } from "./helpers/command_process.ts";
import { needs } from "./helpers/needs.ts";

const process = startRunProcess();

const run = (project: Project, ...args: string[]): Promise<Ended> =>
  process.run(project.folder, [...args, "--out", "r.json"], OUTSIDE);

const read = async (project: Project) =>
  parseResultDocument(await project.read("r.json"), "r.json");

Deno.test("run --command measures a process in each round, and names it by its words", async () => {
  await using project = await Project.create();
  const commands = ["deno --version", "deno eval 'Deno.exit(0)'"];
  const args = commands.flatMap((command) => ["--command", command]);
  const { code, error } = await run(project, ...args, "--rounds", "3");
  assertEquals(code, 0, error);
  const { benchmarks, partial, environment } = await read(project);
  assertEquals(benchmarks.map(({ name, file, rounds }) => [name, file, rounds.length]), [
    [commands[0], null, 3],
    [commands[1], null, 3],
  ]);
  assertEquals([partial, environment.deno_version], [false, null]);
  for (const { duration_ms, iterations } of benchmarks) {
    assertGreater(duration_ms!, 0.1);
    assertEquals(iterations, 3);
  }
});

Deno.test("run --command records why a command fails, and keeps the others", async () => {
  await using project = await Project.create();
  const failing = `deno eval 'console.error("no\\nway"); Deno.exit(3)'`;
  const { code } = await run(
    project,
    "--command",
    failing,
    "--command",
    "deno --version",
    "--rounds=2",
  );
  assertEquals(code, 1);
  const [failed, fine] = (await read(project)).benchmarks;
  assertEquals(failed!.failures, [{ round: null, message: "ended with exit code 3: way" }]);
  assertEquals([failed!.duration_ms, fine!.rounds.length], [null, 2]);
});

Deno.test("run --command ends a process that takes too long, and keeps rounds at a time limit", async () => {
  await using project = await Project.create();
  const endless = "deno eval 'setInterval(() => {}, 1e6)'";
  const one = await run(project, "--command", endless, "--bench-timeout", "0.5");
  assertEquals(one.code, 1);
  assertEquals(
    (await read(project)).benchmarks[0]!.failures[0]!.message,
    "over the limit of 0.5 s",
  );
  // The program starts for a warm-up, for three rounds, and for one that lasts until the time limit.
  await project.write(
    "count.ts",
    `Deno.writeTextFileSync("starts", "x", { append: true });
if (Deno.readTextFileSync("starts").length === 5) ${HANG}\n`,
  );
  const counting = "deno run --no-config --no-check --allow-read --allow-write count.ts";
  const all = await run(project, "--command", counting, "--rounds=9", "--timeout=0.08");
  assertEquals(all.code, 1);
  const document = await read(project);
  assertEquals(document.partial, true);
  assertGreater(document.benchmarks[0]!.rounds.length, 1);
});

/** A program whose child keeps its standard error open until the project is removed. */
const PARENT = `const child = \`
  for (let ms = 0; ms < 60_000; ms += 50) {
    try { Deno.statSync("parent.ts"); } catch { Deno.exit(); }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  Deno.writeTextFileSync("waited", "");
\`;
new Deno.Command("deno", {
  args: ["eval", "--no-config", child],
  stdin: "null", stdout: "null", stderr: "inherit",
}).spawn().unref();\n`;

Deno.test("run --command does not wait for processes that a program leaves behind", async () => {
  await using project = await Project.create({ "parent.ts": PARENT });
  const command = "deno run --no-config --no-check --allow-run=deno parent.ts";
  // The command has a separate process, whose end must not wait either.
  const args = runArgs(["--command", command, "--rounds=1", "--out", "r.json"]);
  const ended = await runIn(project, "deno", args);
  assertEquals(ended.code, 0, ended.error);
  assertEquals((await read(project)).benchmarks[0]!.rounds.length, 1);
  assertEquals(await project.list(), ["parent.ts", "r.json"]);
});

Deno.test({
  ...needs(
    "signals",
    "run --command ends at once when it is stopped, and keeps the finished rounds",
  ),
  async fn() {
    // The program starts for a warm-up, for the first round, and for the second, which never ends.
    await using project = await Project.create({
      "count.ts": `Deno.writeTextFileSync("starts", "x", { append: true });
if (Deno.readTextFileSync("starts").length === 3) {
  Deno.writeTextFileSync("started", "");
  ${HANG}
}\n`,
    });
    const command = "deno run --no-config --no-check --allow-read --allow-write count.ts";
    const args = ["--command", command, "--rounds=3", "--out", "r.json"];
    const child = new Deno.Command("deno", {
      args: runArgs(args),
      cwd: project.folder,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    const watcher = Deno.watchFs(project.folder);
    const status = child.status.finally(() => watcher.close());
    for await (const { paths } of watcher) {
      if (!paths.some((path) => path.endsWith("started"))) continue;
      child.kill("SIGHUP");
      break;
    }
    assertEquals((await status).code, 129);
    const { benchmarks, partial } = await read(project);
    assertEquals([partial, benchmarks[0]!.rounds.length], [true, 1]);
  },
});

Deno.test("run --command refuses what it cannot run, in one line", async () => {
  await using project = await Project.create();
  const rows: [args: string[], message: string][] = [
    [["--command", "benchline-none x"], "Cannot run benchline-none: no such program is on PATH"],
    [
      ["--command", 'true "a b"'],
      "Cannot run true: the permission --allow-run=true is not granted; to grant it: deno run -R=. -W=. --allow-run=deno,git,true ",
    ],
    [["--command", 'true "a b"'], `/scripts/run.ts --command 'true "a b"'`],
    [["--command", "deno eval 'x"], "Cannot run deno eval 'x: a quote is not closed"],
    [["--command", " "], '--command must be a program with its arguments, found " "'],
    [["--command", "deno", "--command", "deno"], "Cannot run deno twice"],
    [
      ["--command", "deno", "--filter", "x"],
      "Nothing to run: --filter or --shard leaves no command",
    ],
    [["--command", "deno", "a_bench.ts"], "--command cannot be combined with bench files"],
  ];
  for (const [args, message] of rows) {
    const { code, out, error } = await run(project, ...args);
    assertEquals([code, out], [2, ""], args.join(" "));
    assertStringIncludes(error, message);
    assertEquals(error.trimEnd().split("\n").length, 1, error);
  }
  assertEquals(await project.list(), []);
});

Deno.test("splitCommand() keeps quoted words together, and leaves shell syntax alone", () => {
  assertEquals(splitCommand(`a "b c" 'd "e' f`), ["a", "b c", 'd "e', "f"]);
  assertEquals(splitCommand("a $HOME *.ts | b > c"), ["a", "$HOME", "*.ts", "|", "b", ">", "c"]);
  assertThrows(() => splitCommand(`a "b`), Failure, "a quote is not closed");
});
