/** What `--metric` asks for. @module */
import { Failure } from "../../result/failure.ts";
import { quoteValue } from "../../result/validate.ts";
import type { NamedDocument } from "../../verdict/compare_documents.ts";
import { type Metric, METRICS } from "../../verdict/comparison.ts";

/** Most names of metrics in a message; a result may have thousands. */
const MOST_NAMED = 10;

/**
 * The metrics that are asked for; null where none are.
 *
 * @throws {Failure} If no result has one of them.
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
  // The names that harnesses give may have commas in them.
  const asked = given.flatMap((text) =>
    known.has(text) ? [text] : text.split(",").map((name) => name.trim())
  );
  const unknown = asked.find((name) => !known.has(name));
  if (unknown === undefined) return [...new Set(asked)];
  const more = known.size - MOST_NAMED;
  const names = [...known].slice(0, MOST_NAMED).join(", ") + (more > 0 ? ` or ${more} more` : "");
  throw new Failure(`--metric must be one of ${names}, found ${quoteValue(unknown)}`);
}
