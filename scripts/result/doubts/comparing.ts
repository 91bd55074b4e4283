/** Doubts about what was compared with what. @module */
import { CONFIG_FILE } from "../config_file.ts";
import { type Doubt, makeDoubt } from "../doubt.ts";
import type { SideName } from "../duet.ts";
import { formatPercent } from "../format_percent.ts";
import { listNames } from "../list_names.ts";

/**
 * Benchmarks of different identities that were compared.
 *
 * @param how What differs.
 * @param first The first pair, as each side writes it.
 * @param more How many more there are.
 */
export function otherIdentity(
  how: string,
  first: readonly [baseline: string, current: string],
  more: number,
): Doubt {
  const what = more === 0 ? "1 benchmark was" : `${more + 1} benchmarks were`;
  const rest = more === 0 ? "" : `, and ${more} more`;
  return makeDoubt(
    "other-identity",
    `${what} compared although ${how}: ${first.join(" with ")}${rest}`,
  );
}

/** Figures that cannot be compared. */
export function notComparable(message: string): Doubt {
  return makeDoubt("not-comparable", message);
}

/** A metric that may have become better or worse. */
export function unknownDirection(metric: string): Doubt {
  return makeDoubt("unknown-direction", `it is not known whether less or more ${metric} is better`);
}

/** Metrics that were not judged, because no result says which values are better. */
export function unknownDirections(metrics: readonly string[]): Doubt {
  return makeDoubt(
    "unknown-direction",
    `${listNames(metrics)}: not judged, because no result says whether less or more is better`,
    `Say so in ${CONFIG_FILE}: "metrics": { ${
      JSON.stringify(metrics[0])
    }: { "better": "lower" } }.`,
  );
}

/** A change that has no logarithm. */
export function withoutLogarithm(): Doubt {
  return makeDoubt("noted", "a round is 0 or less, so it is judged by the change alone");
}

/** A count that was 0. */
export function fromNothing(): Doubt {
  return makeDoubt("noted", "it was 0 before, so the change has no percentage");
}

/** Results of different environments. */
export function otherEnvironment(): Doubt {
  return makeDoubt("other-environment", "measured in another environment");
}

/** A fact that one of the results does not record. */
export function unknownEnvironment(side: SideName, field: string): Doubt {
  const document = side === "baseline" ? "the baseline" : "the current result";
  return makeDoubt(
    "unknown-environment",
    `${document} does not record ${field}, so a difference in it would go unnoticed`,
  );
}

/** Verdicts that rest on one number a side. */
export function twoNumbers(count: number, total: number): Doubt {
  return makeDoubt(
    "two-numbers",
    `${count} of ${total} comparisons rest on two numbers only, because a side records no spread between rounds; on a shared machine such verdicts are often wrong`,
  );
}

/**
 * Sessions without a history that shows how much they vary.
 *
 * @param deviation How much they are allowed to vary, as a fraction.
 */
export function unknownSessions(count: number, total: number, deviation: number): Doubt {
  return makeDoubt(
    "unknown-sessions",
    `${count} of ${total} comparisons have no history of ten results, so sessions are allowed to vary by ${
      100 * deviation
    } %`,
    "Keep a history, or measure both versions in turn with compare --against.",
  );
}

/**
 * Benchmarks that moved together.
 *
 * @param range The smallest and the largest change of those that moved, as fractions.
 * @param isJudged Whether they are judged nevertheless.
 */
export function commonShift(
  moved: number,
  total: number,
  range: { readonly lower: number; readonly upper: number },
  isJudged: boolean,
): Doubt {
  const count = moved === total ? `all ${total} benchmarks` : `${moved} of ${total} benchmarks`;
  const [least, most] = [range.lower, range.upper].map((change) => Math.abs(100 * change))
    .sort((a, b) => a - b).map((change) => change.toFixed(0));
  const size = least === most ? `${least} %` : `${least} to ${most} %`;
  return makeDoubt(
    "common-shift",
    `${count} ${range.lower > 0 ? "rose" : "fell"} by ${size}: probably the machine, not the code`,
    isJudged
      ? null
      : "Measure both versions in turn with compare --against, or judge anyway with --ignore-environment.",
  );
}

/** A benchmark that moved as nearly all others did. */
export function movedWithOthers(): Doubt {
  return makeDoubt(
    "common-shift",
    "nearly all benchmarks moved together, so it is not judged alone",
  );
}

/**
 * A benchmark that moved further than all others.
 *
 * @param change Its move beyond that of the others; a fraction, like the next two.
 * @param atLeast The bound that it exceeds with 99 % confidence; null if unknown.
 * @param shift The move that the others share.
 */
export function beyondShift(change: number, atLeast: number | null, shift: number): Doubt {
  const bound = atLeast === null ? "" : `, at least ${formatPercent(atLeast)} with 99 % confidence`;
  return makeDoubt(
    "common-shift",
    `${formatPercent(change)} on top of the ${
      formatPercent(shift)
    } that the others moved by${bound}`,
  );
}

/** A result that is not complete. */
export function partial(side: SideName): Doubt {
  return makeDoubt("partial", `the ${side} result is partial`);
}

/** A missing part of several. */
export function missingPart(index: number, total: number): Doubt {
  return makeDoubt("missing-part", `part ${index} of ${total} is missing`);
}
