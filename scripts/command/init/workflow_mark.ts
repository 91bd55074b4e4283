/** The mark of workflows that `init` wrote. @module */

/** The first line of a workflow. */
export const WORKFLOW_MARK =
  "# Written by benchline; init --check shows what has changed. Without this line it is yours alone.";

/** Whether any version of `init` wrote a text, and may change it. */
export function isMarked(text: string): boolean {
  const [first] = text.replace(/^\ufeff/, "").split(/\r?\n/, 1);
  return first === WORKFLOW_MARK;
}
