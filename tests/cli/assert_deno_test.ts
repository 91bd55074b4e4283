// Checks that too old a Deno is refused before it fails on a feature that it lacks.
import { assertEquals, assertGreater, assertStringIncludes, assertThrows } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { assertDeno, OLDEST_DENO } from "../../scripts/cli/assert_deno.ts";
import { COMMANDS } from "../../scripts/cli/commands.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { Project, runIn, scripts } from "../project.ts";

Deno.test("assertDeno() refuses older versions, comparing numbers rather than letters", () => {
  for (const version of ["1.46.3", "2", "2.8.3", "2.8.3+1234567"]) {
    assertThrows(
      () => assertDeno(version),
      Failure,
      `Cannot run on Deno ${version}: benchline needs Deno ${OLDEST_DENO} or newer`,
    );
  }
  for (const version of ["2.9.0", "2.10.0", "2.9.0-rc.1", "2.9.6+1234567", "3.0.0", "3"]) {
    assertDeno(version);
  }
});

Deno.test("README.md and the workflow name the oldest Deno that benchline supports", async () => {
  const [readme, workflow] = await Promise.all(
    ["README.md", ".github/workflows/ci.yml"].map((path) =>
      Deno.readTextFile(new URL(`../../${path}`, import.meta.url))
    ),
  );
  assertStringIncludes(readme!, `Deno](https://deno.com) ${OLDEST_DENO} or newer`);
  assertStringIncludes(workflow!, `deno: ${OLDEST_DENO}`);
});

Deno.test("every command refuses an old Deno before its other modules run", async (t) => {
  await using project = await Project.create({
    "pretend.ts": `Object.defineProperty(Deno, "version", { value: { deno: "2.7.14" } });`,
    "throw.ts": `export let wrapText, wrapName;\nthrow new Error("another module runs");`,
  });
  // Every command loads this module, but not before it refuses an old Deno.
  const imports = { [new URL("report/wrap.ts", scripts).href]: project.path("throw.ts") };
  await project.write("map.json", JSON.stringify({ imports }));
  for (const name of [...Object.keys(COMMANDS), "benchline"]) {
    await t.step(name, async () => {
      const { code, out, error } = await runIn(project, "deno", [
        "run",
        ...["--quiet", "--no-prompt", "--no-check", "--no-config", "--import-map=map.json"],
        "--preload=pretend.ts",
        fromFileUrl(new URL(`${name}.ts`, scripts)),
      ]);
      assertEquals([code, out, error], [
        2,
        "",
        `error: Cannot run on Deno 2.7.14: benchline needs Deno ${OLDEST_DENO} or newer; run "deno upgrade"\n`,
      ]);
    });
  }
});

Deno.test("no static import needs a feature that an old Deno lacks", async () => {
  const texts = new Set<string>();
  const imported = new Set<string>();
  const refused: string[] = [];
  for (const [url, code] of await readModules(scripts)) {
    for (const [, path] of code.matchAll(/\bimport\("([^"]+)", \{\s*with: \{ type: "text" \}/g)) {
      texts.add(new URL(path!, url).href);
    }
    // These modules are only sent to processes as texts.
    if (url.includes("/inside/")) continue;
    const statics = /^(?:import|export) (?!type )[^;"]*?from "([^"]+)".*;/gm;
    for (const [line, path] of code.matchAll(statics)) {
      if (line.includes('type: "text"') || path === "node:sqlite") refused.push(`${url}: ${line}`);
      if (path!.startsWith(".")) imported.add(new URL(path!, url).href);
    }
  }
  assertEquals(refused, []);
  assertGreater(texts.size, 10);
  // A module that is imported both ways counts as a static import of a text.
  assertEquals([...texts.intersection(imported)], []);
});

/** Reads the code of the modules in a folder, by their URLs. */
async function readModules(folder: URL): Promise<Map<string, string>> {
  const modules = new Map<string, string>();
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const url = new URL(isDirectory ? `${name}/` : name, folder);
    if (isDirectory) {
      for (const [inner, code] of await readModules(url)) modules.set(inner, code);
    } else if (name.endsWith(".ts")) modules.set(url.href, await Deno.readTextFile(url));
  }
  return modules;
}
