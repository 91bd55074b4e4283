import { assert, assertAlmostEquals, assertEquals, assertGreater, assertLess } from "@std/assert";
import { type Changes, findChanges } from "../../scripts/verdict/changes.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { seeded } from "../helpers/draws.ts";
import { seriesOf } from "../helpers/series.ts";

const find = (points: Parameters<typeof findChanges>[0]): Changes =>
  findChanges(points, DEFAULT_THRESHOLDS);

/** Returns durations around 10 ms times a factor, with a deviation of 1 %. */
function noisy(seed: number, count: number, factor: (index: number) => number): number[] {
  const random = seeded(seed);
  return Array.from(
    { length: count },
    (_, index) => 10 * factor(index) * Math.exp(0.01 * random.normal()),
  );
}

const stepAt = (at: number, size: number) => (index: number) => index < at ? 1 : 1 + size;

Deno.test("a step is reported with its place, its size and its severity", () => {
  const { steps, drifts } = find(seriesOf(noisy(1, 80, stepAt(40, 0.25))));
  assertEquals(steps.length, 1);
  const [step] = steps;
  assertEquals([step!.before.result, step!.after.result, step!.id], ["r39", "r40", "r40"]);
  assertEquals([step!.verdict, step!.severity, step!.undone], ["regression", "moderate", false]);
  assertAlmostEquals(step!.change, 0.25, 0.015);
  assertLess(step!.interval.lower, step!.change);
  assertGreater(step!.interval.upper, step!.change);
  assertAlmostEquals(step!.levels.beforeMs, 10, 0.1);
  assertEquals(drifts, []);
});

Deno.test("a step down is an improvement", () => {
  const { steps } = find(seriesOf(noisy(2, 60, stepAt(30, -0.3))));
  assertEquals(steps.map(({ verdict, after }) => [verdict, after.result]), [[
    "improvement",
    "r30",
  ]]);
});

Deno.test("a change within the tolerance is no change, and one up to the threshold is unchanged", () => {
  assertEquals(find(seriesOf(noisy(3, 80, stepAt(40, 0.04)))), { steps: [], drifts: [] });
  const { steps } = find(seriesOf(noisy(3, 80, stepAt(40, 0.07))));
  assertEquals(steps.map(({ verdict }) => verdict), ["unchanged"]);
});

Deno.test("several steps are found, including one that was reverted", () => {
  const factor = (index: number) => index < 20 ? 1 : index < 40 ? 1.4 : index < 60 ? 1.8 : 1.4;
  const { steps } = find(seriesOf(noisy(4, 80, factor)));
  assertEquals(steps.map(({ after }) => after.result), ["r20", "r40", "r60"]);
  assertEquals(steps.map(({ undone }) => undone), [false, true, false]);
});

Deno.test("the level after a step ends where the next step begins", () => {
  const factor = (index: number) => index < 30 ? 1 : index < 34 ? 1.4 : 1;
  const { steps } = find(seriesOf(noisy(4, 80, factor)));
  assertEquals(steps.map(({ after }) => after.result), ["r30", "r34"]);
  assertAlmostEquals(steps[0]!.levels.afterMs, 14, 0.3);
});

Deno.test("a step within the threshold is reported beside a drift that begins later", () => {
  const factor = (index: number) =>
    (index < 40 ? 1 : 1.07) * Math.exp(0.005 * Math.min(60, Math.max(0, index - 120)));
  const { steps, drifts } = find(seriesOf(noisy(3, 200, factor)));
  assertEquals(steps.map(({ after, verdict }) => [after.result, verdict]), [["r40", "unchanged"]]);
  assertEquals(drifts.length, 1);
});

Deno.test("the size of a step comes from its own level, even if the next step follows soon", () => {
  const factor = (index: number) => index < 40 ? 1 : index < 50 ? 1.2 : 1.8;
  const { steps } = find(seriesOf(noisy(6, 80, factor)));
  assertEquals(steps.map(({ after }) => after.result), ["r40", "r50"]);
  for (const { change, levels: { beforeMs, afterMs } } of steps) {
    assertAlmostEquals(change, afterMs / beforeMs - 1, 1e-9);
  }
  assertAlmostEquals(steps[0]!.change, 0.2, 0.02);
  assertAlmostEquals(steps[1]!.change, 0.5, 0.02);
});

Deno.test("a single spike is no step, wherever it is and however high", () => {
  for (const height of [1.5, 3, 100]) {
    for (let at = 0; at < 30; at++) {
      const points = seriesOf(noisy(5, 30, (index) => index === at ? height : 1));
      assertEquals(find(points), { steps: [], drifts: [] }, `spike of ${height} at ${at}`);
    }
  }
});

Deno.test("two spikes in a row are no step", () => {
  const points = seriesOf(noisy(6, 40, (index) => index === 20 || index === 21 ? 2 : 1));
  assertEquals(find(points).steps, []);
});

Deno.test("later results neither move nor remove a reported step", () => {
  const factor = (index: number) => index < 25 ? 1 : index < 50 ? 1.15 : index < 75 ? 1.3 : 1.05;
  const points = seriesOf(noisy(7, 100, factor));
  let known: string[] = [];
  for (let count = 1; count <= points.length; count++) {
    const ids = find(points.slice(0, count)).steps.map(({ id }) => id);
    assertEquals(ids.slice(0, known.length), known, `after ${count} results`);
    known = ids;
  }
  assertEquals(known, ["r25", "r50", "r75"]);
});

Deno.test("the size of a step no longer changes once 24 results follow it", () => {
  const points = seriesOf(noisy(8, 120, stepAt(40, 0.2)));
  const size = (count: number) => find(points.slice(0, count)).steps[0]!.change;
  assertEquals(size(64), size(120));
});

Deno.test("a difference between machines is no change, even if two machines take turns", () => {
  const other = (index: number) => index >= 30 ? { environment: "a slower one" } : {};
  assertEquals(find(seriesOf(noisy(9, 60, stepAt(30, 0.8)), other)).steps, []);
  const turns = (index: number) => index % 2 === 0 ? { environment: "a slower one" } : {};
  const factor = (index: number) => (index % 2 === 0 ? 1.8 : 1) * (index < 40 ? 1 : 1.3);
  const { steps } = find(seriesOf(noisy(10, 80, factor), turns));
  assertEquals(steps.map(({ after }) => after.result), ["r40"]);
});

Deno.test("the levels of a step are those on the machine of its first result", () => {
  const onSlow = (index: number) => index % 2 === 1;
  const points = seriesOf(
    noisy(4, 80, (index) => (onSlow(index) ? 1.3 : 1) * (index < 51 ? 1 : 1.4)),
    (index) => ({ environment: onSlow(index) ? "slow" : "fast" }),
  );
  const { steps: [step] } = find(points);
  assertEquals([step!.after.result, step!.after.environment], ["r51", "slow"]);
  assertAlmostEquals(step!.levels.beforeMs, 13, 0.2);
  assertAlmostEquals(step!.levels.afterMs, 18.2, 0.3);
});

Deno.test("results whose rounds vary widely have less weight", () => {
  const durations = noisy(11, 24, (index) => index < 20 ? 1 : 1.15);
  const known = (error: number) =>
    seriesOf(durations, (index) => ({
      standardError: index < 20 ? 0.005 : error,
      rounds: 5,
    }));
  assertEquals(find(known(0.005)).steps.length, 1);
  assertEquals(find(known(0.15)).steps, []);
});

Deno.test("a level that grows slowly is a drift, not a step", () => {
  const ramp = (index: number) => 1 + 0.4 * Math.min(1, Math.max(0, (index - 40) / 40));
  const points = seriesOf(noisy(12, 120, ramp));
  const { steps, drifts } = find(points);
  assertEquals(steps, []);
  assertEquals(drifts.length, 1);
  const [drift] = drifts;
  assertEquals(drift!.verdict, "regression");
  assertAlmostEquals(drift!.change, 0.4, 0.06);
  assert(Math.abs(points.indexOf(drift!.from) - 40) <= 6, drift!.from.result);
  assert(Math.abs(points.indexOf(drift!.to) - 80) <= 12, drift!.to.result);
});

Deno.test("a drift keeps its identity while it continues", () => {
  const points = seriesOf(noisy(13, 140, (index) => 1 + 0.006 * Math.max(0, index - 40)));
  const first = find(points.slice(0, 70)).drifts[0]!;
  const later = find(points).drifts[0]!;
  assertEquals(later.id, first.id);
  assertGreater(later.change, first.change);
});

Deno.test("few, equal and extreme results contain no step", () => {
  assertEquals(find([]), { steps: [], drifts: [] });
  for (let count = 1; count < 8; count++) {
    assertEquals(find(seriesOf(noisy(14, count, () => 1))), { steps: [], drifts: [] });
  }
  assertEquals(find(seriesOf(new Array(50).fill(3))), { steps: [], drifts: [] });
  const exact = Array.from({ length: 40 }, (_, index) => index < 20 ? 3 : 4);
  assertEquals(find(seriesOf(exact)).steps.map(({ after }) => after.result), ["r20"]);
  const wide = Array.from({ length: 40 }, (_, index) => index < 20 ? 1e-12 : 8.64e7);
  assertEquals(find(seriesOf(wide)).steps.map(({ severity }) => severity), ["severe"]);
});
