// Processes that a command has started end with it, however it ends. They hold locks on files, which
// are then free again.
import { assert, assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { repository } from "./helpers/repository.ts";
import { type Project, scripts } from "./project.ts";
import { needs } from "./helpers/needs.ts";
import { isOneIn } from "./helpers/thorough.ts";

const PATIENCE_MS = 20_000;
/** Longer than any test waits, but not for ever in case a test fails. */
const HANG_MS = 60_000;

/**
 * Returns a bench file that may hold a lock. In the load with this number and all later ones, `there`
 * is true.
 *
 * @param then What the file does when it is loaded.
 */
function holds(project: Project, load: number, then: string): string {
  const folder = JSON.stringify(project.folder);
  return `const folder = ${folder};
function hold() {
  const lock = Deno.openSync(folder + "/held-" + Deno.pid, { create: true, write: true });
  lock.lockSync(true);
  Deno.writeTextFileSync(folder + "/ready", "");
}
const never = new Int32Array(new SharedArrayBuffer(4));
function wait(ms) { Atomics.wait(never, 0, 0, ms); }
function loop() { wait(${HANG_MS}); }
function hang() { hold(); loop(); }
let started = false;
function startChild() {
  if (started) return;
  started = true;
  const args = ["run", "--quiet", "--no-prompt", "--allow-read", "--allow-write", folder + "/child.js"];
  new Deno.Command("deno", { args }).spawn();
  for (;;) try { Deno.statSync(folder + "/ready"); return; } catch { wait(20); }
}
Deno.writeTextFileSync(folder + "/loads", "x", { append: true });
const there = Deno.readTextFileSync(folder + "/loads").length >= ${load};
${then}
`;
}

const CHILD = (project: Project) => holds(project, 1, "hang();");

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const began = performance.now();
  while (!await holds()) {
    assert(performance.now() - began < PATIENCE_MS, what);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function isFree(path: string): Promise<boolean> {
  using file = await Deno.open(path, { write: true });
  return await file.tryLock(true);
}

async function assertAllEnd(project: Project): Promise<void> {
  const held = (await project.list()).filter((name) => name.startsWith("held-"));
  assert(held.length > 0);
  for (const name of held) await until(() => isFree(project.path(name)), `${name} runs on`);
}

const FLAGS = ["--", "--no-check", "--allow-read", "--allow-write", "--allow-run=deno"];
const PERMISSIONS = ["--allow-read", "--allow-write", "--allow-run=deno,git,taskset"];

function start(project: Project, command: string, args: readonly string[]): Deno.ChildProcess {
  const script = fromFileUrl(new URL(command, scripts));
  return new Deno.Command("deno", {
    args: ["run", "--no-prompt", ...PERMISSIONS, script, ...args],
    cwd: project.folder,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
}

const RUN = ["--rounds", "1", "--out", "r.json", ...FLAGS];
const TIMED = ["--command", "deno run --allow-read --allow-write child.js", "--out", "r.json"];
const COMPARE = ["--against", "HEAD", "--budget", "1", ...FLAGS];

Deno.test({
  ...needs("process groups", "processes of a command end with it when it is killed"),
  async fn(t) {
    const bench = 'Deno.bench("a", () => { if (there) hang(); });';
    const rows: [what: string, command: string, args: string[], load: number, then: string][] = [
      ["a file that never loads, in a list", "run.ts", RUN, 1, "hang();"],
      ["deno bench", "run.ts", RUN, 2, bench],
      ["a pair of hosts", "compare.ts", COMPARE, 3, bench],
      ["deno bench that never loads", "run.ts", RUN, 2, `${bench} if (there) hang();`],
      ["a timed command", "run.ts", TIMED, 1, ""],
      ["a host that samples", "run.ts", RUN, 3, bench],
      [
        "a process that a benchmark starts",
        "run.ts",
        RUN,
        2,
        'Deno.bench("a", () => { if (there) { startChild(); loop(); } });',
      ],
    ];
    for (const [index, [what, command, args, load, then]] of rows.entries()) {
      if (!isOneIn(2, index)) continue;
      await t.step(what, async () => {
        await using project = await repository({ "r.txt": "" });
        await project.write("a_bench.ts", holds(project, load, then));
        await project.write("child.js", CHILD(project));
        const child = start(project, command, args);
        const ended = child.status.then(() => true);
        const ready = async () => (await project.list()).includes("ready");
        await until(ready, "nothing hangs");
        child.kill("SIGKILL");
        await ended;
        await assertAllEnd(project);
      });
    }
  },
});

Deno.test({
  ...needs(
    "process groups",
    "a process that a benchmark has started ends with the benchmark's process",
  ),
  async fn(t) {
    const rows: [what: string, then: string, code: number][] = [
      [
        "a benchmark that hangs",
        'Deno.bench("a", () => { if (there) { startChild(); loop(); } });',
        1,
      ],
      ["a benchmark that ends", 'Deno.bench("a", () => { if (there) startChild(); });', 0],
    ];
    for (const [index, [what, then, code]] of rows.entries()) {
      if (!isOneIn(2, index)) continue;
      await t.step(what, async () => {
        await using project = await repository({ "r.txt": "" });
        await project.write("a_bench.ts", holds(project, 2, then));
        await project.write("child.js", CHILD(project));
        const child = start(project, "run.ts", ["--bench-timeout", "5", ...RUN]);
        assertEquals((await child.status).code, code);
        await assertAllEnd(project);
      });
    }
  },
});
