/** What Deno says on standard error of why it ended. @module */
import { findPlace } from "./inside/describe_error.ts";

/** Lines of one message that are looked at, and characters of each. */
const MOST_LINES = 40;
const MOST_CHARACTERS = 1000;

/**
 * Reads the reason why Deno ended from its standard error, a line at a time, and keeps little of
 * it, since a bench file may write without end.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const error = new DenoError();
 * error.read('error: Module not found "file:///p/nope.ts".');
 * error.read("    at file:///p/a_bench.ts:1:8");
 * assertEquals(error.cause(), 'Module not found "file:///p/nope.ts" at file:///p/a_bench.ts:1:8');
 * ```
 */
export class DenoError {
  /** The first error of the type checker, with the lines behind it. */
  #typeError: string[] | null = null;
  /** The last message of Deno's, with the lines behind it. */
  #message: string[] | null = null;
  #reading: string[] | null = null;

  /** Takes the next line. */
  read(line: string): void {
    if (/^TS\d+ /.test(line)) {
      this.#reading = this.#typeError === null ? (this.#typeError = []) : null;
    } else if (line.startsWith("error: ")) {
      this.#reading = this.#message = [];
    } else if (line.startsWith("Stack backtrace:")) {
      this.#reading = null;
    }
    if (this.#reading === null || this.#reading.length >= MOST_LINES) return;
    this.#reading.push(line.slice(0, MOST_CHARACTERS));
  }

  /** One line with the place, if there is one; null where Deno gave no reason. */
  cause(): string | null {
    const lines = this.#typeError ?? this.#message;
    if (lines === null) return null;
    const [first, ...rest] = lines;
    const reason = first!.replace(/^error: (?:Uncaught (?:\(in promise\) )?)?/, "")
      .replace(/^(TS\d+) \[ERROR\]/, "$1").replace(/\.$/, "");
    const causedBy = rest.findIndex((line) => line.startsWith("Caused by"));
    const inner = causedBy < 0 ? undefined : rest[causedBy + 1];
    const place = findPlace(rest);
    return reason + (inner === undefined ? "" : `: ${inner.trim()}`) +
      (place === null ? "" : ` at ${place}`);
  }
}
