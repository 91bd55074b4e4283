/** How much is tried: some, or everything with `-- --thorough` behind `deno test`. @module */

/** Whether everything is tried that is worth trying, however long it takes. */
export const THOROUGH = Deno.args.includes("--thorough");

const TENTH = 10;
const ONE_IN = 5;
/** Standard errors by which a share may be beyond what it is known to be. */
const ERRORS = 3;

/** How many of so many trials are made, or of what else is tried in number. */
export function trialsOf(all: number): number {
  return THOROUGH ? all : Math.ceil(all / TENTH);
}

/**
 * Whether a combination is tried: each with `--thorough`, and otherwise one in five, so that all that is
 * combined is tried with some of the others.
 *
 * @param indexes Of what is combined, each among its like.
 */
export function isTried(...indexes: readonly number[]): boolean {
  return THOROUGH || indexes.reduce((sum, index) => sum + index) % ONE_IN === 0;
}

/**
 * The highest that a share may be.
 *
 * @param share What it may be at most with all trials: the fewer are made, the farther off it may be.
 * @param all As for {@linkcode trialsOf}.
 */
export function upperBound(share: number, all: number): number {
  return share + leewayOf(share, all);
}

/** The lowest that a share may be; see {@linkcode upperBound}. */
export function lowerBound(share: number, all: number): number {
  return share - leewayOf(share, all);
}

/** How much less well the share is known than with all trials. */
function leewayOf(share: number, all: number): number {
  return ERRORS * (standardError(share, trialsOf(all)) - standardError(share, all));
}

/** Of a share that was found in so many trials. */
function standardError(share: number, trials: number): number {
  return Math.sqrt(share * (1 - share) / trials);
}
