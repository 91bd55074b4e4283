/** How much is tried: some, or everything with `-- --thorough` behind `deno test`. @module */

/** Whether everything is tried that is worth trying, however long it takes. */
export const THOROUGH = Deno.args.includes("--thorough");

const TENTH = 10;
const ONE_IN = 5;
/** Standard errors by which a share may be beyond what it is known to be. */
const ERRORS = 3;

/** How many trials are made: all with `--thorough`, and otherwise a tenth, or `least` if that is more. */
export type Trials = number | { readonly all: number; readonly least: number };

/** How many trials are made, or how many of what else is tried in number. */
export function trialsOf(trials: Trials): number {
  const { all, least } = typeof trials === "number" ? { all: trials, least: 0 } : trials;
  return THOROUGH ? all : Math.max(least, Math.ceil(all / TENTH));
}

/**
 * Whether a combination is tried: each with `--thorough`, and otherwise one in five, so that all that is
 * combined is tried with some of the others.
 *
 * @param indexes Of what is combined, each among its like.
 */
export function isTried(...indexes: readonly number[]): boolean {
  return isOneIn(ONE_IN, ...indexes);
}

/** The same for one combination in so many. */
export function isOneIn(count: number, ...indexes: readonly number[]): boolean {
  return THOROUGH || indexes.reduce((sum, index) => sum + index) % count === 0;
}

/** The name of a test that takes long for what it shows, and whether it is skipped. */
export function ifThorough(name: string): { readonly name: string; readonly ignore: boolean } {
  return { name: THOROUGH ? name : `${name} (skipped without --thorough)`, ignore: !THOROUGH };
}

/**
 * The highest that a share may be.
 *
 * @param share What it may be at most with all trials: the fewer are made, the farther off it may be.
 * @throws {RangeError} If the trials are so few that every share would do.
 */
export function upperBound(share: number, trials: Trials): number {
  const bound = share + leewayOf(share, trials);
  if (bound < 1) return bound;
  throw new RangeError(
    `Cannot check a share of at most ${share}: ${sayTooFew(trials)}, so 1 passes`,
  );
}

/** The lowest that a share may be; see {@linkcode upperBound}. */
export function lowerBound(share: number, trials: Trials): number {
  const bound = share - leewayOf(share, trials);
  if (bound > 0) return bound;
  throw new RangeError(
    `Cannot check a share of at least ${share}: ${sayTooFew(trials)}, so 0 passes`,
  );
}

function sayTooFew(trials: Trials): string {
  return `${trialsOf(trials)} trials of ${allOf(trials)} are too few`;
}

/** How much less well the share is known than with all trials. */
function leewayOf(share: number, trials: Trials): number {
  const known = standardError(share, trialsOf(trials));
  return ERRORS * (known - standardError(share, allOf(trials)));
}

function allOf(trials: Trials): number {
  return typeof trials === "number" ? trials : trials.all;
}

/** Of a share that was found in so many trials. */
function standardError(share: number, trials: number): number {
  return Math.sqrt(share * (1 - share) / trials);
}
