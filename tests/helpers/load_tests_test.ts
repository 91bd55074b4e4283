import { assertEquals, assertGreater, assertRejects } from "@std/assert";
import { findTests, loadTests, TESTS } from "./load_tests.ts";
import config from "../../deno.json" with { type: "json" };

/** The tasks that run different tests. */
const TASKS = ["test", "test:browser", "test:postgres"] as const;

/** Returns the test files that an argument of `deno test` stands for. */
async function filesOf(argument: string): Promise<string[]> {
  const path = argument.replace(/^tests\//, "");
  if (path === "rooms/*.ts") {
    const rooms = await Array.fromAsync(Deno.readDir(new URL("rooms/", TESTS)));
    return (await Promise.all(rooms.map(({ name }) => filesOfRoom(name)))).flat();
  }
  if (path === "*_test.ts") {
    const files = await Array.fromAsync(Deno.readDir(TESTS));
    return files.filter(({ name }) => name.endsWith("_test.ts"))
      .map(({ name }) => new URL(name, TESTS).href);
  }
  return findTests(new URL(`${path}/`, TESTS));
}

/** Returns the test files that a room loads. */
async function filesOfRoom(name: string): Promise<string[]> {
  const text = await Deno.readTextFile(new URL(`rooms/${name}`, TESTS));
  const folders = [...text.slice(text.indexOf("loadTests(")).matchAll(/"(.+?)"/g)];
  assertGreater(folders.length, 0, name);
  return (await Promise.all(folders.map(([, folder]) => findTests(new URL(`${folder}/`, TESTS)))))
    .flat();
}

Deno.test("the tasks run each test file once", async () => {
  const paths = TASKS.flatMap((task) => config.tasks[task].command.split(" "))
    .filter((word) => word.startsWith("tests/"));
  const run = (await Promise.all(paths.map(filesOf))).flat();
  assertEquals(run.sort(), await findTests(TESTS));
});

Deno.test("loadTests() refuses a folder without tests", async () => {
  await assertRejects(() => loadTests("rooms"), Error, "tests/rooms: it has no test files");
});
