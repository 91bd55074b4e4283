/** Text that is longer than V8 allows. @module */
import { Failure } from "./failure.ts";
import { isTooLong } from "./foreign_words.ts";

/**
 * Turns an error into a one-line failure if a text became longer than V8 allows; other errors stay.
 *
 * @param form The kind of text, such as "JSON".
 */
export function explainLength(form: string, error: unknown): unknown {
  return isTooLong(error)
    ? new Failure(`Cannot write ${form}: it would have more than 536,870,888 characters`)
    : error;
}
