// Checks that permissions grow by the requests of Deno.
import { assertEquals } from "@std/assert";
import { GrownPermissions } from "../../../scripts/command/init/grown_permissions.ts";

Deno.test("GrownPermissions grants as little as possible", async (t) => {
  type Step = [kind: string, value: string | null];
  const rows: [what: string, steps: Step[], flags: string[]][] = [
    ["nothing", [], []],
    ["a file of the project", [["read", "/p/data/a.txt"]], ["--allow-read=data/a.txt"]],
    ["two files of a folder", [["read", "/p/data/a"], ["read", "/p/data/b"]], [
      "--allow-read=data",
    ]],
    [
      "a folder after files in it",
      [["read", "/p/d/e/a"], ["read", "/p/d/x"], ["read", "/p/d/y"]],
      [
        "--allow-read=d",
      ],
    ],
    ["two files at the top", [["read", "/p/a"], ["read", "/p/b"]], ["--allow-read=a,b"]],
    ["a folder with a similar name", [["read", "/project/a"]], ["--allow-read=/project/a"]],
    ["the project", [["read", "/p"], ["write", "<CWD>"]], ["--allow-read=.", "--allow-write=."]],
    ["a temporary file", [["write", "<TMP>"], ["read", "/tmp/1/a"]], [
      "--allow-read=/tmp",
      "--allow-write=/tmp",
    ]],
    ["the path of Deno", [["read", "/p/a"], ["read", "<exec_path>"]], ["--allow-read"]],
    ["all variables", [["env", "B"], ["env", "A"], ["env", null]], ["--allow-env"]],
    ["two variables", [["env", "B"], ["env", "A"]], ["--allow-env=A,B"]],
    ["the same request twice", [["net", "h:1"], ["net", "h:1"]], ["--allow-net"]],
    ["a path with a comma", [["read", "/p/a,b"]], ["--allow-read"]],
    ["a path on Windows", [["read", "/p\\data\\a"]], ["--allow-read=data/a"]],
  ];
  for (const [what, steps, flags] of rows) {
    await t.step(what, () => {
      const grown = new GrownPermissions("/p", "/tmp");
      for (const [kind, subject] of steps) grown.add({ kind, subject });
      assertEquals(grown.flags(), flags);
    });
  }
});

Deno.test("GrownPermissions names a flag before it is granted, and none if no flag helps", () => {
  const grown = new GrownPermissions("/p", "/tmp");
  const run = { kind: "run", subject: "git" };
  assertEquals([grown.addedFlag(run), grown.flags()], ["--allow-run=git", []]);
  grown.add(run);
  const deno = { kind: "run", subject: "deno" };
  assertEquals(grown.addedFlag(deno), "--allow-run=deno");
  assertEquals(grown.addedFlag(run), "--allow-run");
  grown.add(deno);
  assertEquals(grown.flags(), ["--allow-run=deno,git"]);
  grown.add({ kind: "env", subject: null });
  assertEquals(grown.addedFlag({ kind: "env", subject: "A" }), null);
  const device = { kind: "all", subject: "/proc/self/statm" };
  grown.add(device);
  assertEquals(grown.addedFlag(device), null);
  assertEquals(grown.flags(), ["--allow-env", "--allow-run=deno,git"]);
});

Deno.test("GrownPermissions asks for a folder if a second path in it is needed", () => {
  const grown = new GrownPermissions("/p", "/tmp");
  const flags = ["a", "b", "c", "d"].map((name) => {
    const path = { kind: "write", subject: `/p/out/${name}` };
    const flag = grown.addedFlag(path);
    grown.add(path);
    return flag;
  });
  // The folder did not grant its contents, so everything is needed.
  assertEquals(flags, [
    "--allow-write=out/a",
    "--allow-write=out",
    "--allow-write=out/c",
    "--allow-write",
  ]);
});
