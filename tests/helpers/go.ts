/** Reads text with the importer of Go. @module */
import { Content } from "../../scripts/result/import/content.ts";
import { go } from "../../scripts/result/import/formats/go.ts";
import type { ImportedRun } from "../../scripts/result/import/importer.ts";
import type { BenchmarkResult } from "../../scripts/result/schema.ts";

/** Returns the runs in a text, which messages call `a.txt`. */
export function read(text: string): readonly ImportedRun[] {
  return go.read(new Content(text, "a.txt"));
}

/** Returns the name of each entry, and its duration in nanoseconds or why it has none. */
export function outcomes(text: string): [string, number | string][] {
  return read(text).flatMap(({ benchmarks }) => benchmarks.map(outcome));
}

/** Does the same as {@linkcode outcomes} for one entry. */
export function outcome(
  { name, duration_ms, failures }: BenchmarkResult,
): [string, number | string] {
  return [name, duration_ms === null ? failures[0]!.message : duration_ms * 1e6];
}
