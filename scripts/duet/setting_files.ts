/** Files beside the configuration that change how Deno runs the same module. @module */
import { join } from "../deps/std/path/mod.ts";
import { lookAt } from "../measure/collect_files.ts";
import type { Versions } from "./lock_files.ts";

/** Compiler options for all modules of a folder. */
const COMPILER = /(?:^|\/)tsconfig[^/]*\.json$/;
/** Files that these may extend. The effects of deno.json itself are known. */
const JSON_FILE = /(?:^|\/)(?!deno\.)[^/]*\.jsonc?$/;
const PACKAGE_JSON = /(?:^|\/)package\.json$/;
/** The `type` of an installed package affects only that package. */
const INSTALLED = /(?:^|\/)node_modules\//;
/** No real file has more compiler options. */
const LONGEST = 1 << 20;

/**
 * Returns a sentence on the first differing file that changes how Deno runs any module; null if
 * there is none. These are tsconfig.json and the files that it may extend, and package.json, whose
 * `type` says whether `.js` and `.ts` in its folder are CommonJS.
 *
 * @param differing Paths from the top level.
 */
export async function whySettingsDiffer(
  differing: readonly string[],
  tops: Versions,
): Promise<string | null> {
  for (const path of differing) {
    if (COMPILER.test(path)) return `${path} differs`;
    if (!JSON_FILE.test(path) || INSTALLED.test(path)) continue;
    const [before, now] = await Promise.all([
      readShort(join(tops.baseline, path)),
      readShort(join(tops.current, path)),
    ]);
    if (PACKAGE_JSON.test(path)) {
      if (typesIn(before) !== typesIn(now)) return `type in ${path} differs`;
    } else if ([before, now].some((text) => text?.includes('"compilerOptions"'))) {
      return `${path} differs`;
    }
  }
  return null;
}

/** Null if the file cannot be seen or is too long. */
async function readShort(path: string): Promise<string | null> {
  return await lookAt(path, async () => {
    const { isFile, size } = await Deno.stat(path);
    return isFile && size <= LONGEST ? await Deno.readTextFile(path) : null;
  });
}

/** Without a package.json, that of a folder further up counts. */
function typesIn(text: string | null): string | null {
  if (text === null) return null;
  return [...text.matchAll(/"type"\s*:\s*"(module|commonjs)"/g)].map(([, type]) => type).join();
}
