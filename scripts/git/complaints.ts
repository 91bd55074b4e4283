/**
 * Recognises what git complains about. Its exit code only says that it failed, so this is the one
 * place that matches its words, which are English here, whatever the user's language is.
 *
 * @module
 */

/** The words before a reason, from git itself or from the receiving end of a push. */
const REASON = /^(?:remote: )?(?:fatal|error): /;

/**
 * Returns the reason why git failed, from its standard error: the first line that states one. Lines
 * about its progress may come before.
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
  // The line before is from the other end.
  if (at > 0 && reason.startsWith("Could not read from remote repository")) {
    return `${lines[at - 1]!.trim()}; ${reason}`;
  }
  const cure = lines.find((line) => /^\s+git config --global --add safe\.directory /.test(line));
  return cure === undefined ? reason : `${reason}; ${cure.trim()} lets git read it`;
}

/** Whether git says nothing, or that a signal has ended a process that it started. */
export function isOfSignal(complaint: string): boolean {
  return /^$| died of signal \d+$/.test(complaint);
}

/** Whether the folder is not in a repository. */
export function isOutside(complaint: string): boolean {
  return complaint.startsWith("not a git repository");
}

/** Whether the folder is in a repository, but not where its files are checked out. */
export function isNotInWorkTree(complaint: string): boolean {
  return complaint.startsWith("this operation must be run in a work tree");
}

/** Whether git knows no commit by a name; it may say nothing about a range. */
export function isUnknownCommit(complaint: string): boolean {
  return /^(Needed a single revision.*)?$/.test(complaint);
}

/** Whether `git merge-base` found no common commit, or does not know one of the names. */
export function isWithoutBase(complaint: string): boolean {
  return complaint === "" || complaint.startsWith("Not a valid object name");
}

/** Whether a name is ambiguous at the receiving end. */
export function isAmbiguous(complaint: string): boolean {
  return complaint.endsWith("matches more than one");
}

/** Whether git only says that a push failed. */
export function isPushAlone(complaint: string): boolean {
  return complaint.startsWith("failed to push");
}

/** Whether a server refused a push for a reason other than an earlier push by somebody else. */
export function isFinal(complaint: string): boolean {
  return complaint.startsWith("[remote rejected]") &&
    (!/lock|exist|update/.test(complaint) || complaint.includes("' exists; cannot create "));
}
