/** Texts that were copied out of a log: what the log has added to each line. @module */
import { prefixKinds, strip, withoutPrefix } from "./prefixes.ts";
import { withoutColours } from "./terminal.ts";

const TIME = [
  String.raw`(?:\d{4}[-/.]\d\d[-/.]\d\d[T ]|(?:[A-Z][a-z]{2},? +){1,2}\d{1,2} +)?`,
  String.raw`\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?(?:Z|UTC|[-+]\d\d:?\d\d))?`,
].join("");
/**
 * A time in front of a line, behind the names of a job and a step or of a container where there are
 * some; GitLab adds the number of a stream, TeamCity a letter. BuildKit counts steps and seconds.
 */
const MARK = new RegExp(
  [
    String.raw`^(?:[^\t]{0,100}\t){0,3}(?:[^|\t]{1,100}\||\[[^\]\t]{1,100}\] )?[ \t\ufeff]*`,
    String.raw`(?:\[${TIME} ?\](?: ?[A-Z]?:)?|\(${TIME}\)|${TIME}(?: \d\d[OE]\+?)?)(?=\s|$)`,
    String.raw`|^#\d+ \d+\.\d+(?=\s|$)`,
  ].join(""),
);
/**
 * What tells whose a line is, such as `bench-1  |` of docker compose, `[pod/bench-1/bench]` of kubectl,
 * `host bench[900]:` of a journal and `Step #2 - "bench":`.
 */
const OWNER = new RegExp(
  [
    String.raw`^(?:[^\s|[]{1,100} {2,100}\||\[pod\/[^\]\s]{1,200}\]|\[Step \d+\/\d+\]`,
    String.raw`|(?:[^\s[]{1,100} )?[^\s[]{1,100}\[[^\]\s]{1,100}\]:`,
    String.raw`|Step #\d+(?: - "[^"\n]{1,100}")?:)(?=\s|$)`,
  ].join(""),
);
/** Logs of logs: a time by GitHub in front of what a container tells. */
const MOST_LOGS = 3;

/** Of a text that is longer, what may stand in front of its lines is guessed from a sample. */
export const MOST_GUESSED = 2_000_000;

/** A text that may have been written where a log was copied. */
export interface LogText {
  /** What is enough of it to look for results in. */
  readonly sample: string;
  /** The whole of it, in which each line has the number that it has in the log. */
  whole(): string;
}

/**
 * The texts that may have been written where a log was copied, the likeliest first: without colours,
 * and without what the log has put in front of lines.
 *
 * @param condense Shortens a text to the surroundings of what may be results.
 */
export function* textsOfLog(
  log: string,
  condense: (text: string) => string,
): Generator<LogText> {
  const plain = withoutColours(log);
  const text = withoutLogMarks(plain);
  const bases = text === plain ? [text] : [text, plain];
  for (const base of bases) yield { sample: base, whole: () => base };
  for (const base of bases) {
    const sample = base.length > MOST_GUESSED ? sampleOf(condense(base)) : base;
    for (const kind of prefixKinds(sample)) {
      yield { sample: withoutPrefix(sample, kind), whole: () => withoutPrefix(base, kind) };
    }
  }
}

/** The first lines that have something in them. */
function sampleOf(text: string): string {
  const filled = text.replace(/\n{2,}/g, "\n");
  if (filled.length <= MOST_GUESSED) return filled;
  return filled.slice(0, filled.lastIndexOf("\n", MOST_GUESSED) + 1);
}

/** A text without what nobody but a log puts in front of most lines: times, and whose a line is. */
export function withoutLogMarks(text: string): string {
  let rest = text;
  for (let count = 0; count < MOST_LOGS; count++) {
    const before = rest;
    rest = withoutMarks(before);
    if (rest === before) break;
  }
  return rest;
}

function withoutMarks(text: string): string {
  const lines = text.split("\n");
  const filled = filledLines(lines);
  for (const mark of [MARK, OWNER]) {
    const marked = filled.filter((index) => mark.test(lines[index]!));
    if (marked.length > 0 && marked.length * 2 >= filled.length) {
      return strip(lines, marked, (line) => mark.exec(line)![0].length);
    }
  }
  return text;
}

/** What stands in brackets or in front of a bar, as logs write owners; but names may be such, too. */
const PERHAPS_OWNER = /^(?:\[[^\]\n]{1,100}\]|[^\s|]{1,100} *\|)(?=\s|$)/;

/**
 * The text without the name in front of all lines where they have the same, and how many lines these
 * are; null where they have not.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(withoutSharedOwner("[a] b\n\n[a] c\n"), { text: "b\n\nc\n", lines: 2 });
 * assertEquals(withoutSharedOwner("[a] b\nc\n"), null);
 * ```
 */
export function withoutSharedOwner(text: string): { text: string; lines: number } | null {
  const first = PERHAPS_OWNER.exec(text.trimStart())?.[0];
  if (first === undefined) return null;
  const lines = text.split("\n");
  const filled = filledLines(lines);
  if (!filled.every((index) => lines[index]!.startsWith(first))) return null;
  return { text: strip(lines, filled, () => first.length), lines: filled.length };
}

function filledLines(lines: readonly string[]): number[] {
  const filled: number[] = [];
  for (const [index, line] of lines.entries()) if (line.trim() !== "") filled.push(index);
  return filled;
}
