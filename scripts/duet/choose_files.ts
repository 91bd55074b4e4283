/**
 * Chooses the bench files to measure: those that the change between two versions can affect.
 *
 * @module
 */
import { join, relative, resolve } from "../deps/std/path/mod.ts";
import { mapAtOnce } from "../measure/at_once.ts";
import { kindOf } from "../measure/collect_files.ts";
import { parseDenoFlags } from "../result/deno_flags.ts";
import { findBenchFiles } from "../measure/find_files.ts";
import { isUrl } from "../measure/list_benchmarks.ts";
import { slashed } from "../measure/path_patterns.ts";
import { configChoiceOf, readProjectConfig } from "../measure/project_config.ts";
import type { SideName } from "../result/duet.ts";
import { compileGlob } from "../result/glob.ts";
import type { Affected } from "../verdict/comparison.ts";
import {
  describeSame,
  type FileFacts,
  firstReadable,
  type VersionFacts,
  whyAllAffected,
  whyLoadsOther,
} from "./affected.ts";
import { findDifferingFiles } from "./differing_files.ts";
import { SIDES } from "./duet.ts";
import { FactReader, type Place } from "./file_facts.ts";
import type { FullOptions } from "./options.ts";
import { readablePaths } from "./readable_paths.ts";
import { whySettingsDiffer } from "./setting_files.ts";
import type { Side, Sides } from "./sides.ts";

/** The basis of the choice. */
export type ChooseOptions = Pick<
  FullOptions,
  "root" | "setup" | "affected" | "journal" | "signal"
>;

/**
 * Settings in deno.json that do not change a bench file by themselves. Their effects appear in its
 * module graph or in its flags.
 */
const SHOWN_OTHERWISE = new Set([
  "$schema",
  "name",
  "version",
  "description",
  "license",
  "author",
  "exports",
  "imports",
  "scopes",
  "importMap",
  "permissions",
  "bench",
  "exclude",
  "tasks",
  "test",
  "lint",
  "fmt",
  "publish",
]);

/**
 * Chooses the bench files that the change can affect, and gives the reason for each file. If in
 * doubt, a file is affected.
 *
 * @throws {Failure} If the files of a version cannot be listed, or a glob cannot be read.
 * @throws The reason of the signal.
 */
export async function chooseFiles(sides: Sides, options: ChooseOptions): Promise<Affected> {
  const found = {
    baseline: await findFiles(sides.baseline, sides.files),
    current: await findFiles(sides.current, sides.files),
  };
  const files = [...found.current.union(found.baseline)];
  const places = await locate(sides);
  const all = (reason: string) => ({
    measured: files.map((file) => ({ file, reason })),
    left_out: [],
  });
  if (typeof places === "string") return all(places);
  const forAll = whyAllAffected(
    await readVersion(places.baseline),
    await readVersion(places.current),
  );
  if (forAll !== null) return all(forAll);
  const tops = { baseline: places.baseline.top, current: places.current.top };
  // This comes before any module graph, since Deno may then write the lock file of the checkout.
  const differing = await findDifferingFiles(tops, {
    // A command may create or install files that git ignores.
    ignored: options.setup !== null,
    except: (options.journal?.outputs ?? []).map((path) => resolve(options.root, path)),
  });
  const setting = await whySettingsDiffer(differing, tops);
  if (setting !== null) return all(setting);
  const choose = await makeChooser(places, differing, options);
  const judge = async (file: string) => {
    if (SIDES.every((side) => found[side].has(file))) return await choose(file);
    const side = found.current.has(file) ? "current version" : "baseline";
    return { isAffected: true, reason: `only the ${side} has it` };
  };
  const judged = await mapAtOnce(files, judge, options.signal);
  const choices = (affected: boolean) =>
    files.flatMap((file, index) => {
      const { isAffected, reason } = judged[index]!;
      return isAffected === affected ? [{ file, reason }] : [];
    });
  return { measured: choices(true), left_out: choices(false) };
}

/** Returns the bench files that exist. */
async function findFiles(
  { root, givenFlags, ignore, problem }: Side,
  files: readonly string[],
): Promise<Set<string>> {
  if (problem !== null) return new Set();
  const config = configChoiceOf(parseDenoFlags(givenFlags));
  const found = await findBenchFiles(root, files, { ignore, config });
  const there = await Promise.all(
    found.map(async (file) => isUrl(file) || await kindOf(join(root, file)) === "file"),
  );
  return new Set(found.filter((_, index) => there[index]));
}

type Places = Readonly<Record<SideName, Place>>;

/** Returns the folders of both versions, or why nothing is known about them. */
async function locate({ baseline, current }: Sides): Promise<Places | string> {
  if (baseline.problem !== null || current.problem !== null) {
    return "the configuration of a version cannot be read";
  }
  if (baseline.top === null || current.top === null || baseline.root === current.root) {
    return "both sides are the same files";
  }
  const place = async (side: Side, top: string, otherTop: string): Promise<Place> => ({
    side,
    root: await Deno.realPath(side.root),
    top,
    otherTop,
  });
  return {
    baseline: await place(baseline, baseline.top, current.top),
    current: await place(current, current.top, baseline.top),
  };
}

async function readVersion({ side, root, top, otherTop }: Place): Promise<VersionFacts> {
  const project = await readProjectConfig(root, configChoiceOf(parseDenoFlags(side.givenFlags)));
  const settings = new Map<string, string>();
  for (const { deno } of [project.root, ...project.members]) {
    for (const [key, value] of Object.entries(deno?.content ?? {})) {
      if (SHOWN_OTHERWISE.has(key)) continue;
      settings.set(`${key} in ${slashed(relative(top, deno!.path))}`, JSON.stringify(value));
    }
  }
  const flags = side.givenFlags.map((flag) =>
    [side.root, root, top, otherTop]
      .reduce((text, folder) => text.replaceAll(slashed(folder), ""), flag)
  );
  return { command: side.command, flags, settings };
}

/** Judges a file that both versions have. */
async function makeChooser(
  places: Places,
  differing: readonly string[],
  { affected, signal }: ChooseOptions,
): Promise<(file: string) => Promise<{ isAffected: boolean; reason: string }>> {
  const readable = [
    ...await readablePaths(places.baseline),
    ...await readablePaths(places.current),
  ];
  const isData = dataFilter(affected?.data ?? null, places.current);
  const data = firstReadable(differing.filter(isData), readable);
  const readers = {
    baseline: new FactReader(places.baseline, signal),
    current: new FactReader(places.current, signal),
  };
  return async (file) => {
    const [before, now] = await Promise.all([
      readers.baseline.read(file),
      readers.current.read(file),
    ]);
    const reason = whyLoadsOther(before, now) ??
      whyInstalledOther([before, now], differing) ??
      (data === null ? null : `it may read ${data}, which differs`);
    if (reason !== null) return { isAffected: true, reason };
    const same = describeSame(now!);
    return {
      isAffected: false,
      reason: readable.length === 0 ? same : `${same}, and nothing that it may read differs`,
    };
  };
}

/** Whether benchmarks read a path, given from the top level. */
function dataFilter(
  globs: readonly string[] | null,
  { root, top }: Place,
): (path: string) => boolean {
  if (globs === null) return () => true;
  const matchers = globs.map(compileGlob);
  return (path) => {
    const fromRoot = slashed(relative(root, join(top, path)));
    return matchers.some((matches) => matches(fromRoot));
  };
}

/**
 * Returns why the installed packages that a file uses may differ; null if they do not. Packages
 * that git does not have and no command has made are links to those of the working tree.
 */
function whyInstalledOther(
  facts: readonly (FileFacts | null)[],
  differing: readonly string[],
): string | null {
  const path = firstReadable(differing, facts.flatMap((one) => one?.installed ?? []));
  return path === null ? null : `${path} differs`;
}
