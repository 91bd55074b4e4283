/** Parses a result or a comparison. @module */
import { parseJsonc } from "../result/jsonc.ts";
import { checkResultDocument } from "../result/parse.ts";
import type { ResultDocument } from "../result/schema.ts";
import type { Comparison } from "./comparison.ts";
import { checkComparison } from "./comparison_schema.ts";

/** A document of either kind. */
export type BenchmarkDocument = ResultDocument | Comparison;

/**
 * Parses a result document or a comparison.
 *
 * @param text The content of the file.
 * @param source Its name, for messages.
 * @throws {Failure} If it is neither. Anything that does not look like a comparison is read as a
 * result.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const text = `{ "version": "1.0", "timestamp": "2026-01-31T12:00:00Z",
 *   "environment": {}, "benchmarks": [] }`;
 * assertEquals(isComparison(parseDocument(text, "a.json")), false);
 * ```
 */
export function parseDocument(text: string, source: string): BenchmarkDocument {
  const action = `Cannot read ${source}`;
  const value = parseJsonc(text, action);
  return looksLikeComparison(value)
    ? checkComparison(value, action)
    : checkResultDocument(value, action);
}

/** Whether a document is a comparison. */
export function isComparison(document: BenchmarkDocument): document is Comparison {
  return "entries" in document;
}

/** Other programs have files with entries, too. */
function looksLikeComparison(value: unknown): boolean {
  return typeof value === "object" && value !== null && "entries" in value && "summary" in value;
}
