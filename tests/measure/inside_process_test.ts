// Processes that do not read their settings.
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { runBenchProcess } from "../../scripts/measure/bench_process.ts";
import { HostError, HostProcess } from "../../scripts/measure/host_process.ts";
import { abandonInput, startInside } from "../../scripts/measure/inside_process.ts";
import { listFile } from "../../scripts/measure/list_file.ts";
import { killChild } from "../../scripts/system/spawn.ts";

/** More than a pipe holds. */
const LARGE = "x".repeat(1 << 22);

/** Stands for a Deno that never reads its standard input. Its arguments are appended. */
const deaf = ["deno", "eval", "--no-lock", "setInterval(() => {}, 1000);", "--"];
/** Stands for a Deno that ends before anything can be sent to it. */
const gone = ["deno", "eval", "--no-lock", "Deno.exit(3);", "--"];

/** Aborts after half a minute, so that a test fails if something waits for a deaf process. */
function startPatience(): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error("it waits")), 30_000);
  return { signal: controller.signal, [Symbol.dispose]: () => clearTimeout(timer) };
}

Deno.test("startInside() does not wait until a process has read its settings", async (t) => {
  for (const [what, command] of [["deaf", deaf], ["gone", gone]] as const) {
    await t.step(what, async () => {
      using patience = startPatience();
      const { child, input, events } = await startInside(
        { subcommand: "run", module: LARGE, args: [] },
        { mode: "serve", keep: [] },
        { command, dropOutput: true },
        patience.signal,
      );
      assertEquals(patience.signal.aborted, false);
      if (command === deaf) killChild(child);
      assertEquals((await events.next()).done, true);
      await child.status;
      await abandonInput(input);
    });
  }
});

Deno.test("reading events throws the error that kept settings from being sent to a running process", async () => {
  const reader = ["deno", "eval", "--no-lock", "for await (const _ of Deno.stdin.readable);", "--"];
  const { child, input, events } = await startInside(
    { subcommand: "run", module: LARGE, args: [] },
    { mode: "serve", keep: [] },
    { command: reader, dropOutput: true },
    new AbortController().signal,
  );
  await input.abort(new TypeError("the disk is full"));
  await assertRejects(() => events.next(), TypeError, "the disk is full");
  await child.status;
});

Deno.test("a time limit ends a process that reads nothing", async (t) => {
  using patience = startPatience();
  const options = {
    file: "a_bench.ts",
    flags: [],
    command: deaf,
    signal: patience.signal,
  };
  await t.step("runBenchProcess()", async () => {
    const keep = Array.from({ length: 1_000_000 }, (_, ordinal) => ordinal);
    const { cause } = await runBenchProcess({ ...options, keep, benchTimeoutMs: 500 });
    assertEquals(cause, "loading the file took over the limit of 0.5 s");
  });
  await t.step("listFile()", async () => {
    const { cause } = await listFile({ ...options, module: LARGE, timeoutMs: 500 });
    assertEquals(cause, "loading it took over the limit of 0.5 s");
  });
  await t.step("HostProcess.start()", async () => {
    const start = () => HostProcess.start({ ...options, module: LARGE, timeoutMs: 500 });
    const { message } = await assertRejects(start, HostError);
    assertStringIncludes(message, "over the limit of 0.5 s");
  });
});
