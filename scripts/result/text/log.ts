/** Texts that were copied out of a log: what the log has added to each line. @module */

/** Control sequences of terminals (ECMA-48): colours, sets of characters, titles and links. */
const SEQUENCE =
  // deno-lint-ignore no-control-regex
  /\x1b(?:\[[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]|\][^\x07\x1b\n]*(?:\x07|\x1b\\)|[\x20-\x2f]+[\x30-\x7e]|[\x40-\x5a\x5c-\x5f])/g;

/**
 * A text as a terminal leaves it: without colours, and of a line that was written over only what was
 * written last.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(withoutColours("\x1b[32mok\x1b[0m 1\n"), "ok 1\n");
 * assertEquals(withoutColours("50 %\r100 %\r\n"), "100 %\r\n");
 * ```
 */
export function withoutColours(text: string): string {
  const plain = text.includes("\x1b") ? text.replace(SEQUENCE, "") : text;
  if (!/\r[^\n]/.test(plain)) return plain;
  return plain.split("\n").map((line) => {
    const end = line.endsWith("\r") ? line.length - 1 : line.length;
    return line.slice(line.lastIndexOf("\r", end - 1) + 1);
  }).join("\n");
}

/**
 * A time in front of a line, behind the names of a job and a step or of a container where there are
 * some; GitLab adds the number of a stream. BuildKit counts steps and seconds.
 */
const MARK = new RegExp(
  [
    String.raw`^(?:[^\t]{0,100}\t){0,3}(?:[^|\t]{1,100}\|)?[ \t\ufeff]*[[(]?`,
    String.raw`(?:\d{4}[-/.]\d\d[-/.]\d\d[T ]|(?:[A-Z][a-z]{2},? +){1,2}\d{1,2} +)?`,
    String.raw`\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?(?:Z|UTC|[-+]\d\d:?\d\d))?[\])]?`,
    String.raw`(?: \d\d[OE]\+?)?(?=\s|$)|^#\d+ \d+\.\d+(?=\s|$)`,
  ].join(""),
);
/** What tells whose a line is: `bench-1  |`, `[bench]` or `host bench[900]:`. */
const OWNER = new RegExp(
  String
    .raw`^(?:\[[^\]\n]{1,100}\]|[^\s|]{1,100} *\||(?:[^\s[]{1,100} )?[^\s[]{1,100}\[[^\]\s]{1,100}\]:)` +
    String.raw`(?=\s|$)`,
);
/** Logs of logs: a time by GitHub in front of what a container tells. */
const MOST_LOGS = 3;

/** Of a log that is longer only what is certain is taken off: the other texts are dozens. */
export const MOST_GUESSED = 2_000_000;

/**
 * The texts that may have been written where a log was copied, the likeliest first: without colours,
 * and without what the log has put in front of lines. Numbers of lines stay as they are.
 */
export function* textsOfLog(log: string): Generator<string> {
  const plain = withoutColours(log);
  let text = plain;
  for (let count = 0; count < MOST_LOGS; count++) text = withoutMarks(text);
  yield text;
  if (text !== plain) yield plain;
  if (plain.length > MOST_GUESSED) return;
  yield* withoutPrefixes(text);
  if (text !== plain) yield* withoutPrefixes(plain);
}

/** Without what nobody but a log puts there: a time in front of most lines, an owner in front of all. */
function withoutMarks(text: string): string {
  const lines = text.split("\n");
  const filled = [...lines.keys()].filter((index) => lines[index]!.trim() !== "");
  const marked = filled.filter((index) => MARK.test(lines[index]!));
  if (marked.length > 0 && marked.length * 2 >= filled.length) {
    return strip(lines, marked, (line) => MARK.exec(line)![0].length);
  }
  const owner = filled.length === 0 ? undefined : OWNER.exec(lines[filled[0]!]!)?.[0];
  if (owner === undefined || !filled.every((index) => lines[index]!.startsWith(owner))) return text;
  return strip(lines, filled, () => owner.length);
}

/** Words that a prefix has at most. */
const MOST_WORDS = 8;
/** Of a word that is longer there is nothing to learn. */
const LONGEST_WORD = 200;
/** Prefixes that are tried of each length: those of the most lines. */
const MOST_KINDS = 3;

/**
 * The texts that a log may have been made of, by the length of what was added. What a log puts in
 * front of lines has the same shape in many of them (a time, the name of a job, a bracket, a bar) and
 * whoever reads the texts knows which of them is one. Lines without it stay as they are, and so do
 * the numbers of lines.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const texts = [...withoutPrefixes("#15 22.66 PASS\n#15 23.01 ok\n")];
 * assertEquals(texts.includes("PASS\nok\n"), true);
 * ```
 */
export function* withoutPrefixes(text: string): Generator<string> {
  const lines = text.split("\n");
  for (let words = 1; words <= MOST_WORDS; words++) {
    const groups = new Map<string, number[]>();
    const all: number[] = [];
    for (const [index, line] of lines.entries()) {
      const end = endOfWords(line, words);
      if (end === null) continue;
      const prefix = line.slice(0, end);
      if (!isPrefix(prefix)) continue;
      const shape = shapeOf(prefix);
      const group = groups.get(shape);
      if (group === undefined) groups.set(shape, [index]);
      else group.push(index);
      all.push(index);
    }
    const kinds = [...groups.values()].sort((a, b) => b.length - a.length).slice(0, MOST_KINDS);
    // Many services, or many jobs, may each have a shape of their own.
    if (groups.size > 1) kinds.push(all);
    for (const group of kinds) yield strip(lines, group, (line) => endOfWords(line, words)!);
  }
}

function strip(
  lines: readonly string[],
  group: readonly number[],
  endOf: (line: string) => number,
): string {
  const rest = group.map((index) => lines[index]!.slice(endOf(lines[index]!)));
  // What is in front of all of them belongs to the prefix, what is in front of some to the text.
  const blank = rest.filter((text) => text.trim() !== "").reduce(
    (least, text) => Math.min(least, text.length - text.trimStart().length),
    Infinity,
  );
  const stripped = [...lines];
  for (const [at, index] of group.entries()) stripped[index] = rest[at]!.slice(blank);
  return stripped.join("\n");
}

/** Where the first words of a line end; null where it has fewer, or one that is too long. */
function endOfWords(line: string, words: number): number | null {
  let at = 0;
  for (let word = 0; word < words; word++) {
    while (isBlank(line, at)) at++;
    const begin = at;
    while (at < line.length && !isBlank(line, at)) at++;
    if (at === begin || at - begin > LONGEST_WORD) return null;
  }
  return at;
}

function isBlank(line: string, at: number): boolean {
  return line[at] === " " || line[at] === "\t" || line[at] === "\r";
}

/** A time, a number after `#`, or something that ends as what stands in front of a text does. */
function isPrefix(prefix: string): boolean {
  return /\d[:.]\d/.test(prefix) || /[\]|>):#]$/.test(prefix) || /#\d+$/.test(prefix);
}

/** Numbers are like each other, and so are the names of months and days. */
function shapeOf(prefix: string): string {
  return prefix.replace(/\d+/g, "0")
    .replace(/\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/g, "Jan")
    .replace(/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b/g, "Mon")
    .replace(/[ \t]+/g, " ");
}
