/** Which of two versions is to blame for something that cannot be run or loaded. @module */
import type { SideName } from "../result/duet.ts";

/** Why each version cannot run or load something; null for a version that can. */
export type Causes = Readonly<Record<SideName, string | null>>;

/** What messages call the two versions. */
export const SIDE_NAMES: Readonly<Record<SideName, string>> = {
  baseline: "baseline",
  current: "current",
};

/** The version that is to blame, and why. */
export interface Blame {
  readonly side: SideName | "both";
  /** The cause; for both versions, the cause of each if they differ. */
  readonly cause: string;
}

/**
 * Blames a version only for what the other one can do. If neither can, nothing has changed for the
 * worse, but nobody has looked either.
 *
 * @param called What the cause calls the two versions if both are to blame for different reasons.
 * @returns Null if both versions can.
 * @example What fails in both versions, each in its own way
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(findBlame({ baseline: null, current: "it threw" }), {
 *   side: "current",
 *   cause: "it threw",
 * });
 * assertEquals(findBlame({ baseline: "it hung", current: "it threw" }), {
 *   side: "both",
 *   cause: "baseline: it hung; current: it threw",
 * });
 * ```
 */
export function findBlame({ baseline, current }: Causes, called = SIDE_NAMES): Blame | null {
  if (baseline === null) return current === null ? null : { side: "current", cause: current };
  if (current === null) return { side: "baseline", cause: baseline };
  const both = `${called.baseline}: ${baseline}; ${called.current}: ${current}`;
  return { side: "both", cause: baseline === current ? baseline : both };
}
