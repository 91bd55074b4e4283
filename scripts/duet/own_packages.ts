/** Which installed packages use packages of the project itself. @module */
import { dirname, join, relative, resolve } from "../deps/std/path/mod.ts";

/**
 * Stores in which package managers keep packages apart, each with links to the packages that it
 * uses.
 */
const STORES = [".pnpm", ".deno", ".store"];

/**
 * Whether a folder in `node_modules` is a store: it has an entry for each package and what that
 * package can load.
 */
export function isStore(name: string): boolean {
  return STORES.includes(name);
}

/** A package, or an entry of a store. */
interface Unit {
  readonly path: string;
  /** The name by which others use it; null for an entry of a store, which is linked to. */
  readonly name: string | null;
  /** Names of the packages that it uses. */
  readonly names: readonly string[];
  /** Paths of the units that its links lead to. */
  readonly links: readonly string[];
  /** Whether it has a link to a package of the project. */
  readonly linksToOwn: boolean;
}

/**
 * Returns the installed packages that use packages of the project, directly or through others.
 *
 * @param folders Real paths of the `node_modules` folders.
 * @param isOwn Whether a real path is that of a package of the project.
 * @returns Paths of the packages, or of their entries in a store.
 */
export async function findDependents(
  folders: readonly string[],
  isOwn: (path: string) => boolean,
): Promise<Set<string>> {
  const found = new Finder(isOwn);
  for (const folder of folders) await found.enter(folder, folder);
  return found.dependents();
}

class Finder {
  readonly #isOwn: (path: string) => boolean;
  /** Names of the packages of the project that are linked from `node_modules`. */
  readonly #ownNames = new Set<string>();
  /** Names of the packages, by path. */
  readonly #packages = new Map<string, string>();
  readonly #stored: string[] = [];

  constructor(isOwn: (path: string) => boolean) {
    this.#isOwn = isOwn;
  }

  /** @param root The `node_modules` folder that names are relative to. */
  async enter(folder: string, root: string): Promise<void> {
    for await (const { name, isDirectory, isSymlink } of Deno.readDir(folder)) {
      const path = join(folder, name);
      if (isSymlink) {
        if (await this.#leadsToOwn(path)) this.#ownNames.add(nameOf(path, root));
      } else if (!isDirectory || name === ".bin") continue;
      else if (isStore(name)) await this.#enterStore(path);
      else if (name.startsWith("@")) await this.enter(path, root);
      else if (!name.startsWith(".")) this.#packages.set(path, nameOf(path, root));
    }
  }

  async #enterStore(folder: string): Promise<void> {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (!isDirectory) continue;
      if (name !== "node_modules") this.#stored.push(join(folder, name));
      else await this.enter(join(folder, name), join(folder, name));
    }
  }

  async dependents(): Promise<Set<string>> {
    const found = new Set<string>();
    // An entry of a store uses a package of the project only through a link to it.
    if (this.#ownNames.size === 0 && this.#stored.length === 0) return found;
    const names = new Set(this.#ownNames);
    const units = await Promise.all([
      ...(names.size === 0
        ? []
        : [...this.#packages].map(([path, name]) => readPackage(path, name))),
      ...this.#stored.map((path) => this.#readStored(path)),
    ]);
    for (let before = -1; before < found.size;) {
      before = found.size;
      for (const unit of units) {
        if (found.has(unit.path)) continue;
        const uses = unit.linksToOwn || unit.names.some((name) => names.has(name)) ||
          unit.links.some((path) => found.has(path));
        if (!uses) continue;
        found.add(unit.path);
        if (unit.name !== null) names.add(unit.name);
      }
    }
    return found;
  }

  async #readStored(path: string): Promise<Unit> {
    const links: string[] = [];
    let linksToOwn = false;
    const enter = async (folder: string) => {
      for await (const { name, isDirectory, isSymlink } of Deno.readDir(folder)) {
        const inner = join(folder, name);
        if (isSymlink) {
          if (await this.#leadsToOwn(inner)) linksToOwn = true;
          const target = resolve(folder, await Deno.readLink(inner));
          const [entry] = relative(dirname(path), target).split(/[/\\]/);
          links.push(join(dirname(path), entry!));
        } else if (isDirectory && name.startsWith("@")) await enter(inner);
      }
    };
    await enter(join(path, "node_modules")).catch(passOverMissing);
    return { path, name: null, names: [], links, linksToOwn };
  }

  async #leadsToOwn(path: string): Promise<boolean> {
    try {
      return this.#isOwn(await Deno.realPath(path));
    } catch (error) {
      passOverMissing(error);
      return false;
    }
  }
}

/** Returns a package and those that are installed within it. */
async function readPackage(path: string, name: string): Promise<Unit> {
  const names = await readUsed(path);
  const enter = async (folder: string) => {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (!isDirectory || name === ".bin") continue;
      if (name.startsWith("@")) await enter(join(folder, name));
      else for (const one of (await readPackage(join(folder, name), name)).names) names.push(one);
    }
  };
  await enter(join(path, "node_modules")).catch(passOverMissing);
  return { path, name, names, links: [], linksToOwn: false };
}

/** Returns the names of the packages that a package declares to use. */
async function readUsed(path: string): Promise<string[]> {
  try {
    const read: unknown = JSON.parse(await Deno.readTextFile(join(path, "package.json")));
    if (typeof read !== "object" || read === null) return [];
    const { dependencies, peerDependencies, optionalDependencies } = read as Record<
      string,
      unknown
    >;
    return [dependencies, peerDependencies, optionalDependencies]
      .flatMap((names) => typeof names === "object" && names !== null ? Object.keys(names) : []);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    passOverMissing(error);
    return [];
  }
}

/** Returns the name of a package: its path from `node_modules`, with a slash after its scope. */
function nameOf(path: string, root: string): string {
  return relative(root, path).replaceAll("\\", "/");
}

function passOverMissing(error: unknown): void {
  const { NotFound, NotADirectory } = Deno.errors;
  if (!(error instanceof NotFound || error instanceof NotADirectory)) throw error;
}
