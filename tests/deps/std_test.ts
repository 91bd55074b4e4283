// The type checker accepts a name that a stand-in's .d.ts declares but that does not exist at run
// time, so these tests load each stand-in and look up every declared name.
import { assert, assertEquals } from "@std/assert";
import { parse as parseJsonc } from "@std/jsonc/parse";
import { parseArgs } from "@std/cli/parse-args";

const deps = new URL("../../scripts/deps/", import.meta.url);

/** Returns every module below `folder` that has handwritten declarations beside it. */
async function* declaredModules(folder: URL): AsyncGenerator<URL> {
  for await (const entry of Deno.readDir(folder)) {
    const url = new URL(entry.name + (entry.isDirectory ? "/" : ""), folder);
    if (entry.isDirectory) yield* declaredModules(url);
    else if (entry.name.endsWith(".d.ts")) yield new URL(url.href.replace(".d.ts", ".ts"));
  }
}

Deno.test("every name that a stand-in declares exists at run time", async () => {
  let modules = 0;
  for await (const url of declaredModules(deps)) {
    const declarations = await Deno.readTextFile(new URL(url.href.replace(/\.ts$/, ".d.ts")));
    const names = [...declarations.matchAll(/^export declare (?:function|class|const) (\w+)/gm)]
      .map((match) => match[1]!);
    const loaded: Record<string, unknown> = await import(url.href);
    assert(names.length > 0, `${url} declares no names`);
    assertEquals(Object.keys(loaded).sort(), names.sort(), url.href);
    modules++;
  }
  assert(modules >= 6, `only ${modules} stand-ins were found`);
});

Deno.test("the bare names reach working code", () => {
  assertEquals(parseJsonc("[1, /* two */ 2,]"), [1, 2]);
  assertEquals(parseArgs(["--rounds", "3"])["rounds"], 3);
});
