import { assertEquals, assertNotEquals } from "@std/assert";
import { killChild, spawnDeno } from "../../scripts/system/spawn.ts";
import { findWatchdog } from "../../scripts/system/watchdog.ts";

Deno.test("findWatchdog() starts one watchdog for all", () => {
  assertNotEquals(findWatchdog("deno"), null);
  assertEquals(findWatchdog("deno"), findWatchdog("deno"));
});

Deno.test("killChild() ends what a child has started, even if the child has ended by itself", async () => {
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
});
