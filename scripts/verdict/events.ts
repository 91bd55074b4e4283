/** What moved together, over the benchmarks of a suite. @module */
import type { BenchmarkIdentity } from "../result/identity.ts";
import { compareText } from "../result/text_order.ts";
import {
  byTimeOfTelling,
  type Cause,
  causeOf,
  changesOf,
  type Company,
  endsOf,
  firstOf,
  isOpen,
  isUnclear,
  type SeriesPoint,
  type TrackedChange,
  type Trend,
} from "./series.ts";

/** The same event is placed within so many results, more or less, in each benchmark. */
const EVENT_RESULTS = 3;

/** Lasting changes of one benchmark or of many at about the same result. */
export interface SuiteEvent {
  /**
   * Unique. That of the change where there is one alone, if it is no other event's; else `event-` or
   * `code-` and its first result.
   */
  readonly id: string;
  /** The results between which it happened, by the change that says it best. */
  readonly before: SeriesPoint;
  readonly after: SeriesPoint;
  /** What the suite did, as it was known when the last of the changes was told; null for untold ones. */
  readonly company: Company | null;
  /** In the order in which they were told. */
  readonly changes: readonly EventChange[];
}

/** A change of one benchmark in an event. */
export interface EventChange {
  readonly benchmark: BenchmarkIdentity;
  readonly change: TrackedChange;
}

/** What an event asks for. */
export type EventKind = "open" | "cannot be told" | "machine" | "other";

/** That of those of its changes that ask for most. */
export function kindOfEvent(event: SuiteEvent): EventKind {
  if (event.changes.some(({ change }) => isOpen(change))) return "open";
  if (event.changes.some(({ change }) => isUnclear(change))) return "cannot be told";
  return causeOfEvent(event) === "machine" ? "machine" : "other";
}

/** What an event comes from, as it was known when the last of its changes was told. */
export function causeOfEvent({ company }: SuiteEvent): Cause {
  return company?.cause ?? "code";
}

/**
 * The lasting changes of a suite, those that came together as one event. What the code may have
 * changed is together only at the very same result.
 *
 * @param trends Their points are not asked for, so that they need not be kept.
 * @param order Every result of the suite, in the order of time.
 * @returns Newest first.
 */
export function groupEvents(
  trends: readonly Omit<Trend, "points">[],
  order: readonly string[],
): SuiteEvent[] {
  const places = new Map(order.map((result, place) => [result, place]));
  const indexOf = ({ result }: SeriesPoint) => places.get(result) ?? -1;
  const all = trends.flatMap((trend) =>
    changesOf(trend).map((change) => ({ benchmark: trend.benchmark, change }))
  );
  const { shared = [], own = [] } = Object.groupBy(
    all,
    ({ change }) => causeOf(change) === "code" ? "own" : "shared",
  );
  const together = Map.groupBy(own, ({ change }) => firstOf(change).result);
  const events = [
    ...[...together.values()].map((group) => toEvent(group, "code")),
    ...cluster(shared, ({ change }) => indexOf(firstOf(change)))
      .map((group) => toEvent(group, "event")),
  ];
  return nameAlone(events).sort((a, b) =>
    compareText(b.after.timestamp, a.after.timestamp) || compareText(b.id, a.id)
  );
}

/** Calls an event of one change as that change, unless the only change of another one is called so. */
function nameAlone(events: readonly SuiteEvent[]): SuiteEvent[] {
  const idOf = ({ changes: [first, second] }: SuiteEvent) =>
    second === undefined ? first!.change.id : null;
  const alike = Map.groupBy(events, idOf);
  return events.map((event) => {
    const id = idOf(event);
    return id === null || alike.get(id)!.length > 1 ? event : { ...event, id };
  });
}

/** The step of an event, or the drift, that says best between which commits it came. */
export function placeOf({ changes }: Pick<SuiteEvent, "changes">): TrackedChange {
  return (changes.find(({ change }) => "after" in change) ?? changes[0]!).change;
}

/** Groups in order, of which none is wider than {@linkcode EVENT_RESULTS}. */
function cluster<T>(items: readonly T[], indexOf: (item: T) => number): T[][] {
  const groups: T[][] = [];
  let first = -Infinity;
  for (const item of items.toSorted((a, b) => indexOf(a) - indexOf(b))) {
    if (indexOf(item) - first > EVENT_RESULTS) {
      first = indexOf(item);
      groups.push([]);
    }
    groups.at(-1)!.push(item);
  }
  return groups;
}

/**
 * Describes an event.
 *
 * @param group In the order of the first results.
 * @param kind What the id begins with: events of both kinds may begin with the same result.
 */
function toEvent(group: readonly EventChange[], kind: "code" | "event"): SuiteEvent {
  const [first] = group;
  const changes = group.toSorted((a, b) => byTimeOfTelling(a.change, b.change));
  const { before, after } = endsOf(placeOf({ changes }));
  return {
    id: `${kind}-${firstOf(first!.change).result}`,
    before,
    after,
    company: changes.findLast(({ change }) => change.company !== null)?.change.company ?? null,
    changes,
  };
}
