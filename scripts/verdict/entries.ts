/** Sorts and counts the entries of a comparison. @module */
import { formatIdentity } from "../result/identity.ts";
import { compareText } from "../result/text_order.ts";
import { type ComparisonEntry, type Verdict, VERDICTS } from "./comparison.ts";

/** Orders entries by verdict, then by the size of the change, then by name. */
export function byImportance(a: ComparisonEntry, b: ComparisonEntry): number {
  return VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) ||
    sizeOf(b) - sizeOf(a) ||
    compareText(formatIdentity(a), formatIdentity(b)) ||
    compareText(a.metric, b.metric);
}

function sizeOf({ change, better, verdict }: ComparisonEntry): number {
  if (change === null) return verdict === "regression" || verdict === "improvement" ? Infinity : 0;
  const worse = better === "higher" ? -change : change;
  return verdict === "improvement" ? -worse : worse;
}

/** How many entries have each verdict. */
export function countVerdicts(entries: readonly ComparisonEntry[]): Record<Verdict, number> {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0]));
  for (const { verdict } of entries) counts[verdict]!++;
  return counts as Record<Verdict, number>;
}
