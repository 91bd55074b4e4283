import { stringWidth } from "../deps/string_width.ts";
import { cut } from "./table.ts";

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

/**
 * Breaks a name into lines of at most so many columns, within words where it has to be.
 *
 * @param name On one line.
 * @param columns At least 40.
 * @param first Spaces before the first line.
 * @param rest Spaces before the others.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(wrapName("a".repeat(100), 80, 2, 4).map(({ length }) => length), [80, 26]);
 * ```
 */
export function wrapName(name: string, columns: number, first: number, rest: number): string[] {
  const lines: string[] = [];
  let line = " ".repeat(first) + name;
  while (stringWidth(line) > columns) {
    const head = cut(line, columns + 1).slice(0, -1);
    const space = head.lastIndexOf(" ");
    const end = space > head.length / 2 ? space : head.length;
    lines.push(line.slice(0, end).trimEnd());
    line = " ".repeat(rest) + line.slice(end).trimStart();
  }
  return [...lines, line];
}
