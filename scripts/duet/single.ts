/** The placement of both versions in one process, with one import map. @module */
import { dirname, join, resolve, toFileUrl } from "../deps/std/path/mod.ts";
import { makeTemporaryFolder } from "../git/temporary_folder.ts";
import type { SideName } from "../result/duet.ts";
import { parseDenoFlags } from "../result/deno_flags.ts";
import { HostProcess } from "../measure/host_process.ts";
import { protectLock } from "../measure/lock_file.ts";
import { slashed } from "../measure/path_patterns.ts";
import { configChoiceOf, readConfigFolder, readIfThere } from "../measure/project_config.ts";
import { pinTo } from "./cores.ts";
import {
  attribute,
  type Duet,
  duetOf,
  type DuetOptions,
  type OpenDuet,
  otherSide,
  seedFlag,
  type SideOptions,
  SIDES,
} from "./duet.ts";
import { type CheckoutConfig, mergeImportMaps, parseCheckoutConfig } from "./import_map.ts";
import { type InfoOptions, reachable, readDenoInfo, relativeTo } from "./module_graph.ts";

/** A way to open duets in one process, with the folder that this needs. */
export interface SinglePlacement {
  readonly openDuet: OpenDuet;
  /** Removes the folder. */
  remove(): Promise<void>;
}

/**
 * Prepares running both versions in one process, and proves that neither will load the other's
 * modules: with the common import map, each side must reach the same modules and package versions
 * as it does alone in its own checkout.
 *
 * @param files Paths of the bench files within each checkout.
 * @returns One line on what could not be proved, if anything.
 * @throws The reason of the signal.
 */
export async function prepareSingle(
  baseline: SideOptions,
  current: SideOptions,
  files: readonly Readonly<Record<SideName, string>>[],
  signal: AbortSignal,
): Promise<SinglePlacement | string> {
  const [baselineConfig, currentConfig] = await Promise.all([
    readConfig(baseline),
    readConfig(current),
  ]);
  if (baselineConfig === null || currentConfig === null) {
    return "the configuration is in another folder, or uses a workspace, links or an import map in a separate file";
  }
  const { path: folder, remove } = await makeTemporaryFolder(null);
  try {
    const importMap = join(folder, "import_map.json");
    await Deno.writeTextFile(
      importMap,
      JSON.stringify(mergeImportMaps(baselineConfig, currentConfig)),
    );
    const flags = [`--import-map=${importMap}`, ...await commonFlags(current, folder)];
    const doubt = await findFirstDoubt({ baseline, current }, files, flags, signal);
    if (doubt !== null) {
      await remove();
      return doubt;
    }
    let entries = 0;
    return {
      remove,
      openDuet: (options) => openSingle(options, flags, join(folder, `entry_${entries++}.ts`)),
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function findFirstDoubt(
  sides: Readonly<Record<SideName, SideOptions>>,
  files: readonly Readonly<Record<SideName, string>>[],
  flags: readonly string[],
  signal: AbortSignal,
): Promise<string | null> {
  const { current } = sides;
  const common = { ...current, flags: [...withoutConfig(current.givenFlags), ...flags], signal };
  for (const file of files) {
    for (const name of SIDES) {
      const doubt = await findDoubt(file[name], sides[name], sides[otherSide(name)], common);
      if (doubt !== null) return `${file[name]}: ${doubt}`;
    }
  }
  return null;
}

/**
 * Returns why a side might load other modules in the common process than alone; null if it does
 * not.
 */
async function findDoubt(
  file: string,
  side: SideOptions,
  other: SideOptions,
  inCommon: InfoOptions,
): Promise<string | null> {
  const root = toFileUrl(join(side.root, "/")).href;
  const otherRoot = toFileUrl(join(other.root, "/")).href;
  const url = toFileUrl(join(side.root, file)).href;
  const own = await readDenoInfo(url, { ...side, signal: inCommon.signal });
  const common = await readDenoInfo(url, inCommon);
  const ownModules = own && reachable(own, url);
  const commonModules = common && reachable(common, url);
  if (!ownModules || !commonModules) return "not every module can be resolved";
  const stray = [...commonModules].find((module) =>
    module.startsWith(otherRoot) && !module.startsWith(root)
  );
  if (stray !== undefined) return `it would load ${stray} of the other side`;
  const before = relativeTo(ownModules, root);
  const after = new Set(relativeTo(commonModules, root));
  const missing = before.find((module) => !after.has(module));
  if (missing !== undefined) return `${missing} would not be loaded as in its own checkout`;
  return after.size === before.length
    ? null
    : "it would load more modules than in its own checkout";
}

/**
 * Returns the flags for the settings of the current version. They name a copy of its lock file, so
 * that the original is not written.
 */
async function commonFlags({ root, givenFlags }: SideOptions, folder: string): Promise<string[]> {
  const config = await findConfig(root, givenFlags);
  return [
    ...await protectLock(root, folder, givenFlags),
    ...(config === null ? [] : [`--config=${config}`]),
  ];
}

/** Returns the flags without those that name the configuration of one checkout. */
export function withoutConfig(flags: readonly string[]): string[] {
  return flags.filter((flag) => !flag.startsWith("--config="));
}

/** Null if one import map is not enough. */
async function readConfig({ root, givenFlags }: SideOptions): Promise<CheckoutConfig | null> {
  const path = await findConfig(root, givenFlags);
  if (path !== null && dirname(path) !== resolve(root)) return null;
  const text = path === null ? null : await readIfThere(path);
  return parseCheckoutConfig(text, toFileUrl(join(root, "/")).href);
}

/**
 * Returns the configuration of a checkout: the one that the flags name, or else the one in its
 * root.
 */
async function findConfig(root: string, flags: readonly string[]): Promise<string | null> {
  const choice = configChoiceOf(parseDenoFlags(flags));
  if (choice === "none") return null;
  if (choice !== "found") return resolve(root, choice.path);
  return (await readConfigFolder(slashed(root)))?.deno?.path ?? null;
}

/** Separates the benchmarks of the two sides in the order of registration. */
const BOUNDARY = "benchline: from here on the other side";

async function openSingle(
  options: DuetOptions,
  flags: readonly string[],
  entry: string,
): Promise<Duet> {
  const { first, core, current, files, timeoutMs, signal } = options;
  const load = (side: SideName) =>
    `await import(${JSON.stringify(toFileUrl(join(options[side].root, files[side])).href)});\n`;
  const boundary = `Deno.bench(${JSON.stringify(BOUNDARY)}, () => {});\n`;
  await Deno.writeTextFile(entry, load(first) + boundary + load(otherSide(first)));
  const host = await attribute(first, () =>
    HostProcess.start({
      file: entry,
      cwd: current.root,
      flags: [seedFlag(options), ...withoutConfig(current.givenFlags), ...flags],
      command: pinTo(current.command, core),
      timeoutMs,
      signal,
    }));
  const firstCount = host.registrations.findIndex(({ name }) => name === BOUNDARY);
  const place = (side: SideName, ordinal: number) =>
    side === first ? ordinal : firstCount + 1 + ordinal;
  return duetOf(
    (side, request) => host.request({ ...request, ordinal: place(side, request.ordinal) }),
    () => host.close(),
  );
}
