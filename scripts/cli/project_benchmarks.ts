/** Which benchmarks are measured, and how Deno is started for them. @module */
import { addFlags } from "../result/deno_flags.ts";
import type { Config } from "../verdict/config.ts";

/** What was given on the command line. */
interface Given {
  readonly options: { readonly filter: string | null };
  readonly positionals: readonly string[];
  readonly rest: readonly string[];
}

/** What is measured. */
export interface ProjectBenchmarks {
  /** Paths or globs as `deno bench` takes them; none for what it finds by itself. */
  readonly files: readonly string[];
  readonly filter: string | null;
  /** Flags for Deno. */
  readonly flags: readonly string[];
}

/**
 * What was given on the command line; what was not comes from the configuration. Flags add up. A
 * filter is for the files that it is configured with, so that it does not hold for others.
 *
 * A task cannot hold these settings: Deno puts a user's options behind everything in a task, so that
 * they would follow its `--`.
 *
 * @throws {Failure} If what follows `--` is no flag.
 */
export function chooseBenchmarks(
  { options, positionals, rest }: Given,
  { files = [], filter, flags = [] }: Config,
): ProjectBenchmarks {
  return {
    files: positionals.length > 0 ? positionals : files,
    filter: options.filter ?? (positionals.length > 0 ? null : filter ?? null),
    flags: addFlags(flags, rest),
  };
}
