/** The time limit of a comparison, and why it ended. @module */
import type { FullOptions } from "./options.ts";

/** The time limit of a comparison, from its start. */
export interface Schedule {
  /** Aborted at the limit, or when the user stops the comparison. */
  readonly signal: AbortSignal;
  /** Why the comparison ended early; null while it continues. */
  readonly reason: string | null;
  /** Whether the limit ended it, rather than the user. */
  readonly isLate: boolean;
  /** Milliseconds left. */
  leftMs(): number;
  /** Stops the timer. */
  stop(): void;
}

/** Starts the timer. */
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
