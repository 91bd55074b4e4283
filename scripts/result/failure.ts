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
 * assertEquals(failure.name, "Failure");
 * ```
 */
export class Failure extends Error {
  /** Tells it from other errors. */
  override name = "Failure";
}
