/** Which bench files a change can affect, judged by what both versions load. @module */
import { formatCount } from "../result/format_count.ts";
import { isPackage } from "./module_graph.ts";

/** What a bench file loads in one version. */
export interface FileFacts {
  /**
   * Modules by their paths from the top level or their URLs, and packages as `npm:name@version`.
   * The value identifies the content.
   */
  readonly modules: ReadonlyMap<string, string>;
  /** One line on what it may load in addition; null if nothing. */
  readonly unfollowed: string | null;
  /**
   * Folders of the installed packages that it uses, from the top level: `node_modules`, where the
   * graph ends, or a single package.
   */
  readonly installed: readonly string[];
}

/** What affects all bench files of a version. */
export interface VersionFacts {
  /** The command that starts Deno. */
  readonly command: readonly string[];
  /** Flags, without paths into the checkout. */
  readonly flags: readonly string[];
  /** Settings by `file: key`, as JSON. */
  readonly settings: ReadonlyMap<string, string>;
}

/** Flags with which more modules are loaded than `deno info` shows, or other ones. */
const UNKNOWN_TO_GRAPH = ["preload", "import", "require", "env-file", "conditions"];

/** Returns why every bench file may be affected; null if there is no such reason. */
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
 * Returns why what a bench file loads may affect it; null if it does not.
 *
 * @param baseline Null if not every module can be found.
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

/** Returns why a bench file is left out, such as `same 14 modules and 2 packages`. */
export function describeSame({ modules }: FileFacts): string {
  const packages = [...modules.keys()].filter(isPackage).length;
  const also = packages === 0 ? "" : ` and ${formatCount(packages, "package")}`;
  return `same ${formatCount(modules.size - packages, "module")}${also}`;
}

/**
 * Returns the first differing file that a benchmark may read; null if there is none.
 *
 * @param readable Paths of files and folders from the top level. The empty path stands for
 * everything.
 */
export function firstReadable(
  differing: readonly string[],
  readable: readonly string[],
): string | null {
  // A differing path may be a folder, such as a submodule.
  return differing.find((path) =>
    readable.some((place) =>
      place === "" || `${path}/`.startsWith(`${place}/`) || place.startsWith(`${path}/`)
    )
  ) ?? null;
}

interface Difference {
  readonly key: string;
  /** The side that alone has it; null if both have it. */
  readonly only: "baseline" | "current version" | null;
}

/** Differing modules come before those that only one side has, since they usually are the cause. */
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
