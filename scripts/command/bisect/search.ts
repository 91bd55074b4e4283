/** The search for the commits that made benchmarks slower. @module */
import { Failure } from "../../result/failure.ts";
import { formatIdentity } from "../../result/identity.ts";
import type { Bisection } from "../../verdict/bisection.ts";
import type { ComparisonEntry, Verdict } from "../../verdict/comparison.ts";
import { failureAtEnd } from "../../verdict/side_failure.ts";
import { BenchmarkSearch } from "./benchmark_search.ts";
import type { Measurer } from "./measurer.ts";

/**
 * Finds the commits that made benchmarks slower.
 *
 * @param commits From the good one to the bad one, both included, in order.
 * @param signal Ends the search; the results so far are returned.
 * @throws {Failure} If there is no benchmark that both ends can run.
 */
export async function bisect(
  commits: readonly string[],
  measurer: Measurer,
  signal?: AbortSignal,
): Promise<Bisection> {
  let open: ComparisonEntry[] = [];
  let searches: BenchmarkSearch[] = [];
  let stopped: string | null = null;
  try {
    measurer.onStep("measuring the good end and the bad end");
    // Only neighbouring ends are explained at once; others are searched first.
    const isOne = commits.length === 2;
    const comparison = await measurer.compare(commits[0]!, commits.at(-1)!, null, 1, isOne);
    const { entries, doubts } = comparison;
    if (entries.every(({ verdict }) => NOT_RUN.includes(verdict))) {
      throw new Failure(`Nothing was searched: ${whyNotRun(entries)}`);
    }
    open = entries.filter(({ verdict }) => OPEN.includes(verdict));
    searches = entries.filter(({ verdict }) => verdict === "regression")
      .map((whole) => new BenchmarkSearch(commits, whole, measurer));
    // With a single commit everything is known by now, unless measuring was cut short.
    if (!isOne || doubts.some(({ kind }) => kind === "ended-early")) signal?.throwIfAborted();
    for (const search of searches) await search.run();
    if (open.some(({ verdict }) => verdict === "not_measured")) stopped = TOO_LATE;
    else if (entries.every(({ verdict }) => OPEN.includes(verdict))) stopped = NOTHING_TOLD;
  } catch (error) {
    if (!signal?.aborted || error !== signal.reason) throw error;
    stopped = String(error);
  }
  return { results: searches.map((search) => search.found()), open, stopped };
}

/** The engine reserves time for benchmarks that look slower, and ends when it is used up. */
const TOO_LATE = "the time limit came before every benchmark was measured";

const NOTHING_TOLD = "no benchmark could be told to be slower or not; a larger --budget may help";

/** Verdicts that leave it open whether a benchmark became slower. */
const OPEN: readonly Verdict[] = [
  "failed",
  "not_compared",
  "not_measured",
  "inconclusive",
  "added",
  "removed",
];

/** Verdicts on benchmarks that only one end has, or can run. */
const NOT_RUN: readonly Verdict[] = ["failed", "not_compared", "added", "removed"];

function whyNotRun(entries: readonly ComparisonEntry[]): string {
  for (const entry of entries) {
    const failure = failureAtEnd(entry);
    if (failure === null) continue;
    return `${formatIdentity(entry)} cannot be run at the ${failure.end} end: ${failure.cause}`;
  }
  const neither = entries.flatMap(({ doubts }) => doubts)
    .find(({ kind }) => kind === "in-neither");
  return neither?.message ?? "the two ends have no benchmark in common";
}
