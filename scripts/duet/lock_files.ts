/** Whether two versions of a project have the same packages installed. @module */
import { dirname, join } from "../deps/std/path/mod.ts";
import { runGit } from "../git/git.ts";
import { lookAt } from "../measure/collect_files.ts";

/** Lock files, and the command that installs the packages of each. */
const INSTALLERS: Readonly<Record<string, string>> = {
  "package-lock.json": "npm ci",
  "npm-shrinkwrap.json": "npm ci",
  "yarn.lock": "yarn install --immutable",
  "pnpm-lock.yaml": "pnpm install --frozen-lockfile",
  "bun.lock": "bun install --frozen-lockfile",
  "bun.lockb": "bun install --frozen-lockfile",
};
/** Decides the content of `node_modules` if there is no other lock file. */
const DENO_LOCK = "deno.lock";
const DENO_INSTALLER = "deno install --frozen";

/** The parts of package.json that decide what is installed. */
const DECIDING = [
  "dependencies",
  "devDependencies",
  "optionalDependencies",
  "peerDependencies",
  "bundleDependencies",
  "bundledDependencies",
  "overrides",
  "resolutions",
  "workspaces",
  "pnpm",
  "packageManager",
];

/** A file in which the packages of two versions differ. */
export interface LockDifference {
  /** Path from the top level. */
  readonly file: string;
  /** The command that would install the packages of that file. */
  readonly installer: string;
}

/** The top levels of two versions. */
export interface Versions {
  readonly baseline: string;
  readonly current: string;
}

/**
 * Returns how the packages of a folder differ: in the nearest lock file upwards, or else in
 * package.json.
 *
 * @param folder Path from the top level, which itself is empty.
 * @returns Null if they are the same.
 */
export async function findLockDifference(
  versions: Versions,
  folder: string,
): Promise<LockDifference | null> {
  for (let at = folder;; at = parentOf(at)) {
    const found = await comparedLocks(versions, at);
    if (found.length > 0) {
      const differing = found.find(({ same }) => !same);
      return differing === undefined ? null : differing.difference;
    }
    if (at === "") break;
  }
  const file = pathOf(folder, "package.json");
  const [baseline, current] = await readBoth(versions, file);
  return sameBytes(deciding(baseline), deciding(current))
    ? null
    : { file, installer: "npm install" };
}

interface ComparedLock {
  readonly difference: LockDifference;
  readonly same: boolean;
}

async function comparedLocks(versions: Versions, folder: string): Promise<ComparedLock[]> {
  const found: ComparedLock[] = [];
  for (const [name, installer] of [...Object.entries(INSTALLERS), [DENO_LOCK, DENO_INSTALLER]]) {
    if (name === DENO_LOCK && found.length > 0) break;
    const file = pathOf(folder, name!);
    const [baseline, current] = await readBoth(versions, file);
    if (baseline === null && current === null) continue;
    // An ignored file belongs to no version.
    if (baseline === null && await isIgnored(versions.current, file)) continue;
    found.push({
      difference: { file, installer: installer! },
      same: sameBytes(baseline, current),
    });
  }
  return found;
}

async function isIgnored(top: string, file: string): Promise<boolean> {
  return (await runGit(["check-ignore", "--quiet", "--", file], { cwd: top })).success;
}

function readBoth(
  { baseline, current }: Versions,
  file: string,
): Promise<[Uint8Array | null, Uint8Array | null]> {
  const read = (top: string) => {
    const path = join(top, file);
    return lookAt(path, () => Deno.readFile(path));
  };
  return Promise.all([read(baseline), read(current)]);
}

/** Returns the deciding parts of a package.json, or the whole text if it is not one. */
function deciding(bytes: Uint8Array | null): Uint8Array | null {
  if (bytes === null) return null;
  try {
    const parts: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof parts !== "object" || parts === null) return bytes;
    const kept = Object.entries(parts).filter(([key]) => DECIDING.includes(key))
      .sort(([one], [other]) => one < other ? -1 : 1);
    return new TextEncoder().encode(JSON.stringify(kept));
  } catch (error) {
    if (error instanceof SyntaxError) return bytes;
    throw error;
  }
}

function sameBytes(one: Uint8Array | null, other: Uint8Array | null): boolean {
  if (one === null || other === null) return one === other;
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

function pathOf(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** Returns the folder of a path with slashes; empty for a name alone. */
function parentOf(path: string): string {
  return path.includes("/") ? dirname(path) : "";
}
