/**
 * Finds the range in which the limits of the search for breaks keep the promises of the
 * documentation. @module
 */
import { SPLIT_LIMITS, type SplitLimits } from "../../scripts/verdict/statistics/split.ts";
import { falseBreaks, foundSteps, NOISES } from "../helpers/break_rates.ts";

/** The values of noise, and the series with a step, per trial. */
const VALUES = 30;
const SERIES = 0.2;

/** Steps in deviations of the noise, and the share of them that must be found in time. */
const STEPS = [
  { size: 5, at: 20, within: 10, share: 0.95 },
  { size: 5, at: 10, within: 10, share: 0.8 },
  { size: 5, at: 40, within: 5, share: 0.9 },
  { size: 3, at: 40, within: 10, share: 0.75 },
];

/** The factor between two tried values of a limit. */
const STEP = 2;
const MOST_STEPS = 4;

/** Returns whether no noise causes more breaks than allowed. */
function keepsQuiet(limits: SplitLimits, trials: number): boolean {
  return NOISES.every(([, noise, most]) =>
    [60, 300].every((length) => falseBreaks(noise, length, VALUES * trials, limits) <= most)
  );
}

/** Returns whether enough steps are found. */
function finds(limits: SplitLimits, trials: number): boolean {
  const series = Math.ceil(SERIES * trials);
  return STEPS.every(({ share, ...step }) => foundSteps({ ...step, series }, limits) >= share);
}

/**
 * Returns the range of a limit, with the others unchanged. It reaches from the lowest value that
 * still finds the steps to the highest that still stays quiet in noise.
 *
 * @returns An empty range if the limit itself fails either condition.
 */
export function rangeOf(
  name: keyof SplitLimits,
  trials: number,
): { readonly least: number; readonly most: number } {
  const used = SPLIT_LIMITS[name];
  const last = (factor: number, keeps: typeof finds): number => {
    let found = NaN;
    for (let step = 0; step <= MOST_STEPS; step++) {
      const value = used * factor ** step;
      if (!keeps({ ...SPLIT_LIMITS, [name]: value }, trials)) break;
      found = value;
    }
    return found;
  };
  return { least: last(1 / STEP, finds), most: last(STEP, keepsQuiet) };
}
