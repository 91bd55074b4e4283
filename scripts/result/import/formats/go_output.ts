/** The output lines of a Go test, also from the events of `go test -json`. @module */
import { jsonParts } from "../../text/json_parts.ts";
import { countLines } from "../../text/lines.ts";
import type { Content } from "../content.ts";
import { isRecord } from "../fields.ts";

/** A line that a test printed. */
export interface OutputLine {
  /** Its line number in the file. */
  readonly number: number;
  readonly text: string;
  /** Whether the file ends before the line does. */
  readonly isCut: boolean;
  /** The package whose test printed it; null in plain text, which need not say. */
  readonly package: string | null;
}

/** A plain part of a text, or one event. */
interface Piece {
  readonly number: number;
  readonly text: string;
  readonly package: string | null;
  /** The event's time; null in plain text. */
  readonly time: string | null;
}

/** Whether a text has an event about a benchmark. */
export function hasEvents(text: string): boolean {
  return /"Output"\s*:\s*"Benchmark[^a-z\s"]/.test(text);
}

/**
 * The lines in the order in which they begin. Events of one package are joined, whatever test they
 * name: benchmarks of a package run in sequence, and Go before 1.20 names the previous one.
 */
export function* outputLines(content: Content): Generator<OutputLine> {
  if (!hasEvents(content.text)) {
    const isCut = !content.text.endsWith("\n");
    let last: OutputLine | null = null;
    for (const line of content.lines()) {
      if (last !== null) yield last;
      last = { ...line, isCut: false, package: null };
    }
    if (last !== null) yield { ...last, isCut };
    return;
  }
  const open = new Map<string | null, Omit<OutputLine, "isCut">>();
  for (const piece of piecesOf(content)) {
    const { number, package: name } = piece;
    const [first, ...others] = piece.text.split("\n");
    const begun = open.get(name) ?? { number, text: "", package: name };
    let line = { ...begun, text: begun.text + first };
    for (const [index, text] of others.entries()) {
      yield { ...line, text: withoutReturn(line.text), isCut: false };
      // An event is one line of the file.
      line = { number: name === null ? number + index + 1 : number, text, package: name };
    }
    if (line.text === "") open.delete(name);
    else open.set(name, line);
  }
  for (const line of open.values()) yield { ...line, isCut: true };
}

/** The time of the first event that has one; null if none has. */
export function timeOf(content: Content): string | null {
  if (!hasEvents(content.text)) return null;
  for (const { time } of piecesOf(content)) if (time !== null) return time;
  return null;
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

/** The text between events, and the output in the events. */
function* piecesOf({ text, firstLine }: Content): Generator<Piece> {
  let number = firstLine;
  let at = 0;
  for (const { start, end, isWhole } of jsonParts(text)) {
    const events = isWhole ? eventsIn(text.slice(start, end)) : [];
    if (events.length === 0) continue;
    const between = text.slice(at, start);
    yield { number, text: between, package: null, time: null };
    number += countLines(between);
    for (const event of events) yield { number, ...event };
    number += countLines(text.slice(start, end));
    at = end;
  }
  yield { number, text: text.slice(at), package: null, time: null };
}

function eventsIn(json: string): Omit<Piece, "number">[] {
  if (!json.includes('"Action"')) return [];
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
  return (Array.isArray(value) ? value : [value]).flatMap((event: unknown) => {
    if (!isRecord(event) || typeof event.Action !== "string") return [];
    const { Package, Output, Time } = event;
    return [{
      text: event.Action === "output" && typeof Output === "string" ? Output : "",
      package: typeof Package === "string" ? Package : "",
      time: typeof Time === "string" ? Time : null,
    }];
  });
}
