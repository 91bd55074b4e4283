/** The words and figures that every report of a comparison shares. Nothing here is escaped. @module */
import { type BenchmarkIdentity, formatIdentity } from "../result/identity.ts";
import type { Environment } from "../result/schema.ts";
import type { Comparison, ComparisonEntry, Verdict } from "../verdict/comparison.ts";
import { cut } from "./table.ts";
import {
  formatChange,
  formatChangeBeside,
  formatDuration,
  formatInterval,
  formatRate,
  formatSize,
} from "./units.ts";

/** Units come from bench files; a longer one would push the table out of sight. */
export const UNIT_WIDTH = 20;

/** The heading of each verdict's section. */
export const HEADINGS: Readonly<Record<Verdict, string>> = {
  regression: "Regressions",
  failed: "Failed",
  inconclusive: "Inconclusive",
  improvement: "Improvements",
  unchanged: "Unchanged",
  added: "Added",
  removed: "Removed",
};

/** `1 regression, 2 unchanged`: the verdicts that occur, with their counts. */
export function describeSummary({ summary }: Pick<Comparison, "summary">): string {
  const plural = { regression: "regressions", improvement: "improvements" };
  const parts = Object.entries(summary).filter(([, count]) => count > 0).map(([verdict, count]) =>
    `${count} ${count === 1 ? verdict : plural[verdict as keyof typeof plural] ?? verdict}`
  );
  return parts.length === 0 ? "nothing to compare" : parts.join(", ");
}

/** Names short where they are unique among these benchmarks, with file and group where not. */
export function labelBenchmarks(benchmarks: readonly BenchmarkIdentity[]): string[] {
  const counts = new Map<string, number>();
  for (const { name } of benchmarks) counts.set(name, (counts.get(name) ?? 0) + 1);
  return benchmarks.map((benchmark) => {
    const name = benchmark.name === "" ? "(no name)" : benchmark.name;
    return counts.get(benchmark.name)! > 1 ? formatIdentity({ ...benchmark, name }) : name;
  });
}

/** {@linkcode labelBenchmarks}, with the metric where there is more than one. */
export function labelEntries(entries: readonly ComparisonEntry[]): Map<ComparisonEntry, string> {
  const metrics = Map.groupBy(entries, ({ metric }) => metric);
  return new Map(
    [...metrics].flatMap(([metric, own]) => {
      const labels = labelBenchmarks(own);
      return own.map((entry, index): [ComparisonEntry, string] => [
        entry,
        metrics.size > 1 ? `${labels[index]} [${metric}]` : labels[index]!,
      ]);
    }),
  );
}

/** A value in the unit of its metric, `-` where there is none. */
export function describeValue(value: number | null, entry: ComparisonEntry): string {
  if (value === null) return "-";
  if (entry.metric === "duration") return formatDuration(value);
  return entry.metric === "memory"
    ? formatSize(value)
    : formatRate(value, cut(entry.unit, UNIT_WIDTH));
}

/** The change in percent, `-` where there is none. */
export function describeChange({ change }: ComparisonEntry): string {
  return change === null ? "-" : formatChange(change);
}

/** The interval of the change in the unit of the change, `-` where there is none. */
export function describeInterval({ interval, change }: ComparisonEntry): string {
  return interval === null ? "-" : formatInterval(interval, change);
}

/** What should be said beside the figures, null where they say it all. */
export function describeNote(entry: ComparisonEntry): string | null {
  if (entry.verdict === "failed") {
    return entry.failures.map(({ round, message }) =>
      round === null ? message : `round ${round}: ${message}`
    ).join("; ");
  }
  if (entry.verdict === "regression" && entry.at_least !== null) {
    const { at_least, change } = entry;
    const bound = `at least ${
      formatChangeBeside(at_least, change ?? at_least)
    } with 99 % confidence`;
    return entry.reason === null ? bound : `${bound}; ${entry.reason}`;
  }
  if (entry.reason !== null) return entry.reason;
  if (entry.verdict === "inconclusive") {
    return entry.rounds_needed === null
      ? "not to be settled by more rounds within reason"
      : `about ${entry.rounds_needed} rounds a side would settle it`;
  }
  return null;
}

/** What to do about the comparison as a whole, a sentence each. */
export function describeAdvice(comparison: Comparison): string[] {
  const advice: string[] = [];
  if (!comparison.gated) {
    advice.push(
      "The environments differ, so nothing was judged: record a baseline on this machine, or insist with --ignore-environment.",
    );
  }
  if (comparison.summary.added > 0 && comparison.measurement === null) {
    advice.push("What was added has no baseline: accept this result with the baseline command.");
  }
  return advice;
}

/** The figures of one entry and what is to be said beside them, on one line. */
export function describeEntry(entry: ComparisonEntry): string {
  const { baseline, current, change } = entry;
  const figures = change === null
    ? null
    : `${describeChange(entry)} (${describeValue(baseline, entry)} to ${
      describeValue(current, entry)
    })`;
  const interval = entry.interval === null ? null : `95 % interval ${describeInterval(entry)}`;
  return [figures, interval, describeNote(entry)].filter((part) => part !== null).join("; ") ||
    entry.verdict;
}

/** How both sides were measured, null where nothing was. */
export function describeMeasurement({ measurement }: Comparison): string | null {
  if (measurement === null) return null;
  const { placement, pinned, unpinned, seconds } = measurement;
  const place = placement === "pair" ? "two processes" : "one process";
  const core = pinned ? " kept on one core" : "";
  const others = unpinned.length === 0
    ? ""
    : `; ${unpinned.length} that use several cores were left to them: ${unpinned.join(", ")}`;
  return `Both versions were measured in turn, in ${place}${core} a round, in ${
    formatDuration(seconds * 1000)
  }${others}`;
}

/** Machine, software and commit on one line. */
export function describeEnvironment(
  { runtime, deno_version, cpu, cpu_cores, os, arch, v8_flags, git_commit, git_dirty }: Environment,
): string {
  const cores = cpu_cores === null ? "" : ` × ${cpu_cores}`;
  return [
    runtime,
    deno_version === null ? null : `Deno ${deno_version}`,
    v8_flags === null || v8_flags.length === 0 ? null : v8_flags.join(" "),
    cpu === null ? null : `${cpu}${cores}`,
    os === null ? null : `${os} ${arch ?? ""}`.trim(),
    git_commit === null ? null : `${git_commit.slice(0, 8)}${git_dirty ? "+" : ""}`,
  ].filter((part) => part !== null).join(", ") || "not recorded";
}
