/** A line on standard error that is written over as things go on. @module */
import { escapeTerminal } from "../report/escape.ts";
import { cut } from "../report/table.ts";
import type { CommandIo } from "./io.ts";
import { note } from "./messages.ts";

/** How often something is heard where no terminal shows it. */
const HEARTBEAT_MS = 60_000;

/**
 * Shows what is going on: on a terminal a line that is written over, elsewhere a line a minute, so that
 * a log shows that there is life.
 */
export class ProgressLine {
  readonly #io: CommandIo;
  readonly #kind: "line" | "steps" | "heartbeat" | "none";
  #last = "";
  #lastAt: number;

  /** Every step gets a line of its own if it is `verbose`, and none is shown if it is `quiet`. */
  constructor(io: CommandIo, { quiet = false, verbose = false } = {}) {
    this.#io = io;
    this.#kind = quiet ? "none" : verbose ? "steps" : io.errorIsTerminal ? "line" : "heartbeat";
    this.#lastAt = +io.now();
  }

  /** Replaces the line. */
  show(text: string): void {
    if (this.#kind === "steps" && text !== this.#last) note(this.#io, text);
    if (this.#kind === "heartbeat" && this.#isDue()) note(this.#io, text);
    if (this.#kind === "line") {
      this.#io.writeError(`\r\x1b[K${cut(escapeTerminal(text), this.#io.columns - 1)}`);
    }
    this.#last = text;
  }

  /** Removes the line. */
  clear(): void {
    if (this.#kind === "line") this.#io.writeError("\r\x1b[K");
  }

  #isDue(): boolean {
    const now = +this.#io.now();
    const passedMs = now - this.#lastAt;
    // A clock that is set back would otherwise make it silent for as long.
    if (passedMs >= HEARTBEAT_MS || passedMs < 0) this.#lastAt = now;
    return passedMs >= HEARTBEAT_MS;
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
  const seconds = Math.round(Math.max(0, total - done) * Math.max(0, elapsedMs) / done / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} left`;
}
