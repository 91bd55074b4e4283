// Checks what a process does when it receives one signal, or two.
import { assertEquals } from "@std/assert";
import { Interruption } from "../../scripts/result/interruption.ts";
import { readAtMost, readLog } from "../../scripts/cli/read_bytes.ts";
import { Project, runIn, scripts } from "../project.ts";
import { needs } from "../helpers/needs.ts";

const startModule = new URL("../../scripts/cli/start.ts", import.meta.url).href;
const interruptModule = new URL("../../scripts/cli/interrupt.ts", import.meta.url).href;

/** Starts a program that prints a line on the first signal, and never ends by itself. */
async function stubbornProgram(project: Project): Promise<Deno.ChildProcess> {
  await project.write(
    "main.ts",
    `import { startCommand } from ${JSON.stringify(startModule)};
    import { interruptSignal } from ${JSON.stringify(interruptModule)};
    // A command that reports no finished work, so that only the program heeds signals.
    startCommand("merge", () => {
      const signal = interruptSignal();
      signal.addEventListener("abort", () => console.log(signal.reason.signal, signal.reason.code));
      console.log("ready");
      return new Promise((resolve) => setTimeout(resolve, 60_000));
    });`,
  );
  return new Deno.Command("deno", {
    args: ["run", "--quiet", "--no-config", "--no-check", project.path("main.ts")],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test({
  ...needs(
    "signals",
    "interruptSignal() aborts at the first signal, and ends the process at the second",
  ),
  async fn() {
    const rows: [first: Deno.Signal, second: Deno.Signal, said: string, code: number][] = [
      ["SIGINT", "SIGINT", "SIGINT 130", 130],
      ["SIGHUP", "SIGTERM", "SIGHUP 129", 143],
      ["SIGTERM", "SIGHUP", "SIGTERM 143", 129],
    ];
    await using project = await Project.create();
    for (const [first, second, said, code] of rows) {
      const child = await stubbornProgram(project);
      const patience = setTimeout(() => child.kill("SIGKILL"), 60_000);
      const lines: string[] = [];
      const text = child.stdout.pipeThrough(new TextDecoderStream());
      for await (const chunk of text) {
        lines.push(...chunk.trim().split("\n"));
        child.kill(lines.length === 1 ? first : second);
      }
      clearTimeout(patience);
      assertEquals([lines, (await child.status).code], [["ready", said], code]);
      assertEquals(await new Response(child.stderr).text(), "");
    }
  },
});

Deno.test({
  ...needs("signals", "a command that waits for input ends at the first signal"),
  async fn() {
    await using project = await Project.create();
    const pipe = project.path("pipe");
    await runIn(project, "git", ["-c", "alias.pipe=!mkfifo pipe", "pipe"]);
    const rows: [command: string, args: string[]][] = [
      ["compare.ts", ["--baseline", "pipe", "--current", "pipe"]],
      ["compare.ts", ["--config", "pipe"]],
      ["benchline.ts", ["compare", "--config", "pipe"]],
      ["bisect.ts", ["--good", "HEAD", "--config", "pipe"]],
      ["doctor.ts", ["--config", "pipe"]],
    ];
    for (const [command, args] of rows) {
      const child = new Deno.Command("deno", {
        args: ["run", "--no-prompt", "--allow-read", new URL(command, scripts).href, ...args],
        cwd: project.folder,
        stdout: "null",
        stderr: "piped",
      }).spawn();
      const ended = child.output();
      // Opens when there is a reader.
      using _writer = await Deno.open(pipe, { write: true });
      child.kill("SIGINT");
      const { code, stderr } = await ended;
      const name = command === "benchline.ts" ? args[0] : command.replace(".ts", "");
      assertEquals(
        [code, new TextDecoder().decode(stderr)],
        [130, `error: Cannot finish ${name}: it was stopped by SIGINT\n`],
      );
    }
  },
});

Deno.test({
  ...needs(
    "signals",
    "a command that opens a pipe ends at the first signal, without waiting for data",
  ),
  async fn() {
    await using project = await Project.create();
    const pipe = project.path("pipe");
    await runIn(project, "git", ["-c", "alias.pipe=!mkfifo pipe", "pipe"]);
    const interruption = new Interruption("SIGINT");
    for (const read of [readLog, readAtMost]) {
      // Since this process can both read and write, the pipe opens at once and never ends.
      using _both = await Deno.open(pipe, { read: true, write: true });
      const reading = read(pipe, "Cannot read a pipe", AbortSignal.abort(interruption));
      assertEquals(await reading.catch((error) => error), interruption);
    }
  },
});

Deno.test("an Interruption reads as the end of a sentence, and has the exit code of a shell", () => {
  const rows = [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const;
  for (const [signal, code] of rows) {
    const interruption = new Interruption(signal);
    assertEquals(`${interruption}`, `it was stopped by ${signal}`);
    assertEquals([interruption.signal, interruption.code], [signal, code]);
  }
});
