/** Chooses the benchmarks to measure and the flags for Deno. @module */
import { addFlags } from "../result/deno_flags.ts";
import type { Config } from "../verdict/config.ts";

/** The parsed command line. */
interface Given {
  readonly options: { readonly filter: string | null };
  readonly positionals: readonly string[];
  readonly rest: readonly string[];
}

/** The benchmarks to measure. */
export interface ProjectBenchmarks {
  /** Paths or globs as `deno bench` takes them; empty for the files that it finds itself. */
  readonly files: readonly string[];
  readonly filter: string | null;
  /** Flags for Deno. */
  readonly flags: readonly string[];
}

/**
 * Chooses benchmarks by the command line and otherwise by the configuration. Flags add up. A
 * configured filter applies only to the configured files.
 *
 * A task cannot hold these settings: Deno appends a user's options to the task, so they would come
 * after its `--`.
 *
 * @throws {Failure} If an argument after `--` is not a flag.
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
