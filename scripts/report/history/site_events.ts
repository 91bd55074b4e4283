/** What moved together, on the overview of a site. @module */
import type { BenchmarkIdentity } from "../../result/identity.ts";
import {
  type EventChange,
  type EventKind,
  kindOfEvent,
  type SuiteEvent,
} from "../../verdict/events.ts";
import { escapeHtml } from "../html/page.ts";
import { htmlCell, renderRow, renderTable, textCell } from "../html/table.ts";
import { formatChange, formatCount } from "../units.ts";
import { describeTime, describeVerdict } from "./describe.ts";
import { describeCause, describeMove, differencesOf } from "./event_words.ts";
import { type Links, renderCauses, renderName, renderNote } from "./parts.ts";

/** Changes that are listed of an event; the pages of the benchmarks have all. */
const MOST_MEMBERS = 100;

const CLASSES: Readonly<Record<EventKind, string>> = {
  open: "regression",
  "cannot be told": "inconclusive",
  machine: "unchanged",
  other: "unchanged",
};

/** Where a benchmark is, and what it is called there. */
export interface Linked {
  readonly label: string;
  readonly page: string;
}

/** A table of events, each with its changes folded. */
export function renderTogether(
  events: readonly SuiteEvent[],
  linkOf: (benchmark: BenchmarkIdentity) => Linked,
  links: Links,
): string[] {
  const kinds = new Set(events.map(kindOfEvent));
  return renderTable({
    title: "What moved together",
    columns: [
      { title: "Benchmarks" },
      { title: "Cause" },
      { title: "When" },
      { title: "Candidate causes" },
    ],
    rows: events.map((event) =>
      renderRow([
        htmlCell(renderMove(event, linkOf), "move"),
        renderCause(event),
        textCell(describeTime(event.after.timestamp)),
        htmlCell(renderCauses(differencesOf(event), event.changes[0]!.change, links), "causes"),
      ], kindOfEvent(event))
    ),
    filter: { kinds: new Map([...kinds].map((kind) => [kind, kind])) },
  });
}

function renderCause(event: SuiteEvent): string {
  const { cause, advice } = describeCause(event);
  const dismissals = event.changes.flatMap(({ change: { dismissal } }) =>
    dismissal === null ? [] : [dismissal]
  );
  const reasons = [...new Set(dismissals.map(({ reason }) => reason))];
  const share = dismissals.length === event.changes.length
    ? "dismissed"
    : `${dismissals.length} of ${event.changes.length} dismissed`;
  return htmlCell(
    [
      escapeHtml(cause),
      ...(advice === null ? [] : [renderNote(advice)]),
      // Where there are several, each stands beside its change.
      ...(reasons.length === 0
        ? []
        : [renderNote(reasons.length === 1 ? `${share}: ${reasons[0]}` : share)]),
    ].join(""),
    `cause ${CLASSES[kindOfEvent(event)]}`,
  );
}

function renderMove(
  { id, changes }: SuiteEvent,
  linkOf: (benchmark: BenchmarkIdentity) => Linked,
): string {
  const more = changes.length - MOST_MEMBERS;
  const items = [
    ...changes.slice(0, MOST_MEMBERS).map((one) => renderMember(one, linkOf(one.benchmark))),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
  return [
    `${escapeHtml(describeMove(changes.map(({ change }) => change)))}, `,
    `<code>${escapeHtml(id)}</code>`,
    `<details><summary>${escapeHtml(describeTelling(changes))}</summary><ul>`,
    ...items.map((item) => `<li>${item}</li>`),
    "</ul></details>",
  ].join("");
}

/** `24 changes, told from 2026-03-02 to 2026-03-05`. */
function describeTelling(changes: readonly EventChange[]): string {
  const days = changes.flatMap(({ change: { told } }) =>
    told === null ? [] : [told.by.timestamp.slice(0, 10)]
  ).sort();
  const [first, last] = [days[0], days.at(-1)];
  const when = first === undefined
    ? ""
    : first === last
    ? `, told on ${first}`
    : `, told from ${first} to ${last}`;
  return `${formatCount(changes.length, "change")}${when}`;
}

/** What was told of a change, and what is known now. */
function renderMember({ change }: EventChange, { page, label }: Linked): string {
  const { told, dismissal } = change;
  const words = [
    `${formatChange(change.change)}, ${describeVerdict(change)}`,
    ...(told === null
      ? []
      : [`told ${told.by.timestamp.slice(0, 10)} as ${formatChange(told.change)}`]),
  ].join("; ");
  const reason = dismissal === null ? "" : renderNote(dismissal.reason);
  return `${renderName(page, label)} ${escapeHtml(words)}${reason}`;
}
