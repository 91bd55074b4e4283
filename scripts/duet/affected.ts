/** Which bench files a change can have affected, told from what both versions load. @module */
import { formatCount } from "../result/format_count.ts";
import { isPackage } from "./module_graph.ts";

/** What a bench file loads in one version. */
export interface FileFacts {
  /**
   * Modules by their paths from the top level or their URLs, and packages as `npm:name@version`, with
   * what tells their content from another one.
   */
  readonly modules: ReadonlyMap<string, string>;
  /** One line on what it may load besides; null where there is nothing. */
  readonly unfollowed: string | null;
  /**
   * Folders of the installed packages that it uses, from the top level: `node_modules`, in which the
   * graph does not go on, or a package alone.
   */
  readonly installed: readonly string[];
}

/** What decides for all bench files of a version. */
export interface VersionFacts {
  /** What starts Deno. */
  readonly command: readonly string[];
  /** Flags without the place of the checkout. */
  readonly flags: readonly string[];
  /** Settings by `file: key`, as JSON. */
  readonly settings: ReadonlyMap<string, string>;
}

/** Flags by which more is loaded, or something else, than `deno info` shows. */
const UNKNOWN_TO_GRAPH = ["preload", "import", "require", "env-file", "conditions"];

/** Why every bench file may be affected, or null. */
export function whyAllAffected(baseline: VersionFacts, current: VersionFacts): string | null {
  if (baseline.command.join("\0") !== current.command.join("\0")) {
    return "the versions run on different versions of Deno";
  }
  if (baseline.flags.join("\0") !== current.flags.join("\0")) return "the flags for Deno differ";
  const loading = UNKNOWN_TO_GRAPH.find((name) =>
    current.flags.some((flag) => flag === `--${name}` || flag.startsWith(`--${name}=`))
  );
  if (loading !== undefined) return `--${loading} can change what is loaded`;
  const setting = firstDifference(baseline.settings, current.settings);
  return setting === null ? null : `${setting.key} differs`;
}

/**
 * Why a bench file may be affected by what it loads, or null.
 *
 * @param baseline Null where not every module can be found.
 */
export function whyLoadsOther(
  baseline: FileFacts | null,
  current: FileFacts | null,
): string | null {
  if (baseline === null || current === null) {
    const side = current === null ? "current version" : "baseline";
    return `some modules that the ${side} loads cannot be found`;
  }
  const module = firstDifference(baseline.modules, current.modules);
  if (module === null) return current.unfollowed ?? baseline.unfollowed;
  const { key, only } = module;
  return only === null ? `${key} differs` : `only the ${only} loads ${key}`;
}

/** `same 14 modules and 2 packages`: why a bench file is left out. */
export function describeSame({ modules }: FileFacts): string {
  const packages = [...modules.keys()].filter(isPackage).length;
  const also = packages === 0 ? "" : ` and ${formatCount(packages, "package")}`;
  return `same ${formatCount(modules.size - packages, "module")}${also}`;
}

/**
 * The first of the files that differ which a benchmark may read, or null.
 *
 * @param readable Paths of files and folders from the top level; an empty one is that of everything.
 */
export function firstReadable(
  differing: readonly string[],
  readable: readonly string[],
): string | null {
  // What differs may be a folder, such as a submodule.
  return differing.find((path) =>
    readable.some((place) =>
      place === "" || `${path}/`.startsWith(`${place}/`) || place.startsWith(`${path}/`)
    )
  ) ?? null;
}

interface Difference {
  readonly key: string;
  /** Which side alone has it; null where both have. */
  readonly only: "baseline" | "current version" | null;
}

/** What differs comes before what only one side has: it is mostly the cause. */
function firstDifference(
  baseline: ReadonlyMap<string, string>,
  current: ReadonlyMap<string, string>,
): Difference | null {
  const keys = [...new Set([...current.keys(), ...baseline.keys()])].sort();
  const both = keys.find((key) =>
    baseline.has(key) && current.has(key) && baseline.get(key) !== current.get(key)
  );
  if (both !== undefined) return { key: both, only: null };
  const one = keys.find((key) => baseline.has(key) !== current.has(key));
  if (one === undefined) return null;
  return { key: one, only: current.has(one) ? "current version" : "baseline" };
}
