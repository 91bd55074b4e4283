// Checks that Deno 2.9.6 still uses the messages that the parsers expect.
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  isNoProgram,
  isTooLong,
  missingFolder,
  positionOf,
  refusedPermission,
  systemReason,
  withoutNumber,
} from "../../scripts/result/foreign_words.ts";
import { explain } from "../../scripts/cli/explain.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { explainSpawn } from "../../scripts/result/spawn_failure.ts";

Deno.test("refusedPermission() reads the kind and the subject", () => {
  const again = "run again with the --allow-read flag";
  assertEquals(refusedPermission(`Requires read access to "a, b.json", ${again}`), {
    kind: "read",
    subject: "a, b.json",
  });
  assertEquals(refusedPermission(`Requires read access, ${again}`), {
    kind: "read",
    subject: null,
  });
  for (const message of ["", "Error: Requires luck", "NotFound: No such file: --allow-read"]) {
    assertEquals(refusedPermission(message), null);
  }
});

Deno.test({
  name: "refusedPermission() reads Deno's messages",
  permissions: "none",
  async fn(t) {
    const rows: [call: () => unknown, kind: string, subject: string | null][] = [
      [() => Deno.readTextFileSync("/nowhere/a.txt"), "read", "/nowhere/a.txt"],
      [() => Deno.makeTempFileSync(), "write", "<TMP>"],
      [() => Deno.env.get("NOWHERE"), "env", "NOWHERE"],
      [() => Deno.env.toObject(), "env", null],
      [() => Deno.hostname(), "sys", "hostname"],
      [() => new Deno.Command("deno").outputSync(), "run", "deno"],
      [() => Deno.listen({ port: 1, hostname: "127.0.0.1" }), "net", "127.0.0.1:1"],
    ];
    for (const [call, kind, subject] of rows) {
      await t.step(`${kind} ${subject}`, () => {
        let message = "";
        try {
          call();
        } catch (error) {
          message = String(error);
        }
        assertEquals(refusedPermission(message), { kind, subject }, message);
      });
    }
  },
});

Deno.test("Deno's messages distinguish the errors of the system", async () => {
  const noFolder = "/no/such/folder";
  const error = await assertRejects(
    async () => await new Deno.Command("git", { cwd: noFolder }).output(),
    Deno.errors.NotFound,
  );
  assertEquals(missingFolder(error), noFolder);
  const long = await assertRejects(() => Deno.readTextFile("a".repeat(300)), Error);
  assertEquals(systemReason(long), "File name too long (os error 36)");
  assertEquals(withoutNumber(long), "File name too long");
  assertEquals(systemReason(new Error("another")), null);
  assertEquals(isNoProgram(new Error("Exec format error (os error 8)")), true);
  assertEquals(isNoProgram(long), false);
});

Deno.test("messages distinguish the errors of V8 and of the standard library", () => {
  const tooLong = assertThrows(() => "a".repeat(2 ** 30), RangeError);
  assertEquals([isTooLong(tooLong), isTooLong(new RangeError("another"))], [true, false]);
  assertEquals(positionOf(new SyntaxError("Unexpected token in JSONC at position 12")), 12);
  assertEquals(positionOf(new SyntaxError("Unexpected end of JSONC input")), null);
});

Deno.test("a failure has a code if a program acts on it", () => {
  const codeOf = (error: unknown) => error instanceof Failure ? error.code : error;
  const read = (error: Error) => codeOf(explain(error, "Cannot read a", "--allow-read"));
  assertEquals(read(new Deno.errors.NotFound()), "not-found");
  assertEquals(read(new Deno.errors.NotCapable("Requires read access")), "not-permitted");
  assertEquals(read(new Deno.errors.IsADirectory()), null);
  assertEquals(codeOf(explainSpawn(new Deno.errors.NotCapable("x"), "git")), "not-permitted");
  assertEquals(codeOf(explainSpawn(new Deno.errors.NotFound("x"), "git")), null);
});
