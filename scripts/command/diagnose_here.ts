/** Measuring benchmarks against themselves. @module */
import { readAllowedCores } from "../duet/cores.ts";
import { openPair } from "../duet/pair.ts";
import { pairListings, runDuet } from "../duet/run_duet.ts";
import { assertSomeBenchmarks, listBenchmarks } from "../measure/list_benchmarks.ts";
import type { MachineState } from "../report/diagnosis_terminal.ts";
import { Failure } from "../result/failure.ts";
import { type BenchmarkDiagnosis, diagnose } from "../verdict/diagnosis.ts";
import type { Thresholds } from "../verdict/severity.ts";

/** What to diagnose. */
export interface DiagnoseOptions {
  readonly files: readonly string[];
  readonly filter: string | null;
  readonly rounds: number;
  readonly budgetSeconds: number;
  readonly benchTimeoutSeconds: number;
  /** Flags for Deno. */
  readonly flags: readonly string[];
  readonly thresholds: Thresholds;
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

/**
 * Measures every benchmark against itself, in the placement that `compare --against` would use.
 *
 * @throws {Failure} If there is nothing to run, or the measuring was stopped.
 */
export async function diagnoseHere(options: DiagnoseOptions): Promise<{
  diagnoses: BenchmarkDiagnosis[];
  machine: MachineState;
  warnings: readonly string[];
}> {
  const { signal, flags, rounds } = options;
  const load = readLoad();
  const benchTimeoutMs = options.benchTimeoutSeconds * 1000;
  try {
    const listing = await listBenchmarks({ ...options, benchTimeoutMs });
    assertSomeBenchmarks(listing);
    const side = { root: Deno.cwd(), flags, command: ["deno"] };
    const tracks = pairListings(listing, listing);
    const cores = await readAllowedCores();
    const { interrupted } = await runDuet(tracks, {
      baseline: side,
      current: side,
      openDuet: openPair,
      cores,
      looks: [rounds],
      fewestRounds: rounds,
      budgetMs: Infinity,
      benchTimeoutMs,
      signal,
      decide: () => {},
      onProgress: ({ round, benchmark }) =>
        options.onProgress(`round ${round} of ${rounds} · ${benchmark}`),
    });
    if (interrupted) throw new Failure(`Nothing was diagnosed: ${signal.reason}`);
    const measurements = tracks.map((track) => ({
      benchmark: { ...track, line: track.pair.current.line, confirmation: [] },
      secondsPerRound: track.spentMs / Math.max(1, track.rounds.length) / 1000,
      thresholds: options.thresholds,
    }));
    return {
      diagnoses: diagnose(measurements, options.budgetSeconds),
      machine: { load, cores: navigator.hardwareConcurrency, pinned: cores !== null },
      warnings: listing.warnings,
    };
  } catch (error) {
    if (error === signal.reason) throw new Failure(`Nothing was diagnosed: ${error}`);
    throw error;
  }
}

function readLoad(): number | null {
  try {
    return Deno.loadavg()[0] ?? null;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return null;
    throw error;
  }
}
