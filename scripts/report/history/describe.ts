/** The words that every picture of results over time shares. Nothing here is escaped. @module */
import { formatIdentity } from "../../result/identity.ts";
import type { Environment } from "../../result/schema.ts";
import { endsOf, type SeriesPoint, type TrackedChange, type Trend } from "../../verdict/series.ts";
import { formatChange } from "../units.ts";

const SHORT_HASH = 8;

/** `2026-01-31 12:00`, in UTC. */
export function describeTime(timestamp: string): string {
  return timestamp.slice(0, 16).replace("T", " ");
}

/** `+28.1 to +32.0 %` */
export function describeInterval({ interval }: TrackedChange): string {
  return `${formatChange(interval.lower).replace(/ %$/, "")} to ${formatChange(interval.upper)}`;
}

/** `moderate regression, dismissed`. */
export function describeVerdict(change: TrackedChange): string {
  const { severity, verdict, undone, dismissal } = change;
  return [
    `${severity === null ? "" : `${severity} `}${verdict}${"after" in change ? "" : " (drift)"}`,
    ...(dismissal === null ? [] : ["dismissed"]),
    ...(undone ? ["undone"] : []),
  ].join(", ");
}

/** `1a2b3c4d..5e6f7a8b`, or the only commit; empty where none is known. */
export function describeRange(change: TrackedChange): string {
  const { before, after } = endsOf(change);
  if (after.commit === null) return "";
  if (before.commit === null || change.commits?.length === 1) return shorten(after.commit);
  return `${shorten(before.commit)}..${shorten(after.commit)}`;
}

/** The first digits of a hash. */
export function shorten(hash: string): string {
  return hash.slice(0, SHORT_HASH);
}

/** Names short where they are unique among these benchmarks, with file and group where not. */
export function labelTrends(trends: readonly Pick<Trend, "benchmark">[]): string[] {
  const counts = new Map<string, number>();
  for (const { benchmark } of trends) {
    counts.set(benchmark.name, (counts.get(benchmark.name) ?? 0) + 1);
  }
  return trends.map(({ benchmark }) => {
    const name = benchmark.name === "" ? "(no name)" : benchmark.name;
    return counts.get(benchmark.name)! > 1 ? formatIdentity({ ...benchmark, name }) : name;
  });
}

/** Machine and software, as far as they are known. */
export function describeMachine(environment: Environment | undefined): string {
  const { cpu, cpu_cores, os, arch, runtime, deno_version, v8_flags } = environment ?? {};
  const parts = [
    cpu,
    cpu_cores == null ? null : `${cpu_cores} cores`,
    [os, arch].filter((part) => part != null).join(" "),
    runtime,
    deno_version == null ? null : `Deno ${deno_version}`,
    ...(v8_flags ?? []),
  ].filter((part) => part != null && part !== "");
  return parts.length === 0 ? "unknown machine" : parts.join(", ");
}

/** The points of each environment, in the order in which they first occur. */
export function splitEnvironments(points: readonly SeriesPoint[]): Map<string, SeriesPoint[]> {
  return Map.groupBy(points, ({ environment }) => environment);
}
