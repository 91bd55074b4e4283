import { assertEquals, assertRejects } from "@std/assert";
import { readLines, spawnDeno } from "../../scripts/measure/spawn.ts";
import { Failure } from "../../scripts/result/failure.ts";

Deno.test("readLines() joins what comes in pieces, and cuts what may never end", async () => {
  const child = await spawnDeno([
    "eval",
    `
const write = (text) => Deno.stderr.writeSync(new TextEncoder().encode(text));
write("one\\r\\n\\ntw");
write("o\\n");
for (let written = 0; written < 3; written++) write("x".repeat(1 << 20));
write("\\nlast");
`,
  ]);
  const lines = await Array.fromAsync(readLines(child, child.stderr));
  assertEquals(lines.map((line) => line.slice(0, 4)), ["one", "", "two", "xxxx", "last"]);
  assertEquals(lines[3]!.length, 1 << 20);
  await child.stdout.cancel();
  await child.status;
});

Deno.test("spawnDeno() says which program cannot be started", async () => {
  await assertRejects(
    () => spawnDeno([], { command: ["git-none"] }),
    Failure,
    "Cannot run git-none: ",
  );
  await assertRejects(
    () => spawnDeno(["--version"], { cwd: "/nowhere" }),
    Failure,
    "Cannot run deno: there is no folder /nowhere to start it in",
  );
});
