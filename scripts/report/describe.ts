/** Words and figures that reports of a comparison share. Nothing here is escaped. @module */
import { formatCount } from "../result/format_count.ts";
import {
  type BenchmarkIdentity,
  formatIdentity,
  type NamedBenchmark,
  spellOut,
  tellApart,
  WHOLE_FILE,
} from "../result/identity.ts";
import type { Doubt } from "../result/doubt.ts";
import { oneLine } from "../result/one_line.ts";
import type { Environment, FailureRecord } from "../result/schema.ts";
import {
  type Comparison,
  type ComparisonEntry,
  type FileChoice,
  METRICS,
  type Suite,
  type Verdict,
  VERDICTS,
} from "../verdict/comparison.ts";
import { toPercent } from "../verdict/severity.ts";
import { describeFirstCause } from "./describe_causes.ts";
import { shortenIdentities } from "./shorten.ts";
import { cut, widthOf } from "./table.ts";
import {
  formatAmount,
  formatChange,
  formatChangeBeside,
  formatDuration,
  formatInterval,
  formatRate,
  formatSize,
} from "./units.ts";

/** Units come from bench files; a long one would push the table out of sight. */
export const UNIT_WIDTH = 20;

/** Larger differences are not written out, because they would take too many columns. */
const MOST_WRITTEN_OUT = 1e6;

/** Benchmarks that a suite does not include are named if they are so few, each cut to a width. */
const MOST_OUTSIDE = 3;
const OUTSIDE_WIDTH = 60;
/** Verdicts on benchmarks without durations on both sides. */
const APART: readonly Verdict[] = ["failed", "not_compared", "not_measured", "added", "removed"];

/** Columns of a fact that the advice on it leaves. */
const LEAST_FACT = 80;

/** The heading of each verdict's section. */
export const HEADINGS: Readonly<Record<Verdict, string>> = {
  regression: "Regressions",
  failed: "Failed",
  not_compared: "Not compared",
  not_measured: "Not measured",
  inconclusive: "Inconclusive",
  improvement: "Improvements",
  not_slower: "Not slower",
  unchanged: "Unchanged",
  added: "Added",
  removed: "Removed",
};

/** Words for a verdict. */
export function describeVerdict(verdict: Verdict): string {
  return verdict.replace("_", " ");
}

/**
 * `1 regression, 2 unchanged`: the verdicts that occur, with their counts. A slower suite comes
 * before them, and the number of files left out after them.
 */
export function describeSummary(
  { summary, suite, affected }: Pick<Comparison, "summary" | "suite" | "affected">,
): string {
  const counted: readonly Verdict[] = ["regression", "improvement"];
  const parts = VERDICTS.filter((verdict) => summary[verdict] > 0).map((verdict) => {
    const count = summary[verdict];
    const word = describeVerdict(verdict);
    return counted.includes(verdict) ? formatCount(count, word) : `${count} ${word}`;
  });
  const { measured = [], left_out = [] } = affected ?? {};
  if (parts.length === 0) {
    const isProved = left_out.length > 0 && measured.length === 0;
    parts.push(isProved ? "nothing affected" : "nothing to compare");
  }
  if (suite?.verdict === "regression") parts.unshift("the suite slower");
  if (left_out.length > 0) parts.push(`${formatCount(left_out.length, "bench file")} left out`);
  return parts.join(", ");
}

/** Which bench files were measured and which were left out, each list with its heading. */
export function listChoices(
  { affected }: Pick<Comparison, "affected">,
): { heading: string; choices: readonly FileChoice[] }[] {
  if (affected === null) return [];
  return [
    { heading: "Affected bench files", choices: affected.measured },
    { heading: "Bench files left out", choices: affected.left_out },
  ].filter(({ choices }) => choices.length > 0);
}

/**
 * Short names if they are unique among these benchmarks, or else names with file and group. Whole
 * files always have their names.
 */
export function labelBenchmarks(benchmarks: readonly NamedBenchmark[]): string[] {
  const named = (one: BenchmarkIdentity) => ({ ...one, name: one.name || "(no name)" });
  return tellApart(shortenIdentities(benchmarks), [
    (one) => one.name === WHOLE_FILE ? formatIdentity(one) : named(one).name,
    (one) => formatIdentity(named(one)),
    spellOut,
  ]);
}

/** Whole names, for formats that state the file elsewhere. */
export function nameBenchmarks(benchmarks: readonly BenchmarkIdentity[]): string[] {
  return benchmarks.map(({ group, name }) =>
    formatIdentity({ file: null, group, name: name || "(no name)" })
  );
}

/**
 * A label for each entry, with the metric if there is more than one, or if its unit may not show
 * it.
 *
 * @param label By default {@linkcode labelBenchmarks}, for people. For programs, a label must not
 * depend on other benchmarks.
 */
export function labelEntries(
  entries: readonly ComparisonEntry[],
  label: (benchmarks: readonly NamedBenchmark[]) => readonly string[] = labelBenchmarks,
): Map<ComparisonEntry, string> {
  const metrics = Map.groupBy(entries, ({ metric }) => metric);
  return new Map(
    [...metrics].flatMap(([metric, own]) => {
      const labels = label(own);
      return own.map((entry, index): [ComparisonEntry, string] => [
        entry,
        metrics.size > 1 || !METRICS.includes(metric)
          ? `${labels[index]} [${metric}]`
          : labels[index]!,
      ]);
    }),
  );
}

/** A value in the unit of its metric; `-` if there is none. */
export function describeValue(value: number | null, entry: ComparisonEntry): string {
  if (value === null) return "-";
  const { metric } = entry;
  const unit = cut(entry.unit, UNIT_WIDTH);
  if (metric === "duration" && unit === "ms") return formatDuration(value);
  if (metric === "memory" && unit === "MB") return formatSize(value);
  if (metric === "throughput") return formatRate(value, unit);
  // For a metric with the name of its unit, the label already has it.
  return formatAmount(value, unit === metric ? "" : unit);
}

/** The change in percent; `-` if there is none. */
export function describeChange(entry: ComparisonEntry): string {
  if (isFromNothing(entry)) return "from 0";
  return entry.change === null ? "-" : formatChange(entry.change);
}

/** The interval of the change, or the difference of exact values; `-` if there is none. */
export function describeInterval(entry: ComparisonEntry): string {
  const { interval, change, exact, baseline, current } = entry;
  if (exact && (change !== null || isFromNothing(entry))) {
    const difference = current! - baseline!;
    const size = Math.abs(difference) < MOST_WRITTEN_OUT
      ? formatAmount(difference, "")
      : formatRate(difference, "");
    return `exactly ${difference > 0 ? "+" : ""}${size}`;
  }
  return interval === null ? "-" : formatInterval(interval, change);
}

/** Whether it was judged although the change has no percentage. */
function isFromNothing({ verdict, change }: ComparisonEntry): boolean {
  return change === null && (verdict === "regression" || verdict === "improvement");
}

/** Rounds of each side, the baseline's first if they differ; `-` if there are none. */
export function describeRounds({ rounds: { baseline, current } }: ComparisonEntry): string {
  if (baseline === 0 && current === 0) return "-";
  return baseline === current ? `${current}` : `${baseline}/${current}`;
}

/**
 * The change of all benchmarks, or of all affected ones, on one line. Null if there is none, or if
 * it is that of a single benchmark and was not judged.
 */
export function describeSuite({ suite, entries, affected }: Comparison): string | null {
  if (suite === null) return null;
  const { benchmarks, first_rounds, change, interval, threshold } = suite;
  const leftOut = affected?.left_out.length ?? 0;
  if (change === null || interval === null) return describeUnknown(suite, leftOut);
  if (benchmarks < 2 && threshold === null) return null;
  const timed = entries.filter(({ metric }) => metric === "duration");
  const share = benchmarks === timed.length ? "" : `${benchmarks} of `;
  const counted = share + formatCount(timed.length, "benchmark") + describeOutside(suite, timed);
  const figures = `${formatChange(change)}, 95 % interval ${formatInterval(interval, change)}`;
  const rounds = first_rounds === null ? "" : `, from the first ${first_rounds} rounds`;
  const judged = threshold === null ? "" : `; ${describeSuiteVerdict(suite, threshold, leftOut)}`;
  const subject = leftOut === 0 ? "The suite" : "The affected benchmarks";
  return `${subject}: ${figures} (geometric mean of ${counted}${rounds})${judged}`;
}

/** Names the benchmarks outside a suite; empty if they are many, or if it is not known which. */
function describeOutside({ benchmarks }: Suite, timed: readonly ComparisonEntry[]): string {
  const outside = timed.filter(({ verdict, doubts }) =>
    APART.includes(verdict) || doubts.some(({ kind }) => kind === "floor")
  );
  if (outside.length !== timed.length - benchmarks) return "";
  if (outside.length === 0 || outside.length > MOST_OUTSIDE) return "";
  const labels = labelEntries(timed);
  const names = outside.map((entry) => cut(labels.get(entry)!, OUTSIDE_WIDTH));
  return `, without ${names.join(", ")}`;
}

/** A suite without a figure, if a threshold was set. */
function describeUnknown({ verdict, threshold }: Suite, leftOut: number): string | null {
  if (threshold === null || verdict === null) return null;
  if (verdict === "not_compared") {
    return "The suite was not judged: no benchmark has durations of several rounds";
  }
  return verdict === "not_slower"
    ? "The suite is not slower: the change affects nothing in it"
    : `The suite: ${describeNotWhole(leftOut)}`;
}

function describeNotWhole(leftOut: number): string {
  const files = formatCount(leftOut, "bench file");
  return `not judged, because ${files} ${
    leftOut === 1 ? "was" : "were"
  } left out: compare without --affected`;
}

function describeSlower(threshold: number): string {
  return `slower by more than ${toPercent(threshold)} %`;
}

function describeSuiteVerdict(
  { verdict, change, at_least }: Suite,
  threshold: number,
  leftOut: number,
): string {
  if (leftOut > 0) return describeNotWhole(leftOut);
  const slower = describeSlower(threshold);
  if (verdict === "regression") {
    const least = formatChangeBeside(at_least ?? threshold, change ?? threshold);
    return `${slower}, at least ${least} with 99 % confidence`;
  }
  if (verdict === "not_slower") return `not ${slower}`;
  if (verdict === null) return `it is judged once all parts are joined`;
  return `it may or may not be ${slower}`;
}

/** A note beside the figures; null if they say everything. */
export function describeNote(entry: ComparisonEntry): string | null {
  const parts = [
    ...entry.failures.map(describeFailure),
    ...(entry.verdict === "regression" && entry.at_least !== null
      ? [
        `at least ${
          formatChangeBeside(entry.at_least, entry.change ?? entry.at_least)
        } with 99 % confidence`,
      ]
      : []),
    ...entry.doubts.map(({ message }) => message),
  ];
  return parts.length === 0 ? null : parts.join("; ");
}

function describeFailure({ round, message }: FailureRecord): string {
  const line = oneLine(message);
  return round === null ? line : `round ${round}: ${line}`;
}

/** Verdicts whose note is a cause, which often applies to all benchmarks of a file. */
const CAUSED: readonly Verdict[] = ["failed", "not_compared", "not_measured"];

/** Whether two entries share a cause, so that stating it once is enough. */
export function sharesCause(one: ComparisonEntry, other: ComparisonEntry): boolean {
  return one.verdict === other.verdict && CAUSED.includes(one.verdict) &&
    describeNote(one) !== null && describeNote(one) === describeNote(other);
}

/**
 * A doubt and what to do about it, on one line.
 *
 * @param width The most columns; the fact is cut sooner than the advice.
 */
export function describeDoubt({ message, advice }: Doubt, width = Infinity): string {
  if (advice === null) return cut(message, width);
  const todo = cut(advice, width - LEAST_FACT);
  return `${cut(message, width - widthOf(todo) - 2)}. ${todo}`;
}

/** What to do about the comparison as a whole, a sentence each. */
export function describeAdvice(comparison: Comparison): string[] {
  const advice: string[] = [];
  if (!comparison.gated && !comparison.doubts.some(({ kind }) => kind === "common-shift")) {
    advice.push(
      "The environments differ, so nothing was judged: record a baseline on this machine, or judge anyway with --ignore-environment.",
    );
  }
  if (comparison.summary.added > 0 && comparison.measurement === null) {
    advice.push("New benchmarks have no baseline: accept this result with the baseline command.");
  }
  const onRounds = comparison.entries.flatMap(({ doubts }) =>
    doubts.flatMap(({ kind, advice }) => kind === "more-rounds" && advice !== null ? advice : [])
  );
  return [...advice, ...new Set(onRounds)];
}

/** The figures of one entry and its note, on one line. */
export function describeEntry(entry: ComparisonEntry): string {
  const { baseline, current } = entry;
  const figures = describeChange(entry) === "-"
    ? null
    : `${describeChange(entry)} (${describeValue(baseline, entry)} to ${
      describeValue(current, entry)
    })`;
  const spread = describeInterval(entry);
  const interval = spread === "-" ? null : entry.exact ? spread : `95 % interval ${spread}`;
  const why = describeFirstCause(entry);
  return [figures, interval, describeNote(entry), why].filter((part) => part !== null).join("; ") ||
    describeVerdict(entry.verdict);
}

/** How both sides were measured; null if nothing was. */
export function describeMeasurement({ measurement, entries }: Comparison): string | null {
  if (measurement === null || entries.every(({ rounds }) => rounds.current === 0)) return null;
  const { placement, pinned, unpinned, seconds } = measurement;
  const place = placement === "pair" ? "two processes" : "one process";
  const core = pinned ? " pinned to one core" : "";
  const others = unpinned.length === 0
    ? ""
    : `; not pinned, because ${unpinned.length === 1 ? "it uses" : "they use"} several cores: ${
      unpinned.join(", ")
    }`;
  return `Both versions were measured in turn for ${
    formatDuration(seconds * 1000)
  }, each round in ${place}${core}${others}`;
}

/**
 * Machine, software and commit on one line.
 *
 * @param columns Uncommitted changes are only a `+` after the commit if there is no room for words.
 */
export function describeEnvironment(environment: Environment, columns = Infinity): string {
  const line = nameEnvironment(environment, " with uncommitted changes");
  return widthOf(line) > columns ? nameEnvironment(environment, "+") : line;
}

function nameEnvironment(
  { runtime, deno_version, cpu, cpu_cores, os, arch, v8_flags, git_commit, git_dirty }: Environment,
  dirty: string,
): string {
  const cores = cpu_cores === null ? "" : ` × ${cpu_cores}`;
  return [
    runtime,
    deno_version === null ? null : `Deno ${deno_version}`,
    v8_flags === null || v8_flags.length === 0 ? null : v8_flags.join(" "),
    cpu === null ? null : `${cpu}${cores}`,
    os === null ? null : `${os} ${arch ?? ""}`.trim(),
    git_commit === null ? null : `${git_commit.slice(0, 8)}${git_dirty ? dirty : ""}`,
  ].filter((part) => part !== null).join(", ") || "not recorded";
}
