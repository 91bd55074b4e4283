/** Text that is longer than one can be. @module */
import { Failure } from "./failure.ts";
import { isTooLong } from "./foreign_words.ts";

/**
 * An error of making a text, as a failure in one line where the text was longer than V8 can hold.
 *
 * @param form What the text is, such as "JSON".
 */
export function explainLength(form: string, error: unknown): unknown {
  return isTooLong(error)
    ? new Failure(`Cannot write ${form}: it would have more than 536,870,888 characters`)
    : error;
}
