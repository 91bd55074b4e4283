/** How much time there is, and why it ended. @module */
import type { FullOptions } from "./options.ts";

/** The time limit of a comparison, from its start. */
export interface Schedule {
  /** Is aborted at the limit, and when the user stops it. */
  readonly signal: AbortSignal;
  /** Why it ended before everything was done; null while it goes on. */
  readonly reason: string | null;
  /** Whether the limit ended it, rather than the user. */
  readonly isLate: boolean;
  /** Milliseconds left. */
  leftMs(): number;
  /** Ends the watch on the clock. */
  stop(): void;
}

/** Starts the watch. */
export function startSchedule(
  { timeoutMinutes, signal: asked }: Pick<FullOptions, "timeoutMinutes" | "signal">,
): Schedule {
  const limitMs = timeoutMinutes * 60_000;
  const began = performance.now();
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(`the time limit of ${timeoutMinutes} min was reached`),
    limitMs,
  );
  const signal = AbortSignal.any([asked, late.signal]);
  return {
    signal,
    get reason() {
      return signal.aborted ? String(signal.reason) : null;
    },
    get isLate() {
      return late.signal.aborted && signal.reason === late.signal.reason;
    },
    leftMs: () => limitMs - (performance.now() - began),
    stop: () => clearTimeout(timer),
  };
}
