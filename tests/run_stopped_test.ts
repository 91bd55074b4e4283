// A time limit or a signal ends `run` before any round is finished.
import { assertEquals, assertMatch } from "@std/assert";
import {
  assertNothingDone,
  assertUnusable,
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
  // If it ends by itself, the assertions of the caller show how.
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
  ...needs("signals", "run writes nothing when it is interrupted before anything is finished"),
  async fn(t) {
    const start = 'Deno.writeTextFileSync("started", "");';
    const rows = [
      ["SIGTERM", 143, "while it lists", `${start} ${HANG}`],
      ["SIGHUP", 129, "in a round", `Deno.bench("endless", () => { ${start} ${HANG} });`],
    ] as const;
    for (const [signal, code, when, text] of rows) {
      await t.step(`by ${signal} ${when}`, async () => {
        await using project = await Project.create({ "a_bench.ts": text });
        const ended = await interruptAfter(project, "started", signal);
        await assertNothingDone(ended, project, `Nothing was written: the run ended before all `);
        assertMatch(ended.error, new RegExp(`it was stopped by ${signal}\n$`));
        assertEquals(ended.code, code);
      });
    }
  },
});
