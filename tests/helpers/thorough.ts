/**
 * Decides how much is tried: a part, or everything with `-- --thorough` after `deno test`. @module
 */

/** Whether to try everything that is worth trying, however long it takes. */
export const THOROUGH = Deno.args.includes("--thorough");

const TENTH = 10;
const ONE_IN = 5;
/** The number of standard errors by which a share may miss its known value. */
const ERRORS = 3;

/** The number of trials: all with `--thorough`, and otherwise a tenth, or `least` if that is more. */
export type Trials = number | { readonly all: number; readonly least: number };

/** Returns how many trials to make, or how many of anything else to try. */
export function trialsOf(trials: Trials, thorough = THOROUGH): number {
  const { all, least } = typeof trials === "number" ? { all: trials, least: 0 } : trials;
  return thorough ? all : Math.max(least, Math.ceil(all / TENTH));
}

/**
 * Returns whether a combination is tried: each with `--thorough`, and otherwise one in five. Each
 * combined thing is then tried with some of the others.
 *
 * @param indexes The index of each combined thing in its list.
 */
export function isTried(...indexes: readonly number[]): boolean {
  return isOneIn(ONE_IN, ...indexes);
}

/** Does the same for one combination in so many. */
export function isOneIn(count: number, ...indexes: readonly number[]): boolean {
  return isChosen(count, indexes, THOROUGH);
}

/** Does the same, given whether the test is thorough. */
export function isChosen(count: number, indexes: readonly number[], thorough: boolean): boolean {
  return thorough || indexes.reduce((sum, index) => sum + index) % count === 0;
}

/** Returns the name of a test that takes long for what it shows, and whether it is skipped. */
export function ifThorough(name: string): { readonly name: string; readonly ignore: boolean } {
  return { name: THOROUGH ? name : `${name} (skipped without --thorough)`, ignore: !THOROUGH };
}

/**
 * Returns the highest share that a check accepts.
 *
 * @param share The highest share that it accepts with all trials. With fewer trials, a share is known
 * less well, so the check accepts more.
 * @throws {RangeError} If without `--thorough` the trials are so few that the check would accept every
 * share. It also throws with `--thorough`, since continuous integration makes all trials.
 */
export function upperBound(share: number, trials: Trials, thorough = THOROUGH): number {
  if (share + leewayOf(share, trials, false) < 1) return share + leewayOf(share, trials, thorough);
  throw new RangeError(
    `Cannot check a share of at most ${share}: ${describeTooFew(trials)}, so 1 passes`,
  );
}

/** Returns the lowest share that a check accepts; see {@linkcode upperBound}. */
export function lowerBound(share: number, trials: Trials, thorough = THOROUGH): number {
  if (share - leewayOf(share, trials, false) > 0) return share - leewayOf(share, trials, thorough);
  throw new RangeError(
    `Cannot check a share of at least ${share}: ${describeTooFew(trials)}, so 0 passes`,
  );
}

function describeTooFew(trials: Trials): string {
  return `${trialsOf(trials, false)} trials of ${allOf(trials)} are too few`;
}

/** Returns how much less precisely a share is known than with all trials. */
function leewayOf(share: number, trials: Trials, thorough: boolean): number {
  const known = standardError(share, trialsOf(trials, thorough));
  return ERRORS * (known - standardError(share, allOf(trials)));
}

function allOf(trials: Trials): number {
  return typeof trials === "number" ? trials : trials.all;
}

/** Returns the standard error of a share that was found in so many trials. */
function standardError(share: number, trials: number): number {
  return Math.sqrt(share * (1 - share) / trials);
}
