import { assertEquals, assertLess, assertNotEquals } from "@std/assert";
import { toDataUrl } from "../../scripts/system/data_url.ts";
import { killChild, spawnDeno } from "../../scripts/system/spawn.ts";
import { findWatchdog } from "../../scripts/system/watchdog.ts";
import source from "../../scripts/system/watchdog_process.ts" with { type: "text" };
import { Project } from "../project.ts";
import { needs } from "../helpers/needs.ts";

Deno.test("findWatchdog() starts one watchdog for all", () => {
  assertNotEquals(findWatchdog("deno"), null);
  assertEquals(findWatchdog("deno"), findWatchdog("deno"));
});

Deno.test({
  ...needs(
    "process groups",
    "killChild() ends what a child has started, even if the child has ended by itself",
  ),
  async fn() {
    const grandchild = "console.log('ready'); setInterval(() => {}, 1000);";
    const child = await spawnDeno([
      "eval",
      `new Deno.Command("deno", { args: ["eval", ${JSON.stringify(grandchild)}] }).spawn().unref();
    await new Promise((resolve) => setTimeout(resolve, 10));`,
    ]);
    const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    assertEquals((await lines.read()).value, "ready\n");
    await child.status;
    killChild(child);
    // The pipe ends when no process holds it any more.
    assertEquals((await lines.read()).done, true);
    await child.stderr.cancel();
  },
});

Deno.test("on Windows, the watchdog asks the system to end a process, or ends it itself", async (t) => {
  const asked = (id: string) => ["taskkill", "/F", "/T", "/PID", id];
  const rows: [what: string, spawn: string, calls: string[][]][] = [
    [
      "the system ends it",
      "return { status: Promise.resolve({ success: true }) };",
      [asked("3"), asked("2")],
    ],
    [
      "the system cannot",
      "return { status: Promise.resolve({ success: false }) };",
      [asked("3"), asked("2"), ["kill", "3"], ["kill", "2"]],
    ],
    [
      "the system has no program for it",
      'throw new Deno.errors.NotFound("taskkill");',
      [asked("3"), ["kill", "3"], asked("2"), ["kill", "2"]],
    ],
  ];
  for (const [what, spawn, wanted] of rows) {
    await t.step(what, async () => {
      await using project = await Project.create();
      // This stands for Windows and its program.
      const pretended = `Object.defineProperty(Deno, "build", { value: { os: "windows" } });
        const calls: string[][] = [];
        Deno.Command = class {
          constructor(program: string, { args }: { args: string[] }) {
            calls.push([program, ...args]);
          }
          spawn() { ${spawn} }
        } as never;
        Deno.kill = (id) => void calls.push(["kill", String(id)]);\n`;
      const text = `${pretended}${source}\nconsole.log(JSON.stringify(calls));`;
      await project.write("watchdog.ts", text);
      const child = new Deno.Command("deno", {
        args: ["run", "--no-prompt", "--no-config", "--no-check", project.path("watchdog.ts")],
        stdin: "piped",
        stdout: "piped",
      }).spawn();
      const input = child.stdin.getWriter();
      await input.write(
        new TextEncoder().encode("watch 1\nwatch 2\nwatch 3\nforget 1\nend 3\nend 4\n"),
      );
      await input.close();
      const { stdout } = await child.output();
      const calls: string[][] = JSON.parse(new TextDecoder().decode(stdout));
      assertEquals(calls[0], asked("3"));
      // Several processes end at the same time, so only the order for each of them is known.
      const byId = (list: string[][]) =>
        list.toSorted((a, b) => a.at(-1)!.localeCompare(b.at(-1)!));
      assertEquals(byId(calls), byId(wanted));
    });
  }
});

Deno.test("the watchdog's command line is short enough for npm's script on Windows", () => {
  assertLess(toDataUrl(source).length, 4000);
});
