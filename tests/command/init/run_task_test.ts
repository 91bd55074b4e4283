import { assertEquals } from "@std/assert";
import { runTask } from "../../../scripts/command/init/run_task.ts";

Deno.test("runTask() returns the exit code of a task", async () => {
  assertEquals(await runTask(["--quiet", "--eval", "exit 3"]), 3);
});
