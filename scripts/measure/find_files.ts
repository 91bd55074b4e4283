/** Finds the files that `deno bench` would load, without starting it. @module */
import { fromFileUrl, relative, toFileUrl } from "../deps/std/path/mod.ts";
import {
  collectFiles,
  type FilePatterns,
  kindOf,
  names,
  parentOf,
  splitByBase,
} from "./collect_files.ts";
import { isWithin, lastMatch, parsePattern, type PathPattern, slashed } from "./path_patterns.ts";
import {
  type ConfigChoice,
  type ConfigFolder,
  type ProjectConfig,
  readProjectConfig,
  settingsOf,
  textsOf,
} from "./project_config.ts";

/** Further options for the search. */
export interface FindOptions {
  /** The entries of `--ignore`. If there are any, they replace those of the configuration. */
  readonly ignore: readonly string[];
  /** The configuration to use; by default the one that Deno finds. */
  readonly config?: ConfigChoice;
}

/**
 * Returns the files that `deno bench` of Deno 2.9 loads, each once and in its order.
 *
 * @param root The folder in which it would be started, absolute.
 * @param patterns Paths, folders, globs and URLs as for its arguments; none to find the files as it
 * does.
 * @returns Paths relative to `root` with forward slashes, and URLs that are not of files. A file
 * that is named is included even if it does not exist.
 * @throws {Failure} If a configuration file cannot be used.
 */
export async function findBenchFiles(
  root: string,
  patterns: readonly string[],
  options: FindOptions,
): Promise<string[]> {
  const project = await readProjectConfig(root, options.config);
  const asked: FilePatterns = {
    base: slashed(root),
    include: patterns.length === 0 ? null : patterns.map((text) => parsePattern(text, root)),
    exclude: options.ignore.map((text) => parsePattern(text, root)),
  };
  const files: string[] = [];
  for (const [folder, part] of splitByFolder(asked, project)) {
    const patterns = withConfig(folder, part, project);
    for (const file of await collectBenchFiles(patterns, project.vendorFolder)) files.push(file);
  }
  return [...new Set(files)].map((file) => isUrl(file) ? file : slashed(relative(root, file)));
}

/** Orders files: named ones as they were named, and then found ones by their URLs. */
async function collectBenchFiles(
  patterns: FilePatterns,
  vendorFolder: string | null,
): Promise<string[]> {
  const named: string[] = [];
  const wide: PathPattern[] = [];
  for (const pattern of patterns.include ?? []) {
    if (pattern.kind === "url") {
      named.push(pattern.url);
    } else if (
      pattern.kind === "glob" || pattern.negated || await kindOf(pattern.base) === "folder"
    ) {
      wide.push(pattern);
    } else if (!isExcluded(pattern.base, patterns.exclude)) {
      named.push(pattern.base);
    }
  }
  const found = await collectFiles(
    { ...patterns, include: patterns.include === null ? null : wide },
    { vendorFolder, accept: isBenchFile },
  );
  const urls = found.map((path) => toFileUrl(path).href).sort();
  return [...named, ...urls.map((url) => slashed(fromFileUrl(url)))];
}

function isBenchFile(path: string, include: readonly PathPattern[] | null): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const stem = /^(.+)\.[cm]?[jt]s$|^(.+)\.[jt]sx$/i.exec(name);
  if (stem === null) return false;
  if (/(^|[_.])bench$/.test(stem[1] ?? stem[2]!)) return true;
  return include !== null && names(include, path);
}

function isExcluded(path: string, exclude: readonly PathPattern[]): boolean {
  return lastMatch(exclude, path)?.negated === false;
}

/**
 * Divides the search among the folders that have a deno.json. Each walks its own part, and the root
 * walks the rest.
 */
function splitByFolder(
  asked: FilePatterns,
  { root, members }: ProjectConfig,
): Map<ConfigFolder, FilePatterns> {
  const parts = new Map<ConfigFolder, FilePatterns>();
  const folders = [root, ...members].filter(({ deno }) => deno !== null);
  for (const { base, include, exclude } of splitByBase(asked)) {
    const related = folders.filter(({ folder }) =>
      isWithin(base, folder) || isWithin(folder, base)
    );
    // A folder above the place in question gives way to the folders in it.
    const concerned = related.filter((one) =>
      isWithin(one.folder, base) ||
      !related.some((other) => other !== one && isWithin(other.folder, one.folder))
    );
    for (const one of concerned.length === 0 ? [root] : concerned) {
      const narrowed = include?.map((pattern) =>
        pattern.kind === "path" && isWithin(one.folder, pattern.base)
          ? { ...pattern, base: one.folder }
          : pattern
      ) ?? null;
      const before = parts.get(one);
      parts.set(
        one,
        before === undefined
          ? { base: isWithin(base, one.folder) ? base : one.folder, include: narrowed, exclude }
          : {
            base: unitedBase(before.base, base, one.folder),
            include: unite(before.include, narrowed),
            exclude: before.exclude,
          },
      );
    }
  }
  return parts;
}

/**
 * Returns the folder above both, if it is above the first and still within the folder that they
 * belong to.
 */
function unitedBase(base: string, other: string, folder: string): string {
  let above: string | null = base;
  while (above !== null && !isWithin(other, above)) above = parentOf(above);
  return above !== null && isWithin(above, folder) ? above : base;
}

function unite(
  one: readonly PathPattern[] | null,
  other: readonly PathPattern[] | null,
): readonly PathPattern[] | null {
  if (one === null || other === null) return one ?? other;
  const known = new Set(one.map((pattern) => JSON.stringify(pattern)));
  return [...one, ...other.filter((pattern) => !known.has(JSON.stringify(pattern)))];
}

/** Returns the part of a folder according to its configuration, which the arguments override. */
function withConfig(
  { folder, deno }: ConfigFolder,
  asked: FilePatterns,
  { root, members }: ProjectConfig,
): FilePatterns {
  const own = benchPatterns(folder, deno);
  const isRoot = folder === root.folder;
  const config = isRoot ? own : combine(benchPatterns(root.folder, root.deno), own);
  const others = [root, ...members].filter((one) => one.deno !== null && one.folder !== folder);
  const include = isRoot
    // A member decides about its own folder.
    ? config.include?.filter((pattern) =>
      pattern.kind === "url" || !others.some((other) => isWithin(pattern.base, other.folder))
    ) ?? null
    : config.include;
  const base = isWithin(asked.base, folder) || !isWithin(folder, asked.base) ? asked.base : folder;
  return {
    base,
    include: asked.include !== null && asked.include.length > 0 ? asked.include : include,
    exclude: [
      ...(asked.exclude.length > 0 ? asked.exclude : config.exclude),
      ...others.filter((other) => other.folder !== base && isWithin(other.folder, base))
        .map((other) => ({ kind: "path", negated: false, base: other.folder }) as const),
    ],
  };
}

/**
 * Joins the root's lists with those of a member. Of the root's paths, those in the member count.
 */
function combine(root: FilePatterns, member: FilePatterns): FilePatterns {
  const isInside = (pattern: PathPattern) =>
    pattern.kind === "url" || isWithin(pattern.base, member.base);
  const include = [...root.include?.filter(isInside) ?? [], ...member.include ?? []];
  const exclude = root.exclude.filter((pattern) => pattern.kind === "glob" || isInside(pattern));
  return {
    base: member.base,
    include: member.include === null && include.length === 0 ? null : include,
    exclude: [...exclude, ...member.exclude],
  };
}

function benchPatterns(folder: string, deno: ConfigFolder["deno"]): FilePatterns {
  const content = deno?.content ?? {};
  const path = deno?.path ?? folder;
  const bench = settingsOf(content.bench, `bench in ${path}`) ?? {};
  const exclude = [
    ...textsOf(content.exclude, `exclude in ${path}`) ?? [],
    ...(content.vendor === true ? ["vendor"] : []),
    ...textsOf(bench.exclude, `bench.exclude in ${path}`) ?? [],
  ];
  const include = textsOf(bench.include, `bench.include in ${path}`);
  return {
    base: folder,
    include: include?.map((text) => parsePattern(text, folder)) ?? null,
    exclude: exclude.map((text) => parsePattern(text, folder)),
  };
}

function isUrl(file: string): boolean {
  return /^(https?:|npm:|jsr:)/.test(file);
}
