/** What benchmarks of a version may read in the project, according to their permissions. @module */
import { relative, resolve } from "../deps/std/path/mod.ts";
import { isWithin } from "../git/repository.ts";
import { lookAt } from "../measure/collect_files.ts";
import { parseDenoFlags } from "../result/deno_flags.ts";
import { slashed } from "../measure/path_patterns.ts";
import type { Place } from "./file_facts.ts";

/** Permissions by which any file can be read: through other programs, native code or a server. */
const ALL = ["allow-all", "allow-run", "allow-ffi", "allow-net"];

/**
 * Returns the files and folders that may be read. Denied paths are not subtracted, so these may be
 * too many.
 *
 * @returns Paths from the top level with forward slashes. The empty path stands for everything.
 */
export async function readablePaths(
  { side, root, top, otherTop }: Pick<Place, "side" | "root" | "top" | "otherTop">,
): Promise<string[]> {
  const flags = parseDenoFlags(side.givenFlags);
  if (flags.some(({ name }) => ALL.includes(name))) return [""];
  const paths = new Set<string>();
  for (const { name, value } of flags) {
    if (name !== "allow-read") continue;
    // A comma in a path is doubled.
    if (value === null || value.includes(",,")) return [""];
    for (const text of value.split(",")) {
      const path = resolve(root, text);
      const real = await lookAt(path, () => Deno.realPath(path));
      for (const one of [path, real ?? path]) {
        for (const folder of [top, otherTop]) {
          if (isWithin(folder, one)) return [""];
          if (isWithin(one, folder)) paths.add(slashed(relative(folder, one)));
        }
      }
    }
  }
  return [...paths];
}
