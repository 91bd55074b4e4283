// `run` ends early: the time is up, or somebody has pressed Ctrl-C.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parseResultDocument } from "../scripts/result/parse.ts";
import {
  assertNothingDone,
  assertUnusable,
  benchmarkOf,
  BUSY,
  HANG,
  Project,
  runArgs,
  runBenchline,
} from "./project.ts";
import { needs } from "./helpers/needs.ts";

Deno.test("run stops when the time is up, and writes nothing if nothing is finished", async () => {
  await using project = await Project.create({
    "a_bench.ts": `Deno.bench("endless", () => { ${HANG} });`,
  });
  const ended = await runBenchline(project, ["--timeout", "0.001"]);
  await assertUnusable(ended, project, "the time limit of 0.001 min was reached");
});

/** Starts `run.ts`, waits until a bench file has written `file`, and interrupts it. */
async function interruptAfter(project: Project, file: string, signal: Deno.Signal) {
  const child = new Deno.Command("deno", {
    args: runArgs(["--rounds", "2", "--", "--no-check", "--allow-read", "--allow-write"]),
    cwd: project.folder,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const watcher = Deno.watchFs(project.folder);
  // Should it end by itself, the assertions of the caller say how.
  const output = child.output().finally(() => watcher.close());
  for await (const { paths } of watcher) {
    if (!paths.some((path) => path.endsWith(file))) continue;
    child.kill(signal);
    break;
  }
  const { code, stdout, stderr } = await output;
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), error: decoder.decode(stderr) };
}

Deno.test({
  ...needs("signals", "run writes what is finished when it is interrupted"),
  async fn() {
    // It is loaded to be listed, for the first round, and for the second, which never ends.
    await using project = await Project.create({
      "a_bench.ts": `${BUSY}
Deno.writeTextFileSync("loads", "x", { append: true });
const endless = Deno.readTextFileSync("loads").length === 3;
Deno.bench("twice", { n: 10, warmup: 0 }, () => {
  busy(1);
  if (endless) Deno.writeTextFileSync("started", "");
  if (endless) ${HANG}
});\n`,
    });
    const ended = await interruptAfter(project, "started", "SIGINT");
    assertEquals(ended.code, 130, ended.error);
    const [file] = await project.list("benchmarks/results");
    const text = await project.read(`benchmarks/results/${file}`);
    const document = parseResultDocument(text, file!);
    assert(document.partial);
    assertEquals(benchmarkOf(document, "twice").rounds.length, 1);
    assertStringIncludes(document.warnings.at(-1)!, "SIGINT");
  },
});

Deno.test({
  ...needs("signals", "run writes nothing when it is interrupted before anything is finished"),
  async fn() {
    await using project = await Project.create({
      "a_bench.ts": `Deno.bench("endless", () => {
  Deno.writeTextFileSync("started", "");
  ${HANG}
});\n`,
    });
    for (const [signal, code] of [["SIGTERM", 143], ["SIGHUP", 129]] as const) {
      const ended = await interruptAfter(project, "started", signal);
      await assertNothingDone(ended, project, `Nothing was written: the run ended before all `);
      assertMatch(ended.error, new RegExp(`it was stopped by ${signal}\n$`));
      assertEquals(ended.code, code);
      await Deno.remove(project.path("started"));
    }
  },
});
