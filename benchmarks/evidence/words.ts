/** Words that the table and the picture share. @module */
import type { Method } from "./tally.ts";

/** Names of the methods. */
export const LABELS: Readonly<Record<Method, string>> = {
  pair: "benchline, pair",
  single: "benchline, single",
  replayed: "benchline, judged again",
  "two runs": "two runs, threshold",
  means: "means of runs, threshold",
  ranks: "Mann-Whitney and threshold",
};

/** A share in percent, with enough digits to distinguish it from none and all. */
export function formatShare(share: number): string {
  if (share === 0 || share === 1) return `${share * 100} %`;
  const digits = share < 0.001 || share > 0.999 ? 2 : 1;
  return `${(share * 100).toFixed(digits)} %`;
}

/** Seconds; `-` if there are none. */
export function formatSeconds(seconds: number | null): string {
  return seconds === null ? "-" : `${seconds.toFixed(1)} s`;
}

/** A change in percent, with its sign. */
export function formatChange(change: number): string {
  const text = (change * 100).toFixed(2);
  return `${change > 0 ? "+" : ""}${text === "-0.00" ? "0.00" : text} %`;
}
