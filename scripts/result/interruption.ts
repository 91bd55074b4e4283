/** The end of a command that somebody asked for, by a signal. @module */

/** The signals that ask a command to end. */
export const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** One of them. */
export type StopSignal = typeof STOP_SIGNALS[number];

const NUMBERS: Readonly<Record<StopSignal, number>> = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };

/**
 * The reason of an abort that a signal has asked for.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const interruption = new Interruption("SIGINT");
 * assertEquals(String(interruption), "it was stopped by SIGINT");
 * assertEquals(interruption.code, 130);
 * ```
 */
export class Interruption extends Error {
  /** Tells it from other errors. */
  override name = "Interruption";

  /** @param signal What asked for the end. */
  constructor(readonly signal: StopSignal) {
    super(`it was stopped by ${signal}`);
  }

  /** The exit code by which shells know a process that a signal has ended: 128 and its number. */
  get code(): number {
    return 128 + NUMBERS[this.signal];
  }

  /** Reads as the end of a sentence on what did not come about. */
  override toString(): string {
    return this.message;
  }
}
