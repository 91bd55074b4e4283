/** Doubts: what a reader should know before trusting a figure or a verdict. @module */

/** Every kind of doubt. */
export const DOUBT_KINDS = [
  "not-loaded",
  "in-neither",
  "left-out",
  "renamed",
  "not-in-baseline",
  "bench-from-current",
  "without-baseline",
  "random-fixture",
  "own-permissions",
  "incomplete-checkout",
  "unpinned-machine",
  "busy-machine",
  "not-isolated",
  "too-long",
  "ended-early",
  "resumed",
  "unconfirmed",
  "unstable",
  "set-aside",
  "more-rounds",
  "floor",
  "heap",
  "other-identity",
  "not-comparable",
  "unknown-direction",
  "other-environment",
  "unknown-environment",
  "two-numbers",
  "unknown-sessions",
  "common-shift",
  "partial",
  "missing-part",
  "noted",
] as const;

/** The kind of a doubt. */
export type DoubtKind = typeof DOUBT_KINDS[number];

/** A reason to trust something less, and what to do about it. Nothing in it is escaped. */
export interface Doubt {
  /** What kind of doubt it is. */
  kind: DoubtKind;
  /** One line that states the fact. */
  message: string;
  /** One line on what to do about it; null if nothing helps, or if the message says it. */
  advice: string | null;
}

/**
 * Makes a doubt.
 *
 * @param message One line that states the fact.
 * @param advice One line on what to do about it; null if nothing helps, or if the message says it.
 */
export function makeDoubt(kind: DoubtKind, message: string, advice: string | null = null): Doubt {
  return { kind, message, advice };
}

/** A warning from a document or another program. */
export function noted(message: string): Doubt {
  return makeDoubt("noted", message);
}

/** The same doubt, with its source in front. */
export function from(source: string, original: Doubt): Doubt {
  return { ...original, message: `${source}: ${original.message}` };
}
