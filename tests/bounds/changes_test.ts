// The search for lasting changes takes time in proportion to the number of results, whatever they are.
import { findChanges, searchChanges } from "../../scripts/verdict/changes.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import type { SeriesPoint } from "../../scripts/verdict/series.ts";
import { seeded } from "../helpers/draws.ts";
import { seriesOf } from "../helpers/series.ts";
import { assertLinear } from "./doubling.ts";

/** Logarithms of the levels, without noise. */
const LEVELS: Readonly<Record<string, (index: number) => number>> = {
  "stay as they were": () => 0,
  // A drift that never ends and never exceeds the tolerance.
  "rise and fall within the tolerance": (index) => 0.022 * Math.sin(index / 20),
  "rise little by little": (index) => index / 1000,
  "rise in steps": (index) => 0.004 * Math.floor(index / 20),
  "alternate": (index) => 0.2 * (index % 2),
};

/** A shorter series is the beginning of a longer one, so both cause the same work at first. */
function draw(count: number, levelAt: (index: number) => number): SeriesPoint[] {
  const random = seeded(1);
  return seriesOf(Array.from(
    { length: count },
    (_, index) => Math.exp(levelAt(index) + 0.0005 * random.normal()),
  ));
}

for (const [what, levelAt] of Object.entries(LEVELS)) {
  Deno.test(`searching results that ${what} is linear in their number`, async () => {
    await assertLinear(
      what,
      (size) => draw(size, levelAt),
      (points) => findChanges(points, DEFAULT_THRESHOLDS),
    );
  });

  Deno.test(`judging results that ${what} is linear in their number`, async () => {
    // Finding where the level changes takes most of the time, so it is done beforehand.
    await assertLinear(
      what,
      (size) => searchChanges(draw(size, levelAt)),
      (judgeBy) => judgeBy(DEFAULT_THRESHOLDS),
      { smallest: 1 << 10, largest: 1 << 12 },
    );
  });
}
