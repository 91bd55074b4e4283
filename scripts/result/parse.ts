/** Parses result documents. @module */
import { Failure } from "./failure.ts";
import { hasFigures } from "./has_figures.ts";
import { formatIdentity, identityKey } from "./identity.ts";
import { parseJsonc } from "./jsonc.ts";
import { type ResultDocument, resultDocumentSchema, SCHEMA_VERSION } from "./schema.ts";
import { checkVersion, quoteValue, validate } from "./validate.ts";

/**
 * Parses a result document (JSON or JSONC) and checks it.
 *
 * Absent optional fields become null or an empty list; fields that this version does not know are
 * left out.
 *
 * @param text The content of the file.
 * @param source Its name, for messages.
 * @returns The document; every duration is above 0 and no identity occurs twice.
 * @throws {Failure} One line with `source` and, as it applies, line and column, the field's path,
 * what was wanted and what was found, or the version that wrote the document.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const document = parseResultDocument(
 *   `{
 *     "version": "1.0",
 *     "timestamp": "2026-01-31T12:00:00Z",
 *     "environment": {},
 *     "benchmarks": [{ "name": "sum", "duration_ms": 2 }]
 *   }`,
 *   "results.json",
 * );
 * assertEquals(document.benchmarks[0]?.duration_ms, 2);
 * ```
 */
export function parseResultDocument(text: string, source: string): ResultDocument {
  const action = `Cannot read ${source}`;
  return checkResultDocument(parseJsonc(text, action), action);
}

/**
 * Like {@linkcode parseResultDocument}, for a value that was already parsed as JSON.
 *
 * @param action The start of the error message, such as "Cannot read a.json".
 */
export function checkResultDocument(value: unknown, action: string): ResultDocument {
  checkVersion(value, SCHEMA_VERSION, action);
  const document = validate(resultDocumentSchema, value, action);
  const seen = new Map<string, number>();
  for (const [index, benchmark] of document.benchmarks.entries()) {
    const key = identityKey(benchmark);
    const first = seen.get(key);
    if (first !== undefined) {
      throw new Failure(
        `${action}: benchmarks[${index}] repeats benchmarks[${first}], ${
          quoteValue(formatIdentity(benchmark))
        }; file, group and name together must occur once`,
      );
    }
    seen.set(key, index);
    if (!hasFigures(benchmark) && benchmark.failures.length === 0) {
      throw new Failure(
        `${action}: benchmarks[${index}].duration_ms must be a number above 0 if metrics and failures are empty, found null`,
      );
    }
    const names = new Set<string>();
    for (const [at, { name }] of benchmark.metrics.entries()) {
      if (names.has(name)) {
        throw new Failure(
          `${action}: benchmarks[${index}].metrics[${at}] repeats ${
            quoteValue(name)
          }; the name of a metric must occur once`,
        );
      }
      names.add(name);
    }
  }
  return document;
}
