/** How a workflow tells that `init` has written it. @module */

/** The first line of a workflow. */
export const WORKFLOW_MARK =
  "# Written by benchline; init --check shows what has changed. Without this line it is yours alone.";

/** Whether `init` has written a text, of whatever version, and may change it. */
export function isMarked(text: string): boolean {
  const [first] = text.replace(/^\ufeff/, "").split(/\r?\n/, 1);
  return first === WORKFLOW_MARK;
}
