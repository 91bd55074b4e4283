/** The end of a search. @module */
import { EXIT_UNUSABLE } from "../../cli/run_command.ts";
import { Interruption } from "../../result/interruption.ts";

/** The exit code of a search, and what to complain about. */
export interface SearchEnd {
  readonly code: number;
  /** One line on what is missing and why; null if nothing is. */
  readonly message: string | null;
}

/**
 * Returns how a search ends. A signal decides the exit code, even if the time limit came first.
 *
 * @param stopped Why the search did not finish; null if it did.
 * @param interrupt The signal of the user, rather than of the time limit.
 */
export function endOfSearch(
  stopped: string | null,
  { reason }: Pick<AbortSignal, "reason">,
): SearchEnd {
  const interruption = reason instanceof Interruption ? reason : null;
  if (stopped === null && interruption === null) return { code: 0, message: null };
  const state = stopped === null ? "finished, but explanations may be missing" : "not finished";
  return {
    code: interruption?.code ?? EXIT_UNUSABLE,
    message: `The search is ${state}: ${stopped ?? interruption}`,
  };
}
