import { segmentsOf, widthOf, widthOfSegment } from "./table.ts";

/** Widest line of plain text, unless the caller wants another. */
const WIDTH = 80;
/** The least columns of a name, however narrow the terminal is. */
const NARROWEST = 20;

/**
 * Breaks text between words into lines of at most `columns`; a longer word stays whole. Numbers stay
 * with their units, and options with their values.
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
export function wrapText(
  text: string,
  first: number,
  rest: number,
  columns: number = WIDTH,
): string[] {
  const lines: string[] = [];
  let [line, used] = [" ".repeat(first), first];
  for (const word of wordsOf(text, columns - rest)) {
    const more = widthOf(word);
    if (line.trim() !== "" && used + 1 + more > columns) {
      lines.push(line);
      [line, used] = [" ".repeat(rest), rest];
    }
    const isFirst = line.trim() === "";
    line += isFirst ? word : ` ${word}`;
    used += isFirst ? more : 1 + more;
  }
  return [...lines, line];
}

/** What a number is not parted from. */
const UNIT = /^(?:%|[fpnµm]?s|min|h|d|[kMGTP]?B|op\/s)[).,:;]*$/;
/** The end of a number, such as of `(+1.5`. */
const NUMBER = /\d$/;
/** An option without a value, or the dashes before flags for Deno. */
const OPTION = /^--[\w-]*$/;

/**
 * Words. A number with its unit is one word, and so is an option with the word after it, unless both do
 * not fit into a line.
 */
function wordsOf(text: string, room: number): string[] {
  const words: string[] = [];
  let before = "";
  for (const word of text.split(" ")) {
    const belongs = (NUMBER.test(before) && UNIT.test(word)) ||
      (OPTION.test(before) && (before === "--" || !word.startsWith("--")));
    const joined = `${words.at(-1)} ${word}`;
    if (belongs && widthOf(joined) <= room) words.splice(-1, 1, joined);
    else words.push(word);
    before = word;
  }
  return words;
}

/**
 * Breaks a name into lines of at most so many columns, within words if necessary.
 *
 * @param name On one line.
 * @param columns Width of the terminal; a very narrow one breaks lines itself.
 * @param first Spaces before the first line.
 * @param rest Spaces before the others.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(wrapName("a".repeat(100), 80, 2, 4).map(({ length }) => length), [80, 26]);
 * ```
 */
export function wrapName(name: string, columns: number, first: number, rest: number): string[] {
  const width = Math.max(columns, rest + NARROWEST);
  const lines: string[] = [];
  let [indent, text, used] = [first, "", first];
  for (const segment of segmentsOf(name)) {
    const more = widthOfSegment(segment);
    if (used + more > width) {
      const space = text.lastIndexOf(" ");
      const end = space > text.length / 2 ? space : text.length;
      lines.push((" ".repeat(indent) + text.slice(0, end)).trimEnd());
      text = text.slice(end).trimStart();
      [indent, used] = [rest, rest + widthOf(text)];
    }
    if (text === "" && lines.length > 0 && segment === " ") continue;
    text += segment;
    used += more;
  }
  return [...lines, " ".repeat(indent) + text];
}
