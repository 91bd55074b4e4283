/** Finds prefixes of the lines in any log. @module */

/** The most words in a prefix. */
const MOST_WORDS = 8;
/** Longer words are not part of a prefix. */
const LONGEST_WORD = 200;
/** How many prefixes of each length are tried: those of the most lines. */
const MOST_KINDS = 3;
/** How many owners are tried whose lines stand alone. */
const MOST_OWNERS = 8;

/** Some prefixes of a log. */
export interface PrefixKind {
  readonly words: number;
  /** The shape of these prefixes; null for any. */
  readonly shape: string | null;
  /** The prefix of the lines that are kept; null if all are. */
  readonly only: string | null;
}

/**
 * The kinds of prefixes in a log, by length, the likeliest first. A log's prefixes have the same
 * shape in many lines: a time, the name of a job, a bracket, a bar. Only the reader of a text
 * without them can say which of these were prefixes.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const log = "#15 22.66 PASS\n#15 23.01 ok\n";
 * const texts = [...prefixKinds(log)].map((kind) => withoutPrefix(log, kind));
 * assertEquals(texts.includes("PASS\nok\n"), true);
 * ```
 */
export function* prefixKinds(text: string): Generator<PrefixKind> {
  const lines = text.split("\n");
  const owners = new Map<string, { readonly words: number; lines: number }>();
  for (let words = 1; words <= MOST_WORDS; words++) {
    const shapes = new Map<string, number>();
    for (const line of lines) {
      const prefix = prefixOf(line, words);
      if (prefix === null) continue;
      const shape = shapeOf(prefix);
      shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
      const owner = owners.get(prefix);
      if (owner !== undefined) owner.lines++;
      else if (IS_OWNER.test(prefix)) owners.set(prefix, { words, lines: 1 });
    }
    const likely = [...shapes].sort(([, a], [, b]) => b - a).slice(0, MOST_KINDS);
    for (const [shape] of likely) yield { words, shape, only: null };
    // Many services or jobs may each have their own shape.
    if (shapes.size > 1) yield { words, shape: null, only: null };
  }
  // Two services may interleave their lines.
  const likely = [...owners].sort(([, a], [, b]) => b.lines - a.lines).slice(0, MOST_OWNERS);
  for (const [only, { words }] of likely) yield { words, shape: null, only };
}

/** A prefix that lines share. */
export interface CommonPrefix {
  readonly words: number;
  /** With 0 for every number. */
  readonly text: string;
  /** How many lines have it. */
  readonly lines: number;
}

/**
 * Prefixes that differ only in numbers, the longest first: those of all lines, and those of at
 * least half of the lines that look like prefixes. They come from a log, or are a part of names.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const log = "[a 1] b\n\n[a 2] c\nd\n";
 * const [prefix] = commonPrefixes(log);
 * assertEquals(prefix, { words: 2, text: "[a 0]", lines: 2 });
 * assertEquals(withoutCommonPrefix(log, prefix!), "b\n\nc\nd\n");
 * ```
 */
export function* commonPrefixes(text: string): Generator<CommonPrefix> {
  const lines = text.split("\n");
  const filled = lines.filter((line) => line.trim() !== "").length;
  const prefixes = lines.map(prefixesWithoutNumbers);
  for (let words = MOST_WORDS; words > 0; words--) {
    const counts = new Map<string, number>();
    for (const ofLine of prefixes) {
      const prefix = ofLine[words - 1];
      if (prefix !== undefined) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
    }
    for (const [text, count] of counts) {
      const isLikely = isPrefix(text) ? count * 2 >= filled : count === filled;
      if (isLikely) yield { words, text, lines: count };
    }
  }
}

/** Removes the prefix; other lines and all line numbers stay. */
export function withoutCommonPrefix(log: string, { words, text }: CommonPrefix): string {
  const lines = log.split("\n");
  const group = [...lines.keys()].filter((index) => withoutNumbers(lines[index]!, words) === text);
  return strip(lines, group, (line) => endOfWords(line, words)!);
}

/** The first word of a line, the first two, and so on, as far as there are words that count. */
function prefixesWithoutNumbers(line: string): string[] {
  const prefixes: string[] = [];
  let [prefix, begin] = ["", 0];
  for (let words = 1; words <= MOST_WORDS; words++) {
    const end = endOfWord(line, begin);
    if (end === null) break;
    prefix += replaceNumbers(line.slice(begin, end));
    prefixes.push(prefix);
    begin = end;
  }
  return prefixes;
}

function withoutNumbers(line: string, words: number): string | null {
  const end = endOfWords(line, words);
  return end === null ? null : replaceNumbers(line.slice(0, end));
}

function replaceNumbers(text: string): string {
  return text.replace(/\d+/g, "0").replace(/[ \t]+/g, " ");
}

/** Removes prefixes of a kind; other lines and all line numbers stay. */
export function withoutPrefix(text: string, { words, shape, only }: PrefixKind): string {
  const lines = text.split("\n");
  const group: number[] = [];
  for (const [index, line] of lines.entries()) {
    const prefix = prefixOf(line, words);
    const fits = prefix !== null && (only === null || prefix === only) &&
      (shape === null || shapeOf(prefix) === shape);
    if (fits) group.push(index);
    else if (only !== null) lines[index] = "";
  }
  return strip(lines, group, (line) => endOfWords(line, words)!);
}

/** The lines of the group, each from where `endOf` says. */
export function strip(
  lines: readonly string[],
  group: readonly number[],
  endOf: (line: string) => number,
): string {
  const rest = group.map((index) => lines[index]!.slice(endOf(lines[index]!)));
  // Spaces in front of every line belong to the prefix, spaces in front of some to the text.
  let blank = Infinity;
  for (const text of rest) {
    const filled = text.trimStart();
    if (filled !== "") blank = Math.min(blank, text.length - filled.length);
  }
  const stripped = [...lines];
  for (const [at, index] of group.entries()) stripped[index] = rest[at]!.slice(blank);
  return stripped.join("\n");
}

function prefixOf(line: string, words: number): string | null {
  const end = endOfWords(line, words);
  const prefix = end === null ? null : line.slice(0, end);
  return prefix !== null && isPrefix(prefix) ? prefix : null;
}

/** Where the first words of a line end; null if it has fewer, or if one is too long. */
function endOfWords(line: string, words: number): number | null {
  let end: number | null = 0;
  for (let word = 0; word < words && end !== null; word++) end = endOfWord(line, end);
  return end;
}

/** Where the word from a place on ends; null if there is none, or if it is too long. */
function endOfWord(line: string, from: number): number | null {
  let at = from;
  while (isBlank(line, at)) at++;
  const begin = at;
  while (at < line.length && !isBlank(line, at)) {
    if (++at - begin > LONGEST_WORD) return null;
  }
  return at === begin ? null : at;
}

const [SPACE, TAB, RETURN] = [0x20, 0x09, 0x0d];

function isBlank(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  return code === SPACE || code === TAB || code === RETURN;
}

/** Whether it is a time, a number, or ends the way prefixes do. */
function isPrefix(prefix: string): boolean {
  return /\d[:.]\d/.test(prefix) || /[\]|│>):#]$| -$/.test(prefix) ||
    /(?:^[ \t]*|#)\d+$/.test(prefix);
}

/** The end of an owner's name, which is the same in every line. */
const IS_OWNER = /[\]|>:]$/;

/** All numbers have the same shape, and so have all names of months, of days and of owners. */
function shapeOf(prefix: string): string {
  return prefix.replace(/\d+/g, "0")
    .replace(/\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/g, "Jan")
    .replace(/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b/g, "Mon")
    .replace(/[ \t]+/g, " ")
    .replace(/[^ |]+ ?\|$/, "a |")
    .replace(/\[[^\]]*\]$/, "[a]");
}
