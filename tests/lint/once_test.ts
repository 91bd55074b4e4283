// What several modules need is written in one of them.
import { assertEquals } from "@std/assert";

const scripts = new URL("../../scripts/", import.meta.url);

/** The paths of modules in a folder, with their code; lines that are comments are left out. */
async function readModules(folder: URL): Promise<(readonly [path: string, code: string])[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const found = await Promise.all(entries.map(async ({ name, isDirectory }) => {
    if (isDirectory) return await readModules(new URL(`${name}/`, folder));
    if (!name.endsWith(".ts")) return [];
    const url = new URL(name, folder);
    const code = (await Deno.readTextFile(url)).replaceAll(/^\s*(?:\/?\*|\/\/).*$/gm, "");
    return [[url.href.slice(scripts.href.length), code] as const];
  }));
  return found.flat();
}

const ONCE: readonly (readonly [what: string, pattern: RegExp, module: string])[] = [
  ["the name of the configuration", /benchline\.jsonc/, "result/config_file.ts"],
  ["how shells quote a word", /replaceAll\("'", `'\\\\''`\)/, "cli/shell_quotes.ts"],
];

for (const [what, pattern, module] of ONCE) {
  Deno.test(`${what} is written in one module`, async () => {
    const modules = (await readModules(scripts)).filter(([, code]) => pattern.test(code));
    assertEquals(modules.map(([path]) => path), [module]);
  });
}
