// Checks that lists in the documentation are complete: verdicts, formats, inputs, versions,
// settings.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { gitlabJob } from "../../scripts/command/init/gitlab_workflow.ts";
import { COMPARISON_FORMATS } from "../../scripts/report/comparison/formats.ts";
import { describeVerdict } from "../../scripts/report/describe.ts";
import { RESULT_FORMATS } from "../../scripts/report/result/formats.ts";
import { IMPORT_FORMATS } from "../../scripts/result/import/names.ts";
import { SCHEMA_VERSION } from "../../scripts/result/schema.ts";
import { COMPARISON_VERSION, VERDICTS } from "../../scripts/verdict/comparison.ts";
import { parseConfig } from "../../scripts/verdict/config.ts";
import habits from "../lint/habits.ts";
import { blocksOf } from "./markdown.ts";
import { listPaths, readFile, readPages } from "./pages.ts";

/** Returns the first column of the table whose heading begins with a text, without backticks. */
function firstColumn(page: string, heading: string): string[] {
  const lines = page.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} `));
  assert(start >= 0, `There is no table of ${heading}`);
  const rows = lines.slice(start + 2);
  return rows.slice(0, rows.findIndex((line) => !line.startsWith("|")))
    .map((row) => row.split("|")[1]!.replaceAll("`", "").trim());
}

Deno.test("the documentation lists every verdict", async () => {
  const listed = firstColumn(await readFile("docs/comparing.md"), "verdict");
  assertEquals(new Set(listed), new Set(VERDICTS.map(describeVerdict)));
  const short = firstColumn(await readFile("README.md"), "verdict");
  assertEquals(short.filter((verdict) => !listed.includes(verdict)), []);
});

Deno.test("the documentation lists every format", async () => {
  const comparing = await readFile("docs/comparing.md");
  assertEquals(
    firstColumn(comparing, "of a comparison"),
    COMPARISON_FORMATS.map(({ name }) => name),
  );
  for (const { name } of RESULT_FORMATS.filter(({ name }) => !/^(terminal|json)$/.test(name))) {
    assertStringIncludes(comparing, `\`${name}\``);
  }
  const imported = firstColumn(await readFile("docs/other_harnesses.md"), "`--from`");
  assertEquals(
    imported.flatMap((names) => names.split(", ")).sort(),
    [...IMPORT_FORMATS].sort(),
  );
});

Deno.test("the documentation lists exactly the inputs of the action", async () => {
  const inputs = /^inputs:\n([^]*?)^outputs:/m.exec(await readFile("action.yml"))![1]!;
  for (const name of firstColumn(await readFile("docs/ci.md"), "input")) {
    assertStringIncludes(inputs, `\n  ${name}:\n`);
  }
});

Deno.test("the job for GitLab in the documentation is the one that init writes", async () => {
  const jobs = blocksOf(await readFile("docs/ci.md")).map(({ text }) => text)
    .filter((text) => text.includes("merge_request"));
  const home = /https:\S*(?=scripts\/)/.exec(jobs[0]!)![0];
  assertEquals(jobs, [gitlabJob(home, { up: "", member: "" }, null)]);
});

Deno.test("the documentation names the versions of the documents", async () => {
  const text = (await readFile("docs/library.md")).replaceAll(/\s+/g, " ");
  assertStringIncludes(text, `JSON, version ${SCHEMA_VERSION}:`);
  assertStringIncludes(text, `(version ${COMPARISON_VERSION})`);
});

Deno.test("every configuration in the documentation is valid", async () => {
  const blocks = (await readPages()).filter(({ path }) => path.startsWith("docs/"))
    .flatMap(({ path, text }) => blocksOf(text).map((block) => ({ path, ...block })))
    .filter(({ language }) => language === "jsonc");
  assert(blocks.length >= 2);
  for (const { path, line, text } of blocks) parseConfig(text, `${path}:${line}`);
});

Deno.test("ARCHITECTURE.md lists every folder of scripts/ and of its parts", async () => {
  const [map] = blocksOf(await readFile("ARCHITECTURE.md"));
  const sections = new Map(
    map!.text.split(/^(?=\S)/m).map((section) => [/^\S+/.exec(section)![0], section]),
  );
  const folders = new Set(
    (await listPaths("scripts/")).map((path) => path.slice(0, path.lastIndexOf("/") + 1)),
  );
  for (const folder of folders) {
    const [, part, inner] = /^(scripts\/\w+\/)(\w+\/)?$/.exec(folder) ?? [];
    if (part === undefined) continue;
    const section = sections.get(part);
    assert(section !== undefined, `${part} is not listed`);
    // The folders have the names of the commands.
    if (inner !== undefined && part !== "scripts/command/") {
      assertStringIncludes(section, `\n  ${inner} `);
    }
  }
});

Deno.test("every file and folder that ARCHITECTURE.md and CONTRIBUTING.md name exists", async () => {
  const folders = ["scripts/", "tests/", "kernels/", "benchmarks/", "docs/", ".github/", ".ci/"];
  const paths = (await Promise.all(folders.map(listPaths))).flat().map((path) => `/${path}`);
  for (const page of ["ARCHITECTURE.md", "CONTRIBUTING.md"]) {
    const named = (await readFile(page)).matchAll(/`((?:[\w.]+\/)*[\w.]+(?:\.ts|\.yml|\/))`/g);
    for (const [, name] of named) {
      // Folders and files that are created by commands, or by readers of the page.
      if (/NAME|^\.git\/$/.test(name!)) continue;
      const isThere = (path: string) =>
        name!.endsWith("/") ? path.includes(`/${name}`) : path.endsWith(`/${name}`);
      assert(paths.some(isThere), `${page} names ${name}`);
    }
  }
});

Deno.test("CONTRIBUTING.md names every lint rule of this project", async () => {
  const page = await readFile("CONTRIBUTING.md");
  for (const rule of Object.keys(habits.rules)) assertStringIncludes(page, `\`${rule}\``);
});
