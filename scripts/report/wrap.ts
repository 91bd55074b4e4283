import { stringWidth } from "../deps/string_width.ts";

/** Widest line of plain text. */
const WIDTH = 80;

/**
 * Breaks text between words into lines of at most 80 columns; a longer word stays whole.
 *
 * @param text On one line.
 * @param first Spaces before the first line.
 * @param rest Spaces before the others.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(wrapText(`${"a".repeat(50)} ${"b".repeat(50)}`, 0, 2).length, 2);
 * ```
 */
export function wrapText(text: string, first: number, rest: number): string[] {
  const lines: string[] = [];
  let line = " ".repeat(first);
  for (const word of text.split(" ")) {
    if (line.trim() !== "" && stringWidth(line) + 1 + stringWidth(word) > WIDTH) {
      lines.push(line);
      line = " ".repeat(rest);
    }
    line += line.trim() === "" ? word : ` ${word}`;
  }
  return [...lines, line];
}
