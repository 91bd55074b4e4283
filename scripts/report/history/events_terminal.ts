/** Lasting changes of a suite, as text for a terminal. @module */
import { formatCount } from "../../result/format_count.ts";
import { type BenchmarkIdentity, identityKey } from "../../result/identity.ts";
import {
  type EventChange,
  type EventKind,
  kindOfEvent,
  placeOf,
  type SuiteEvent,
} from "../../verdict/events.ts";
import { endsOf, isOpen, isUnsettled } from "../../verdict/series.ts";
import { labelBenchmarks } from "../describe.ts";
import { escapeTerminal } from "../escape.ts";
import type { Surface } from "../format.ts";
import type { Paint } from "../paint.ts";
import { cut, widthOf } from "../table.ts";
import { wrapText } from "../wrap.ts";
import { describeMove, differencesOf, explainCause, isRise } from "./event_words.ts";
import { causeLines, changeLines, commitLines, figuresLine, placeLines } from "./terminal.ts";

/** How many events of the machine are shown, about which nobody must do anything. */
const MOST_OF_MACHINE = 5;
/** Columns for the name of a benchmark, and the column after which no more are named. */
const MEMBER_WIDTH = 70;
const MEMBERS_WIDTH = 140;
const MOST_DIFFERENCES = 5;

const COLORS: Readonly<Record<EventKind, (paint: Paint) => (text: string) => string>> = {
  open: ({ red }) => red,
  unclear: ({ yellow }) => yellow,
  machine: ({ dim }) => dim,
  other: ({ dim }) => dim,
};

/** Gives a benchmark its name here. */
type Label = (benchmark: BenchmarkIdentity) => string;

/**
 * Renders the changes that need attention, newest first: those that came with others, then those of
 * the code. A last line counts everything.
 *
 * @param benchmarks The benchmarks of the suite.
 */
export function renderEvents(
  events: readonly SuiteEvent[],
  benchmarks: readonly BenchmarkIdentity[],
  style: Surface,
): string {
  const labels = labelBenchmarks(benchmarks);
  const labelOf = new Map(benchmarks.map((one, index) => [identityKey(one), labels[index]!]));
  const label: Label = (one) => labelOf.get(identityKey(one))!;
  const { open = [], machine = [], unclear = [], other = [] } = Object.groupBy(
    events,
    kindOfEvent,
  );
  const unsettled = machine.filter(({ changes }) =>
    changes.some(({ change }) => isUnsettled(change))
  );
  const shown = new Set([...unclear, ...unsettled.slice(0, MOST_OF_MACHINE)]);
  const earlier = unsettled.length - MOST_OF_MACHINE;
  const ofCode = open.flatMap(({ changes }) => changes).filter(({ change }) => isOpen(change));
  const rest = [...open, ...other].flatMap(({ changes }) => changes).length - ofCode.length;
  return [
    ...events.filter((event) => shown.has(event)).flatMap((event) =>
      sharedLines(event, label, style)
    ),
    ...(earlier > 0 ? [`and ${formatCount(earlier, "earlier event")} of the machine`] : []),
    ...open.flatMap((event) => openLines(event, label, style)),
    ...wrapText(
      [
        `${formatCount(ofCode.length, "open regression")} in ${
          formatCount(benchmarks.length, "benchmark")
        }`,
        ...(unclear.length === 0
          ? []
          : [`${formatCount(unclear.length, "event")} of unclear cause`]),
        ...(machine.length === 0 ? [] : [`${formatCount(machine.length, "event")} of the machine`]),
        ...(rest === 0 ? [] : [formatCount(rest, "other change")]),
      ].join("; "),
      0,
      4,
    ),
    "",
  ].join("\n");
}

/** An event of the machine, or one with an unclear cause. */
function sharedLines(event: SuiteEvent, label: Label, style: Surface): string[] {
  const asked = event.changes.filter(({ change }) => isUnsettled(change));
  const { cause, advice } = explainCause(event);
  return [
    ...headLines(event, `: ${cause}`, style),
    ...(advice === null ? [] : wrapText(escapeTerminal(advice), 4, 6)),
    ...wrapText(nameMembers(asked, label), 4, 6),
  ];
}

/** Regressions that the code caused at one result. */
function openLines(event: SuiteEvent, label: Label, style: Surface): string[] {
  const [first] = event.changes;
  if (event.changes.length === 1) return changeLines(first!.change, label(first!.benchmark), style);
  const place = endsOf(placeOf(event)).before.result;
  return [
    ...headLines(event, "", style),
    ...event.changes.filter(({ change }) => isOpen(change)).flatMap(({ benchmark, change }) => [
      figuresLine(change, style),
      `    ${cut(escapeTerminal(label(benchmark)), style.columns - 6)}`,
      // The place above is not repeated for each change.
      ...(endsOf(change).before.result === place ? [] : placeLines(change, style)),
      ...causeLines(change),
    ]).map((line) => `  ${line}`),
  ];
}

/** What moved, when, its possible causes, and the id to dismiss it by. */
function headLines(event: SuiteEvent, cause: string, { paint, columns }: Surface): string[] {
  const place = placeOf(event);
  const color = COLORS[kindOfEvent(event)](paint);
  const differences = differencesOf(event);
  const more = differences.length - MOST_DIFFERENCES;
  return [
    ...wrapText(`${isRise(event) ? "▲" : "▼"} ${describeMove(event)}${cause}`, 0, 4).map(color),
    ...placeLines({ ...place, id: event.id }, { paint, columns }),
    ...differences.slice(0, MOST_DIFFERENCES).map((text) =>
      cut(`    ${escapeTerminal(text)}`, columns)
    ),
    ...(more > 0 ? [`    and ${formatCount(more, "more difference")}`] : []),
    ...commitLines(place, columns),
  ];
}

/** `sort, parse and 20 more`: as many as fit, the largest change first. */
function nameMembers(changes: readonly EventChange[], label: Label): string {
  const names = changes.toSorted((a, b) => b.change.change - a.change.change)
    .map(({ benchmark }) => cut(escapeTerminal(label(benchmark)), MEMBER_WIDTH));
  let [shown, used] = [0, 0];
  while (shown < names.length && used < MEMBERS_WIDTH) used += widthOf(names[shown++]!) + 2;
  const more = names.length - shown;
  return `${names.slice(0, shown).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
