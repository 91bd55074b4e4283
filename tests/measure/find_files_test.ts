// The bench files that `deno bench` loads are found without starting it.
import { assertEquals, assertGreater, assertRejects, assertThrows } from "@std/assert";
import { join, toFileUrl } from "@std/path";
import { findBenchFiles } from "../../scripts/measure/find_files.ts";
import { parsePattern } from "../../scripts/measure/path_patterns.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { Project } from "../project.ts";
import { lacks, needs } from "../helpers/needs.ts";

/** Returns the URLs of the files that `deno bench` loads. Its log has them, so no file has to run. */
async function filesOfDeno(root: string, args: readonly string[]): Promise<string[]> {
  const { stderr } = await new Deno.Command("deno", {
    cwd: root,
    args: ["bench", "--no-run", "--no-check", "--log-level=debug", ...args],
    stdin: "null",
  }).output();
  const log = new TextDecoder().decode(stderr);
  return [...log.matchAll(/ specifier: (file:\S+)$/gm)].map(([, url]) => url!);
}

async function assertAsDeno(root: string, patterns: string[], ignore: string[] = []) {
  const flags = ignore.length > 0 ? [`--ignore=${ignore.join(",")}`] : [];
  const found = await findBenchFiles(root, patterns, { ignore });
  const wanted = [...new Set(await filesOfDeno(root, [...flags, ...patterns]))];
  assertGreater(wanted.length, 2);
  assertEquals(found.map((file) => toFileUrl(join(root, file)).href), wanted);
}

/** Empty files. */
function files(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, ""]));
}

Deno.test("findBenchFiles() finds the files that deno bench finds", async (t) => {
  await using project = await Project.create({
    ...files([
      "bench.ts",
      "Bench.ts",
      "a_bench.ts",
      "b.bench.mts",
      "a-bench.ts",
      "abench.ts",
      "c_bench.TS",
      "d_bench.tsx",
      "e_bench.cts",
      "f_bench.js",
      "g_bench.jsx",
      "h_bench.mjs",
      "i_bench.cjs",
      "j_bench.d.ts",
      "k_bench.json",
      "l_bench.py",
      ".m_bench.ts",
      "bench",
      ".hidden/a_bench.ts",
      "vendor/a_bench.ts",
      "ignored/a_bench.ts",
      "sp ace/ä#%_bench.ts",
      "node_modules/a_bench.ts",
      "x/Node_Modules/a_bench.ts",
      "x/.git/a_bench.ts",
      "src/plain.ts",
      "src/deep/a_bench.ts",
      "src/deep/plain.ts",
      "src/deep/er/a_bench.ts",
      ...["../sibling/a_bench.ts"].map((name) => `src/${name}`),
    ]),
    ".gitignore": "ignored",
  });
  if (lacks("links") === null) {
    await Deno.symlink("src", project.path("link"));
    await Deno.symlink("plain.ts", project.path("src/link_bench.ts"));
  }
  await Deno.mkdir(project.path("folder_bench.ts"));
  await t.step("without arguments", () => assertAsDeno(project.folder, []));
  await t.step("for folders, files and globs, except ignored ones", () =>
    assertAsDeno(
      project.path("src"),
      ["plain.ts", "../link", "../sibling/../sibling", "**/er/*.ts", "deep/pl?in.TS", "../x/.git"],
      ["deep/er", "../link/deep"],
    ));
});

Deno.test("findBenchFiles() finds the files that deno bench finds in workspaces", async (t) => {
  const member = (name: string) =>
    ["a_bench.ts", "sub/b_bench.ts", "sub/skip/c_bench.ts", "odd.ts"].map((file) =>
      `${name}/${file}`
    );
  await using project = await Project.create({
    ...files([
      ...["a", "b", "many/c", "many/not", "deep/in", "out", "npm"].flatMap(member),
      "root_bench.ts",
      "deep/own_bench.ts",
    ]),
    "deno.json": JSON.stringify({
      workspace: ["./b", "a", "many/*", "!many/not", "deep/in", "gone", "npm"],
      exclude: ["out"],
      bench: { exclude: ["**/skip/**"], include: ["root_bench.ts", "a/", "deep", "b/odd.ts"] },
    }),
    "a/deno.json": '{ "bench": { "include": ["sub/"], }, /* and a comment */ }',
    "b/deno.json": "{}",
    "many/c/deno.json": '{ "name": "@x/c", "version": "1.0.0", "exports": "./odd.ts" }',
    "many/not/package.json": "{}",
    "deep/in/deno.jsonc": '{ "bench": { "exclude": ["sub/b_bench.ts"] } }',
    "npm/package.json": "{}",
  });
  await t.step("in the root", () => assertAsDeno(project.folder, []));
  await t.step(
    "in a member",
    () => assertAsDeno(project.path("a"), ["../b", "../root_bench.ts", "../out", "."]),
  );
});

Deno.test("findBenchFiles() respects the lists in the configuration", async () => {
  await using project = await Project.create(files([
    "a_bench.ts",
    "marks/b_bench.ts",
    "marks/plain.ts",
    "marks/skip/c_bench.ts",
    "out/d_bench.ts",
    "out/keep/e_bench.ts",
    "vendor/f_bench.ts",
    ".g_bench.ts",
    ".hidden/h_bench.ts",
  ]));
  const cases: [config: unknown, patterns: string[], ignore: string[], found: string[]][] = [
    [
      { bench: { include: ["out/keep/e_bench.ts", "marks/"], exclude: ["marks/skip"] } },
      ...[[], [], ["out/keep/e_bench.ts", "marks/b_bench.ts"]] as [string[], string[], string[]],
    ],
    [
      { exclude: ["out", "!out/keep"], bench: { exclude: ["marks", "vendor", ".*"] } },
      ...[[], [], ["a_bench.ts", "out/keep/e_bench.ts"]] as [string[], string[], string[]],
    ],
    [
      { exclude: ["out"], vendor: true, bench: { include: ["**/*.ts"] } },
      [],
      [],
      ["a_bench.ts", "marks/b_bench.ts", "marks/plain.ts", "marks/skip/c_bench.ts"],
    ],
    // Ignored paths replace those that the configuration excludes.
    [{ exclude: ["out"] }, ["out"], ["out/keep"], ["out/d_bench.ts"]],
    [{ exclude: ["out"] }, ["out", "out/d_bench.ts"], [], []],
    [{ bench: { include: [] } }, [], [], []],
    [
      { bench: { include: ["https://example.com/x_bench.ts", "out/keep"] } },
      [],
      [],
      ["https://example.com/x_bench.ts", "out/keep/e_bench.ts"],
    ],
    [{}, ["nothing/*.ts"], [], []],
    [{}, ["vendor/f_bench.ts", "*"], [], ["vendor/f_bench.ts", "a_bench.ts"]],
    [{ vendor: true }, ["vendor/f_bench.ts", ".h*/.?/**", ".*"], [], [".g_bench.ts"]],
    [{}, ["**/?_bench.ts"], ["marks", "out", "vendor"], ["a_bench.ts"]],
    [{}, ["marks/{plain,b_bench}.ts", "gone.ts"], [], ["marks/{plain,b_bench}.ts", "gone.ts"]],
    [{}, [toFileUrl(project.path("marks/plain.ts")).href], [], ["marks/plain.ts"]],
  ];
  for (const [config, patterns, ignore, expected] of cases) {
    await project.write("deno.json", JSON.stringify(config));
    const found = await findBenchFiles(project.folder, patterns, { ignore });
    assertEquals(found, expected, JSON.stringify([config, patterns, ignore]));
  }
});

Deno.test({
  ...needs(
    "links",
    "findBenchFiles() skips what it cannot read, and refuses a broken configuration",
  ),
  async fn() {
    await using project = await Project.create(files(["in/a_bench.ts", "in/loop/b_bench.ts"]));
    await Deno.symlink("round", project.path("in/round"));
    assertEquals(await findBenchFiles(project.folder, ["in/round", "in"], { ignore: [] }), [
      "in/round",
      "in/a_bench.ts",
      "in/loop/b_bench.ts",
    ]);
    for (const text of ["{", "[]", '{ "bench": { "include": "in" } }', '{ "exclude": [1] }']) {
      await project.write("deno.json", text);
      await assertRejects(() => findBenchFiles(project.folder, [], { ignore: [] }), Failure);
      assertEquals(
        await findBenchFiles(project.folder, ["in/a*"], { ignore: [], config: "none" }),
        [
          "in/a_bench.ts",
        ],
      );
    }
  },
});

Deno.test("parsePattern() refuses a URL that names no file", () => {
  assertThrows(() => parsePattern("file:///%FF", "/"), Failure, "Cannot use file:///%FF");
});

Deno.test("a glob with many stars is matched in linear time", async () => {
  await using project = await Project.create(files([`${"a".repeat(120)}_bench.ts`]));
  const glob = `${"*a".repeat(40)}*b`;
  assertEquals(await findBenchFiles(project.folder, [glob], { ignore: [] }), []);
  const deep = `**/${"**/a*/".repeat(12)}*.ts`;
  assertEquals(await findBenchFiles(project.folder, [deep], { ignore: [] }), []);
});
