import { assert } from "@std/assert";
import { createLockedSync, lockIfFree, release } from "../../scripts/system/lock.ts";
import { Project } from "../project.ts";

/** Starts processes one after another, until it is ended. */
const STARTING = `for (;;) await new Deno.Command("git", { args: ["--version"] }).output();`;

Deno.test("release() frees a lock even while a process is being started", async () => {
  await using project = await Project.create();
  const url = `data:text/javascript,${encodeURIComponent(STARTING)}`;
  const workers = [1, 2].map(() => new Worker(url, { type: "module" }));
  for (let time = 0; time < 500; time++) {
    const path = project.path(`${time}`);
    release(createLockedSync(path)!);
    const again = await lockIfFree(path);
    assert(again !== null, `locked after ${time} times`);
    again.close();
  }
  for (const worker of workers) worker.terminate();
});
