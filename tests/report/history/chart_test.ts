import { assertEquals } from "@std/assert";
import { renderSeriesChart } from "../../../scripts/report/history/series_chart.ts";
import type { Company, Trend } from "../../../scripts/verdict/series.ts";
import { makeTrend } from "../../helpers/history_view.ts";

const benchmark = { file: null, group: null, name: "a" };
const company: Company = {
  of: 9,
  rose: 9,
  fell: 0,
  range: { lower: 0.3, upper: 0.3 },
  cause: "machine",
};

/** Returns the colour and the dashes of each vertical line. */
function markersOf(trend: Trend): (readonly [color: string, dashes: string])[] {
  const groups = renderSeriesChart(trend).matchAll(
    /<g ([^>]*)aria-label="rule">([^]*?)<\/g>/g,
  );
  return [...groups].flatMap(([, attributes, lines]) => {
    const [, dashes] = /stroke-dasharray="([^"]*)"/.exec(attributes!)!;
    return [...lines!.matchAll(/stroke="var\(--(\w+)\)"/g)].map(([, color]) =>
      [color!, dashes!] as const
    );
  });
}

/** Returns the left and right ends of each level. */
function levelsOf(trend: Trend): number[][] {
  const [, lines] = /<g [^>]*aria-label="line">([^]*?)<\/g>/.exec(renderSeriesChart(trend))!;
  return [...lines!.matchAll(/d="M([\d.]+),[\d.]+L([\d.]+),/g)].map(([, left, right]) => [
    Math.round(Number(left)),
    Math.round(Number(right)),
  ]);
}

Deno.test("a step stands out if somebody has to look at it", () => {
  const rise = (words: Parameters<typeof makeTrend>[3]) =>
    markersOf(makeTrend(benchmark, 60, (day) => day < 30 ? 1 : 1.3, words));
  assertEquals(rise({}), [["bad", "4 4"]]);
  assertEquals(rise({ company }), [["plain", "4 4"]]);
  assertEquals(rise({ company: { ...company, cause: "unknown" } }), [["open", "4 4"]]);
  assertEquals(rise({ reason: "needed" }), [["plain", "4 4"]]);
});

Deno.test("a drift has a mark at both ends, and no level between them", () => {
  const made = makeTrend(
    benchmark,
    160,
    (day) => (day < 30 ? 1.5 : 1) + 0.4 * Math.min(1, Math.max(0, (day - 80) / 40)),
  );
  const drifting = { ...made, steps: made.steps.slice(0, 1) };
  assertEquals(drifting.drifts.length, 1);
  assertEquals(markersOf(drifting), [["plain", "4 4"], ["bad", "1 4"], ["bad", "1 4"]]);
  const { drifts: [drift], points } = drifting;
  const steady = levelsOf({ ...drifting, drifts: [] });
  const [before, after] = levelsOf(drifting);
  assertEquals(before, steady[0]);
  const [left, right] = steady[1]!;
  const at = points.indexOf(drift!.from);
  assertEquals(after, [left, Math.round(left! + (right! - left!) * (at - 30) / (159 - 30))]);
});

Deno.test("levels are drawn across machines", () => {
  const trend = makeTrend(benchmark, 60, (day) => day < 30 ? 1 : 1.3);
  const moved = trend.points.map((point, day) => day < 45 ? point : { ...point, environment: "b" });
  const steps = trend.steps.map((step) => ({
    ...step,
    before: moved[trend.points.indexOf(step.before)]!,
    after: moved[trend.points.indexOf(step.after)]!,
  }));
  assertEquals(levelsOf({ ...trend, points: moved, steps }), levelsOf(trend));
});

/** Returns the left ends of the shaded areas. */
function shadesOf(trend: Trend): string[] {
  const [, shades = ""] = /<g [^>]*aria-label="rect">([^]*?)<\/g>/.exec(renderSeriesChart(trend)) ??
    [];
  return [...shades.matchAll(/<rect [^>]*?\bx="([\d.]+)"/g)].map(([, left]) => left!);
}

Deno.test("results of other machines are shaded, in a long history only as far as it is drawn", () => {
  const onDays = (days: number, environment: (day: number) => string) =>
    shadesOf(makeTrend(benchmark, days, () => 1, { environment })).length;
  assertEquals(onDays(60, () => "a"), 0);
  assertEquals(onDays(60, (day) => day < 45 ? "a" : "b"), 1);
  assertEquals(onDays(60, (day) => day % 20 < 10 ? "a" : "b"), 3);
  assertEquals(onDays(6000, (day) => day % 2 === 0 ? "a" : "b"), 1000);
});
