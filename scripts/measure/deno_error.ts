/** Reads from standard error why Deno ended. @module */
import { adviseOnRefusal } from "../result/permission.ts";

// A static import of a module that is also imported as a text ends a Deno that is too old, as in
// inside_url.ts.
const { placeIn } = await import("./inside/describe_error.ts");

/** Signals that end a process because of an error, by their numbers on most systems. */
const SIGNALS: ReadonlyMap<number, Deno.Signal> = new Map([
  [4, "SIGILL"],
  [5, "SIGTRAP"],
  [6, "SIGABRT"],
  [9, "SIGKILL"],
  [11, "SIGSEGV"],
]);
const CRASHES: ReadonlySet<Deno.Signal> = new Set([
  "SIGABRT",
  "SIGBUS",
  "SIGFPE",
  "SIGILL",
  "SIGSEGV",
  "SIGTRAP",
]);

/**
 * Whether Windows ended the process because of an error, such as 0xC0000005, or an uncaught trap.
 */
function isWindowsError(code: number): boolean {
  const number = code >>> 0;
  return number >>> 28 === 0xc || number === 0x80000003;
}

/** Lines of one message to read, and characters of each. */
const MOST_LINES = 40;
const MOST_CHARACTERS = 1000;

/**
 * Reads from standard error why Deno ended, one line at a time. It keeps little of the text, since
 * a bench file may write without end.
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
  /** The first error of the type checker, with the lines after it. */
  #typeError: string[] | null = null;
  /** The last message of Deno, with the lines after it. */
  #message: string[] | null = null;
  #reading: string[] | null = null;
  #isOutOfMemory = false;

  /** Takes the next line. */
  read(line: string): void {
    if (/^# Fatal JavaScript out of memory|^memory allocation of \d+ bytes failed/.test(line)) {
      this.#isOutOfMemory = true;
    }
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

  /** Returns one line on why Deno ended: its own message, or else its status. */
  explain({ code, signal }: Deno.CommandStatus): string {
    if (this.#isOutOfMemory) return "it ran out of memory";
    const cause = this.cause();
    if (cause !== null) return cause;
    // A shell in between reports a signal as a number.
    const ended = signal ?? SIGNALS.get(code - 128) ?? null;
    if (ended === null) {
      return isWindowsError(code)
        ? `it crashed with 0x${(code >>> 0).toString(16).toUpperCase()}`
        : `the process ended with exit code ${code}`;
    }
    if (ended === "SIGKILL") {
      return "it was ended by SIGKILL, as when the system runs out of memory";
    }
    return CRASHES.has(ended) ? `it crashed with ${ended}` : `the process ended with ${ended}`;
  }

  /** Returns one line with the place, if there is one; null if Deno gave no reason. */
  cause(): string | null {
    const lines = this.#typeError ?? this.#message;
    if (lines === null) return null;
    const [first, ...rest] = lines;
    const reason = first!.replace(/^error: (?:Uncaught (?:\(in promise\) )?)?/, "")
      .replace(/^(TS\d+) \[ERROR\]/, "$1").replace(/\.$/, "");
    const causedBy = rest.findIndex((line) => line.startsWith("Caused by"));
    const inner = causedBy < 0 ? undefined : rest[causedBy + 1];
    const place = rest.map(placeIn).find((place) => place !== null) ?? null;
    return adviseOnRefusal(reason + (inner === undefined ? "" : `: ${inner.trim()}`)) +
      (place === null ? "" : ` at ${place}`);
  }
}
