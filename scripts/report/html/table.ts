/** Tables that can be sorted and searched. @module */
import { escapeHtml } from "./page.ts";

/** A table with its heading. */
export interface HtmlTable {
  readonly title: string;
  /** HTML between the heading and the table. */
  readonly note?: string;
  readonly columns: readonly HtmlColumn[];
  /** Each made by {@linkcode renderRow}. */
  readonly rows: readonly string[];
  /** Controls other than sorting; none by default. */
  readonly filter?: RowFilter;
}

/** A column; figures stand at the right, and pictures have no order. */
export interface HtmlColumn {
  readonly title: string;
  readonly kind?: "text" | "figure" | "picture";
}

/** A field to search in, and boxes that show and hide the rows of a kind. */
export interface RowFilter {
  /** Plain text beside each box, by the kind. */
  readonly kinds: ReadonlyMap<string, string>;
}

/** Heading, controls and table; `TABLE_SCRIPT` makes them work; without it, everything is shown. */
export function renderTable({ title, note, columns, rows, filter }: HtmlTable): string[] {
  const heads = columns.map(({ title, kind = "text" }) => {
    const text = escapeHtml(title);
    return `<th scope="col"${kind === "figure" ? ' class="figure"' : ""}>${
      kind === "picture" ? text : `<button type="button">${text}</button>`
    }</th>`;
  });
  return [
    "<section>",
    `<h2>${escapeHtml(title)}</h2>`,
    ...(note === undefined ? [] : [note]),
    ...(filter === undefined ? [] : renderControls(filter)),
    `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(title)}">`,
    `<table data-sortable><thead><tr>${heads.join("")}</tr></thead><tbody>`,
    ...rows,
    "</tbody></table></div>",
    "</section>",
  ];
}

function renderControls({ kinds }: RowFilter): string[] {
  const boxes = [...kinds].map(([kind, label]) =>
    `<label><input type="checkbox" value="${escapeHtml(kind)}" checked> ${
      escapeHtml(label)
    }</label>`
  );
  return [
    '<div class="controls" data-controls hidden>',
    '<label>Search <input type="search" autocomplete="off"></label>',
    ...(boxes.length === 0 ? [] : [`<fieldset><legend>Show</legend>${boxes.join("")}</fieldset>`]),
    '<p class="faint" data-shown role="status"></p>',
    "</div>",
  ];
}

/** @param kind The kind by which a filter shows and hides the row. */
export function renderRow(cells: readonly string[], kind?: string): string {
  return `<tr${kind === undefined ? "" : ` data-kind="${escapeHtml(kind)}"`}>${
    cells.join("")
  }</tr>`;
}

/** A cell of text, with its class names. */
export function textCell(text: string, classes = ""): string {
  return htmlCell(escapeHtml(text), classes);
}

/** A cell of HTML, with its class names. */
export function htmlCell(html: string, classes = ""): string {
  return `<td${classes === "" ? "" : ` class="${classes}"`}>${html}</td>`;
}

/** Digits of a value that sorts a column. Further ones depend on the version of V8. */
const KEY_DIGITS = 12;

/** A cell with a figure, which sorts its column; null comes last. */
export function figureCell(text: string, value: number | null): string {
  const key = value === null ? "" : String(Number(value.toPrecision(KEY_DIGITS)));
  return `<td class="figure" data-value="${key}">${escapeHtml(text)}</td>`;
}
