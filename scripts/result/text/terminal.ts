/** Texts written for a terminal. @module */

/** Control sequences (ECMA-48): colours, sets of characters, titles, links, times of Buildkite. */
const SEQUENCE =
  // deno-lint-ignore no-control-regex
  /\x1b(?:\[[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]|[\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)|[\x20-\x2f]+[\x30-\x7e]|[\x40-\x5a\x5c-\x5f])/g;

/** Marks at which GitLab and Travis fold a log. They overwrite the line as if it were empty. */
// deno-lint-ignore no-control-regex
const FOLD = /(?:section_(?:start|end)|travis_(?:fold|time)):[^\s]{1,200}\r(?:\x1b\[0K)?/g;

/**
 * A text as a terminal shows it: without colours, and with only the last text of an overwritten
 * line.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(withoutColours("\x1b[32mok\x1b[0m 1\n"), "ok 1\n");
 * assertEquals(withoutColours("50 %\r100 %\r\r\n"), "100 %\r\n");
 * ```
 */
export function withoutColours(text: string): string {
  const unfolded = text.replace(FOLD, "");
  const plain = unfolded.includes("\x1b") ? unfolded.replace(SEQUENCE, "") : unfolded;
  if (!/\r[^\n]/.test(plain)) return plain;
  return plain.split("\n").map((line) => {
    let end = line.length;
    while (line[end - 1] === "\r") end--;
    return line.slice(line.lastIndexOf("\r", end - 1) + 1, end) + line.slice(end, end + 1);
  }).join("\n");
}
