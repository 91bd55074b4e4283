// Processes that do not read what they are told.
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { runBenchProcess } from "../../scripts/measure/bench_process.ts";
import { HostError, HostProcess } from "../../scripts/measure/host_process.ts";
import { abandonInput, startInside } from "../../scripts/measure/inside_process.ts";
import { listFile } from "../../scripts/measure/list_file.ts";
import { killChild } from "../../scripts/system/spawn.ts";

/** No pipe holds as much. */
const LARGE = "x".repeat(1 << 22);

/** Stands for a Deno that never reads its standard input; what follows are its arguments. */
const deaf = ["deno", "eval", "--no-lock", "setInterval(() => {}, 1000);", "--"];
/** The same, but it has ended before anything can be sent to it. */
const gone = ["deno", "eval", "--no-lock", "Deno.exit(3);", "--"];

Deno.test("startInside() does not wait until a process has read what it is sent", async (t) => {
  for (const [what, command] of [["deaf", deaf], ["gone", gone]] as const) {
    await t.step(what, async () => {
      const { child, input, events } = await startInside(
        { subcommand: "run", module: LARGE, args: [] },
        { mode: "serve", keep: [] },
        { command, dropOutput: true },
        new AbortController().signal,
      );
      if (command === deaf) killChild(child);
      assertEquals((await events.next()).done, true);
      await child.status;
      await abandonInput(input);
    });
  }
});

Deno.test("a time limit ends a process that reads nothing", async (t) => {
  const options = {
    // Longer settings than a pipe holds, since not all systems have small pipes.
    keep: Array.from({ length: 100_000 }, (_, ordinal) => ordinal),
    file: "a_bench.ts",
    flags: [],
    command: deaf,
    signal: new AbortController().signal,
  };
  await t.step("runBenchProcess()", async () => {
    const { cause } = await runBenchProcess({ ...options, benchTimeoutMs: 500 });
    assertEquals(cause, "loading the file took over the limit of 0.5 s");
  });
  await t.step("listFile()", async () => {
    const { cause } = await listFile({ ...options, timeoutMs: 500 });
    assertEquals(cause, "loading it took over the limit of 0.5 s");
  });
  await t.step("HostProcess.start()", async () => {
    const start = () => HostProcess.start({ ...options, timeoutMs: 500 });
    const { message } = await assertRejects(start, HostError);
    assertStringIncludes(message, "over the limit of 0.5 s");
  });
});
