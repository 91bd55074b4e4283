/** Confidence intervals of shares. @module */

/** A range of shares, from 0 to 1. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** The standard normal quantile for 95 %, two-sided. */
const Z = 1.959963984540054;

/**
 * The 95 % interval of a share (Wilson, Probable inference, the law of succession, and statistical
 * inference, Journal of the American Statistical Association 22, 1927).
 *
 * @param hits From 0 to `tries`.
 * @param tries At least 1.
 */
export function wilsonInterval(hits: number, tries: number): Interval {
  const share = hits / tries;
  const scale = 1 + Z * Z / tries;
  const center = (share + Z * Z / (2 * tries)) / scale;
  const reach = Z * Math.sqrt(share * (1 - share) / tries + (Z / (2 * tries)) ** 2) / scale;
  // Rounding could exceed 0 and 1 slightly.
  return {
    lower: hits === 0 ? 0 : center - reach,
    upper: hits === tries ? 1 : center + reach,
  };
}
