/** A progress line on standard error that is overwritten by the next. @module */
import { escapeTerminal } from "../report/escape.ts";
import { cut } from "../report/table.ts";
import type { CommandIo } from "./io.ts";
import { note } from "./messages.ts";

/** How often progress is printed if there is no terminal. */
const HEARTBEAT_MS = 60_000;

/**
 * Shows progress: on a terminal one line that is overwritten, elsewhere a line per minute, so that
 * a log shows that the command is alive.
 */
export class ProgressLine {
  readonly #io: CommandIo;
  readonly #kind: "line" | "steps" | "heartbeat" | "none";
  #last = "";
  #lastAt: number;

  /** With `verbose` every step gets its own line, and with `quiet` none is shown. */
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
    // Otherwise a clock that is set back would silence it for as long.
    if (passedMs >= HEARTBEAT_MS || passedMs < 0) this.#lastAt = now;
    return passedMs >= HEARTBEAT_MS;
  }
}

/**
 * Formats how long the remaining steps take at the speed so far.
 *
 * @param elapsedMs Since the start.
 * @param done Steps done.
 * @param total Steps in all.
 * @returns `m:ss left`, or an empty string before the first step is done.
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
