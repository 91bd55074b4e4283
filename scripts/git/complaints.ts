/**
 * What git complains of. Its exit code says only that it failed, so this is the one place that
 * recognises something by git's words; git speaks English here, whatever the user's language.
 *
 * @module
 */

/** What is in front of a reason, by git here or by the other end of a push. */
const REASON = /^(?:remote: )?(?:fatal|error): /;

/**
 * Why git failed, out of all that it wrote to standard error: the first line that says so, in front
 * of which there may be some on how far it got.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const written = "Preparing worktree (detached HEAD 1234567)\nfatal: No space left on device\n";
 * assertEquals(reasonOf(written), "No space left on device");
 * ```
 */
export function reasonOf(written: string): string {
  const lines = written.split(/\r?\n/).filter((line) => line.trim() !== "");
  const at = lines.findIndex((line) => REASON.test(line));
  if (at < 0) return lines.at(-1)?.trim() ?? "";
  const reason = lines[at]!.replace(REASON, "").trim();
  // What the other end has said comes before.
  if (at > 0 && reason.startsWith("Could not read from remote repository")) {
    return `${lines[at - 1]!.trim()}; ${reason}`;
  }
  const cure = lines.find((line) => /^\s+git config --global --add safe\.directory /.test(line));
  return cure === undefined ? reason : `${reason}; ${cure.trim()} lets git read it`;
}

/** Whether git says nothing, or that a signal has ended a process of its own. */
export function isOfSignal(complaint: string): boolean {
  return /^$| died of signal \d+$/.test(complaint);
}

/** Whether the folder is in no repository. */
export function isOutside(complaint: string): boolean {
  return complaint.startsWith("not a git repository");
}

/** Whether the folder is in a repository, but not where its files are checked out. */
export function isNotInWorkTree(complaint: string): boolean {
  return complaint.startsWith("this operation must be run in a work tree");
}

/** Whether git knows no commit of that name; of a range and the like it may say nothing. */
export function isUnknownCommit(complaint: string): boolean {
  return /^(Needed a single revision.*)?$/.test(complaint);
}

/** Whether `git merge-base` found nothing in common, or does not know one of the names. */
export function isWithoutBase(complaint: string): boolean {
  return complaint === "" || complaint.startsWith("Not a valid object name");
}

/** Whether the other end has several references that a name could stand for. */
export function isAmbiguous(complaint: string): boolean {
  return complaint.endsWith("matches more than one");
}

/** Whether git says no more of a push than that it failed. */
export function isPushAlone(complaint: string): boolean {
  return complaint.startsWith("failed to push");
}

/** Whether a server refused a push for another reason than that somebody else was first. */
export function isFinal(complaint: string): boolean {
  return complaint.startsWith("[remote rejected]") &&
    (!/lock|exist|update/.test(complaint) || complaint.includes("' exists; cannot create "));
}
