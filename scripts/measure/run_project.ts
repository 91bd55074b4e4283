/** Runs a project's benchmarks and makes a result of them. @module */
import type { Journal } from "../result/journal.ts";
import { normalizeRun } from "../result/normalize.ts";
import type { RunRecord } from "../result/run_journal.ts";
import type { ResultDocument } from "../result/schema.ts";
import type { Shard } from "../result/shard.ts";
import { collectEnvironment } from "./environment.ts";
import { measureInRounds, type RunProgress } from "./run_benchmarks.ts";

/** How to run a project's benchmarks. Every option that is left out has a default. */
export interface RunBenchmarksOptions {
  /** The project's folder; the working directory by default. */
  readonly root?: string;
  /** Paths or globs as for `deno bench`; none to find the files as it does. */
  readonly files?: readonly string[];
  /** Processes for each file; 5 by default. */
  readonly rounds?: number;
  /** A part of the name or, between slashes, a regular expression; null for all. */
  readonly filter?: string | null;
  /** The part of the benchmarks to run; null for all. */
  readonly shard?: Shard | null;
  /** Seconds for loading a file, and for one benchmark in one process; 60 by default. */
  readonly benchTimeoutSeconds?: number;
  /** Flags for `deno bench`. */
  readonly flags?: readonly string[];
  /** Ends the run. The document is then partial and has what is finished. */
  readonly signal?: AbortSignal;
  /** Called with the progress of the run. */
  readonly onProgress?: (progress: RunProgress) => void;
  /** Keeps finished rounds and has those of an earlier run; null, the default, for none. */
  readonly journal?: Journal<RunRecord> | null;
}

/**
 * Runs a project's benchmarks in rounds of fresh `deno bench` processes.
 *
 * @throws {Failure} If there is nothing to run, with the reason.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { runBenchmarks } from "@benchline/benchline";
 *
 * const root = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${root}/root_bench.ts`, 'Deno.bench("root", () => { Math.sqrt(2); });');
 * const { benchmarks } = await runBenchmarks({ root, rounds: 1, flags: ["--no-check"] });
 * assertEquals(benchmarks.map(({ name, rounds }) => [name, rounds.length]), [["root", 1]]);
 * await Deno.remove(root, { recursive: true });
 * ```
 */
export async function runBenchmarks(options: RunBenchmarksOptions = {}): Promise<ResultDocument> {
  const { root = Deno.cwd(), flags = [], shard = null, journal = null, onProgress } = options;
  const startedAt = new Date();
  const outcome = await measureInRounds({
    root,
    files: options.files ?? [],
    rounds: options.rounds ?? 5,
    filter: options.filter ?? null,
    shard,
    benchTimeoutMs: (options.benchTimeoutSeconds ?? 60) * 1000,
    flags,
    signal: options.signal ?? new AbortController().signal,
    journal,
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const environment = await collectEnvironment({ ...outcome, flags, root });
  return normalizeRun({ ...outcome, startedAt, environment, shard });
}
