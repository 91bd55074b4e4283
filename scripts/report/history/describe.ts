/** The words that every picture of results over time shares. Nothing here is escaped. @module */
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

/** When it happened; of drift from when to when. */
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

/** `told as +15.9 %` of a change that has turned out otherwise since, which the verdict stays with. */
export function describeToldAs({ told, interval }: TrackedChange): string | null {
  const isOff = told !== null && (told.change < interval.lower || told.change > interval.upper);
  return isOff ? `reported as ${formatChange(told.change)}` : null;
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

/** Machine and software, as far as they are known. */
export function describeMachine(environment: Environment | undefined): string {
  return environment === undefined ? "unknown machine" : describeEnvironment(environment);
}

/** The points of each machine, whatever Deno ran there, in the order in which machines first occur. */
export function splitMachines(points: readonly SeriesPoint[]): Map<string, SeriesPoint[]> {
  return Map.groupBy(points, ({ environment }) => machineOf(environment));
}

/** Those of the machine that was last measured on. */
export function latestOf(points: readonly SeriesPoint[]): SeriesPoint[] {
  const last = points.at(-1);
  if (last === undefined) return [];
  const machine = machineOf(last.environment);
  return points.filter(({ environment }) => machineOf(environment) === machine);
}

/** ln(greatest / least) that a small drawing spans at least, so that noise looks small. */
export const LEAST_SPAN = 0.1;
