// Permissions that grow by what Deno says.
import { assertEquals } from "@std/assert";
import {
  GrownPermissions,
  neededPermission,
} from "../../../scripts/command/init/needed_permission.ts";

Deno.test({
  name: "neededPermission() reads what Deno says",
  permissions: "none",
  async fn(t) {
    const rows: [call: () => unknown, kind: string, value: string | null][] = [
      [() => Deno.readTextFileSync("/nowhere/a.txt"), "read", "/nowhere/a.txt"],
      [() => Deno.makeTempFileSync(), "write", "<TMP>"],
      [() => Deno.env.get("NOWHERE"), "env", "NOWHERE"],
      [() => Deno.env.toObject(), "env", null],
      [() => Deno.hostname(), "sys", "hostname"],
      [() => new Deno.Command("deno").outputSync(), "run", "deno"],
      [() => Deno.listen({ port: 1, hostname: "127.0.0.1" }), "net", "127.0.0.1:1"],
    ];
    for (const [call, kind, value] of rows) {
      await t.step(`${kind} ${value}`, () => {
        let message = "";
        try {
          call();
        } catch (error) {
          message = String(error);
        }
        assertEquals(neededPermission(message), { kind, value }, message);
      });
    }
  },
});

Deno.test("neededPermission() finds nothing in other errors", () => {
  for (const message of ["", "Error: Requires luck", "NotFound: No such file: --allow-read"]) {
    assertEquals(neededPermission(message), null);
  }
});

Deno.test("GrownPermissions grant as little as is needed", async (t) => {
  type Step = [kind: string, value: string | null];
  const rows: [what: string, steps: Step[], flags: string[]][] = [
    ["nothing", [], []],
    ["a file of the project", [["read", "/p/data/a.txt"]], ["--allow-read=data/a.txt"]],
    ["two files of a folder", [["read", "/p/data/a"], ["read", "/p/data/b"]], [
      "--allow-read=data",
    ]],
    [
      "a folder after what is in it",
      [["read", "/p/d/e/a"], ["read", "/p/d/x"], ["read", "/p/d/y"]],
      [
        "--allow-read=d",
      ],
    ],
    ["two files at the top", [["read", "/p/a"], ["read", "/p/b"]], ["--allow-read=a,b"]],
    ["a folder named alike", [["read", "/project/a"]], ["--allow-read=/project/a"]],
    ["the project", [["read", "/p"], ["write", "<CWD>"]], ["--allow-read=.", "--allow-write=."]],
    ["a temporary file", [["write", "<TMP>"], ["read", "/tmp/1/a"]], [
      "--allow-read=/tmp",
      "--allow-write=/tmp",
    ]],
    ["where Deno is", [["read", "/p/a"], ["read", "<exec_path>"]], ["--allow-read"]],
    ["all variables", [["env", "B"], ["env", "A"], ["env", null]], ["--allow-env"]],
    ["two variables", [["env", "B"], ["env", "A"]], ["--allow-env=A,B"]],
    ["the same twice", [["net", "h:1"], ["net", "h:1"]], ["--allow-net"]],
    ["a path with a comma", [["read", "/p/a,b"]], ["--allow-read"]],
    ["a path on Windows", [["read", "/p\\data\\a"]], ["--allow-read=data/a"]],
  ];
  for (const [what, steps, flags] of rows) {
    await t.step(what, () => {
      const grown = new GrownPermissions("/p", "/tmp");
      for (const [kind, value] of steps) assertEquals(grown.add({ kind, value }), true);
      assertEquals(grown.flags(), flags);
    });
  }
  const grown = new GrownPermissions("/p", "/tmp");
  assertEquals([grown.add({ kind: "env", value: null }), grown.add({ kind: "env", value: "A" })], [
    true,
    false,
  ]);
});
