/** Doubts about the figures and the verdict of a benchmark. @module */
import { type Doubt, makeDoubt } from "../doubt.ts";
import { formatPercent } from "../format_percent.ts";

/** Measuring ended before a slowdown could be measured again. */
export function unconfirmedInTime(): Doubt {
  return makeDoubt(
    "unconfirmed",
    "a slowdown was seen, but measuring ended before it could be confirmed",
  );
}

/** Fresh processes did not confirm a slowdown. */
export function unconfirmed(): Doubt {
  return makeDoubt("unconfirmed", "a slowdown was seen but not confirmed in fresh processes");
}

/** Rounds that fall into two groups. */
export function unstable(lower: number, upper: number): Doubt {
  return makeDoubt(
    "unstable",
    `unstable: some rounds show ${formatPercent(lower)}, others ${formatPercent(upper)}`,
  );
}

/** Rounds far from the others. */
export function setAside(changes: readonly number[]): Doubt {
  const rounds = changes.length === 1
    ? "1 round far from the others was"
    : `${changes.length} rounds far from the others were`;
  return makeDoubt(
    "set-aside",
    `${rounds} set aside: ${changes.map(formatPercent).join(", ")}`,
  );
}

/** A benchmark that stayed inconclusive. */
export interface Unsettled {
  /** Rounds that would probably settle it; null if very many, or if more rounds would not. */
  readonly rounds: number | null;
  /** Whether its interval lies wholly beyond the threshold, so that it may look settled. */
  readonly isBeyond: boolean;
}

/**
 * How to settle a benchmark that stayed inconclusive when two versions were measured in turn.
 *
 * @param most The most rounds that a comparison measures.
 * @param secondsPerRound Wall time of one.
 */
export function moreRoundsInTurn(
  { rounds, isBeyond }: Unsettled,
  most: number,
  secondsPerRound: number,
): Doubt {
  if (rounds === null || rounds > most) {
    const message = rounds === null
      ? "more rounds are unlikely to settle it"
      : `settling it takes about ${rounds} rounds, but a comparison measures at most ${most}`;
    return makeDoubt(
      "more-rounds",
      notYetShown(isBeyond, message),
      "A quieter machine or more work per call may settle inconclusive benchmarks; benchline doctor shows what this machine can tell.",
    );
  }
  const budget = Math.ceil(rounds * secondsPerRound);
  const message = `about ${rounds} rounds would settle it: --budget ${budget}`;
  return makeDoubt("more-rounds", notYetShown(isBeyond, message));
}

/** How to settle a benchmark that stayed inconclusive between two results. */
export function moreRounds({ rounds, isBeyond }: Unsettled): Doubt {
  const message = rounds === null
    ? "more rounds are unlikely to settle it; compare --against measures both versions in turn"
    : `about ${rounds} rounds per side would settle it: benchline run --rounds ${rounds}`;
  return makeDoubt("more-rounds", notYetShown(isBeyond, message));
}

function notYetShown(isBeyond: boolean, message: string): string {
  return isBeyond ? `not yet shown with 99 % confidence; ${message}` : message;
}

/** A benchmark that takes no longer than an empty function. */
export function atFloor(): Doubt {
  return makeDoubt(
    "floor",
    "it takes no longer than an empty call, so the change is not in its work",
    "Do more work in each call, and use the result.",
  );
}

/** The heap that a call allocates has changed. */
export function heapChanged(before: number, after: number): Doubt {
  return makeDoubt("heap", `heap ${size(before)} to ${size(after)} a call`);
}

function size(bytes: number): string {
  if (bytes < 1e3) return `${bytes.toFixed(0)} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
