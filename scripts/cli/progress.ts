/** A line on standard error that is written over as things go on. @module */
import { escapeTerminal } from "../report/escape.ts";
import { cut } from "../report/table.ts";
import type { CommandIo } from "./io.ts";

/** Shows what is going on, on a terminal; elsewhere nothing, unless every step is wanted. */
export class ProgressLine {
  readonly #io: CommandIo;
  readonly #verbose: boolean;
  readonly #shown: boolean;
  #last = "";

  /** Every step gets a line of its own if it is `verbose`, and none is shown if it is `quiet`. */
  constructor(io: CommandIo, { quiet = false, verbose = false } = {}) {
    this.#io = io;
    this.#verbose = verbose && !quiet;
    this.#shown = !quiet && !verbose && io.errorIsTerminal;
  }

  /** Replaces the line. */
  show(text: string): void {
    if (this.#verbose && text !== this.#last) {
      this.#io.writeError(`${escapeTerminal(text)}\n`);
      this.#last = text;
    }
    if (!this.#shown) return;
    this.#io.writeError(`\r\x1b[K${cut(escapeTerminal(text), this.#io.columns - 1)}`);
  }

  /** Removes the line. */
  clear(): void {
    if (this.#shown) this.#io.writeError("\r\x1b[K");
  }
}

/**
 * How long the rest takes if it goes on as it did.
 *
 * @param elapsedMs Since the start.
 * @param done Steps done.
 * @param total Steps in all.
 * @returns `m:ss left`, or an empty string while nothing is known.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(formatTimeLeft(30_000, 1, 4), "1:30 left");
 * assertEquals(formatTimeLeft(30_000, 0, 4), "");
 * ```
 */
export function formatTimeLeft(elapsedMs: number, done: number, total: number): string {
  if (done <= 0) return "";
  const seconds = Math.round(Math.max(0, total - done) * elapsedMs / done / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} left`;
}
