/** What bench files of one version load, according to their module graphs. @module */
import { fromFileUrl, join, relative, toFileUrl } from "../deps/std/path/mod.ts";
import { isWithin } from "../git/repository.ts";
import { lookAt } from "../measure/collect_files.ts";
import { isUrl } from "../measure/list_benchmarks.ts";
import { slashed } from "../measure/path_patterns.ts";
import type { FileFacts } from "./affected.ts";
import type { SideOptions } from "./duet.ts";
import { isOwn } from "./mirror_packages.ts";
import {
  type InfoModule,
  isPackage,
  PACKAGE,
  packagesOf,
  reachable,
  readDenoInfo,
} from "./module_graph.ts";
import { findDependents } from "./own_packages.ts";
import { placesAround } from "./places_around.ts";
import { findUnfollowed } from "./unfollowed.ts";

/** Where a version is. */
export interface Place {
  readonly side: SideOptions;
  /** Real path of its project's folder. */
  readonly root: string;
  /** Real path of its top level. */
  readonly top: string;
  /** Real path of the other version's top level, to which installed packages may be links. */
  readonly otherTop: string;
}

const INSTALLED = "/node_modules/";

/** Reads what bench files of one version load. Each module is read once. */
export class FactReader {
  readonly #place: Place;
  readonly #signal: AbortSignal;
  readonly #contents = new Map<string, Promise<Content | null>>();
  readonly #dependents = new Map<string, Promise<Set<string>>>();

  constructor(place: Place, signal: AbortSignal) {
    this.#place = place;
    this.#signal = signal;
  }

  /**
   * @param file Path from the project's folder, or a URL.
   * @returns Null if not every module can be found.
   */
  async read(file: string): Promise<FileFacts | null> {
    const { side, root, top } = this.#place;
    const url = isUrl(file) ? file : toFileUrl(join(root, file)).href;
    const info = await readDenoInfo(url, { ...side, root, signal: this.#signal });
    const reached = info && reachable(info, url);
    const packages = reached && packagesOf(info, reached);
    if (!packages) return null;
    const modules = new Map<string, string>();
    const installed = new Set<string>();
    let unfollowed: string | null = null;
    for (const [name, { registryUrl = "", localPath }] of packages) {
      modules.set(`${PACKAGE}${name}`, registryUrl);
      // Packages in the project change without a new version number.
      if (localPath === undefined || isOwn(localPath, top)) {
        unfollowed ??= `${PACKAGE}${name} is a package of the project`;
      } else if (isWithin(localPath, top)) installed.add(slashed(relative(top, localPath)));
    }
    const byUrl = new Map(info.modules.map((module) => [module.specifier, module]));
    for (const url of reached) {
      const module = byUrl.get(url);
      if (isPackage(url) || module?.kind === "node") continue;
      const content = await this.#contentOf(url, module);
      if (content === null) return null;
      const name = this.#nameOf(url);
      modules.set(name, content.digest);
      if (!url.startsWith("file:")) continue;
      const at = `/${name}`.indexOf(INSTALLED);
      if (at >= 0) {
        for (const folder of placesAround(name.slice(0, Math.max(0, at - 1)))) {
          installed.add(slashed(join(folder, "node_modules")));
        }
        if (await this.#usesOwn(fromFileUrl(url))) {
          unfollowed ??= `${name} uses packages of the project`;
        }
      } else if (module?.kind === "esm") {
        unfollowed ??= this.#findWhatElse(name, content.text, module);
      }
    }
    return { modules, unfollowed, installed: [...installed] };
  }

  #findWhatElse(name: string, text: string, { dependencies = [] }: InfoModule): string | null {
    const followed = new Set(dependencies.flatMap(({ specifier }) => specifier ?? []));
    const line = findUnfollowed(text, followed);
    return line === null ? null : `${name}:${line} may load what its module graph does not show`;
  }

  async #contentOf(url: string, module: InfoModule | undefined): Promise<Content | null> {
    const { local } = module ?? {};
    if (local === undefined || local === null) {
      return url.startsWith("data:") ? { digest: "", text: "" } : null;
    }
    const known = this.#contents.get(local) ?? readContent(local);
    this.#contents.set(local, known);
    return await known;
  }

  /**
   * Returns the path from the top level. A linked package has a path from the top level that it is
   * linked from.
   */
  #nameOf(url: string): string {
    if (!url.startsWith("file:")) return url;
    const path = fromFileUrl(url);
    const { top, otherTop } = this.#place;
    if (isWithin(path, top)) return slashed(relative(top, path));
    const linked = isWithin(path, otherTop) && slashed(path).includes(INSTALLED);
    return linked ? slashed(relative(otherTop, path)) : url;
  }

  /** Whether an installed package uses packages of the project, where no graph follows it. */
  async #usesOwn(path: string): Promise<boolean> {
    const real = await Deno.realPath(path);
    const folder = real.slice(0, slashed(real).indexOf(INSTALLED) + INSTALLED.length - 1);
    const { top, otherTop } = this.#place;
    const found = this.#dependents.get(folder) ??
      findDependents([folder], (one) => isOwn(one, top) || isOwn(one, otherTop));
    this.#dependents.set(folder, found);
    return [...await found].some((one) => isWithin(real, one));
  }
}

interface Content {
  readonly digest: string;
  readonly text: string;
}

async function readContent(path: string): Promise<Content | null> {
  const bytes = await lookAt(path, () => Deno.readFile(path));
  if (bytes === null) return null;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return { digest: hash.toHex(), text: new TextDecoder().decode(bytes) };
}
