/** Removes prefixes that search tools put in front of lines without a space. @module */

/** `grep -n` and `grep -Hn`: the number of the line, after the name of its file. */
const NUMBERED = /^(?:[^\s:]{1,200}[:-])?(\d{1,9})[:-]/;
/** `grep -H`: the name of the file. */
const NAMED = /^[^\s:]{0,200}\.[A-Za-z]{1,8}:/;
const DIFF_HEADER = /^(?:diff |index [\da-f]|--- |\+\+\+ |@@ |new file |\\ No newline)/;

/**
 * Removes what `grep -n`, `grep -H` or a diff of a new file put in front of every line; other texts
 * stay as they are. Lines keep their numbers.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(withoutSearchMarks("3:pkg: a\n4:ok\n"), "pkg: a\nok\n");
 * assertEquals(withoutSearchMarks("+pkg: a\n+ok\n"), "pkg: a\nok\n");
 * assertEquals(withoutSearchMarks("3:pkg: a\nok\n"), "3:pkg: a\nok\n");
 * ```
 */
export function withoutSearchMarks(text: string): string {
  const first = firstFilledLine(text);
  if (first === null) return text;
  if (NUMBERED.test(first)) {
    let last = -1;
    return strip(text, (line) => {
      const [mark, number] = NUMBERED.exec(line) ?? [];
      if (mark === undefined || Number(number) <= last) return null;
      last = Number(number);
      return line.slice(mark.length);
    });
  }
  const name = NAMED.exec(first)?.[0];
  if (name !== undefined) {
    return strip(text, (line) => line.startsWith(name) ? line.slice(name.length) : null);
  }
  if (!first.startsWith("+") && !DIFF_HEADER.test(first)) return text;
  return strip(text, (line) => {
    if (DIFF_HEADER.test(line)) return "";
    return line.startsWith("+") ? line.slice(1) : null;
  });
}

function firstFilledLine(text: string): string | null {
  for (let start = 0; start < text.length;) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const line = text.slice(start, end);
    if (line.trim() !== "") return line;
    start = end + 1;
  }
  return null;
}

/**
 * Leaves the text as it is if one of its filled lines has no mark, or if only one line is filled.
 */
function strip(text: string, without: (line: string) => string | null): string {
  const lines = text.split("\n");
  let count = 0;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const rest = without(line);
    if (rest === null) return text;
    lines[index] = rest;
    count++;
  }
  return count < 2 ? text : lines.join("\n");
}
