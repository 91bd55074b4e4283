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
    // The pipe ends once nobody holds it any more.
    assertEquals((await lines.read()).done, true);
    await child.stderr.cancel();
  },
});

Deno.test("on Windows, the watchdog has the system end a process with what it has started", async () => {
  await using project = await Project.create();
  // Stands for Windows and for its program.
  const pretended = `Object.defineProperty(Deno, "build", { value: { os: "windows" } });
    const calls: string[][] = [];
    Deno.Command = class {
      constructor(program: string, { args }: { args: string[] }) { calls.push([program, ...args]); }
      spawn() { return { status: Promise.resolve({ success: true }) }; }
    } as never;\n`;
  await project.write("watchdog.ts", `${pretended}${source}\nconsole.log(JSON.stringify(calls));`);
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
  const calls = ["3", "2"].map((id) => ["taskkill", "/F", "/T", "/PID", id]);
  assertEquals(JSON.parse(new TextDecoder().decode(stdout)), calls);
});

Deno.test("the watchdog's command line is short enough for npm's script on Windows", () => {
  assertLess(toDataUrl(source).length, 4000);
});
