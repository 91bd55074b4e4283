/** Translates flags for `deno bench` into flags for `deno run`. @module */
import { resolve } from "../deps/std/path/mod.ts";
import { formatDenoFlag, parseDenoFlags, refuseOwnFlags } from "../result/deno_flags.ts";
import { slashed } from "./path_patterns.ts";
import { isPermission, permissionFlags } from "./permission_sets.ts";
import { configChoiceOf, type ProjectConfig, readProjectConfig } from "./project_config.ts";

/** How to start hosts. */
export interface HostFlags {
  /** Flags for `deno run`, before the file. */
  readonly flags: readonly string[];
  /** The entries of `--ignore`, for finding files. */
  readonly ignore: readonly string[];
}

/** Flags of `deno bench` that hosts do not need, or receive in another way. */
const LEFT_OUT = new Set([
  "ignore",
  "permission-set",
  "permit-no-files",
  // Each host already has the first one, and `deno run` does not check types unless asked.
  "no-prompt",
  "no-check",
]);

/**
 * Translates flags for `deno bench` into flags that start a bench file under `deno run` with the
 * same permissions and the same configuration.
 *
 * `deno bench` uses the configuration of the folder in which it is started, and `deno run` that of
 * the file's folder. The configuration is therefore named.
 *
 * @param root The folder in which Deno is started, absolute.
 * @param words The words that the user gave after `--`.
 * @param file The bench file, relative to `root`. Members of a workspace may have their own
 * permission sets.
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
  // A package.json cannot be named, but Deno also finds it from the file's folder.
  return packageJson === null && !partial ? ["--no-config"] : [];
}
