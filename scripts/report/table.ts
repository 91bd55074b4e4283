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
    columns.map(({ maxWidth }, index) => cut(row[index] ?? "", maxWidth ?? Infinity))
  );
  const widths = columns.map((_, index) =>
    cells.reduce((widest, row) => Math.max(widest, widthOf(row[index]!)), 0)
  );
  return cells.map((row) =>
    row.map((cell, index) => {
      const space = " ".repeat(widths[index]! - widthOf(cell));
      return columns[index]!.align === "right" ? space + cell : cell + space;
    }).join("  ").trimEnd()
  );
}

/** Columns that text takes; wide characters count as two, colour codes as none. */
export function widthOf(text: string): number {
  // Nearly all text is of that kind, and is measured a hundred times as fast.
  return PRINTED_ASCII.test(text) ? text.length : stringWidth(text);
}

const PRINTED_ASCII = /^[ -~]*$/;

/**
 * Cuts text to a width in columns, with an ellipsis where something is left out.
 *
 * @param text Without colour codes.
 */
export function cut(text: string, width: number): string {
  if (PRINTED_ASCII.test(text)) {
    return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
  }
  let [end, columns, kept] = [0, 0, 0];
  for (const { segment } of SEGMENTER.segment(text)) {
    columns += stringWidth(segment);
    if (columns > width) return `${text.slice(0, kept)}…`;
    end += segment.length;
    if (columns < width) kept = end;
  }
  return text;
}

const SEGMENTER = new Intl.Segmenter();
