/** Turns the permission sets of deno.json into flags. @module */
import { isAbsolute, join } from "../deps/std/path/mod.ts";
import { Failure } from "../result/failure.ts";
import type { DenoFlag } from "../result/deno_flags.ts";
import {
  type ConfigFolder,
  folderFor,
  type ProjectConfig,
  type Settings,
  settingsOf,
} from "./project_config.ts";

/** The kinds of permission, and which have paths as values. */
const KINDS = {
  read: "paths",
  write: "paths",
  import: "texts",
  env: "texts",
  net: "texts",
  run: "programs",
  ffi: "paths",
  sys: "texts",
} as const;

/** A set of permissions, and the folder that its paths are relative to. */
interface PermissionSet {
  readonly folder: string;
  readonly permissions: Settings;
}

/** Whether a flag is a permission. */
export function isPermission({ name }: DenoFlag): boolean {
  const kind = /^(?:allow|deny|ignore)-(.*)$/.exec(name)?.[1];
  return name === "allow-all" || (kind !== undefined && Object.hasOwn(KINDS, kind));
}

/**
 * Returns flags for `deno run` that grant what `deno bench` grants a file. The `-P` of `deno run`
 * reads other settings, and only those of the folder in which it is started.
 *
 * @param path The bench file, absolute with forward slashes.
 * @param flags The flags of the user.
 * @returns The user's permissions and those of the requested set.
 * @throws {Failure} If there is no such set, or there is one and none was requested.
 */
export function permissionFlags(
  project: ProjectConfig,
  path: string,
  flags: readonly DenoFlag[],
): DenoFlag[] {
  const given = flags.filter(isPermission);
  const asked = flags.findLast(({ name }) => name === "permission-set");
  if (asked === undefined) {
    const set = given.length > 0 ? null : benchSet(project, path);
    if (set === null || Object.keys(set.permissions).length === 0) return given;
    throw new Failure(
      "Cannot tell whether to use the permissions for benchmarks in deno.json: give -P, or other permissions, after --",
    );
  }
  if (given.some(({ name }) => name === "allow-all")) return given;
  const set = asked.value === null || asked.value === ""
    ? benchSet(project, path) ?? namedSet(project, path, "default")
    : assertSet(namedSet(project, path, asked.value), asked.value);
  return set === null ? given : [...given, ...flagsOf(set, new Set(given.map(({ name }) => name)))];
}

/**
 * Whether deno.json has permissions for benchmarks, which `-P` grants.
 *
 * @param path A bench file or its folder, absolute with forward slashes.
 * @throws {Failure} If they name a set that does not exist.
 */
export function hasBenchPermissions(project: ProjectConfig, path: string): boolean {
  return benchSet(project, path) !== null;
}

function benchSet(project: ProjectConfig, path: string): PermissionSet | null {
  for (const { folder, deno } of settingsFor(project, path)) {
    const bench = settingsOf(deno?.content.bench, `bench in ${deno?.path}`);
    const permissions = bench?.permissions;
    if (typeof permissions === "string") {
      return assertSet(namedSet(project, path, permissions), permissions);
    }
    const own = settingsOf(permissions, `bench.permissions in ${deno?.path}`);
    if (own !== null) return { folder, permissions: own };
  }
  return null;
}

function namedSet(project: ProjectConfig, path: string, name: string): PermissionSet | null {
  for (const { folder, deno } of settingsFor(project, path)) {
    const sets = settingsOf(deno?.content.permissions, `permissions in ${deno?.path}`) ?? {};
    if (!Object.hasOwn(sets, name)) continue;
    const permissions = settingsOf(sets[name], `permissions.${name} in ${deno?.path}`);
    return { folder, permissions: permissions ?? {} };
  }
  return null;
}

/** A member's settings take precedence over those of the root. */
function settingsFor(project: ProjectConfig, path: string): ConfigFolder[] {
  const nearest = folderFor(project, path);
  return nearest === project.root ? [nearest] : [nearest, project.root];
}

function assertSet(set: PermissionSet | null, name: string): PermissionSet {
  if (set === null) throw new Failure(`Cannot find the permission set ${name} in deno.json`);
  return set;
}

/** Returns the flags for a set, without those that the user gave, which override the set. */
function flagsOf({ folder, permissions }: PermissionSet, given: ReadonlySet<string>): DenoFlag[] {
  const unknown = Object.keys(permissions).find((key) =>
    key !== "all" && !Object.hasOwn(KINDS, key)
  );
  if (unknown !== undefined) {
    throw new Failure(`Cannot use the permissions in ${folder}: ${unknown} is no permission`);
  }
  const flags: DenoFlag[] = [];
  for (const [kind, values] of Object.entries(KINDS)) {
    const rules = rulesOf(permissions[kind], permissions.all === true, `${kind} in ${folder}`);
    for (const [effect, rule] of Object.entries(rules)) {
      const name = `${effect}-${kind}`;
      if (given.has(name) || rule === false) continue;
      const value = rule === true
        ? null
        : rule.map((text) => absolute(text, folder, values)).join(",");
      flags.push({ name, value });
    }
  }
  return flags;
}

type Rule = boolean | string[];

/** Values that are allowed, denied and ignored. An empty list counts as none. */
function rulesOf(value: unknown, all: boolean, what: string): Record<string, Rule> {
  if (value === undefined) return { allow: all };
  if (typeof value === "boolean" || Array.isArray(value)) return { allow: ruleOf(value, what) };
  const { allow, ...others } = settingsOf(value, what) ?? {};
  return {
    allow: allow === undefined || allow === null ? all : ruleOf(allow, what),
    ...Object.fromEntries(
      Object.entries(others).map(([effect, rule]) => [effect, ruleOf(rule ?? false, what)]),
    ),
  };
}

function ruleOf(value: unknown, what: string): Rule {
  if (typeof value === "boolean") return value;
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === "string")) {
    throw new Failure(
      `Cannot use the permission ${what}: expected true, false or a list of strings`,
    );
  }
  const divided = value.find((entry) => entry.includes(","));
  if (divided !== undefined) {
    throw new Failure(`Cannot pass the permission ${what} to Deno: ${divided} has a comma`);
  }
  return value.length === 0 ? false : value;
}

function absolute(text: string, folder: string, values: "paths" | "programs" | "texts"): string {
  const isPath = values === "paths" ||
    (values === "programs" &&
      (text.includes("/") || (Deno.build.os === "windows" && text.includes("\\"))));
  return isPath && !isAbsolute(text) ? join(folder, text) : text;
}
