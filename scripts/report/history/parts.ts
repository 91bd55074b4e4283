/** Parts that the pages of a site share. @module */
import type { BenchmarkIdentity } from "../../result/identity.ts";
import type { Environment } from "../../result/schema.ts";
import { endsOf, isOpen, type TrackedChange } from "../../verdict/series.ts";
import type { Thresholds } from "../../verdict/severity.ts";
import { describeCauses } from "../describe_causes.ts";
import { escapeHtml } from "../html/page.ts";
import { figureCell, htmlCell, type HtmlColumn } from "../html/table.ts";
import { cut } from "../table.ts";
import { formatChange, formatInterval } from "../units.ts";
import { describeRange, describeTime, describeVerdict, describeWhen, shorten } from "./describe.ts";
import { describeCompany, describeDifference } from "./event_words.ts";

/** Longest name shown, in columns. */
export const NAME_WIDTH = 300;
const NOTE_WIDTH = 500;
/**
 * How many differences and commits the overview lists for a change; a link leads to all commits.
 */
export const MOST_CAUSES = 3;

/** Styles of only these pages; rows out of sight are laid out when they come into view. */
export const SITE_STYLE = `
section { content-visibility: auto; contain-intrinsic-size: auto 60rem; margin: 0 -.25rem; padding: 0 .25rem; }
.spark { min-width: 8rem; width: 8rem; height: 1.6rem; }
.spark path { fill: none; stroke: var(--accent); stroke-width: 1.5; vector-effect: non-scaling-stroke; }
td p { margin: 0; }
td.causes { min-width: 14rem; max-width: 30rem; overflow-wrap: anywhere; }
td.move { min-width: 18rem; overflow-wrap: anywhere; }
td.when { white-space: nowrap; }
td.verdict { min-width: 9rem; max-width: 20rem; white-space: normal; overflow-wrap: anywhere; }
td.verdict .faint { font-weight: normal; }
summary { cursor: pointer; }
td ul { margin: .25rem 0 0; padding-left: 1rem; min-width: 14rem; max-width: 30rem; }
td.move ul { max-width: none; }
.key { display: inline-block; min-width: 0; width: 1em; height: .7em; border: 1px solid var(--faint); }
`;

/** Links to commits. */
export interface Links {
  readonly repositoryUrl: string | null;
}

/** Facts on the pages other than the series. */
export interface SiteOptions {
  /** When the pages were made, ISO 8601 in UTC. */
  readonly timestamp: string;
  /** Where commits can be viewed, such as `https://github.com/owner/name`; null for no links. */
  readonly repositoryUrl: string | null;
  readonly environments: ReadonlyMap<string, Environment>;
  /** Every result of the history, in the order of time. */
  readonly results: readonly string[];
  readonly thresholdsOf: (benchmark: BenchmarkIdentity) => Thresholds;
}

/** The columns that {@linkcode changeCells} fills. */
export const CHANGE_COLUMNS: readonly HtmlColumn[] = [
  { title: "Change", kind: "figure" },
  { title: "95 % interval", kind: "figure" },
  { title: "Verdict" },
  { title: "When" },
  { title: "Told" },
  { title: "Candidate causes" },
];

/**
 * A cell for each of {@linkcode CHANGE_COLUMNS}.
 *
 * @param most How many differences and commits are listed.
 */
export function changeCells(change: TrackedChange, links: Links, most: number): string[] {
  const { told, dismissal } = change;
  const reason = dismissal === null ? "" : renderNote(dismissal.reason);
  const company = describeCompany(change);
  return [
    figureCell(formatChange(change.change), change.change),
    figureCell(formatInterval(change.interval, change.change), change.interval.lower),
    htmlCell(`${escapeHtml(describeVerdict(change))}${reason}`, `verdict ${classOf(change)}`),
    whenCell(change),
    htmlCell(
      told === null
        ? ""
        : `${escapeHtml(describeTime(told.by.timestamp))}<br>as ${
          escapeHtml(formatChange(told.change))
        }`,
      "when",
    ),
    htmlCell(
      (company === null ? "" : `<p>${escapeHtml(company)}</p>`) +
        renderCauses(change.differences.map(describeDifference), change, links, most),
      "causes",
    ),
  ];
}

/** When a change happened; on two lines for a drift. */
export function whenCell(change: TrackedChange): string {
  return htmlCell(escapeHtml(describeWhen(change)).replace(" to ", " to<br>"), "when");
}

/** A line of faint text below another one. */
export function renderNote(text: string): string {
  return `<br><span class="faint">${escapeHtml(cut(text, NOTE_WIDTH))}</span>`;
}

/** A cell with the name of a benchmark that leads to its page. */
export function nameCell(page: string, label: string): string {
  return htmlCell(renderName(page, label), "name");
}

/** The name of a benchmark that leads to its page. */
export function renderName(page: string, label: string): string {
  return `<a href="${page}">${escapeHtml(cut(label, NAME_WIDTH))}</a>`;
}

/** Colours only changes that need attention. */
function classOf(change: TrackedChange): string {
  if (change.verdict !== "regression") return change.verdict;
  return isOpen(change) ? "regression" : "unchanged";
}

/**
 * The possible causes of a change.
 *
 * @param differences Between the environments, as text.
 * @param most How many differences and commits are listed.
 */
export function renderCauses(
  differences: readonly string[],
  change: TrackedChange,
  links: Links,
  most: number,
): string {
  const commits = change.commits ?? [];
  const causes = change.explained === null ? [] : describeCauses(change.explained);
  const items = [
    ...causes.map((text) => escapeHtml(cut(text, NOTE_WIDTH))),
    ...firstOf(most, differences.map((text) => escapeHtml(cut(text, NOTE_WIDTH)))),
    ...firstOf(
      most,
      commits.map(({ hash, author, subject }) =>
        `${linkCommit(hash, links)} ${escapeHtml(cut(`${author}: ${subject}`, NOTE_WIDTH))}`
      ),
    ),
  ];
  const list = items.length === 0
    ? ""
    : `<ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>`;
  return `${renderRange(change, links)}${list}`;
}

/** The first items, and how many more there are. */
function firstOf(most: number, items: readonly string[]): string[] {
  const more = items.length - most;
  return [...items.slice(0, most), ...(more > 0 ? [`and ${more} more`] : [])];
}

function renderRange(change: TrackedChange, links: Links): string {
  const range = describeRange(change);
  if (range === "") return "";
  const { before, after } = endsOf(change);
  const address = addressOf(
    links,
    before.commit === null || change.commits?.length === 1
      ? `commit/${after.commit}`
      : `compare/${before.commit}...${after.commit}`,
  );
  return linkOr(address, `<code>${escapeHtml(range)}</code>`);
}

/** A commit, with a link if its page is known. */
export function linkCommit(hash: string, links: Links): string {
  return linkOr(addressOf(links, `commit/${hash}`), `<code>${escapeHtml(shorten(hash))}</code>`);
}

function linkOr(address: string | null, html: string): string {
  return address === null ? html : `<a href="${escapeHtml(address)}" rel="noreferrer">${html}</a>`;
}

/** Only a hash may become part of a link, because a document may call its commit anything. */
function addressOf({ repositoryUrl }: Links, path: string): string | null {
  const isWeb = repositoryUrl !== null && /^https?:\/\/[^\s]+$/.test(repositoryUrl);
  const isPlain = /^(commit\/[0-9a-f]{7,64}|compare\/[0-9a-f]{7,64}\.\.\.[0-9a-f]{7,64})$/.test(
    path,
  );
  return isWeb && isPlain ? `${repositoryUrl.replace(/\/$/, "")}/${path}` : null;
}
