/** Runs tasks of the project. @module */
import { explainSpawn } from "../../result/spawn_failure.ts";
import { startProcess } from "../../system/start_process.ts";

/**
 * Runs a task, which writes to the terminal itself.
 *
 * @param words The words after `deno task`.
 * @returns Its exit code.
 * @throws {Failure} If Deno cannot be started.
 */
export async function runTask(words: readonly string[]): Promise<number> {
  try {
    const child = startProcess("deno", {
      args: ["task", ...words],
      stdin: "null",
      stdout: "inherit",
      stderr: "inherit",
    });
    return (await child.status).code;
  } catch (error) {
    throw explainSpawn(error, "deno") ?? error;
  }
}
