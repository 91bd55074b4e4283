/** Which benchmarks are measured, and how Deno is started for them. @module */
import type { CommandIo } from "./io.ts";
import { readConfig } from "./thresholds.ts";

/** What was given on the command line. */
interface Given {
  readonly options: { readonly filter: string | null; readonly config?: string | null };
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
 * What was given on the command line; what was not comes from the configuration.
 *
 * A task cannot hold these settings: Deno puts a user's options behind everything in a task, so that
 * they would follow its `--`.
 *
 * @throws {Failure} If the configuration cannot be read.
 */
export async function chooseBenchmarks(
  { options, positionals, rest }: Given,
  io: CommandIo,
): Promise<ProjectBenchmarks> {
  const { files = [], filter = null, flags = [] } = await readConfig(options.config ?? null, io);
  return {
    files: positionals.length > 0 ? positionals : files,
    filter: options.filter ?? filter,
    flags: rest.length > 0 ? rest : flags,
  };
}
