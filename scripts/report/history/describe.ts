/** Words that all reports on results over time share. Nothing here is escaped. @module */
import type { Environment } from "../../result/schema.ts";
import { machineOf } from "../../verdict/environment.ts";
import { endsOf, type SeriesPoint, type TrackedChange } from "../../verdict/series.ts";
import { describeEnvironment } from "../describe.ts";
import { formatChange } from "../units.ts";

const SHORT_HASH = 8;

/** `2026-01-31 12:00`, in UTC. */
export function describeTime(timestamp: string): string {
  return timestamp.slice(0, 16).replace("T", " ");
}

/** When it happened; for a drift, from when to when. */
export function describeWhen(change: TrackedChange): string {
  const { before, after } = endsOf(change);
  const end = describeTime(after.timestamp);
  return "after" in change ? end : `${describeTime(before.timestamp)} to ${end}`;
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

/** `reported as +15.9 %`, if later estimates differ: the verdict is still based on that figure. */
export function describeToldAs({ told, interval }: TrackedChange): string | null {
  const isOff = told !== null && (told.change < interval.lower || told.change > interval.upper);
  return isOff ? `reported as ${formatChange(told.change)}` : null;
}

/** `1a2b3c4d..5e6f7a8b`, or the only commit; empty if none is known. */
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

/** Machine and software, as far as known. */
export function describeMachine(environment: Environment | undefined): string {
  return environment === undefined ? "unknown machine" : describeEnvironment(environment);
}

/**
 * The points of each machine, with any version of Deno, in the order in which machines first occur.
 */
export function splitMachines(points: readonly SeriesPoint[]): Map<string, SeriesPoint[]> {
  return Map.groupBy(points, ({ environment }) => machineOf(environment));
}

/** The points of the machine that measured last. */
export function latestOf(points: readonly SeriesPoint[]): SeriesPoint[] {
  const last = points.at(-1);
  if (last === undefined) return [];
  const machine = machineOf(last.environment);
  return points.filter(({ environment }) => machineOf(environment) === machine);
}

/** The least ln(largest / smallest) that a small drawing spans, so that noise looks small. */
export const LEAST_SPAN = 0.1;
