/** Cuts texts to a width so that different ones stay different. @module */
import { cut, segmentsOf, widthOf, widthOfSegment } from "./table.ts";

/** More code units than the characters of one column usually have. */
const UNITS_PER_COLUMN = 20;

/**
 * Cuts texts to a width so that no two of them look alike. A text loses its end if that is enough,
 * else its middle, else the part that it shares with others. Texts that still look alike get a
 * number.
 *
 * @param texts Without colour codes.
 * @param width In columns. A number may exceed a width of less than ten.
 * @param keys Keys of the texts, in their order: equal keys get equal texts, others differ.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(cutApart(["read all lines", "read all files"], 12), ["read all li…", "read all fi…"]);
 * assertEquals(cutApart(["read the whole file", "read the whole map"], 12), [
 *   "read …e file",
 *   "read …le map",
 * ]);
 * ```
 */
export function cutApart(
  texts: readonly string[],
  width: number,
  keys: readonly string[] = texts,
): string[] {
  const settled = new Map<string, string>();
  const taken = new Set<string>();
  const open = new Map(texts.map((text, index) => [keys[index]!, text]));
  const settle = (key: string, text: string) => {
    settled.set(key, text);
    taken.add(text);
    open.delete(key);
  };
  for (const [key, text] of [...open]) {
    if (!taken.has(text) && cut(text, width) === text) settle(key, text);
  }
  for (const shorten of [cutEnds, cutMiddles, cutAroundDifference]) {
    const tooWide = [...open].filter(([, text]) => cut(text, width) !== text);
    const alike = Map.groupBy(shorten(tooWide, width), ([, text]) => text);
    for (const [text, those] of alike) {
      if (those.length === 1 && !taken.has(text)) settle(those[0]![0], text);
    }
  }
  let number = 1;
  for (const [key, text] of [...open]) {
    let numbered: string;
    do {
      const mark = ` #${number++}`;
      numbered = cut(text, Math.max(1, width - mark.length)) + mark;
    } while (taken.has(numbered));
    settle(key, numbered);
  }
  return keys.map((key) => settled.get(key)!);
}

/** A key and its text. */
type Keyed = readonly [key: string, text: string];

function cutEnds(texts: readonly Keyed[], width: number): Keyed[] {
  return texts.map(([key, text]) => [key, cut(text, width)]);
}

function cutMiddles(texts: readonly Keyed[], width: number): Keyed[] {
  const tail = Math.floor(width / 2);
  return texts.map(([key, text]) => [key, cutMiddle(text, width - tail, tail)]);
}

/** The start, which ends with an ellipsis, and the end. */
function cutMiddle(text: string, head: number, tail: number): string {
  const segments = [...segmentsOf(text.slice(-tail * UNITS_PER_COLUMN))];
  let [start, columns] = [segments.length, 0];
  while (start > 0 && columns + widthOfSegment(segments[start - 1]!) <= tail) {
    columns += widthOfSegment(segments[--start]!);
  }
  return cut(text, head) + segments.slice(start).join("");
}

/** The start, and the part after the text that those with this start share. */
function cutAroundDifference(texts: readonly Keyed[], width: number): Keyed[] {
  const head = Math.ceil(width / 3);
  const groups = Map.groupBy(texts, ([, text]) => cut(text, width));
  return [...groups.values()].flatMap((those) => {
    const common = commonLength(those.map(([, text]) => text));
    return those.map(([key, text]): Keyed => {
      const start = cut(text, head);
      return [key, start + cut(text.slice(common), width - widthOf(start))];
    });
  });
}

/** Number of code units that all texts begin with, not splitting a character. */
function commonLength([first = "", ...others]: readonly string[]): number {
  let common = first.length;
  for (const text of others) {
    let index = 0;
    while (index < common && text[index] === first[index]) index++;
    common = index;
  }
  const before = first.charCodeAt(common - 1);
  return before >= 0xd800 && before < 0xdc00 ? common - 1 : common;
}
