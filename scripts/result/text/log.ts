/** Removes what a log added to the lines of a text. @module */
import { prefixKinds, strip, withoutPrefix } from "./prefixes.ts";
import { withoutSearchMarks } from "./search_marks.ts";
import { withoutColours } from "./terminal.ts";

const TIME = [
  String
    .raw`(?:\d{1,4}[-/.](?:\d\d?|[A-Z][a-z]{2})[-/.]\d{1,4}[T :]|(?:[A-Z][a-z]{2},? +){1,2}\d{1,2} +)?`,
  String.raw`\d{1,2}:\d\d:\d\d(?:[.,]\d+)?(?: ?(?:[AP]M|Z|UTC|[-+]\d\d:?\d\d))?`,
].join("");
/**
 * A time in front of a line, perhaps after the names of a job and a step or of a container. GitLab
 * adds the number of a stream, Kubernetes its name, TeamCity a letter. BuildKit counts steps and
 * seconds.
 */
const MARK = new RegExp(
  [
    String.raw`^(?:[^\t]{0,100}\t){0,3}(?:[^|\t]{1,100}\||\[[^\]\t]{1,100}\] )?[ \t\ufeff]*`,
    String
      .raw`(?:\[${TIME} ?\](?: ?[A-Z]?:)?|\(${TIME}\)|${TIME}(?: \d\d[OE]\+?| std(?:out|err) [FP])?)(?=\s|$)`,
    String.raw`|^#\d+ \d+\.\d+(?=\s|$)`,
  ].join(""),
);
/**
 * Marks that name the owner of a line, such as `bench-1 |` of docker compose, `[pod/bench-1/bench]`
 * of kubectl, `host bench[900]:` of a journal and `Step #2 - "bench":`.
 */
const OWNER = new RegExp(
  [
    String.raw`^(?:[^\s|[]{1,100} {2,100}\||\[pod\/[^\]\s]{1,200}\]|\[Step \d+\/\d+\]`,
    String.raw`|(?:[^\s[]{1,100} )?[^\s[]{1,100}\[[^\]\s]{1,100}\]:`,
    String.raw`|Step #\d+(?: - "[^"\n]{1,100}")?:)(?=\s|$)`,
  ].join(""),
);
/** Jobs and steps of `gh run view --log`, containers of docker compose and kubectl, steps of Cloud Build. */
const JOB = new RegExp(
  [
    String.raw`^(?:\[?${TIME}\]? +)?(?![[(]?${TIME}|[\d.,:#-]+ +\|)`,
    String.raw`(?:([^\t]{1,100}\t[^\t]{1,100})\t[ \ufeff]*(?=${TIME}(?:\s|$))`,
    String.raw`|([^\s|[]{1,100}) +\|(?=\s|$)`,
    String.raw`|\[(pod\/[^\]\s]{1,200})\](?=\s|$)`,
    String.raw`|(Step #\d+(?: - "[^"\n]{1,100}")?):(?=\s|$))`,
  ].join(""),
);
/** If there are more, the names are a column of a table. */
const MOST_JOBS = 100;
/**
 * The most jobs that may interleave their lines, so that the size of all texts is linear in the
 * log.
 */
const MOST_AT_ONCE = 10;
/** Logs of logs: GitHub's time in front of a container's line. */
const MOST_LOGS = 3;

/** In a longer text, the prefixes of lines are guessed from a sample. */
export const MOST_GUESSED = 2_000_000;

/** A text that a log may stand for. */
export interface LogText {
  /** A part that suffices to look for results in. */
  readonly sample: string;
  /** The whole text, with the line numbers of the log. */
  whole(): string;
}

/**
 * The texts that a log may stand for, the likeliest first: without colours, and without the log's
 * prefixes.
 *
 * @param condense Shortens a text to the surroundings of possible results.
 */
export function* textsOfLog(
  log: string,
  condense: (text: string) => string,
): Generator<LogText> {
  // In an overwritten line, the mark precedes the invisible text.
  const plain = withoutSearchMarks(withoutColours(withoutSearchMarks(unpacked(log))));
  const text = withoutLogMarks(plain);
  const bases = text === plain ? [text] : [text, plain];
  for (const base of bases) yield { sample: base, whole: () => base };
  for (const base of bases) {
    const sample = guessedFrom(base, condense);
    for (const kind of prefixKinds(sample)) {
      yield { sample: withoutPrefix(sample, kind), whole: () => withoutPrefix(base, kind) };
    }
  }
}

/** A line of the files in which Docker keeps the output of containers. */
const PACKED =
  /^\{"log":("(?:[^"\\]|\\.)*"),"stream":"std(?:out|err)"(?:,"attrs":\{[^{}]*\})?,"time":"[^"]*"\}\r?$/;

/** Unwraps lines that Docker put into JSON; other lines stay. */
function unpacked(log: string): string {
  if (!/^\{"log":"/m.test(log)) return log;
  return log.split("\n").map((line) => {
    const [, text] = PACKED.exec(line) ?? [];
    return text === undefined ? line : parseText(text).replace(/\r?\n$/, "");
  }).join("\n");
}

function parseText(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return text;
  }
}

/** The lines of one of several jobs in a log. */
export interface JobText {
  /** Its name, with that of the step; null for lines that name no job. */
  readonly job: string | null;
  readonly text: string;
  /**
   * The line of the log at which the text begins, from 0. Lines of other jobs within it are empty.
   */
  readonly above: number;
}

/**
 * Splits a log by job, step, container or service, if their names precede most lines; empty if
 * there are fewer than two.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(textsOfJobs("a-1  | x\nb-1  | y\na-1  | z\n"), [
 *   { job: "a-1", text: "a-1  | x\n\na-1  | z\n", above: 0 },
 *   { job: "b-1", text: "b-1  | y\n", above: 1 },
 * ]);
 * assertEquals(textsOfJobs("a-1  | x\na-1  | z\n"), []);
 * ```
 */
export function textsOfJobs(log: string): JobText[] {
  const lines = withoutColours(log).split("\n");
  const filled = filledLines(lines);
  const jobs = Map.groupBy(filled, (index) => jobOf(lines[index]!));
  const named = filled.length - (jobs.get(null)?.length ?? 0);
  const count = jobs.size - (jobs.has(null) ? 1 : 0);
  if (count < 2 || count > MOST_JOBS || named * 2 < filled.length) return [];
  const spans = [...jobs.values()].map((own) => own.at(-1)! - own[0]! + 1);
  if (spans.reduce((sum, span) => sum + span, 0) > MOST_AT_ONCE * lines.length) return [];
  return [...jobs].map(([job, own]) => {
    const [above, last] = [own[0]!, own.at(-1)!];
    const kept = new Array<string>(last - above + 1).fill("");
    for (const index of own) kept[index - above] = lines[index]!;
    return { job, text: `${kept.join("\n")}\n`, above };
  });
}

function jobOf(line: string): string | null {
  const [, ...names] = JOB.exec(line) ?? [];
  return names.find((name) => name !== undefined)?.replace("\t", ", ") ?? null;
}

/** A part of a text that suffices to guess the prefixes of its lines. */
export function guessedFrom(text: string, condense: (text: string) => string): string {
  return text.length > MOST_GUESSED ? sampleOf(condense(text)) : text;
}

/** The first lines that are not empty. */
function sampleOf(text: string): string {
  const filled = text.replace(/\n{2,}/g, "\n");
  if (filled.length <= MOST_GUESSED) return filled;
  return filled.slice(0, filled.lastIndexOf("\n", MOST_GUESSED) + 1);
}

/** Removes prefixes that only logs put in front of most lines: times and owners. */
export function withoutLogMarks(text: string): string {
  let rest = text;
  for (let count = 0; count < MOST_LOGS; count++) {
    const before = rest;
    rest = withoutMarks(before);
    if (rest === before) break;
  }
  return withoutIndentation(rest);
}

/** Removes the indentation that all lines share, as in a block of Markdown. */
function withoutIndentation(text: string): string {
  if (/^\S/m.test(text)) return text;
  const lines = text.split("\n");
  return strip(lines, filledLines(lines), () => 0);
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

function filledLines(lines: readonly string[]): number[] {
  const filled: number[] = [];
  for (const [index, line] of lines.entries()) if (line.trim() !== "") filled.push(index);
  return filled;
}
