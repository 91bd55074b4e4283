/** The configuration that Deno finds for a folder: deno.json, package.json and workspaces. @module */
import { join, resolve } from "../deps/std/path/mod.ts";
import type { DenoFlag } from "../result/deno_flags.ts";
import { Failure } from "../result/failure.ts";
import { parseDenoConfig } from "../result/deno_config.ts";
import { collectFiles, kindOf, lookAt, parentOf } from "./collect_files.ts";
import { isWithin, parsePattern, slashed } from "./path_patterns.ts";

/** A folder that has a configuration. */
export interface ConfigFolder {
  /** Absolute, with forward slashes. */
  readonly folder: string;
  /** Path and content of its deno.json or deno.jsonc; null if there is none. */
  readonly deno: { readonly path: string; readonly content: Settings } | null;
  /** Content of its package.json; null if there is none. */
  readonly packageJson: Settings | null;
}

/** An object in a configuration file. */
export type Settings = Readonly<Record<string, unknown>>;

/** The configuration for a folder in which Deno is started. */
export interface ProjectConfig {
  /** The workspace's root, or the only folder with a configuration, or the folder itself. */
  readonly root: ConfigFolder;
  /** The other folders of the workspace, in the order of their paths. */
  readonly members: readonly ConfigFolder[];
  /** The folder of downloaded modules, if the project has one. */
  readonly vendorFolder: string | null;
  /** Whether Deno may find more, in folders above that cannot be read here. */
  readonly partial: boolean;
}

/** Which configuration to use: the file given with `--config`, none, or the one that Deno finds. */
export type ConfigChoice = { readonly path: string } | "none" | "found";

/** Returns the configuration that flags ask for. */
export function configChoiceOf(flags: readonly DenoFlag[]): ConfigChoice {
  const given = flags.findLast(({ name }) => name === "config" || name === "no-config");
  if (given === undefined) return "found";
  return given.name === "config" && given.value !== null ? { path: given.value } : "none";
}

/**
 * Finds the configuration as Deno does: that of the folder or of the nearest one above it, with the
 * workspace that it is a member of.
 *
 * @param folder The folder in which Deno is started, absolute.
 * @throws {Failure} If Deno does not take a file: then it would not start either.
 */
export async function readProjectConfig(
  folder: string,
  choice: ConfigChoice = "found",
): Promise<ProjectConfig> {
  const bare = { folder: slashed(folder), deno: null, packageJson: null };
  if (choice === "none") return { root: bare, members: [], vendorFolder: null, partial: false };
  const found: ConfigFolder[] = [];
  // Deno looks for nothing from within installed packages.
  let start: string | null = bare.folder.replace(/\/node_modules(\/.*)?$/, "") || "/";
  if (choice !== "found") {
    const given = slashed(resolve(folder, choice.path));
    const natural = await readConfigFolder(parentOf(given) ?? given);
    // A configuration that would not be found belongs to no workspace.
    start = natural?.deno?.path === given ? natural.folder : null;
    if (start === null) {
      const content = await readSettings(given);
      if (content === null) throw new Failure(`Cannot read ${given}: there is no such file`);
      found.push({
        folder: parentOf(given) ?? given,
        deno: { path: given, content },
        packageJson: null,
      });
    }
  }
  let partial = false;
  for (let path = start; path !== null; path = parentOf(path)) {
    // A file that is not wanted needs no permission.
    if (!isWithin(path, bare.folder) && await isForbidden(path)) {
      partial = true;
      break;
    }
    const here = await readConfigFolder(path);
    if (here !== null) found.push(here);
    if (here !== null && hasMembers(here)) break;
  }
  const [nearest = bare] = found;
  const top = found.at(-1) ?? bare;
  const members = hasMembers(top) ? await readMembers(top) : [];
  const belongs = nearest === top || members.some(({ folder }) => folder === nearest.folder);
  return belongs
    ? { root: top, members, vendorFolder: vendorOf(top), partial }
    : { root: nearest, members: [], vendorFolder: vendorOf(nearest), partial };
}

/** Returns the folder of a project, root or member, whose settings apply to a path. */
export function folderFor({ root, members }: ProjectConfig, path: string): ConfigFolder {
  const around = members.filter(({ folder, deno }) => deno !== null && isWithin(path, folder));
  return around.toSorted((one, other) => other.folder.length - one.folder.length)[0] ?? root;
}

/** Returns a list of texts in a configuration file; null if there is none. */
export function textsOf(value: unknown, what: string): string[] | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) return value;
  throw new Failure(`Cannot use ${what}: expected a list of strings`);
}

/** Returns an object in a configuration file; null if there is none. */
export function settingsOf(value: unknown, what: string): Settings | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "object" && !Array.isArray(value)) return { ...value };
  throw new Failure(`Cannot use ${what}: expected an object`);
}

/** Returns the content of a file; null if none can be seen. */
export async function readIfThere(path: string): Promise<string | null> {
  return await lookAt(path, () => Deno.readTextFile(path));
}

/** Returns the configuration files in a folder; null if there are none. */
export async function readConfigFolder(folder: string): Promise<ConfigFolder | null> {
  let deno: ConfigFolder["deno"] = null;
  for (const name of ["deno.json", "deno.jsonc"]) {
    const path = slashed(join(folder, name));
    const content: Settings | null = deno === null ? await readSettings(path) : null;
    if (content !== null) deno = { path, content };
  }
  const packageJson = await readSettings(slashed(join(folder, "package.json")));
  return deno === null && packageJson === null ? null : { folder, deno, packageJson };
}

async function readSettings(path: string): Promise<Settings | null> {
  const text = await readIfThere(path);
  if (text === null) return null;
  return text.trim() === "" ? {} : settingsOf(parseDenoConfig(text, `Cannot read ${path}`), path);
}

async function isForbidden(path: string): Promise<boolean> {
  return (await Deno.permissions.query({ name: "read", path })).state !== "granted";
}

function hasMembers(folder: ConfigFolder): boolean {
  return (folder.deno?.content.workspace ?? folder.packageJson?.workspaces ?? null) !== null;
}

function vendorOf({ folder, deno }: ConfigFolder): string | null {
  return deno?.content.vendor === true ? slashed(join(folder, "vendor")) : null;
}

/**
 * Deno finds members of its own workspaces by either file, and those of npm workspaces only by
 * package.json.
 */
async function readMembers(root: ConfigFolder): Promise<ConfigFolder[]> {
  const { deno, packageJson, folder } = root;
  const listed = [
    ...memberFolders(deno?.content.workspace, "members", deno?.path ?? "")
      .map((text) => ({ text, files: ["deno.json", "deno.jsonc", "package.json"] })),
    ...memberFolders(packageJson?.workspaces, "packages", join(folder, "package.json"))
      .map((text) => ({ text, files: ["package.json"] })),
  ];
  const isPattern = ({ text }: { text: string }) => /[*?]|^!/.test(text);
  const folders = listed.filter((entry) => !isPattern(entry))
    .map(({ text }) => slashed(join(folder, text)).replace(/\/$/, ""));
  for (const files of [["deno.json", "deno.jsonc", "package.json"], ["package.json"]]) {
    const include = listed.filter((entry) =>
      isPattern(entry) && entry.files.length === files.length
    )
      .flatMap(({ text }) => files.map((name) => parsePattern(join(text, name), folder)));
    const paths = include.length === 0 ? [] : await collectFiles(
      { base: folder, include, exclude: [] },
      { vendorFolder: vendorOf(root), accept: () => true },
    );
    for (const path of paths) folders.push(parentOf(path)!);
  }
  const members: ConfigFolder[] = [];
  for (const path of new Set(folders.toSorted())) {
    if (path === folder) continue;
    const member = await readConfigFolder(path);
    if (member !== null) members.push(member);
    else if (await kindOf(path) === "folder") {
      throw new Failure(`Cannot use the workspace in ${folder}: ${path} has no configuration file`);
    }
  }
  return members;
}

function memberFolders(value: unknown, list: string, path: string): string[] {
  const what = `the workspace of ${path}`;
  const isList = value === undefined || value === null || Array.isArray(value);
  return textsOf(isList ? value : settingsOf(value, what)?.[list], what) ?? [];
}
