/** Shortens large logs to the surroundings of results. @module */
import { countLines } from "./lines.ts";

/** Characters that are examined together; lines are not split unless one is longer. */
const BLOCK = 1 << 16;
/** Characters that stay before and after a possible result. */
const REACH = 1 << 18;
/** A long array of numbers has this on nearly every line. */
const NUMBER_ENDS = /\d,\r?\n/g;

/**
 * Leaves out text far from any mark of a result. It keeps line breaks, so line numbers stay the
 * same. An array of numbers belongs to the text in front of it.
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
  /** Text since the last block. */
  #rest: string[] = [];
  #restLength = 0;
  /** Text that stays if a mark follows. */
  #waiting: string[] = [];
  #waitingLength = 0;
  /**
   * Characters that still stay after the last mark, or of the beginning, which shows what a file
   * is.
   */
  #behind = 1;
  #length = 0;

  /** @param mark Matches every line that begins or ends a result, or many lines between these. */
  constructor(mark: RegExp) {
    this.#mark = mark;
  }

  /** Characters kept so far, including those of an unfinished line. */
  get length(): number {
    return this.#length + this.#restLength;
  }

  /** Takes the next part of the text. */
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

  /** The condensed text. */
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

  /** Leaves out waiting text, except the last `most` characters. */
  #drop(most: number): void {
    while (this.#waitingLength > most) {
      const block = this.#waiting.shift()!;
      this.#waitingLength -= block.length;
      this.#keep("\n".repeat(countLines(block)));
    }
  }
}

/** Condenses a whole text; see {@linkcode Condenser}. */
export function condense(text: string, mark: RegExp): string {
  const condenser = new Condenser(mark);
  for (let at = 0; at < text.length; at += BLOCK) condenser.add(text.slice(at, at + BLOCK));
  return condenser.end();
}

function isNumbers(block: string): boolean {
  return (block.match(NUMBER_ENDS)?.length ?? 0) >= 0.9 * countLines(block);
}
