/** How a workflow tells that `init` has written it. @module */

/** The first line of a workflow. */
export const WORKFLOW_MARK =
  "# Written by benchline; init --check shows what has changed. Without this line it is yours alone.";

/** The first line of earlier workflows. */
const EARLIER =
  "# A pull request fails on a real slowdown, measured in turn with its base on the same runner.";

/** Whether `init` has written a text, of whatever version, and may change it. */
export function isMarked(text: string): boolean {
  const [first] = text.replace(/^\ufeff/, "").split(/\r?\n/, 1);
  return first === WORKFLOW_MARK || first === EARLIER;
}
