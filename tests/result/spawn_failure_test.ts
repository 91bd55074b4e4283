// Checks the errors that Deno 2.9.6 throws if it cannot start a program.
import { assertEquals } from "@std/assert";
import { explainSpawn } from "../../scripts/result/spawn_failure.ts";

function thrown(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

Deno.test("explainSpawn() says what prevents a program from starting", async (t) => {
  const rows: [error: Error, message: string][] = [
    [
      thrown("NotFound", "Failed to spawn 'git': entity not found"),
      "Cannot run git: no such program is on PATH",
    ],
    [
      thrown("NotFound", "Failed to spawn '/usr/bin/git': No such cwd '/tmp/gone'"),
      "Cannot run git: there is no folder /tmp/gone to start it in",
    ],
    [
      thrown("NotCapable", 'Requires run access to "git", run again with the --allow-run flag'),
      "Cannot run git: the permission --allow-run=git is not granted",
    ],
    [
      thrown("PermissionDenied", "Failed to spawn '/etc/passwd': Permission denied (os error 13)"),
      "Cannot run git: the operating system denies it",
    ],
  ];
  for (const [error, message] of rows) {
    await t.step(message, () => {
      const failure = explainSpawn(error, "git");
      assertEquals([failure?.name, failure?.message], ["Failure", message]);
    });
  }
});

Deno.test("explainSpawn() leaves unexpected errors unchanged", () => {
  assertEquals(explainSpawn(new TypeError("a bug"), "git"), null);
  assertEquals(explainSpawn("text", "git"), null);
});
