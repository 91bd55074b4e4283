/** Entries of a file, read one by one: one that is wrong does not spoil the others. @module */
import { ContentFailure } from "./content.ts";
import type { ImportedBenchmark } from "./importer.ts";

/** What could be read of entries. */
export interface ReadEntries {
  readonly benchmarks: readonly ImportedBenchmark[];
  /** Why the others were left out. */
  readonly leftOut: readonly string[];
}

/**
 * Reads entries one by one: one that cannot be read is left out, and the others are read.
 *
 * @param read Returns what an entry tells; an entry may tell of several benchmarks, or of none.
 */
export function readEach<T>(
  entries: readonly T[],
  read: (entry: T, index: number) => readonly ImportedBenchmark[],
): ReadEntries {
  const benchmarks: ImportedBenchmark[] = [];
  const leftOut: string[] = [];
  for (const [index, entry] of entries.entries()) {
    try {
      for (const benchmark of read(entry, index)) benchmarks.push(benchmark);
    } catch (error) {
      if (!(error instanceof ContentFailure)) throw error;
      leftOut.push(error.reason);
    }
  }
  return { benchmarks, leftOut };
}

/**
 * Reads the figures of one benchmark: where they cannot be, it has failed for that reason.
 *
 * @param known Its name and what else is known without the figures.
 */
export function readFigures(
  known: ImportedBenchmark,
  read: () => Omit<ImportedBenchmark, "name">,
): ImportedBenchmark {
  try {
    return { ...known, ...read() };
  } catch (error) {
    if (!(error instanceof ContentFailure)) throw error;
    return { ...known, isUnreadable: true, ...failWith(error.reason) };
  }
}

/** What is known of a benchmark that failed. */
export function failWith(reason: string): Pick<ImportedBenchmark, "failures"> {
  return { failures: [{ round: null, message: reason }] };
}

/** Why it failed, where a harness leaves that out. */
export const UNTOLD_REASON = "it failed; the file does not say why";
