/** Changes that came together, on the overview of a site. @module */
import { formatCount } from "../../result/format_count.ts";
import type { BenchmarkIdentity } from "../../result/identity.ts";
import {
  type EventChange,
  type EventKind,
  kindOfEvent,
  placeOf,
  type SuiteEvent,
} from "../../verdict/events.ts";
import { escapeHtml } from "../html/page.ts";
import { htmlCell, renderRow, renderTable } from "../html/table.ts";
import { formatChange } from "../units.ts";
import { describeVerdict } from "./describe.ts";
import { describeMove, differencesOf, explainCause } from "./event_words.ts";
import {
  type Links,
  MOST_CAUSES,
  renderCauses,
  renderName,
  renderNote,
  whenCell,
} from "./parts.ts";

/**
 * How many changes are listed for an event, and in all, the newest first; other pages have the
 * rest.
 */
const MOST_MEMBERS = 100;
const MOST_LISTED = 5000;

const CLASSES: Readonly<Record<EventKind, string>> = {
  open: "regression",
  unclear: "inconclusive",
  machine: "unchanged",
  other: "unchanged",
};

const KINDS: readonly EventKind[] = ["open", "unclear", "machine", "other"];

/** The page of a benchmark, and its label. */
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
  const present = new Set(events.map(kindOfEvent));
  const kinds = KINDS.filter((kind) => present.has(kind));
  let left = MOST_LISTED;
  return renderTable({
    title: "What moved together",
    columns: [{ title: "What moved" }, { title: "When" }, { title: "Candidate causes" }],
    rows: events.map((event) => {
      const listed = event.changes.slice(0, Math.min(MOST_MEMBERS, left));
      left -= listed.length;
      return renderRow([
        htmlCell(
          [...renderHead(event), renderMembers(event.changes, listed, linkOf)].join(""),
          "move",
        ),
        whenCell(placeOf(event)),
        htmlCell(
          renderCauses(differencesOf(event), placeOf(event), links, MOST_CAUSES),
          "causes",
        ),
      ], kindOfEvent(event));
    }),
    filter: { kinds: new Map(kinds.map((kind) => [kind, kind])) },
  });
}

function renderHead(event: SuiteEvent): string[] {
  const { cause, advice } = explainCause(event);
  const dismissals = event.changes.flatMap(({ change: { dismissal } }) =>
    dismissal === null ? [] : [dismissal]
  );
  const reasons = new Set(dismissals.map(({ reason }) => reason));
  const share = dismissals.length === event.changes.length
    ? "dismissed"
    : `${dismissals.length} of ${event.changes.length} dismissed`;
  // If there are several reasons, each stands beside its change.
  const [reason] = reasons.size === 1 ? reasons : [];
  return [
    `${escapeHtml(describeMove(event))}: `,
    `<span class="verdict ${CLASSES[kindOfEvent(event)]}">${escapeHtml(cause)}</span>`,
    ...(advice === null ? [] : [renderNote(advice)]),
    ...(reasons.size === 0
      ? []
      : [renderNote(reason === undefined ? share : `${share}: ${reason}`)]),
    `<br><code>${escapeHtml(event.id)}</code>`,
  ];
}

function renderMembers(
  changes: readonly EventChange[],
  listed: readonly EventChange[],
  linkOf: (benchmark: BenchmarkIdentity) => Linked,
): string {
  const more = changes.length - listed.length;
  const items = [
    ...listed.map((one) => renderMember(one, linkOf(one.benchmark))),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
  return [
    `<details><summary>${escapeHtml(describeTelling(changes))}</summary><ul>`,
    ...items.map((item) => `<li>${item}</li>`),
    "</ul></details>",
  ].join("");
}

/** `24 changes, reported from 2026-03-02 to 2026-03-05`. */
function describeTelling(changes: readonly EventChange[]): string {
  const days = changes.flatMap(({ change: { told } }) =>
    told === null ? [] : [told.by.timestamp.slice(0, 10)]
  ).sort();
  const [first, last] = [days[0], days.at(-1)];
  const when = first === undefined
    ? ""
    : first === last
    ? `, reported on ${first}`
    : `, reported from ${first} to ${last}`;
  return `${formatCount(changes.length, "change")}${when}`;
}

/** The present estimate of a change, and when and as what it was reported. */
function renderMember({ change }: EventChange, { page, label }: Linked): string {
  const { told, dismissal } = change;
  const now = formatChange(change.change);
  const first = told === null ? now : formatChange(told.change);
  const words = [
    now,
    describeVerdict(change),
    ...(told === null
      ? []
      : [`reported ${told.by.timestamp.slice(0, 10)}${first === now ? "" : ` as ${first}`}`]),
  ].join(", ");
  const reason = dismissal === null ? "" : renderNote(dismissal.reason);
  return `${renderName(page, label)} ${escapeHtml(words)}${reason}`;
}
