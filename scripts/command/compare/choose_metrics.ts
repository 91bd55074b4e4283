/** The metrics that `--metric` selects. @module */
import { Failure } from "../../result/failure.ts";
import { quoteValue } from "../../result/validate.ts";
import type { NamedDocument } from "../../verdict/compare_documents.ts";
import { type Metric, METRICS } from "../../verdict/comparison.ts";

/** Most names of metrics in a message; a result may have thousands. */
const MOST_NAMED = 10;

/**
 * Returns the selected metrics; null if there is no `--metric`.
 *
 * @throws {Failure} If a metric is in none of the results.
 */
export function chooseMetrics(
  given: readonly string[] | null,
  results: readonly NamedDocument[],
): Metric[] | null {
  if (given === null) return null;
  const recorded = results.flatMap(({ document }) =>
    document.benchmarks.flatMap(({ metrics }) => metrics.map(({ name }) => name))
  );
  const known = new Set([...METRICS, ...recorded]);
  // Names from other harnesses may contain commas.
  const asked = given.flatMap((text) =>
    known.has(text) ? [text] : text.split(",").map((name) => name.trim())
  );
  const unknown = asked.find((name) => !known.has(name));
  if (unknown === undefined) return [...new Set(asked)];
  const more = known.size - MOST_NAMED;
  const names = [...known].slice(0, MOST_NAMED).join(", ") + (more > 0 ? ` or ${more} more` : "");
  throw new Failure(`--metric must be one of ${names}, found ${quoteValue(unknown)}`);
}
