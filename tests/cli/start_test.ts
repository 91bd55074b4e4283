// Checks that a command works the same whether its main module is a path, a URL or a specifier.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { scriptOf } from "../../scripts/cli/started_script.ts";
import { type Ended, Project, runIn, scripts } from "../project.ts";

const JSR = "https://jsr.io/@benchline/benchline/0.1.0/scripts/";

Deno.test("scriptOf() recognises the scripts of this program, however they were requested", () => {
  const rows: [mainModule: string, folder: string, script: string | undefined][] = [
    ["file:///a/scripts/run.ts", "file:///a/scripts/", "run"],
    ["file:///b/scripts/run.ts", "file:///a/scripts/", undefined],
    ["file:///a/scripts/cli/start.ts", "file:///a/scripts/", undefined],
    ["https://a.test/v1/scripts/compare.ts", "https://a.test/v1/scripts/", "compare"],
    ["https://a.test/scripts/compare.ts", JSR, undefined],
    [`${JSR}benchline.ts`, JSR, "benchline"],
    ["jsr:@benchline/benchline/cli", JSR, "benchline"],
    ["jsr:/@benchline/benchline@0.1/cli", JSR, "benchline"],
    ["jsr:@benchline/benchline@^0.1.0/cli", JSR, "benchline"],
    ["jsr:@benchline/benchline/compare", JSR, "compare"],
    ["jsr:@benchline/benchline@0.1.0", JSR, undefined],
    ["jsr:@benchline/other/compare", JSR, undefined],
    ["jsr:@other/benchline/compare", JSR, undefined],
  ];
  for (const [mainModule, folder, script] of rows) {
    assertEquals(scriptOf(mainModule, folder), script, mainModule);
  }
});

Deno.test("scriptOf() recognises every export of the package that is a script", async () => {
  const path = new URL("../deno.json", scripts);
  const { name, exports } = JSON.parse(await Deno.readTextFile(path)) as {
    name: string;
    exports: Record<string, string>;
  };
  const found = Object.entries(exports).filter(([, file]) => file.startsWith("./scripts/"));
  assert(found.length > 10);
  for (const [key, file] of found) {
    assertEquals(`./scripts/${scriptOf(`jsr:${name}/${key.slice(2)}`, JSR)}.ts`, file);
  }
});

/** Starts a command by a main module whose URL does not name it, as after a redirect. */
async function startElsewhere(body: string, ...flags: string[]): Promise<Ended> {
  const start = new URL("cli/start.ts", scripts).href;
  await using project = await Project.create({
    "main.ts": `import { startCommand } from ${JSON.stringify(start)};
      startCommand("compare", async (args, io, interrupt) => { ${body} });`,
    "old.ts": `Object.defineProperty(Deno, "version", { value: { deno: "2.7.14" } });`,
  });
  const options = ["--quiet", "--no-prompt", "--no-config", "--no-check", ...flags];
  return await runIn(project, "deno", ["run", ...options, project.path("main.ts")]);
}

Deno.test("a command ends with 70 after a fault even if the main module does not name it", async () => {
  const later = "await new Promise((done) => setTimeout(done, 10_000));";
  const faults = [
    `setTimeout(() => { throw new TypeError("broken"); }); ${later}`,
    `Promise.reject(new TypeError("broken")); ${later}`,
  ];
  for (const fault of faults) {
    const { code, error } = await startElsewhere(fault);
    assertEquals(code, 70, error);
    assertMatch(
      error,
      /^error: This is a fault in benchline: TypeError: broken; .*, compare, .*\n$/,
    );
  }
});

Deno.test("a command can be stopped and refuses an old Deno even if the main module does not name it", async () => {
  const stopped = await startElsewhere("io.writeOut(`${interrupt?.aborted}`); return 0;");
  assertEquals([stopped.code, stopped.out], [0, "false"], stopped.error);
  const old = await startElsewhere("return 0;", "--preload=old.ts");
  assertEquals(old.code, 2, old.error);
  assertStringIncludes(old.error, "error: Cannot run on Deno 2.7.14: ");
});
