import {
  assertEquals,
  assertGreaterOrEqual,
  assertLess,
  assertMatch,
  assertRejects,
} from "@std/assert";
import { endsWith, ownDeno, readLines, readText, spawnDeno } from "../../scripts/system/spawn.ts";
import { Failure } from "../../scripts/result/failure.ts";

Deno.test("readLines() joins the parts of a line, and cuts a line that may never end", async () => {
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

Deno.test("readText() keeps the end of a text that is too long", async () => {
  const write = `for (let n = 0; n < 200; n++) {
    await Deno.stdout.write(new TextEncoder().encode("x".repeat(1e5)));
  }
  console.log("end");`;
  const child = await spawnDeno(["eval", write]);
  const text = await readText(child, child.stdout, 1e6);
  assertEquals(text.endsWith("xend\n"), true);
  assertGreaterOrEqual(text.length, 1e6);
  assertLess(text.length, 3e6);
  await child.stderr.cancel();
});

Deno.test("spawnDeno() says which program cannot be started", async () => {
  await assertRejects(
    () => spawnDeno([], { command: ["git-none"] }),
    Failure,
    "Cannot run git-none: ",
  );
  const { message } = await assertRejects(
    () => spawnDeno(["--version"], { cwd: "/nowhere" }),
    Failure,
    `Cannot run ${ownDeno()}: there is no folder `,
  );
  assertMatch(message, /[/\\]nowhere to start it in$/);
});

Deno.test("ownDeno() starts the script of npm on Windows only if Deno itself may not be started", () => {
  assertEquals(ownDeno("linux", () => true), "deno");
  assertEquals(ownDeno("windows", (program) => program === Deno.execPath()), Deno.execPath());
  assertEquals(ownDeno("windows", () => false), "deno");
});

Deno.test("endsWith() ends the tree of processes if a program only starts Deno on Windows", () => {
  assertEquals(endsWith("deno", "darwin"), "group");
  assertEquals(endsWith("deno", "windows"), "tree");
  assertEquals(endsWith(Deno.execPath(), "windows"), "child");
});
