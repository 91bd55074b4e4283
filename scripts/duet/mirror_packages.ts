/** Gives the packages of one checkout to another one, through links. @module */
import { dirname, join, relative, resolve } from "../deps/std/path/mod.ts";
import { isWithin } from "../git/repository.ts";
import { lookAt } from "../measure/collect_files.ts";
import { findDependents, isStore } from "./own_packages.ts";

/**
 * Folders in `node_modules` that programs keep for themselves, and would write to through a link.
 */
const CACHES = [".cache", ".tmp", ".vite", ".vite-temp", ".vitest"];

/** A folder that stands for another one. */
export interface Mapping {
  /** Real path in the working tree. */
  readonly from: string;
  /** Path in the other checkout. */
  readonly to: string;
}

/**
 * Makes `node_modules` folders with a link to each package in those of the working tree.
 *
 * A link to a package of the project itself, as in workspaces, leads to the copy in the other
 * checkout. A package that uses such a package is copied: through a link it would find the one in
 * the working tree, and the other checkout would run the code that it is compared with.
 *
 * @param tops The top levels.
 * @param folders The `node_modules` folders, those further up first.
 */
export async function mirrorPackages(tops: Mapping, folders: readonly Mapping[]): Promise<void> {
  const mirror = new Mirror(tops, folders);
  const { from: top } = tops;
  const copied = await findDependents(folders.map(({ from }) => from), (path) => isOwn(path, top));
  for (const { from, to } of folders) await mirror.fill(from, to, copied);
}

/** Whether a real path belongs to the project's own code, rather than to something installed. */
export function isOwn(path: string, top: string): boolean {
  return isWithin(path, top) && !hasNodeModules(relative(top, path));
}

function hasNodeModules(path: string): boolean {
  return path.split(/[/\\]/).includes("node_modules");
}

/** Whether a folder contains packages, or links to them, rather than being a package. */
function holdsPackages(name: string, store: boolean): boolean {
  return name === "node_modules" || name === ".bin" || isStore(name) ||
    (name.startsWith("@") && !store);
}

class Mirror {
  readonly #tops: Mapping;
  readonly #folders: readonly Mapping[];

  constructor(tops: Mapping, folders: readonly Mapping[]) {
    this.#tops = tops;
    this.#folders = folders;
  }

  /**
   * @param copied Paths that are not linked.
   * @param store Whether the names are those of a store's entries.
   */
  async fill(
    from: string,
    to: string,
    copied: ReadonlySet<string>,
    store = false,
  ): Promise<void> {
    await Deno.mkdir(to, { recursive: true });
    for await (const entry of Deno.readDir(from)) {
      const { name, isDirectory, isSymlink } = entry;
      if (CACHES.includes(name)) continue;
      const [source, target] = [join(from, name), join(to, name)];
      if (isSymlink) await this.#repeatLink(source, target);
      else if (!isDirectory) await Deno.copyFile(source, target);
      else if (copied.has(source)) await this.#copy(source, target);
      else if (holdsPackages(name, store)) {
        await this.fill(source, target, copied, isStore(name));
      } else await link(source, target, true);
    }
  }

  async #copy(from: string, to: string): Promise<void> {
    await Deno.mkdir(to);
    for await (const { name, isDirectory, isSymlink } of Deno.readDir(from)) {
      const [source, target] = [join(from, name), join(to, name)];
      if (isSymlink) await this.#repeatLink(source, target);
      else if (isDirectory) await this.#copy(source, target);
      else await Deno.copyFile(source, target);
    }
  }

  async #repeatLink(path: string, target: string): Promise<void> {
    const leadsTo = resolve(dirname(path), await Deno.readLink(path));
    const there = await lookAt(path, () => Deno.realPath(path));
    const counterpart = this.#counterpartOf(leadsTo) ??
      (there === null ? null : this.#counterpartOf(there));
    await link(
      counterpart ?? leadsTo,
      target,
      there === null || (await Deno.stat(path)).isDirectory,
    );
  }

  /**
   * Returns the path in the other checkout that stands for a path; null if the path itself is used.
   */
  #counterpartOf(path: string): string | null {
    const mapping = this.#folders.find(({ from }) => isWithin(path, from)) ??
      (isOwn(path, this.#tops.from) ? this.#tops : undefined);
    return mapping === undefined ? null : join(mapping.to, relative(mapping.from, path));
  }
}

/** On Windows, everybody may link folders, but only by a junction. */
async function link(leadsTo: string, path: string, isFolder: boolean): Promise<void> {
  await Deno.symlink(leadsTo, path, { type: isFolder ? "junction" : "file" });
}
