/** Columns of text, aligned. @module */
import { stringWidth } from "../deps/string_width.ts";

/** The layout of a column. */
export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
  /** The widest that it may become; longer cells are cut with an ellipsis. */
  readonly maxWidth?: number;
}

/**
 * Lays out rows under a line of titles, two spaces between the columns; wide characters count as
 * two, colour codes as none.
 *
 * @returns One string a line, without trailing spaces.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const columns = [{ title: "name", align: "left" }, { title: "ms", align: "right" }] as const;
 * assertEquals(layOutTable(columns, [["sum", "1.5"]]), ["name   ms", "sum   1.5"]);
 * ```
 */
export function layOutTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string[] {
  const cells = [columns.map(({ title }) => title), ...rows].map((row) =>
    columns.map(({ maxWidth }, index) => {
      const cell = row[index] ?? "";
      return maxWidth === undefined ? cell : cut(cell, maxWidth);
    })
  );
  const widthsOfCells = cells.map((row) => row.map(widthOf));
  const widths = columns.map((_, index) =>
    widthsOfCells.reduce((widest, row) => Math.max(widest, row[index]!), 0)
  );
  return cells.map((row, number) =>
    row.map((cell, index) => {
      const space = " ".repeat(widths[index]! - widthsOfCells[number]![index]!);
      return columns[index]!.align === "right" ? space + cell : cell + space;
    }).join("  ").trimEnd()
  );
}

/**
 * Everything but printable ASCII and the signs that reports write. Each of those takes one column
 * and never joins the next one.
 */
const OTHER = /[^ -~µ±·×–—‘’“”…−→↑↓∞‹›─┊▁-█●▲▼]/;

/** The width in columns of text; wide characters count as two, colour codes as none. */
export function widthOf(text: string): number {
  return OTHER.test(text) ? stringWidth(text) : text.length;
}

/**
 * Cuts text to a width in columns, with an ellipsis if something is left out.
 *
 * @param text Without colour codes.
 */
export function cut(text: string, width: number): string {
  const head = text.slice(0, width + 1);
  // Most long text consists of single-column letters, as far as it is shown.
  if (head.length > width && !/[^ -~]/.test(head)) {
    return `${head.slice(0, Math.max(0, width - 1))}…`;
  }
  if (widthOf(text) <= width) return text;
  let [end, columns, kept] = [0, 0, 0];
  for (const segment of segmentsOf(text)) {
    columns += widthOfSegment(segment);
    if (columns > width) return `${text.slice(0, kept)}…`;
    end += segment.length;
    if (columns < width) kept = end;
  }
  return text;
}

const SEGMENTER = new Intl.Segmenter();

/** Characters as people perceive them. */
export function* segmentsOf(text: string): Generator<string> {
  for (const { segment } of SEGMENTER.segment(text)) yield segment;
}

/** More than the number of characters in most languages. */
const MOST_KNOWN = 10_000;
const known = new Map<string, number>();

/**
 * Columns of a single character. They are cached, because the same few recur, and measuring one
 * takes as long as measuring a word.
 */
export function widthOfSegment(segment: string): number {
  let width = known.get(segment);
  if (width === undefined) {
    width = stringWidth(segment);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(segment, width);
  }
  return width;
}
