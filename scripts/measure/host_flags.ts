/** What a user gives for `deno bench`, as `deno run` takes it. @module */
import { resolve } from "../deps/std/path/mod.ts";
import { formatDenoFlag, parseDenoFlags, refuseOwnFlags } from "../result/deno_flags.ts";
import { slashed } from "./path_patterns.ts";
import { isPermission, permissionFlags } from "./permission_sets.ts";
import { configChoiceOf, type ProjectConfig, readProjectConfig } from "./project_config.ts";

/** How to start hosts. */
export interface HostFlags {
  /** For `deno run`, in front of the file. */
  readonly flags: readonly string[];
  /** The entries of `--ignore`, for finding files. */
  readonly ignore: readonly string[];
}

/** Flags of `deno bench` that hosts do not need, or are given otherwise. */
const LEFT_OUT = new Set([
  "ignore",
  "permission-set",
  "permit-no-files",
  // Each host has the first, and `deno run` does not check types by itself.
  "no-prompt",
  "no-check",
]);

/**
 * Translates flags for `deno bench` into those that start a bench file under `deno run` with the
 * same permissions and the same configuration.
 *
 * `deno bench` goes by the configuration of the folder it is started in, `deno run` by that of the
 * file's folder, so that it is named.
 *
 * @param root The folder that Deno is started in, absolute.
 * @param words What the user gave behind `--`.
 * @param file The bench file, relative to `root`: a workspace's members may have permission sets of
 * their own.
 * @throws {Failure} If a flag makes no sense here, or the configuration cannot be used.
 */
export async function hostFlags(
  root: string,
  words: readonly string[],
  file = ".",
): Promise<HostFlags> {
  refuseOwnFlags(words);
  const flags = parseDenoFlags(words);
  const config = configChoiceOf(flags);
  const project = await readProjectConfig(root, config);
  const permissions = permissionFlags(project, slashed(resolve(root, file)), flags);
  const others = flags.filter((flag) =>
    !isPermission(flag) &&
    (!LEFT_OUT.has(flag.name) || flag.name === "no-check" && flag.value !== null)
  );
  return {
    flags: [
      ...(config === "found" ? configFlags(project) : []),
      ...[...permissions, ...others].map(formatDenoFlag),
    ],
    ignore: flags.filter(({ name }) => name === "ignore")
      .flatMap(({ value }) => value?.split(",") ?? []),
  };
}

function configFlags({ root: { deno, packageJson }, partial }: ProjectConfig): string[] {
  if (deno !== null) return [`--config=${deno.path}`];
  // A package.json cannot be named; Deno finds it from the file's folder as well.
  return packageJson === null && !partial ? ["--no-config"] : [];
}
