/** The machine, the software and the state of the repository. @module */
import { cpus } from "node:os";
import { Failure } from "../result/failure.ts";
import type { CiRecord, Environment } from "../result/schema.ts";
import { runGit } from "../git/git.ts";

/** What the benchmark processes report about themselves. */
export interface ProcessFacts {
  readonly cpu: string | null;
  readonly denoVersion: string | null;
  readonly v8Version: string | null;
  /** The flags that `deno bench` received. */
  readonly flags: readonly string[];
  /** The project's folder; the working directory by default. */
  readonly root?: string;
  /** The commit that was measured, if it was checked out; asked of git by default. */
  readonly checkedOut?: string | null;
}

/**
 * Reads the facts that a reader needs to compare results. A fact is null if it, or a permission, is
 * missing. This never throws.
 */
export async function collectEnvironment(process: ProcessFacts): Promise<Environment> {
  const { root, checkedOut = null } = process;
  const { commit, dirty } = checkedOut === null
    ? await readWorkingTree(root)
    : { commit: checkedOut, dirty: false };
  const memory = attempt(() => Deno.systemMemoryInfo().total);
  return {
    os: Deno.build.os,
    cpu: process.cpu,
    arch: Deno.build.arch,
    cpu_cores: navigator.hardwareConcurrency,
    memory_total_mb: memory === null ? null : Math.round(memory / 1e6),
    runtime: null,
    deno_version: process.denoVersion,
    v8_version: process.v8Version,
    v8_flags: v8Flags(process.flags, attempt(() => Deno.env.get("DENO_V8_FLAGS")) ?? ""),
    git_commit: commit,
    git_dirty: dirty,
    ci: readCi((name) => attempt(() => Deno.env.get(name)) ?? null),
  };
}

/** Returns the name of the processor, if `deno bench` did not report it. */
export function readCpu(): string | null {
  return attempt(() => cpus()[0]?.model ?? null);
}

/**
 * Returns the V8 flags among those for Deno, and those of the environment variable `DENO_V8_FLAGS`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(v8Flags(["--allow-read", "--v8-flags=--no-opt,--expose-gc"], "--jitless"), [
 *   "--jitless",
 *   "--no-opt",
 *   "--expose-gc",
 * ]);
 * ```
 */
export function v8Flags(flags: readonly string[], variable: string): string[] {
  const prefix = "--v8-flags=";
  const given = flags.filter((flag) => flag.startsWith(prefix))
    .map((flag) => flag.slice(prefix.length));
  return [variable, ...given].flatMap((list) => list.split(",")).filter((flag) => flag !== "");
}

/**
 * Returns which continuous-integration run this is, according to its environment variables.
 *
 * @param read Returns the value of a variable, or null.
 * @returns Null outside continuous integration.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const variables = new Map([["CI", "true"], ["CI_PIPELINE_ID", "7"]]);
 * assertEquals(readCi((name) => variables.get(name) ?? null), {
 *   provider: "gitlab",
 *   run: "7",
 *   ref: null,
 * });
 * ```
 */
export function readCi(read: (name: string) => string | null): CiRecord | null {
  // An empty variable was switched off.
  const given = (name: string) => read(name) || null;
  // Each service sets the number of its run, so no other variable is needed to recognise it.
  const github = given("GITHUB_RUN_ID");
  if (github !== null) return { provider: "github", run: github, ref: given("GITHUB_REF") };
  const gitlab = given("CI_PIPELINE_ID");
  if (gitlab !== null) return { provider: "gitlab", run: gitlab, ref: given("CI_COMMIT_REF_NAME") };
  const ci = given("CI");
  return ci === null || ci === "false" ? null : { provider: "unknown", run: null, ref: null };
}

/** Returns the commit of the working tree, and whether tracked files differ from it. */
async function readWorkingTree(
  cwd?: string,
): Promise<{ readonly commit: string | null; readonly dirty: boolean | null }> {
  const status = ["status", "--porcelain=v2", "--branch", "--no-ahead-behind"];
  const output = await readGit([...status, "--untracked-files=no"], cwd);
  // Without a working tree there may still be a commit.
  if (output === null) return { commit: await readGit(["rev-parse", "HEAD"], cwd), dirty: null };
  const commit = /^# branch\.oid ([0-9a-f]+)$/m.exec(output)?.[1] ?? null;
  return { commit, dirty: commit === null ? null : /^[^#]/m.test(output) };
}

/** Returns the answer of git; null if there is no git, no repository or no permission. */
async function readGit(args: string[], cwd?: string): Promise<string | null> {
  try {
    const { success, output } = await runGit(args, { cwd });
    return success ? output : null;
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

function attempt<T>(read: () => T): T | null {
  try {
    return read() ?? null;
  } catch (error) {
    return ignoreMissing(error);
  }
}

/**
 * Returns null for an error that means a missing permission or fact. A query cannot replace this,
 * since it can say "granted" for an action that then throws.
 */
function ignoreMissing(error: unknown): null {
  const { NotCapable, NotFound, NotSupported, PermissionDenied } = Deno.errors;
  const missing = [NotCapable, NotFound, NotSupported, PermissionDenied];
  if (missing.some((kind) => error instanceof kind)) return null;
  throw error;
}
