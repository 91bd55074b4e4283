/** The exit code of a comparison. @module */
import type { Comparison, ComparisonEntry, Suite, Verdict } from "./comparison.ts";
import { formatIdentity } from "../result/identity.ts";

/** The exit code of a comparison, and why it is neither 0 nor 1. */
export interface Outcome {
  /**
   * 1: a benchmark or the suite regressed, or the current version cannot run what the baseline can.
   * With `strict`, also: something is inconclusive, was not compared or was removed. 2: nothing, or
   * not everything, was looked at or judged. 0: all else.
   */
  readonly code: 0 | 1 | 2;
  /** One line on what was not compared and what to do; null unless the code is 2. */
  readonly message: string | null;
}

/** Verdicts on benchmarks that ran on both sides. */
const LOOKED: readonly Verdict[] = [
  "regression",
  "failed",
  "inconclusive",
  "improvement",
  "not_slower",
  "unchanged",
];
const MOST_NAMED = 5;

/**
 * Decides the outcome of a comparison. Regressions, including that of the suite, and failures come
 * first: they fail a build, whatever was not compared.
 *
 * @param strict Whether benchmarks that are inconclusive, were not compared or were removed count
 * as well.
 */
export function outcomeOf(
  comparison: Pick<
    Comparison,
    "entries" | "doubts" | "shard" | "gated" | "summary" | "suite" | "affected"
  >,
  strict: boolean,
): Outcome {
  const { summary, suite } = comparison;
  if (summary.regression + summary.failed > 0 || suite?.verdict === "regression") {
    return { code: 1, message: null };
  }
  const message = whatWasNotSeen(comparison);
  if (message !== null) return { code: 2, message };
  return { code: strict && countStrict(comparison) > 0 ? 1 : 0, message: null };
}

function countStrict(
  { entries, summary, suite }: Pick<Comparison, "entries" | "summary" | "suite">,
): number {
  const floored = entries.filter(({ verdict, doubts }) =>
    verdict === "inconclusive" && doubts.some(({ kind }) => kind === "floor")
  );
  const ofSuite = suite?.verdict === "inconclusive" ? 1 : 0;
  return summary.inconclusive - floored.length + summary.not_compared + summary.removed + ofSuite;
}

function whatWasNotSeen(
  { entries, doubts, shard, gated, summary, suite, affected }: Parameters<typeof outcomeOf>[0],
): string | null {
  const missing = doubts.filter(({ kind }) => kind === "missing-part");
  if (missing.length > 0) return `Not everything was compared: ${missing[0]!.message}`;
  if (summary.not_measured > 0) {
    const total = entries.length;
    return `${summary.not_measured} of ${total} benchmarks were not measured in time (${
      namesOf(entries, "not_measured")
    }): raise --timeout, split the suite with --shard, or lower --budget`;
  }
  const shift = gated ? undefined : doubts.find(({ kind }) => kind === "common-shift");
  if (shift !== undefined) {
    return `Nothing was gated: ${shift.message}; measure both versions in turn with compare --against, or judge anyway with --ignore-environment`;
  }
  // Files that load the same in both versions count as compared.
  const proved = affected?.left_out.length ?? 0;
  const looked = LOOKED.reduce((sum, verdict) => sum + summary[verdict], proved);
  const neither = describeNeither(entries);
  if (neither !== null) {
    return `${looked > 0 ? "Not everything" : "Nothing"} was compared: ${neither}`;
  }
  if (looked > 0) return whyNotJudged(suite);
  if (entries.length === 0) {
    // A part of a small suite may have no benchmark at all.
    return shard === null ? "Nothing was compared: neither side has a benchmark" : null;
  }
  if (!gated) {
    return "Nothing was compared: the environments differ; record a baseline on this machine, or judge anyway with --ignore-environment";
  }
  if (summary.not_compared > 0) return `Nothing was compared: ${firstCause(entries)}`;
  // This part cannot know whether others have benchmarks in common.
  return shard === null ? `Nothing was compared: ${describeSides(entries)}` : null;
}

/** Files and benchmarks that neither side can run, with causes and advice; null if there are none. */
function describeNeither(entries: readonly ComparisonEntry[]): string | null {
  const found = entries.flatMap(({ doubts }) => doubts.filter(({ kind }) => kind === "in-neither"));
  if (found.length === 0) return null;
  const adviceOn = new Map(found.map(({ message, advice }) => [message, advice]));
  const messages = [...adviceOn.keys()];
  const advice = new Set(messages.slice(0, MOST_NAMED).flatMap((one) => adviceOn.get(one) ?? []));
  return [`${cutList(messages, "; ")}.`, ...advice].join(" ").replace(/\.$/, "");
}

function whyNotJudged(suite: Suite | null): string | null {
  if (suite?.verdict === "not_measured") {
    return "The suite was not judged: bench files that the change does not affect were left out; compare without --affected, or without a threshold for the suite";
  }
  return suite?.verdict === "not_compared"
    ? "The suite was not judged: --suite-threshold needs durations of several rounds on both sides, and no benchmark has them"
    : null;
}

function firstCause(entries: readonly ComparisonEntry[]): string {
  const entry = entries.find(({ verdict }) => verdict === "not_compared")!;
  const cause = entry.failures[0]?.message ?? entry.doubts[0]?.message ?? "no cause is known";
  return `${formatIdentity(entry)}: ${cause}`;
}

function describeSides(entries: readonly ComparisonEntry[]): string {
  const side = (verdict: Verdict) => {
    const count = entries.filter((entry) => entry.verdict === verdict).length;
    return count === 0 ? "has none" : `has ${count} (${namesOf(entries, verdict)})`;
  };
  return `the two sides have no benchmark in common; the baseline ${
    side("removed")
  }, the current version ${side("added")}`;
}

function namesOf(entries: readonly ComparisonEntry[], verdict: Verdict): string {
  const names = entries.filter((entry) => entry.verdict === verdict).map(({ name }) => name);
  return cutList(names, ", ");
}

/** The first few, and the number of the others. */
function cutList(texts: readonly string[], separator: string): string {
  const more = texts.length - MOST_NAMED;
  return [...texts.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(separator);
}
