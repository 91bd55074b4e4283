/** Expands patterns of file names, which not every shell does. @module */
import { Failure } from "../result/failure.ts";
import { compileGlob } from "../result/glob.ts";
import type { CommandIo } from "./io.ts";

const WILD = /[*?[{]/;

/**
 * Returns the files that a path matches, sorted by name. Any part of it may contain `*`, `?`,
 * `[a-z]` and `{a,b}`, and a part `**` matches any number of folders. Only a part that begins with
 * a dot matches names that do. A path that is a file matches itself, whatever its name contains.
 *
 * @throws {Failure} If a pattern matches no file, or a folder cannot be read.
 */
export async function expandPattern(
  pattern: string,
  io: Pick<CommandIo, "isFile" | "listFiles" | "listFolders">,
): Promise<string[]> {
  if (!WILD.test(pattern) || await io.isFile(pattern)) return [pattern];
  const parts = pattern.split(/[/\\]+/);
  const names = parts.map((part) => part === "**" ? null : compileName(part));
  const files = new Set<string>();
  const begin = parts[0] === "" ? { folder: "/", depth: 1 } : { folder: "", depth: 0 };
  const known = new Set<string>();
  const open = [begin];
  for (const { folder, depth } of open) {
    // With two `**`, several ways lead to the same folder.
    const key = `${depth} ${folder}`;
    if (known.has(key)) continue;
    known.add(key);
    const [isName, isLast] = [names[depth]!, depth === parts.length - 1];
    if (isName === null) {
      if (isLast) addFiles(files, folder, await io.listFiles(folder || "."), ANY_NAME);
      else open.push({ folder, depth: depth + 1 });
      for (const name of await io.listFolders(folder || ".")) {
        if (ANY_NAME(name)) open.push({ folder: `${folder}${name}/`, depth });
      }
    } else if (isLast) addFiles(files, folder, await io.listFiles(folder || "."), isName);
    else {
      // A folder without wildcards need not be readable.
      const below = WILD.test(parts[depth]!)
        ? (await io.listFolders(folder || ".")).filter(isName)
        : [parts[depth]!];
      for (const name of below) open.push({ folder: `${folder}${name}/`, depth: depth + 1 });
    }
  }
  if (files.size === 0) throw new Failure(`Cannot read ${pattern}: there is no such file`);
  return [...files].sort();
}

function addFiles(
  files: Set<string>,
  folder: string,
  names: readonly string[],
  matches: (name: string) => boolean,
): void {
  for (const name of names) if (matches(name)) files.add(`${folder}${name}`);
}

function compileName(part: string): (name: string) => boolean {
  if (!WILD.test(part)) return (name) => name === part;
  const matches = compileGlob(part);
  return part.startsWith(".") ? matches : (name) => ANY_NAME(name) && matches(name);
}

const ANY_NAME = (name: string) => !name.startsWith(".");
