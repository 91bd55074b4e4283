// Checks that commands on documents do not handle signals: the first one ends them.
import { assertEquals } from "@std/assert";
import { Project, runIn, scripts } from "../project.ts";
import { needs } from "../helpers/needs.ts";

Deno.test({
  ...needs("signals", "a command that reads documents ends at the first signal"),
  async fn() {
    await using project = await Project.create();
    // The permissions of the tests do not allow mkfifo.
    await runIn(project, "git", ["-c", "alias.pipe=!mkfifo pipe", "pipe"]);
    const commands: [script: string, ...args: string[]][] = [
      ["history", "add", "pipe"],
      ["history", "list", "--config=pipe"],
      ["baseline", "accept", "pipe"],
      ["import", "pipe"],
      ["merge", "pipe"],
      ["benchline", "merge", "pipe"],
    ];
    for (const [index, [name, ...args]] of commands.entries()) {
      const [signal, code] = ([["SIGINT", 130], ["SIGTERM", 143]] as const)[index % 2]!;
      const child = new Deno.Command("deno", {
        args: [
          "run",
          "--no-prompt",
          "--allow-read",
          "--allow-write",
          "--allow-run=git",
          new URL(`${name}.ts`, scripts).href,
          ...args,
        ],
        cwd: project.folder,
        stdout: "null",
        stderr: "null",
      }).spawn();
      // Opens when there is a reader; it stays open, as closing it would end the input.
      using _writer = await Deno.open(project.path("pipe"), { write: true });
      child.kill(signal);
      assertEquals((await child.status).code, code, `${name} ${args.join(" ")}`);
    }
  },
});
