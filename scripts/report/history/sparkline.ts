/** A series in a cell of a table. @module */
import type { Trend } from "../../verdict/series.ts";
import { latestOf, LEAST_SPAN } from "./describe.ts";

const WIDTH = 128;
const HEIGHT = 26;
const MOST_POINTS = 128;

/** The results of the machine that measured last, on a logarithmic scale. */
export function renderSparkline({ points }: Trend): string {
  const own = latestOf(points);
  if (own.length < 2) return "";
  const every = Math.ceil(own.length / MOST_POINTS);
  const logs = own.filter((_, index) => index % every === 0 || index === own.length - 1)
    .map(({ durationMs }) => Math.log(durationMs));
  const least = logs.reduce((a, b) => Math.min(a, b));
  const greatest = logs.reduce((a, b) => Math.max(a, b));
  const span = Math.max(LEAST_SPAN, greatest - least);
  const places = logs.map((log, index) => {
    const x = 1 + index / (logs.length - 1) * (WIDTH - 2);
    const y = HEIGHT - 2 - (log - least) / span * (HEIGHT - 4);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return `<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" ` +
    `aria-hidden="true"><path d="M${places.join("L")}"/></svg>`;
}
