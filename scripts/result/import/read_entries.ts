/** Reads entries of a file one by one, so that a faulty one does not spoil the others. @module */
import { ContentFailure } from "./content.ts";
import type { ImportedBenchmark } from "./importer.ts";

/** The entries that could be read. */
export interface ReadEntries {
  readonly benchmarks: readonly ImportedBenchmark[];
  /** Why the others were left out. */
  readonly leftOut: readonly string[];
}

/**
 * Reads entries one by one, and leaves out unreadable ones.
 *
 * @param read Reads one entry, which may have several benchmarks or none.
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
 * Reads the figures of one benchmark. If they cannot be read, it has failed for that reason.
 *
 * @param known Its name and other facts that are known without the figures.
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

/** The fields of a benchmark that failed. */
export function failWith(reason: string): Pick<ImportedBenchmark, "failures"> {
  return { failures: [{ round: null, message: reason }] };
}

/** The reason if a harness gives none. */
export const UNTOLD_REASON = "it failed; the file does not say why";
