// Checks that the level of each machine is removed from a series, using only earlier results.
import {
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertGreaterOrEqual,
  assertLess,
  assertLessOrEqual,
} from "@std/assert";
import { readSeries } from "../../benchmarks/evidence/score_series.ts";
import { findChanges } from "../../scripts/verdict/changes.ts";
import { MachineLevels } from "../../scripts/verdict/machines.ts";
import type { SeriesPoint } from "../../scripts/verdict/series.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { seeded } from "../helpers/draws.ts";
import { seriesOf } from "../helpers/series.ts";

function keyOf(cpu: string, version = "2.9.6"): string {
  return JSON.stringify([cpu, 4, "linux", "x86_64", "deno", version, null, []]);
}

/** Levels results, one after the other. */
function levelAll(points: readonly SeriesPoint[], levels = new MachineLevels()) {
  return points.map((point) => levels.add(point));
}

/** Milliseconds on the level of the first machine, rounded to a thousandth. */
function valuesOf(points: readonly SeriesPoint[]): (number | null)[] {
  return levelAll(points).map(({ value }) =>
    value === null ? null : Math.round(1000 * Math.exp(value)) / 1000
  );
}

/** Returns results on machines in turn; the slow one takes 1.3 times as long. */
function onMachines(machines: readonly ("fast" | "slow" | "third")[]): SeriesPoint[] {
  const durations = { fast: 10, slow: 13, third: 20 };
  return seriesOf(
    machines.map((machine) => durations[machine]),
    (index) => ({ environment: keyOf(machines[index]!) }),
  );
}

/** Returns a comparison with a commit that took 10 ms. */
function comparison(
  commit: string,
  baseline: string | null,
  ratio: number,
  standardError: number | null = 0.001,
): SeriesPoint {
  const against = { commit: baseline, durationMs: 10 };
  return { ...seriesOf([10 * ratio])[0]!, commit, standardError, rounds: 10, against };
}

Deno.test("a new machine is learned from its first results, and leveled afterwards", () => {
  const points = onMachines(["fast", "fast", "fast", "slow", "slow", "slow", "slow", "fast"]);
  assertEquals(valuesOf(points), [10, 10, 10, null, null, 10, 10, 10]);
});

Deno.test("a machine that returns keeps its level", () => {
  const fast = Array<"fast">(10).fill("fast");
  const slow = Array<"slow">(30).fill("slow");
  const values = valuesOf(onMachines([...fast, ...slow, ...fast, ...slow]));
  assertEquals(values.slice(12), Array(68).fill(10));
});

Deno.test("a machine is compared with those that came before it", () => {
  const machines = ["fast", "slow", "third"] as const;
  const turns = Array.from({ length: 30 }, (_, index) => machines[index % 3]!);
  assertEquals(valuesOf(onMachines(turns)).slice(9), Array(21).fill(10));
});

Deno.test("a machine seen once is learned when it returns, whichever machines came in between", () => {
  const third = Array<"third">(20).fill("third");
  const points = onMachines(["fast", "slow", ...third, "slow", "slow", "slow"]);
  assertEquals(valuesOf(points).slice(-3), [null, 10, 10]);
});

Deno.test("a drifting level is followed even if machines take turns", () => {
  const turns = Array.from({ length: 80 }, (_, index) => index % 2 === 0 ? "slow" : "third");
  const points = onMachines(["fast", "fast", "fast", ...turns])
    .map((point, index) => ({ ...point, durationMs: point.durationMs * 1.003 ** index }));
  const leveled = Math.exp(levelAll(points).at(-2)!.value!);
  assertAlmostEquals(leveled / (10 * 1.003 ** 81), 1, 0.03);
});

Deno.test("a single outlier does not affect the level of a machine that is being learned", () => {
  const points = onMachines(["fast", "fast", "fast", "slow", "slow", "slow", "slow"])
    .map((point, index) => index === 4 ? { ...point, durationMs: 100 } : point);
  assertEquals(valuesOf(points), [10, 10, 10, null, null, 10, 10]);
});

Deno.test("the level of a machine is final once many results have contributed to it", () => {
  const random = seeded(3);
  const turns = Array.from({ length: 200 }, (_, index) => index % 2 === 0 ? "fast" : "slow");
  const points = onMachines(turns)
    .map((point) => ({ ...point, durationMs: point.durationMs * random.lognormal(0.05) }));
  const offsets = levelAll(points).map(({ value }, index) =>
    value === null ? null : (Math.log(points[index]!.durationMs) - value).toFixed(9)
  ).filter((_, index) => index % 2 > 0);
  assertEquals(new Set(offsets.slice(39)).size, 1);
  assertGreater(new Set(offsets.slice(30, 40)).size, 3);
});

Deno.test("a new version of Deno is no new machine", () => {
  const points = seriesOf(
    [10, 10, 10, 12, 12],
    (index) => ({ environment: keyOf("A CPU", index < 3 ? "2.9.5" : "2.9.6") }),
  );
  assertEquals(valuesOf(points), [10, 10, 10, 12, 12]);
});

Deno.test("versions of Deno that take turns count as machines, and the search restarts once", () => {
  const points = seriesOf(
    Array.from({ length: 60 }, (_, index) => index % 2 === 0 ? 10 : 12),
    (index) => ({ environment: keyOf("A CPU", index % 2 === 0 ? "2.9.5" : "2.9.6") }),
  );
  const leveled = levelAll(points);
  const restarts = leveled.flatMap(({ restart }, index) => restart ? [index] : []);
  assertEquals(restarts, [4]);
  assertEquals(valuesOf(points).slice(12), Array(48).fill(10));
});

Deno.test("the effects of versions are forgotten once the versions count as machines", () => {
  const results = seriesOf(
    [10, 12, 10, 12, 10],
    (index) => ({ environment: keyOf("A CPU", index % 2 === 0 ? "2.9.5" : "2.9.6") }),
  );
  assertEquals(levelAll(results).at(-1)!.restart, true);
  assertEquals(valuesOf([...results, comparison("x", "c1", 1.5)]).at(-1), 15);
});

Deno.test("a text that is not a key of an environment is a machine", () => {
  const points = seriesOf(
    [10, 10, 13, 13, 13],
    (index) => ({ environment: index < 2 ? "one" : "[another" }),
  );
  assertEquals(valuesOf(points), [10, 10, null, null, 10]);
});

Deno.test("comparisons add up, wherever they were measured", () => {
  const points = [
    comparison("c1", "c0", 1),
    comparison("c2", "c1", 1.2),
    comparison("c3", "c2", 1.1),
    comparison("c4", "c3", 1),
  ];
  assertEquals(valuesOf(points), [10, 12, 13.2, 13.2]);
  assertEquals(levelAll(points)[1]!.variance, 0.001 ** 2);
});

Deno.test("comparisons with one baseline do not add up", () => {
  const points = Array.from({ length: 200 }, (_, index) => comparison(`c${index}`, "v1", 1.5));
  assertEquals(valuesOf(points), Array(200).fill(15));
});

Deno.test("the level of a baseline stays while it is in use", () => {
  const points = Array.from({ length: 100 }, (_, index) => [
    comparison(`of base ${index}`, "base", 1),
    comparison(`other ${index}`, `other base ${index}`, 2),
  ]).flat();
  const ofBase = valuesOf(points).filter((_, index) => index % 2 === 0);
  assertEquals(ofBase, Array(100).fill(10));
});

Deno.test("a comparison of durations of any size has a level", () => {
  const against = { commit: "c0", durationMs: 1e-200 };
  const points = [{ ...comparison("c1", "c0", 1), durationMs: 1e200, against }];
  assertAlmostEquals(levelAll(points)[0]!.value!, Math.log(1e200));
});

Deno.test("a comparison starts from the results of its baseline, or else from the latest values", () => {
  const results = seriesOf([10, 10, 10, 20, 20, 20, 20, 20, 20, 20, 20, 20]);
  assertEquals(valuesOf([...results, comparison("x", "c1", 1.5)]).at(-1), 15);
  assertEquals(valuesOf([...results, comparison("x", "unknown", 1.5)]).at(-1), 30);
  assertEquals(valuesOf([...results, comparison("x", null, 1.5)]).at(-1), 30);
});

Deno.test("a baseline without a commit does not match a result without one", () => {
  const results = seriesOf(
    [...Array(10).fill(10), ...Array(10).fill(20)],
    () => ({ commit: null }),
  );
  assertEquals(valuesOf([...results, comparison("x", null, 1.5)]).at(-1), 30);
});

Deno.test("chance in the result of a baseline does not affect its level", () => {
  const noise = Array.from({ length: 20 }, (_, index) => 10 + 0.1 * (index % 3 - 1));
  const after = (last: number) =>
    valuesOf([...seriesOf([...noise, last]), comparison("x", "c20", 1.2)]).at(-1);
  assertEquals(after(10.2), 12);
  assertEquals(after(13), 15.6);
});

Deno.test("a comparison without a known error counts in full", () => {
  const points = [comparison("c1", "c0", 1.01, null), comparison("c2", "c1", 1.01, null)];
  assertEquals(valuesOf(points), [10.1, 10.201]);
});

/** Random results of few or many machines and versions, and comparisons among them. */
function anyPoints(seed: number, length: number): SeriesPoint[] {
  const random = seeded(seed);
  const pick = (count: number) => Math.floor(count * random.uniform());
  const machines = [1, 3, 80][seed % 3]!;
  return seriesOf(Array.from({ length }, () => 10 * random.lognormal(0.1)), (index) => ({
    environment: keyOf(
      `CPU ${pick(machines)}`,
      random.chance(0.1 * (seed % 2)) ? "2.9.5" : "2.9.6",
    ),
    standardError: random.chance(0.2) ? null : 0.01 * random.uniform(),
    against: random.chance(0.3)
      ? { commit: random.chance(0.1) ? null : `c${index - 1 - pick(5)}`, durationMs: 10 }
      : null,
  }));
}

Deno.test("a search that is resumed from its state in JSON continues unchanged, from any result on", () => {
  const creeping = Array.from(
    { length: 60 },
    (_, index) => comparison(`c${index + 1}`, `c${index}`, 1.005, 0.002),
  );
  for (const points of [creeping, ...[0, 1, 2, 3, 4, 5].map((seed) => anyPoints(seed, 120))]) {
    const whole = levelAll(points);
    for (let count = 0; count <= points.length; count++) {
      const levels = new MachineLevels();
      levelAll(points.slice(0, count), levels);
      const resumed = MachineLevels.resume(JSON.parse(JSON.stringify(levels.state)));
      assertEquals(levelAll(points.slice(count), resumed), whole.slice(count));
    }
  }
});

Deno.test("later results do not change a state", () => {
  const levels = new MachineLevels();
  levelAll(anyPoints(1, 100), levels);
  const { state } = levels;
  const before = JSON.stringify(state);
  levelAll(anyPoints(2, 100), levels);
  levelAll(anyPoints(3, 100), MachineLevels.resume(state));
  assertEquals(JSON.stringify(state), before);
});

Deno.test("the state of a long history on a thousand machines stays small, and its results are leveled", () => {
  const levels = new MachineLevels();
  let [learning, largest] = [0, 0];
  for (let index = 0; index < 6000; index++) {
    const [point] = seriesOf([10], () => ({ environment: keyOf(`CPU ${index % 1000}`) }));
    if (levels.add(point!).value === null) learning++;
    if (index % 500 === 0) largest = Math.max(largest, JSON.stringify(levels.state).length);
  }
  assertLess(learning, 600);
  assertLess(largest, 50_000);
});

Deno.test("a new machine replaces the one that was not seen for longest", () => {
  const home = Array<string>(1100).fill("home");
  const others = Array.from({ length: 63 }, (_, index) => `other ${index}`);
  const machines = [
    "home",
    ...others,
    ...home,
    ...Array(5).fill("A"),
    ...Array(5).fill("B"),
    "home",
  ];
  const factors: Readonly<Record<string, number>> = { A: 1.3, B: 2 };
  const points = seriesOf(
    machines.map((machine) => 10 * (factors[machine] ?? 1)),
    (index) => ({ environment: keyOf(machines[index]!) }),
  );
  assertEquals(valuesOf(points).slice(-11), [
    ...[null, null, 10, 10, 10],
    ...[null, null, 10, 10, 10],
    10,
  ]);
});

/** Real series are in a folder beside the checkout where the project is developed. */
const REAL = new URL("../../../shared/series/", import.meta.url);
const isThere = await Deno.stat(REAL).then(() => true, () => false);

/** Counts the steps of two series that are within three results of each other. */
function countMatches(steps: readonly number[], others: readonly number[]): number {
  return steps.filter((step) => others.some((other) => Math.abs(step - other) <= 3)).length;
}

Deno.test({
  name: "the steps of real histories are found on machines in turn as on one" +
    (isThere ? "" : " (skipped: there are none beside this checkout)"),
  ignore: !isThere,
  fn() {
    const placesOf = (points: readonly SeriesPoint[]) =>
      findChanges(points, DEFAULT_THRESHOLDS).steps
        .map(({ after }) => Number(after.result.slice(1)));
    let [onOne, inTurn, both] = [0, 0, 0];
    for (const file of ["suite_brepkit.json", "suite_github-action-benchmark.json"]) {
      const text = Deno.readTextFileSync(new URL(file, REAL));
      for (const [seed, { values }] of readSeries(JSON.parse(text), file).entries()) {
        const random = seeded(seed);
        const machines = values.map(() => random.chance(0.4) ? 1 : 0);
        const durations = values.map((value, index) => value * (1 + 0.2 * machines[index]!));
        const known = placesOf(seriesOf(values));
        const found = placesOf(
          seriesOf(durations, (index) => ({ environment: keyOf(`CPU ${machines[index]}`) })),
        );
        onOne += known.length;
        inTurn += found.length;
        both += countMatches(known, found);
      }
    }
    assertGreaterOrEqual(both / onOne, 0.85);
    assertLessOrEqual(inTurn / onOne, 1.15);
  },
});
