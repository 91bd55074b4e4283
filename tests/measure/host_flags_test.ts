// Flags for `deno bench`, translated for `deno run`.
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { joinV8Flags, parseDenoFlags, refuseOwnFlags } from "../../scripts/result/deno_flags.ts";
import { findBenchFiles } from "../../scripts/measure/find_files.ts";
import { hostFlags } from "../../scripts/measure/host_flags.ts";
import { protectLock } from "../../scripts/measure/lock_file.ts";
import { hasBenchPermissions } from "../../scripts/measure/permission_sets.ts";
import { readProjectConfig } from "../../scripts/measure/project_config.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { Project, runIn } from "../project.ts";
import { withSlashes } from "../helpers/with_slashes.ts";

/** A bench file that prints what it may do. */
const ASK = `const state = (name: string, rest = {}) =>
  Deno.permissions.querySync({ name, ...rest } as Deno.PermissionDescriptor).state;
console.log("asked", JSON.stringify({
  read: [state("read"), state("read", { path: new URL("in", import.meta.url) })],
  write: state("write", { path: new URL("in", import.meta.url) }),
  env: [state("env", { variable: "HOME" }), state("env", { variable: "PATH" })],
  net: [state("net", { host: "a.com" }), state("net", { host: "b.com" })],
  run: [state("run", { command: "git" }), state("run")],
  sys: state("sys"),
  ffi: state("ffi"),
  import: state("import" as "net", { host: "a.com" }),
}));
Deno.exit(); // before deno bench warms up
`;

async function askedIn(project: Project, args: readonly string[]): Promise<unknown> {
  const { out, error } = await runIn(project, "deno", args);
  const line = out.split("\n").find((line) => line.startsWith("asked "));
  if (line === undefined) throw new Error(`nothing was printed: ${error}`);
  return JSON.parse(line.slice("asked ".length));
}

Deno.test("hostFlags() gives deno run the flags of deno bench", async (t) => {
  await using project = await Project.create({ "a_bench.ts": ASK });
  const cases: [string, unknown, string[]][] = [
    [
      "an unnamed set",
      {
        bench: {
          permissions: {
            read: ["./in"],
            write: { allow: ["in"] },
            env: { allow: true, deny: ["HOME"] },
            net: { allow: ["a.com"], deny: [] },
            sys: false,
            run: ["git"],
          },
        },
      },
      ["-P", "--permit-no-files"],
    ],
    [
      "a named set that allows all but some",
      {
        bench: { permissions: "some" },
        permissions: {
          some: { all: true, read: { deny: ["in"] }, env: { ignore: ["PATH"] }, run: [] },
        },
      },
      ["--permission-set"],
    ],
    [
      "another set, and a flag that replaces a part of it",
      {
        bench: { permissions: { ffi: true } },
        permissions: { other: { net: ["a.com"], read: true } },
      },
      ["-P=other", "--allow-net=b.com"],
    ],
  ];
  for (const [name, config, words] of cases) {
    await t.step(name, async () => {
      await project.write("deno.json", JSON.stringify(config));
      const { flags } = await hostFlags(project.folder, words, "a_bench.ts");
      assertEquals(
        await askedIn(project, ["run", "--no-prompt", ...flags, "a_bench.ts"]),
        await askedIn(project, ["bench", "--no-prompt", "--no-check", "--filter=none", ...words]),
      );
    });
  }
});

Deno.test("hostFlags() translates", async () => {
  await using project = await Project.create({
    "deno.json": JSON.stringify({
      permissions: { default: { net: true }, odd: { read: ["a,b"] } },
    }),
  });
  const config = `--config=${project.path("deno.json")}`;
  const cases: [words: string[], flags: string[], ignore?: string[]][] = [
    [["-P"], [config, "--allow-net"]],
    [["-AP"], [config, "--allow-all"]],
    [["-RW=out,in", "-q"], [config, "--allow-read", "--allow-write=out,in", "--quiet"]],
    [["--ignore=a,b", "--ignore=c"], [config], ["a", "b", "c"]],
    [["--check=all"], [config, "--check=all"]],
    [["--check"], [config, "--check"]],
    [["--no-check", "--no-prompt"], [config]],
    [["--no-check=remote"], [config, "--no-check=remote"]],
    [["--seed", "7", "--v8-flags=--jitless"], [config, "--seed=7", "--v8-flags=--jitless"]],
    [["--lock", "--frozen"], [config, "--lock", "--frozen"]],
    [["-c", "other.json"], ["--config=other.json"]],
    [["--no-config", "--allow-scripts"], ["--no-config", "--allow-scripts"]],
  ];
  await project.write("other.json", "{}");
  for (const [words, flags, ignore = []] of cases) {
    const host = await hostFlags(project.folder, words);
    const found = withSlashes({ flags: host.flags, ignore: host.ignore });
    assertEquals(found, { flags, ignore }, words.join(" "));
  }
  for (
    const words of [["-P=gone"], ["-P=odd"], ["a_bench.ts"], ["-x"], ["--", "x"], [
      "-c",
      "gone.json",
    ]]
  ) {
    await assertRejects(() => hostFlags(project.folder, words), Failure, "Cannot ");
  }
});

Deno.test("hostFlags() names no configuration if Deno finds none that can be named", async () => {
  await using project = await Project.create({});
  assertEquals((await hostFlags(project.folder, [])).flags, ["--no-config"]);
  await project.write("package.json", "{}");
  assertEquals((await hostFlags(project.folder, [])).flags, []);
});

Deno.test("hostFlags() uses the permissions of the member that contains a file", async () => {
  const bench = (permissions: unknown) => JSON.stringify({ bench: { permissions } });
  await using project = await Project.create({
    "deno.json": JSON.stringify({ workspace: ["a", "b"], bench: { permissions: { sys: true } } }),
    "a/deno.json": bench({ read: ["data"] }),
    "b/deno.json": "{}",
  });
  const flagsFor = async (file: string) =>
    withSlashes((await hostFlags(project.folder, ["-P"], file)).flags.slice(1));
  assertEquals(await flagsFor("a/x_bench.ts"), [`--allow-read=${project.path("a/data")}`]);
  assertEquals(await flagsFor("b/x_bench.ts"), ["--allow-sys"]);
  await assertRejects(() => hostFlags(project.folder, [], "a/x_bench.ts"), Failure, "give -P");
  // A member without permissions has those of the root.
  const inB = await readProjectConfig(project.path("b"));
  assertEquals(hasBenchPermissions(inB, project.path("b")), true);
  await project.write("deno.json", '{ "workspace": ["a", "b"] }');
  const without = await readProjectConfig(project.path("b"));
  assertEquals(hasBenchPermissions(without, project.path("b")), false);
});

Deno.test("refuseOwnFlags() refuses flags that prevent measuring, in every spelling", () => {
  for (
    const words of [
      ["--filter", "x"],
      ["--filter=x"],
      ["--json"],
      ["--no-run"],
      ["-qh"],
      ["--watch=src"],
      ["--hmr"],
      ["--inspect-brk"],
      ["--coverage=out"],
      ["--cpu-prof-md"],
    ]
  ) {
    assertThrows(() => refuseOwnFlags(words), Failure, "to Deno: ", words.join(" "));
  }
  refuseOwnFlags(["--allow-read", "--v8-flags=--json", "--location", "http://x/"]);
});

Deno.test("parseDenoFlags() splits letters as Deno does", () => {
  const flags = (word: string) => parseDenoFlags([word]);
  assertEquals(flags("-ERout"), [{ name: "allow-env", value: null }, {
    name: "allow-read",
    value: "out",
  }]);
  assertEquals(flags("-cdeno.json"), [{ name: "config", value: "deno.json" }]);
  assertEquals(flags("-P=a=b"), [{ name: "permission-set", value: "a=b" }]);
});

Deno.test("protectLock() keeps Deno from writing the lock file", async (t) => {
  const imports = { path: "npm:deno-std@1.4.0/path/mod.js" };
  await using project = await Project.create({
    "a_bench.ts": 'import { join } from "path";\nconsole.log(join("a"));\n',
    "deno.json": JSON.stringify({ imports }),
    "copies/none": "",
  });
  const copies = project.path("copies");
  const start = async () => {
    const flags = await protectLock(project.folder, copies, []);
    return await runIn(project, "deno", ["run", "--no-prompt", ...flags, "a_bench.ts"]);
  };
  await t.step("a file that does not exist", async () => {
    assertEquals((await start()).out, "a\n");
    assertEquals(await project.list(), ["a_bench.ts", "copies", "deno.json"]);
    assertEquals(await project.list("copies"), ["deno.lock", "none"]);
  });
  await t.step("a file elsewhere that must not change", async () => {
    await project.write("locks/my.lock", '{ "version": "5" }');
    const lock = { path: "locks/my.lock", frozen: true };
    await project.write("deno.json", JSON.stringify({ imports, lock }));
    const { code, error } = await start();
    assertEquals([code, error.includes("lockfile is out of date")], [1, true], error);
    assertEquals(await project.read("locks/my.lock"), '{ "version": "5" }');
    assertEquals(await project.read("copies/deno.lock"), '{ "version": "5" }');
  });
});

Deno.test("protectLock() finds the lock file that Deno would use", async () => {
  await using project = await Project.create({
    "deno.json": '{ "workspace": ["in"] }',
    "deno.lock": "the root's",
    "in/deno.json": "{}",
    "in/deno.lock": "of nobody",
    "off/deno.json": '{ "lock": false }',
    "off/deno.lock": "off",
    "text/deno.json": '{ "lock": "x.lock" }',
    "text/x.lock": "named",
    "npm/package.json": "{}",
    "npm/deno.lock": "by package.json",
    "copies/none": "",
  });
  const copies = project.path("copies");
  const protect = async (folder: string, words: string[] = []) =>
    withSlashes(await protectLock(project.path(folder), copies, words));
  const onCopy = [`--lock=${project.path("copies/deno.lock")}`];
  for (
    const [folder, text] of [["in", "the root's"], ["text", "named"], ["npm", "by package.json"]]
  ) {
    assertEquals(await protect(folder!), onCopy, folder);
    assertEquals(await project.read("copies/deno.lock"), text);
  }
  assertEquals(await protect("off"), ["--no-lock"]);
  assertEquals(await protect("in", ["--no-lock"]), []);
  assertEquals(await protect("in", ["--lock", "my.lock"]), []);
  assertEquals(await protect("in", ["--no-config"]), ["--no-lock"]);
  assertEquals(await protect("in", ["--config=../text/deno.json"]), onCopy);
  assertEquals(await project.read("copies/deno.lock"), "named");
});

const testdata = fromFileUrl(new URL("../testdata", import.meta.url));

Deno.test({
  name:
    "nothing above the project is needed, and a folder there that cannot be read is not mentioned",
  permissions: { read: [testdata] },
  async fn() {
    assertEquals((await hostFlags(testdata, [])).flags, []);
    assertEquals(await findBenchFiles(testdata, [], { ignore: [] }), []);
    await assertRejects(
      () => findBenchFiles(testdata, ["../helpers"], { ignore: [] }),
      Failure,
      "the permission --allow-read is not granted",
    );
  },
});

Deno.test("joinV8Flags() leaves one flag for V8, in the place of the first", () => {
  const rows = [
    { args: [], wanted: [] },
    { args: ["--quiet", "a_bench.ts"], wanted: ["--quiet", "a_bench.ts"] },
    { args: ["-q", "--v8-flags=--a", "b"], wanted: ["-q", "--v8-flags=--a", "b"] },
    {
      args: ["--v8-flags=--a,--b", "-q", "--v8-flags=--c", "--v8-flags=--d", "e"],
      wanted: ["--v8-flags=--a,--b,--c,--d", "-q", "e"],
    },
  ];
  for (const { args, wanted } of rows) assertEquals(joinV8Flags(args), wanted);
});
