/** Groups changes of a suite's benchmarks that came together. @module */
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

/** In each benchmark, the place of the same event varies by up to so many results. */
const EVENT_RESULTS = 3;

/** Lasting changes of one benchmark or of many at about the same result. */
export interface SuiteEvent {
  /**
   * Unique. The id of a single change, unless another event has it; else `event-` or `code-` and
   * its first result.
   */
  readonly id: string;
  /** The results between which it happened, by the change that places it best. */
  readonly before: SeriesPoint;
  readonly after: SeriesPoint;
  /**
   * What the suite did, as known when the last of the changes was reported; null if none is
   * reported yet.
   */
  readonly company: Company | null;
  /** In the order in which they were reported. */
  readonly changes: readonly EventChange[];
}

/** A change of one benchmark in an event. */
export interface EventChange {
  readonly benchmark: BenchmarkIdentity;
  readonly change: TrackedChange;
}

/** How much attention an event needs. */
export type EventKind = "open" | "unclear" | "machine" | "other";

/** The kind of its most demanding changes. */
export function kindOfEvent(event: SuiteEvent): EventKind {
  if (event.changes.some(({ change }) => isOpen(change))) return "open";
  if (event.changes.some(({ change }) => isUnclear(change))) return "unclear";
  return causeOfEvent(event) === "machine" ? "machine" : "other";
}

/** The cause of an event, as known when the last of its changes was reported. */
export function causeOfEvent({ company }: SuiteEvent): Cause {
  return company?.cause ?? "code";
}

/**
 * Groups the lasting changes of a suite: changes that came together are one event. Changes that the
 * code may have caused are grouped only at the very same result.
 *
 * @param trends Without their points, so that callers need not keep them.
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

/** Gives an event of a single change the id of that change, unless another such event has it. */
function nameAlone(events: readonly SuiteEvent[]): SuiteEvent[] {
  const idOf = ({ changes: [first, second] }: SuiteEvent) =>
    second === undefined ? first!.change.id : null;
  const alike = Map.groupBy(events, idOf);
  return events.map((event) => {
    const id = idOf(event);
    return id === null || alike.get(id)!.length > 1 ? event : { ...event, id };
  });
}

/** The step or drift of an event that best says between which commits it came. */
export function placeOf({ changes }: Pick<SuiteEvent, "changes">): TrackedChange {
  return (changes.find(({ change }) => "after" in change) ?? changes[0]!).change;
}

/** Groups in order, none wider than {@linkcode EVENT_RESULTS}. */
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
 * @param kind The start of the id: events of both kinds may begin with the same result.
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
