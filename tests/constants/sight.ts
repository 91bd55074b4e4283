/** Measures how often changes of some size are reported, in noise of several shapes. @module */
import { findChanges } from "../../scripts/verdict/changes.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { sightOf, SPANS } from "../../scripts/verdict/sight.ts";
import { type Random, seeded } from "../helpers/draws.ts";
import { seriesOf } from "../helpers/series.ts";

const BEFORE = 60;
/** A change has to be reported within so many results. */
const WITHIN = 25;

const between = (share: number, noise: number) => (random: Random) =>
  (random.chance(share) ? Math.log(1.2) : 0) + noise * random.normal();

/** Logarithms of noise of the shapes that results have. */
export const NOISES: readonly (readonly [name: string, draw: (random: Random) => number])[] = [
  ["normal of 5 %", (random) => 0.05 * random.normal()],
  ["normal of 10 %", (random) => 0.1 * random.normal()],
  ["heavy-tailed", (random) => 0.04 * random.studentT(3)],
  ["bimodal, half and half", between(0.5, 0.01)],
  ["bimodal, half and half, blurred", between(0.5, 0.03)],
  ["bimodal, three in ten above", between(0.3, 0.02)],
  [
    "with one spike in eight",
    (random) => (random.chance(0.125) ? 0.4 : 0) + 0.04 * random.normal(),
  ],
];

/** Returns the share of series that report a change of a multiple of the smallest visible one. */
export function shareTold(
  draw: (random: Random) => number,
  times: number,
  series: number,
): number {
  let told = 0;
  for (let seed = 1; seed <= series; seed++) {
    const random = seeded(seed);
    const noise = Array.from({ length: BEFORE + WITHIN }, () => draw(random));
    const size = times * Math.log1p(sightOf(noise.slice(0, BEFORE)).smallest!);
    const durations = noise.map((value, at) => Math.exp(value + (at < BEFORE ? 0 : size)));
    const { steps, drifts } = findChanges(seriesOf(durations), DEFAULT_THRESHOLDS);
    if ([...steps, ...drifts].some(({ verdict }) => verdict === "regression")) told++;
  }
  return told / series;
}

/** Returns the smallest change, in quarter spans, that nine of ten series report in any noise. */
export function leastSpans(series: number): number {
  for (let spans = 0.25;; spans += 0.25) {
    if (NOISES.every(([, draw]) => shareTold(draw, spans / SPANS, series) >= 0.9)) return spans;
  }
}
