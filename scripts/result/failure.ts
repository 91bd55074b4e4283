/** What went wrong, where a program does something else about it than to tell the user. */
export type FailureCode = "not-found" | "not-permitted";

/**
 * Something expected went wrong: a file that is not there, a value that cannot be.
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
  /** Tells it from other errors. */
  override name = "Failure";
  /** What it is recognised by; null where nobody needs to. */
  readonly code: FailureCode | null;

  /**
   * Makes a failure.
   *
   * @param message One line for the user.
   * @param code What it is recognised by, never its message.
   */
  constructor(message: string, code: FailureCode | null = null) {
    super(message);
    this.code = code;
  }
}
