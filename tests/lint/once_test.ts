// Checks that what several modules need is written in only one of them.
import { assertEquals } from "@std/assert";
import { listPaths, readFile } from "../docs/pages.ts";

/** Returns the code of a module without lines of comments. */
async function readCode(path: string): Promise<string> {
  return (await readFile(path)).replaceAll(/^\s*(?:\/?\*|\/\/).*$/gm, "");
}

const ONCE: readonly (readonly [what: string, pattern: RegExp, module: string])[] = [
  ["the name of the configuration", /benchline\.jsonc/, "scripts/result/config_file.ts"],
  [
    "the quoting of words for shells",
    /replaceAll\("'", `'\\\\''`\)/,
    "scripts/cli/shell_quotes.ts",
  ],
];

for (const [what, pattern, module] of ONCE) {
  Deno.test(`${what} is written in one module`, async () => {
    const paths = (await listPaths("scripts/")).filter((path) => path.endsWith(".ts"));
    const codes = await Promise.all(paths.map(readCode));
    assertEquals(paths.filter((_, index) => pattern.test(codes[index]!)), [module]);
  });
}
