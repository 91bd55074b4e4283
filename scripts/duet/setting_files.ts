/** Files beside the configuration by which Deno runs the same module differently. @module */
import { join } from "../deps/std/path/mod.ts";
import { lookAt } from "../measure/collect_files.ts";
import type { Versions } from "./lock_files.ts";

/** Compiler options for all modules of a folder. */
const COMPILER = /(?:^|\/)tsconfig[^/]*\.json$/;
/** Files that one of those may extend; of deno.json it is known what it decides. */
const JSON_FILE = /(?:^|\/)(?!deno\.)[^/]*\.jsonc?$/;
const PACKAGE_JSON = /(?:^|\/)package\.json$/;
/** The type of an installed package decides about itself alone. */
const INSTALLED = /(?:^|\/)node_modules\//;
/** Nobody writes more compiler options. */
const LONGEST = 1 << 20;

/**
 * Which of the files that differ is one by which Deno runs any module differently, in a sentence, or
 * null: tsconfig.json and what it may extend, and package.json, whose `type` tells whether `.js` and
 * `.ts` in its folder are CommonJS.
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

/** Null where there is none to be seen, or it is too long. */
async function readShort(path: string): Promise<string | null> {
  return await lookAt(path, async () => {
    const { isFile, size } = await Deno.stat(path);
    return isFile && size <= LONGEST ? await Deno.readTextFile(path) : null;
  });
}

/** Where there is no package.json, the one of a folder further up decides. */
function typesIn(text: string | null): string | null {
  if (text === null) return null;
  return [...text.matchAll(/"type"\s*:\s*"(module|commonjs)"/g)].map(([, type]) => type).join();
}
