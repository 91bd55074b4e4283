/** Large logs around few results, without what is far from them. @module */
import { countLines } from "./lines.ts";

/** Text that is looked at as one; lines are whole in it unless one is longer. */
const BLOCK = 1 << 16;
/** How much stays in front of and behind what may be a result. */
const REACH = 1 << 18;
/** What a long array of numbers has on nearly every line. */
const NUMBER_ENDS = /\d,\r?\n/g;

/**
 * Leaves out what is far from any mark of a result, and keeps the ends of lines, so that each has the
 * number that it had. What goes on as an array of numbers belongs to what is in front of it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const condenser = new Condenser(/ns\/op/);
 * for (let count = 0; count < 1000; count++) condenser.add("noise\n".repeat(1000));
 * condenser.add("BenchmarkA 1 2 ns/op\n");
 * const text = condenser.end();
 * assertEquals(text.split("\n").indexOf("BenchmarkA 1 2 ns/op"), 1_000_000);
 * assertEquals(text.length < 2_000_000, true);
 * ```
 */
export class Condenser {
  readonly #mark: RegExp;
  readonly #kept: string[] = [];
  /** What has come since the last block. */
  #rest: string[] = [];
  #restLength = 0;
  /** What stays if a mark follows. */
  #waiting: string[] = [];
  #waitingLength = 0;
  /** How much still stays behind the last mark, or of the beginning, which tells what a file is. */
  #behind = 1;
  #length = 0;

  /** @param mark Matches in every line that begins or ends a result, or in many between these. */
  constructor(mark: RegExp) {
    this.#mark = mark;
  }

  /** Characters that stay as yet, and those of a line that has not ended. */
  get length(): number {
    return this.#length + this.#restLength;
  }

  /** Takes what comes next of the text, in parts as they come. */
  add(part: string): void {
    const end = part.lastIndexOf("\n") + 1;
    if (end === 0 || this.#restLength + end < BLOCK) {
      this.#rest.push(part);
      this.#restLength += part.length;
      return;
    }
    this.#take(this.#rest.join("") + part.slice(0, end));
    this.#rest = [part.slice(end)];
    this.#restLength = part.length - end;
  }

  /** What is left of the text. */
  end(): string {
    this.#take(this.#rest.join(""));
    this.#drop(0);
    return this.#kept.join("");
  }

  #take(block: string): void {
    if (this.#mark.test(block)) {
      for (const waiting of this.#waiting) this.#keep(waiting);
      this.#waiting = [];
      this.#waitingLength = 0;
      this.#keep(block);
      this.#behind = REACH;
    } else if (this.#behind > 0) {
      this.#keep(block);
      if (!isNumbers(block)) this.#behind -= block.length;
    } else {
      this.#waiting.push(block);
      this.#waitingLength += block.length;
      this.#drop(REACH);
    }
  }

  #keep(text: string): void {
    this.#kept.push(text);
    this.#length += text.length;
  }

  /** Leaves out what waits, up to the last `most` characters. */
  #drop(most: number): void {
    while (this.#waitingLength > most) {
      const block = this.#waiting.shift()!;
      this.#waitingLength -= block.length;
      this.#keep("\n".repeat(countLines(block)));
    }
  }
}

/** The text without what is far from any mark, as {@linkcode Condenser}. */
export function condense(text: string, mark: RegExp): string {
  const condenser = new Condenser(mark);
  for (let at = 0; at < text.length; at += BLOCK) condenser.add(text.slice(at, at + BLOCK));
  return condenser.end();
}

function isNumbers(block: string): boolean {
  return (block.match(NUMBER_ENDS)?.length ?? 0) >= 0.9 * countLines(block);
}
