/** What the importer of Go makes of a text. @module */
import { Content } from "../../scripts/result/import/content.ts";
import { go } from "../../scripts/result/import/formats/go.ts";
import type { ImportedRun } from "../../scripts/result/import/importer.ts";
import type { BenchmarkResult } from "../../scripts/result/schema.ts";

/** The runs in a text, which messages call `a.txt`. */
export function read(text: string): readonly ImportedRun[] {
  return go.read(new Content(text, "a.txt"));
}

/** Name and duration in nanoseconds of each entry, or why it has none. */
export function outcomes(text: string): [string, number | string][] {
  return read(text).flatMap(({ benchmarks }) => benchmarks.map(outcome));
}

/** As {@linkcode outcomes}, of one entry. */
export function outcome(
  { name, duration_ms, failures }: BenchmarkResult,
): [string, number | string] {
  return [name, duration_ms === null ? failures[0]!.message : duration_ms * 1e6];
}
