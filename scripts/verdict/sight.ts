/** How small a lasting change of a benchmark can be found. @module */
import { findModes } from "./statistics/modes.ts";

/** Fewer results say nothing about their spread. */
export const LEAST_RESULTS = 10;
/**
 * If seven results in ten lie within a span, a change of so many spans is found in at least nine of
 * ten cases. For the noise that `tests/constants/sight.ts` draws, 1.25 are enough.
 */
export const SPANS = 1.75;
const SPAN = [0.15, 0.85] as const;
/** A smaller gap does not count. */
const NARROWEST_GAP = Math.log(1.05);
/** Fewer results of a mode are outliers. */
const LEAST_SHARE = 0.15;
/**
 * The gap between two modes, in deviations within them; with so many results, outliers make none.
 */
const GAP_DEVIATIONS = 4;
/** Fewer turns between two modes are steps. */
const LEAST_TURNS = 4;

/** How small a change of a benchmark can be seen at present. */
export interface Sight {
  /** Results of the present level behind it. */
  readonly results: number;
  /**
   * A lasting change of this size, as a fraction, is found within 25 results in nine cases of ten;
   * null if there are too few results to say.
   */
  readonly smallest: number | null;
  /** Milliseconds of the two levels between which results alternate; null if they do not. */
  readonly modes: { readonly lowerMs: number; readonly upperMs: number } | null;
}

/**
 * How small a change can be seen after these results, by the simulation in
 * `tests/constants/sight.ts`.
 *
 * @param values Logarithms of the latest durations since the last change, in the order of time.
 * @example
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * const { smallest, modes } = sightOf(Array.from({ length: 40 }, (_, at) => Math.log(10 + 2 * (at % 2))));
 * assertAlmostEquals(smallest!, 0.38, 0.01);
 * assertEquals([Math.round(modes!.lowerMs), Math.round(modes!.upperMs)], [10, 12]);
 * assertEquals(sightOf([0, 0]).smallest, null);
 * ```
 */
export function sightOf(values: readonly number[]): Sight {
  const results = values.length;
  if (results < LEAST_RESULTS) return { results, smallest: null, modes: null };
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = SPAN;
  const valueAt = (share: number) => sorted[Math.round(share * (results - 1))]!;
  const smallest = Math.expm1(SPANS * (valueAt(high) - valueAt(low)));
  return { results, smallest, modes: modesOf(values) };
}

function modesOf(values: readonly number[]): Sight["modes"] {
  const modes = findModes(values, NARROWEST_GAP, {
    fewest: Math.ceil(LEAST_SHARE * values.length),
    deviations: GAP_DEVIATIONS,
  });
  if (modes === null) return null;
  const isUpper = values.map((value) => value > (modes.lower + modes.upper) / 2);
  const turns = isUpper.filter((is, at) => at > 0 && is !== isUpper[at - 1]).length;
  if (turns < LEAST_TURNS) return null;
  return { lowerMs: Math.exp(modes.lower), upperMs: Math.exp(modes.upper) };
}
