// What several modules need is written in one of them.
import { assertEquals } from "@std/assert";
import { listPaths, readFile } from "../docs/pages.ts";

/** The code of a module; lines that are comments are left out. */
async function readCode(path: string): Promise<string> {
  return (await readFile(path)).replaceAll(/^\s*(?:\/?\*|\/\/).*$/gm, "");
}

const ONCE: readonly (readonly [what: string, pattern: RegExp, module: string])[] = [
  ["the name of the configuration", /benchline\.jsonc/, "scripts/result/config_file.ts"],
  ["how shells quote a word", /replaceAll\("'", `'\\\\''`\)/, "scripts/cli/shell_quotes.ts"],
];

for (const [what, pattern, module] of ONCE) {
  Deno.test(`${what} is written in one module`, async () => {
    const paths = (await listPaths("scripts/")).filter((path) => path.endsWith(".ts"));
    const codes = await Promise.all(paths.map(readCode));
    assertEquals(paths.filter((_, index) => pattern.test(codes[index]!)), [module]);
  });
}
