// The stack holds some 120,000 arguments, and a document may have more of anything.
import { assertEquals } from "@std/assert";

const SPREAD = /\b(?:push|unshift|splice|min|max|concat|fromCharCode|append)\(\s*\.\.\.|\.apply\(/;

async function* sourcesIn(folder: URL): AsyncGenerator<URL> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* sourcesIn(new URL(`${name}/`, folder));
    else if (name.endsWith(".ts")) yield new URL(name, folder);
  }
}

/** Lines that spread a list into the arguments of a call. */
function findSpreads(source: string): string[] {
  return source.split("\n").filter((line) => SPREAD.test(line) && !line.includes("Reflect.apply("));
}

Deno.test("no list is spread into the arguments of a call", async () => {
  const found: string[] = [];
  for await (const url of sourcesIn(new URL("../../scripts/", import.meta.url))) {
    for (const line of findSpreads(await Deno.readTextFile(url))) found.push(`${url}: ${line}`);
  }
  assertEquals(found, []);
});

Deno.test("findSpreads() tells a call from a list", () => {
  assertEquals(findSpreads("a.push(...b);\nconst c = [...d];\nMath.max( ...e)").length, 2);
});
