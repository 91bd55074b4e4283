/** Interruption of a command by a signal. @module */

/** The signals that ask a command to end. */
export const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A signal that asks a command to end. */
export type StopSignal = typeof STOP_SIGNALS[number];

const NUMBERS: Readonly<Record<StopSignal, number>> = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };

/** How a process ends on Windows, where no exit code tells of a signal, after Ctrl-C. */
const CONTROL_C_EXIT = 0xc000013a;

/**
 * The signal that has asked a process to end, by what the system says of its end.
 *
 * @returns Null if the process ended otherwise.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(stopSignalOf({ code: 143, signal: "SIGTERM" }), "SIGTERM");
 * assertEquals(stopSignalOf({ code: 0xc000013a, signal: null }), "SIGINT");
 * assertEquals(stopSignalOf({ code: 1, signal: null }), null);
 * ```
 */
export function stopSignalOf(
  { code, signal }: { readonly code: number; readonly signal: string | null },
): StopSignal | null {
  // Deno takes the code for a signed number.
  if (code >>> 0 === CONTROL_C_EXIT) return "SIGINT";
  return STOP_SIGNALS.find((name) => name === signal) ?? null;
}

/**
 * The reason of an abort that a signal requested.
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
  /** Distinguishes it from other errors. */
  override name = "Interruption";

  /** @param signal The signal that asked for the end. */
  constructor(readonly signal: StopSignal) {
    super(`it was stopped by ${signal}`);
  }

  /** The exit code of a process that a signal ended, as shells report it: 128 plus its number. */
  get code(): number {
    return 128 + NUMBERS[this.signal];
  }

  /** The end of a sentence about something that did not happen. */
  override toString(): string {
    return this.message;
  }
}
