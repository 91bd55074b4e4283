/** Collects the files below some folders that lists of patterns choose. @module */
import { join } from "../deps/std/path/mod.ts";
import { Failure } from "../result/failure.ts";
import { isMissing } from "../system/missing.ts";
import {
  isWithin,
  lastMatch,
  type LocalPattern,
  matchesPattern,
  mayMatchWithin,
  type PathPattern,
  slashed,
} from "./path_patterns.ts";

/** Lists that choose files; the paths have forward slashes. */
export interface FilePatterns {
  /** Where to look if `include` does not say. */
  readonly base: string;
  /** Null for all files. */
  readonly include: readonly PathPattern[] | null;
  readonly exclude: readonly PathPattern[];
}

/** How to collect. */
export interface CollectOptions {
  /** The folder of downloaded modules, if the project has one. */
  readonly vendorFolder: string | null;
  /** Whether to take a file that the lists choose. */
  accept(path: string, include: readonly PathPattern[] | null): boolean;
}

/**
 * Walks folders as Deno does: it does not follow links to folders, enters node_modules and .git
 * only if they are named, and skips what cannot be read.
 *
 * @returns Absolute paths with forward slashes, in no particular order.
 */
export async function collectFiles(
  patterns: FilePatterns,
  options: CollectOptions,
): Promise<string[]> {
  const seen = new Set<string>();
  const found: string[] = [];
  for (const walk of splitByBase(patterns)) {
    if (walk.base === "") continue;
    const pending: string[] = [];
    // Deno walks the folder that a base with dots means, but matches nothing there.
    const start = slashed(join(walk.base, "."));
    const visit = (path: string, isFolder: boolean) => {
      if (seen.has(path) || !isChosen(path, isFolder, walk)) return;
      if (!isFolder) {
        if (!options.accept(path, walk.include)) return;
        found.push(path);
      } else {
        if (path !== start && isPassedOver(path, options.vendorFolder)) return;
        pending.push(path);
      }
      seen.add(path);
    };
    const kind = await kindOf(start);
    if (kind !== null) visit(start, kind === "folder");
    for (let folder = pending.shift(); folder !== undefined; folder = pending.shift()) {
      for (const { name, isDirectory } of await readFolder(folder)) {
        visit(folder.endsWith("/") ? folder + name : `${folder}/${name}`, isDirectory);
      }
    }
  }
  return found;
}

/** Returns what a path leads to, following links; null if nothing can be seen. */
export async function kindOf(path: string): Promise<"file" | "folder" | null> {
  const info = await lookAt(path, () => Deno.stat(path));
  return info === null ? null : info.isDirectory ? "folder" : "file";
}

async function readFolder(path: string): Promise<Deno.DirEntry[]> {
  return await lookAt(path, () => Array.fromAsync(Deno.readDir(path))) ?? [];
}

/**
 * Reads something at a path; null if nothing can be seen there.
 *
 * @throws {Failure} If Deno itself may not look there.
 */
export async function lookAt<T>(path: string, read: () => Promise<T>): Promise<T | null> {
  const { PermissionDenied, NotADirectory, IsADirectory, FilesystemLoop, NotCapable } = Deno.errors;
  try {
    return await read();
  } catch (error) {
    if (error instanceof NotCapable) {
      throw new Failure(`Cannot read ${path}: the permission --allow-read is not granted for it`);
    }
    const unseen = [PermissionDenied, NotADirectory, IsADirectory, FilesystemLoop];
    if (isMissing(error) || unseen.some((kind) => error instanceof kind)) return null;
    throw error;
  }
}

function isChosen(path: string, isFolder: boolean, { include, exclude }: FilePatterns): boolean {
  if (include !== null) {
    const match = lastMatch(include, path);
    // Files in a folder may be included even if the folder is not.
    if (isFolder ? match?.negated === true : match === null || match.negated) return false;
  }
  const excluding = lastMatch(exclude, path);
  return excluding === null || excluding.negated;
}

function isPassedOver(path: string, vendorFolder: string | null): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  return name === "node_modules" || name === ".git" || path === vendorFolder;
}

/**
 * Makes one walk for each folder in which patterns begin, the deepest first. A folder that is named
 * itself follows its own entry, and the walk of a folder above does not enter it again.
 */
export function splitByBase({ base, include, exclude }: FilePatterns): FilePatterns[] {
  const readmitting = exclude.filter(({ negated }) => negated).filter(isLocal);
  if (include === null && readmitting.length === 0) return [{ base, include, exclude }];
  const included = include?.filter(isLocal) ?? [{ kind: "path", negated: false, base } as const];
  const paths = included.filter(({ kind, negated }) => kind === "path" && !negated);
  const globs = Map.groupBy(
    included.filter(({ kind, negated }) => kind === "glob" && !negated),
    (pattern) => pattern.base,
  );
  for (const pattern of readmitting) {
    const above = [...globs.keys(), ...paths.map((path) => path.base)];
    if (!globs.has(pattern.base) && above.some((folder) => isWithin(pattern.base, folder))) {
      globs.set(pattern.base, []);
    }
  }
  const excluding = [
    ...included.filter(({ negated }) => negated).map((pattern) => ({ ...pattern, negated: false })),
    ...exclude.filter(isLocal),
  ];
  const excludedIn = (folder: string) =>
    excluding.filter((pattern) => isWithin(folder, pattern.base) || isWithin(pattern.base, folder));
  const walks = paths.map((path): FilePatterns => ({
    base: path.base,
    include: include === null ? null : [path],
    exclude: excludedIn(path.base),
  }));
  for (const folder of globs.keys()) {
    const candidates = [...globs].filter(([above]) => isWithin(folder, above))
      .flatMap(([, patterns]) => patterns);
    const open = include === null || (candidates.length === 0 && include.length > 0);
    walks.push({
      base: folder,
      include: open ? null : candidates.filter((pattern) => mayMatchWithin(pattern, folder)),
      exclude: excludedIn(folder),
    });
  }
  const depth = (walk: FilePatterns) => (parentOf(walk.base) ?? walk.base).length;
  return walks.toSorted((one, other) => depth(other) - depth(one));
}

function isLocal(pattern: PathPattern): pattern is LocalPattern {
  return pattern.kind !== "url";
}

/** Returns the folder of a path; null for the top. */
export function parentOf(path: string): string | null {
  const end = path.lastIndexOf("/");
  if (end < 0 || path === "/" || /^[A-Za-z]:\/$/.test(path)) return null;
  return path.slice(0, end) || "/";
}

/** Whether a list names a path itself, rather than a folder above it. */
export function names(patterns: readonly PathPattern[], path: string): boolean {
  const last = patterns.findLast((pattern) =>
    pattern.kind === "path" && !pattern.negated
      ? pattern.base === path
      : matchesPattern(pattern, path)
  );
  return last !== undefined && !last.negated;
}
