/** Which files differ between two checkouts, whatever git reports. @module */
import { join, relative } from "../deps/std/path/mod.ts";
import { runGit } from "../git/git.ts";
import { isWithin } from "../git/repository.ts";
import { lookAt } from "../measure/collect_files.ts";
import { slashed } from "../measure/path_patterns.ts";
import { Failure } from "../result/failure.ts";
import type { Versions } from "./lock_files.ts";
import { placesAround } from "./places_around.ts";

/** Which files to compare. */
export interface DifferingOptions {
  /** Whether ignored files and installed packages count. */
  readonly ignored: boolean;
  /**
   * Absolute paths of files and folders that do not count, since they are written during the
   * comparison.
   */
  readonly except: readonly string[];
}

/** The tag with which git lists a file that it does not track. */
const UNTRACKED = "?";
/** Bytes of a file that are read at a time. */
const CHUNK = 1 << 20;

/**
 * Returns the files of two checkouts that differ, and links to such files. A file that only one
 * checkout has differs.
 *
 * @param tops The top levels, as real paths.
 * @returns Paths from the top level with forward slashes, sorted.
 * @throws {Failure} If git cannot list the files of one.
 */
export async function findDifferingFiles(
  tops: Versions,
  { ignored, except }: DifferingOptions,
): Promise<string[]> {
  const lists = [await listFiles(tops.baseline, ignored), await listFiles(tops.current, ignored)];
  const paths = [...new Set(lists.flat())].filter((path) =>
    !except.some((output) => isWithin(join(tops.current, path), output))
  ).sort();
  const differing: string[] = [];
  const links: [path: string, target: string][] = [];
  for (const path of paths) {
    const [baseline, current] = await lookAtBoth(tops, path);
    if (!await isSame(baseline, current)) differing.push(path);
    for (const [entry, top] of [[baseline, tops.baseline], [current, tops.current]] as const) {
      const target = entry.info?.isSymlink ? await targetOf(entry.path, top) : null;
      if (target !== null) links.push([path, target]);
    }
  }
  const around = new Set(differing.flatMap(placesAround));
  const led = links.filter(([, target]) => around.has(target)).map(([path]) => path);
  return [...new Set([...differing, ...led])].sort();
}

/** Installed packages that git does not have belong to the checkout only if a command made them. */
async function listFiles(top: string, ignored: boolean): Promise<string[]> {
  const which = ["--cached", "--others", ...(ignored ? [] : ["--exclude-standard"])];
  const { success, output, complaint } = await runGit(
    ["ls-files", "-z", "-t", ...which],
    { cwd: top },
  );
  if (!success) throw new Failure(`Cannot list the files in ${top}: ${complaint}`);
  return output.split("\0").flatMap((line) => {
    // A tag and a space come before the path, and a repository within this one has a slash after it.
    const path = line.slice(2).replace(/\/$/, "");
    const isLeftOut = line.startsWith(UNTRACKED) && !ignored &&
      path.split("/").includes("node_modules");
    return path === "" || isLeftOut ? [] : [path];
  });
}

/** Returns what is at a path, without following links; null if nothing can be seen there. */
interface Entry {
  readonly path: string;
  readonly info: Deno.FileInfo | null;
}

async function lookAtBoth(tops: Versions, path: string): Promise<[Entry, Entry]> {
  const look = async (top: string) => {
    const place = join(top, path);
    return { path: place, info: await lookAt(place, () => Deno.lstat(place)) };
  };
  return await Promise.all([look(tops.baseline), look(tops.current)]);
}

/** Returns the target of a link, if that is within the checkout. */
async function targetOf(path: string, top: string): Promise<string | null> {
  const target = await lookAt(path, () => Deno.realPath(path));
  return target !== null && isWithin(target, top) ? slashed(relative(top, target)) : null;
}

/** Whether both are the same file, link or folder, or neither exists. */
async function isSame(one: Entry, other: Entry): Promise<boolean> {
  const [a, b] = [one.info, other.info];
  // A name that is not text cannot be looked up, and what cannot be seen may differ.
  if (a === null || b === null) return a === b && !one.path.includes("\ufffd");
  if (a.isSymlink || b.isSymlink) {
    return a.isSymlink && b.isSymlink &&
      await Deno.readLink(one.path) === await Deno.readLink(other.path);
  }
  if (a.isDirectory || b.isDirectory) {
    return a.isDirectory && b.isDirectory && await isSameFolder(one.path, other.path);
  }
  return a.size === b.size && await isSameContent(one.path, other.path, a.size);
}

async function isSameFolder(one: string, other: string): Promise<boolean> {
  const names = new Set<string>();
  for (const folder of [one, other]) {
    for await (const { name } of Deno.readDir(folder)) if (name !== ".git") names.add(name);
  }
  for (const name of names) {
    if (!await isSame(...await lookAtBoth({ baseline: one, current: other }, name))) return false;
  }
  return true;
}

async function isSameContent(one: string, other: string, size: number): Promise<boolean> {
  if (size <= CHUNK) return isSameBytes(await Deno.readFile(one), await Deno.readFile(other));
  using a = await Deno.open(one);
  using b = await Deno.open(other);
  for (;;) {
    const [left, right] = [await readChunk(a), await readChunk(b)];
    if (!isSameBytes(left, right)) return false;
    if (left.length === 0) return true;
  }
}

function isSameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** Reads as many bytes as there are, up to a chunk. */
async function readChunk(file: Deno.FsFile): Promise<Uint8Array> {
  const chunk = new Uint8Array(CHUNK);
  let length = 0;
  while (length < CHUNK) {
    const read = await file.read(chunk.subarray(length));
    if (read === null) break;
    length += read;
  }
  return chunk.subarray(0, length);
}
