// Checks which permissions a trial of the benchmarks finds and grants.
import { assertEquals } from "@std/assert";
import { dirname } from "@std/path";
import {
  findPermissions,
  type TrialOptions,
} from "../../../scripts/command/init/find_permissions.ts";
import { findTemporaryFolder } from "../../../scripts/command/init/temporary_folder.ts";
import { Project, runIn } from "../../project.ts";

/** One file requests reads and changes, and fails in many ways. */
const BENCHMARKS = `
Deno.bench("reads", () => { Deno.readTextFileSync("a_bench.ts"); });
Deno.bench("writes", () => { Deno.writeTextFileSync("written", "x"); });
Deno.bench("starts", () => { new Deno.Command("deno", { args: ["--version"] }).outputSync(); });
Deno.bench("starts again", () => { new Deno.Command("deno").outputSync(); });
Deno.bench("imports", async () => { await import("http://127.0.0.1" + ":1/a.ts"); });
Deno.bench("opens a device", () => { Deno.readTextFileSync("/proc/self/statm"); });
for (let i = 0; i < 31; i++) Deno.bench("throws " + i, () => { throw new Error("no"); });
Deno.bench("runs", () => {});
`;

async function tryOut(project: Project, allow: TrialOptions["allow"]) {
  const root = project.folder;
  const findTemporary = () => Promise.resolve("/nowhere");
  return await findPermissions({ root, files: [], flags: [], findTemporary, allow });
}

Deno.test("findPermissions() lets benchmarks read, and asks before it grants anything else", async () => {
  await using project = await Project.create({ "deno.json": "{}", "a_bench.ts": BENCHMARKS });
  const asked: string[] = [];
  const refusing = await tryOut(project, (flag, file) => {
    asked.push(`${file} ${flag}`);
    return false;
  });
  const flags = ["--allow-write=written", "--allow-run=deno", "--allow-import=127.0.0.1:1"];
  assertEquals(asked, flags.map((flag) => `a_bench.ts ${flag}`));
  assertEquals(await project.list(), ["a_bench.ts", "deno.json"]);
  assertEquals(refusing.permissions, ["--allow-read=/proc/self/statm,a_bench.ts"]);
  assertEquals(refusing.missing, flags.map((flag) => `a_bench.ts asks for ${flag}`));
  assertEquals([refusing.ran, refusing.failures.length], [2, 32]);
  assertEquals(refusing.failures[0]!.startsWith("a_bench.ts: opens a device: "), true);
  assertEquals(refusing.failures.at(-1), "a_bench.ts: throws 30: Error: no");
});

Deno.test("findPermissions() grants what is allowed", async () => {
  const bench = `new Deno.Command("deno", { args: ["--version"] }).outputSync();
Deno.bench("a", () => { Deno.writeTextFileSync("written", "x"); });`;
  await using project = await Project.create({ "deno.json": "{}", "a_bench.ts": bench });
  const trial = await tryOut(project, () => true);
  assertEquals(trial, {
    permissions: ["--allow-run=deno", "--allow-write=written"],
    missing: [],
    ran: 1,
    failures: [],
  });
});

Deno.test("findPermissions() asks for each permission once, whatever else it grants", async (t) => {
  const write = (name: string) =>
    `Deno.bench("${name}", () => { Deno.writeTextFileSync("${name}", "x"); });\n`;
  const rows: [what: string, names: string[], asked: string[], missing: string[]][] = [
    ["a file", ["b", "a", "b"], ["b", "a"], ["b"]],
    ["a file, then its folder", ["out/2", "out/1", "out/2"], ["out/2", "out/1"], [
      "out/2",
      "out",
    ]],
    ["a folder", ["out/1", "out/2", "out/3"], ["out/1", "out"], ["out"]],
  ];
  for (const [what, names, asked, missing] of rows) {
    await t.step(what, async () => {
      const bench = names.map(write).join("");
      const files = { "deno.json": "{}", "out/0": "", "a_bench.ts": bench };
      await using project = await Project.create(files);
      const flags: string[] = [];
      const trial = await tryOut(project, (flag) => {
        flags.push(flag);
        return /=(?:a|out\/1)$/.test(flag);
      });
      assertEquals(flags, asked.map((path) => `--allow-write=${path}`));
      assertEquals(
        trial.missing,
        missing.map((path) => `a_bench.ts asks for --allow-write=${path}`),
      );
      assertEquals(trial.failures, []);
    });
  }
});

Deno.test("findTemporaryFolder() finds the folder that Deno uses", async () => {
  const path = await Deno.makeTempFile();
  await Deno.remove(path);
  assertEquals(await findTemporaryFolder(), dirname(path));
});

Deno.test("findTemporaryFolder() reads no configuration of the project", async () => {
  await using project = await Project.create({ "deno.json": "{ broken", "deno.lock": "broken" });
  const module = new URL("../../../scripts/command/init/temporary_folder.ts", import.meta.url);
  await project.write(
    "find.ts",
    `import { findTemporaryFolder } from "${module}";\nconsole.log(await findTemporaryFolder());`,
  );
  const flags = ["--no-config", "--no-check", "--no-prompt", "-R", "--allow-run=deno"];
  const found = await runIn(project, "deno", ["run", ...flags, "find.ts"]);
  assertEquals([found.code, found.out], [0, `${await findTemporaryFolder()}\n`], found.error);
});

Deno.test("findPermissions() does not search for a temporary folder if there is no bench file", async () => {
  await using project = await Project.create({ "deno.json": "{}", "a.ts": "" });
  const trial = await findPermissions({
    root: project.folder,
    files: [],
    flags: [],
    findTemporary: () => Promise.reject(new Error("findPermissions() searched for it")),
    allow: () => true,
  });
  assertEquals(trial, { permissions: [], missing: [], ran: 0, failures: [] });
});
