/** The files that a pattern stands for, which shells do not resolve on every system. @module */
import { Failure } from "../result/failure.ts";
import { compileGlob } from "../result/glob.ts";
import type { CommandIo } from "./io.ts";

const WILD = /[*?[{]/;

/**
 * The files that a path stands for, in the order of their names. `*`, `?`, `[a-z]` and `{a,b}` may be
 * in any part of it, and a part `**` stands for any number of folders; what begins with a dot is found
 * only by a part that does. A path that is a file stands for itself, whatever is in its name.
 *
 * @throws {Failure} If a pattern finds no file, or a folder cannot be read.
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
    // Two `**` lead to a folder in several ways.
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
      // Folders that are named need not be readable.
      const below = WILD.test(parts[depth]!)
        ? (await io.listFolders(folder || ".")).filter(isName)
        : [parts[depth]!];
      for (const name of below) open.push({ folder: `${folder}${name}/`, depth: depth + 1 });
    }
  }
  if (files.size === 0) throw new Failure(`Cannot read ${pattern}: no such file`);
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
