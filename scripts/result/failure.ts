/** What went wrong, if a program does more about it than tell the user. */
export type FailureCode = "not-found" | "not-permitted";

/**
 * An expected error: a missing file, an impossible value.
 *
 * A command prints the message as one line and exits with 2; any other error is a bug and keeps
 * its stack.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const failure = new Failure("Cannot read results.json: the file does not exist");
 * assertEquals([failure.name, failure.code], ["Failure", null]);
 * ```
 */
export class Failure extends Error {
  /** Distinguishes it from other errors. */
  override name = "Failure";
  /** What programs recognise it by; null if none needs to. */
  readonly code: FailureCode | null;

  /**
   * Makes a failure.
   *
   * @param message One line for the user.
   * @param code What programs recognise it by; they never match the message.
   */
  constructor(message: string, code: FailureCode | null = null) {
    super(message);
    this.code = code;
  }
}
