/** Which modules a file loads, according to `deno info`. @module */
import { parseDenoFlags } from "../result/deno_flags.ts";
import { killChild, killOnAbort, spawnGroup } from "../system/spawn.ts";

/** The used part of a module in `deno info --json`. */
export interface InfoModule {
  specifier: string;
  kind?: string;
  /** For a package, its name with the exact version. */
  npmPackage?: string;
  error?: string;
  /** Path of the file that is read: the module itself, or its copy in a cache. */
  local?: string | null;
  dependencies?: {
    /** The specifier, as written. */
    specifier?: string;
    code?: { specifier?: string; error?: string };
    npmPackage?: string;
  }[];
}

/** The used part of the output of `deno info --json`. */
export interface DenoInfo {
  redirects?: Record<string, string>;
  modules: InfoModule[];
  npmPackages?: Record<string, {
    registryUrl?: string;
    localPath?: string;
    /** Keys of this record. */
    dependencies?: string[];
  }>;
}

/** The flags that `deno info` takes, in addition to all that begin with `unstable`. */
const INFO_FLAGS = new Set([
  "config",
  "no-config",
  "import-map",
  "importmap",
  "no-remote",
  "no-npm",
  "node-modules-dir",
  "node-modules-linker",
  "vendor",
  "lock",
  "no-lock",
  "frozen",
  "frozen-lockfile",
  "cert",
  "unsafely-ignore-certificate-errors",
  "min-dep-age",
  "minimum-dependency-age",
  "allow-import",
  "deny-import",
]);

/** How to run `deno info`. */
export interface InfoOptions {
  /** The command that starts Deno. */
  readonly command: readonly string[];
  /** Flags for `deno run`. Those that affect a module graph are passed on. */
  readonly flags: readonly string[];
  /** The folder to start it in. */
  readonly root: string;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Runs `deno info` on a module. Unless the flags prevent it, Deno may write the project's lock
 * file.
 *
 * @param url URL of the module: `deno info` takes the drive in a path of Windows for the scheme of
 * a URL.
 * @returns Null if Deno cannot make the graph.
 * @throws The reason of the signal.
 */
export async function readDenoInfo(
  url: string,
  { command, flags, root, signal }: InfoOptions,
): Promise<DenoInfo | null> {
  const [program, ...first] = command;
  const child = await spawnGroup(program!, {
    args: [...first, "info", "--json", ...infoFlags(flags), url],
    cwd: root,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  });
  killOnAbort(child, signal);
  const { success, stdout } = await child.output();
  killChild(child);
  signal.throwIfAborted();
  return success ? JSON.parse(new TextDecoder().decode(stdout)) : null;
}

function infoFlags(flags: readonly string[]): string[] {
  return flags.filter((flag) => {
    const { name } = parseDenoFlags([flag])[0]!;
    return INFO_FLAGS.has(name) || name.startsWith("unstable");
  });
}

/**
 * Returns a module of a graph and the modules that it loads.
 *
 * A package counts as a module of its exact version. Types are left out, since they do not run.
 *
 * @param root URL of the module to begin with.
 * @returns Null if a module cannot be loaded, or the graph is not that of `root`.
 */
export function reachable(info: DenoInfo, root: string): Set<string> | null {
  const byUrl = new Map(info.modules.map((module) => [module.specifier, module]));
  const follow = (url: string) => {
    let target = url;
    for (let hop = 0; hop < 10 && info.redirects?.[target] !== undefined; hop++) {
      target = info.redirects[target]!;
    }
    return target;
  };
  const seen = new Set<string>();
  const pending = [follow(root)];
  if (!byUrl.has(pending[0]!)) return null;
  for (let url = pending.pop(); url !== undefined; url = pending.pop()) {
    const module = byUrl.get(url);
    const name = module?.npmPackage === undefined ? url : `${PACKAGE}${module.npmPackage}`;
    if (seen.has(name)) continue;
    seen.add(name);
    if (module?.error !== undefined) return null;
    for (const { code, npmPackage } of module?.dependencies ?? []) {
      if (code?.error !== undefined) return null;
      if (npmPackage !== undefined) seen.add(`${PACKAGE}${npmPackage}`);
      else if (code?.specifier !== undefined) pending.push(follow(code.specifier));
    }
  }
  return seen;
}

/**
 * Returns the modules, sorted. Those below `root` have paths relative to it, so that two checkouts
 * can be compared.
 */
export function relativeTo(modules: ReadonlySet<string>, root: string): string[] {
  return [...modules].map((url) => url.startsWith(root) ? `./${url.slice(root.length)}` : url)
    .sort();
}

/**
 * Returns the packages that modules of a graph use, directly or through other packages.
 *
 * @param modules The result of {@linkcode reachable}.
 * @returns What `deno info` reports on each, by its name with the exact version; null if it does
 * not know one.
 */
export function packagesOf(
  { npmPackages = {} }: DenoInfo,
  modules: ReadonlySet<string>,
): Map<string, NonNullable<DenoInfo["npmPackages"]>[string]> | null {
  const known = new Map(Object.entries(npmPackages));
  const found: NonNullable<ReturnType<typeof packagesOf>> = new Map();
  const pending = [...modules].filter(isPackage).map((name) => name.slice(PACKAGE.length));
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (found.has(name)) continue;
    const one = known.get(name);
    if (one === undefined) return null;
    found.set(name, one);
    for (const used of one.dependencies ?? []) pending.push(used);
  }
  return found;
}

/** The prefix of the names of packages among modules. */
export const PACKAGE = "npm:";

/** Whether a name among modules is that of a package. */
export function isPackage(name: string): boolean {
  return name.startsWith(PACKAGE);
}
