/** Columns of text, aligned. @module */
import { stringWidth } from "../deps/string_width.ts";

/** How a column is set. */
export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
  /** Widest it may get; longer cells are cut with an ellipsis. */
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
  const widths = columns.map((_, index) =>
    cells.reduce((widest, row) => Math.max(widest, stringWidth(row[index]!)), 0)
  );
  return cells.map((row) =>
    row.map((cell, index) => {
      const space = " ".repeat(widths[index]! - stringWidth(cell));
      return columns[index]!.align === "right" ? space + cell : cell + space;
    }).join("  ").trimEnd()
  );
}

/** Columns that text without colour codes takes; wide characters count as two. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/**
 * Cuts text to a width in columns, with an ellipsis where something is left out.
 *
 * @param text Without colour codes.
 */
export function cut(text: string, width: number): string {
  const head = text.slice(0, width + 1);
  // Most long text is of letters that are one column each, as far as it is shown.
  if (head.length > width && !/[^ -~]/.test(head)) {
    return `${head.slice(0, Math.max(0, width - 1))}…`;
  }
  if (stringWidth(text) <= width) return text;
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

/** What people take for single characters. */
export function* segmentsOf(text: string): Generator<string> {
  for (const { segment } of SEGMENTER.segment(text)) yield segment;
}

/** More than the characters of most languages. */
const MOST_KNOWN = 10_000;
const known = new Map<string, number>();

/**
 * Columns of a single character. The same few occur again and again, and measuring one takes as long as
 * a whole word.
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
