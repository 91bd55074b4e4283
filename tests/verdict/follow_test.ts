// Changes of a suite are reported as results arrive, and reports stay.
import {
  assertEquals,
  assertGreater,
  assertGreaterOrEqual,
  assertLess,
  assertNotEquals,
} from "@std/assert";
import { type Followed, SuiteFollower, type SuiteOptions } from "../../scripts/verdict/follow.ts";
import type { SeriesPoint } from "../../scripts/verdict/series.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { seeded } from "../helpers/draws.ts";
import { seriesOf } from "../helpers/series.ts";
import { trialsOf } from "../helpers/thorough.ts";

const OPTIONS: SuiteOptions = {
  thresholdsOf: () => DEFAULT_THRESHOLDS,
  placeOf: (result) => Number(result.slice(1)),
};

/** The factor by which a benchmark of a suite is slower at a result. */
type FactorOf = (benchmark: number, at: number) => number;

/** Series of the benchmarks of a suite, with noise of 1 to 4 %. */
function draw(benchmarks: number, results: number, factorOf: FactorOf, seed: number) {
  const random = seeded(seed);
  return Array.from({ length: benchmarks }, (_, benchmark) => {
    const noise = 0.01 + 0.03 * random.uniform();
    return seriesOf(
      Array.from(
        { length: results },
        (_, at) => 10 * factorOf(benchmark, at) * Math.exp(noise * random.normal()),
      ),
    );
  });
}

function identityOf(benchmark: number) {
  return { file: "a_bench.ts", group: null, name: `benchmark ${benchmark}` };
}

/** The results of each benchmark; null if it was not measured. */
type Results = readonly (readonly (SeriesPoint | null)[])[];

/** Takes results of a suite in the order of time. */
function take(suite: SuiteFollower, series: Results, first: number, end: number): void {
  for (let at = first; at < end; at++) {
    for (const [benchmark, points] of series.entries()) {
      const point = points[at]!;
      if (point !== null) suite.add(identityOf(benchmark), point);
    }
  }
}

/** Follows a suite by many searches. Each resumes where the previous one stopped. */
function followInTurns(series: Results, turn: number): Followed[] {
  let suite = new SuiteFollower(OPTIONS);
  for (let at = 0; at < series[0]!.length; at += turn) {
    take(suite, series, at, Math.min(at + turn, series[0]!.length));
    suite.describe();
    suite = SuiteFollower.resume(JSON.parse(JSON.stringify(suite.state)), OPTIONS)!;
  }
  return suite.describe();
}

function follow(series: Results): Followed[] {
  const suite = new SuiteFollower(OPTIONS);
  take(suite, series, 0, series[0]!.length);
  return suite.describe();
}

/** How many suites of 30 benchmarks are simulated. */
const SUITES = trialsOf({ all: 20, least: 6 });

function toldIn(followed: readonly Followed[]) {
  return followed.flatMap(({ steps, drifts }) => [...steps, ...drifts])
    .filter(({ told }) => told !== null);
}

Deno.test("a slowdown of a whole suite is attributed to the machine, however noisy the benchmarks", () => {
  let [told, code] = [0, 0];
  for (let seed = 1; seed <= SUITES; seed++) {
    const causes = toldIn(follow(draw(30, 70, (_, at) => at < 40 ? 1 : 1.15, seed)))
      .map(({ company }) => company!.cause);
    told += causes.length;
    code += causes.filter((cause) => cause === "code").length;
  }
  assertGreater(told, 25 * SUITES);
  assertLess(code / told, 0.02);
});

Deno.test("a slow drift of a whole suite is attributed to the machine, too", () => {
  const factorOf: FactorOf = (_, at) => Math.exp(0.004 * Math.min(75, Math.max(0, at - 60)));
  const followed = follow(draw(10, 200, factorOf, 6));
  const drifts = followed.flatMap(({ drifts }) => drifts).filter(({ told }) => told !== null);
  assertGreater(drifts.length, 3);
  for (const { company } of drifts) assertEquals(company!.cause, "machine");
});

Deno.test("a slowdown of one benchmark of a suite is attributed to the code", () => {
  let [told, code] = [0, 0];
  for (let seed = 1; seed <= SUITES; seed++) {
    const factorOf: FactorOf = (benchmark, at) => benchmark === 3 && at >= 40 ? 1.3 : 1;
    const causes = toldIn(follow(draw(30, 70, factorOf, seed)))
      .filter(({ verdict }) => verdict === "regression")
      .map(({ company }) => company!.cause);
    told += causes.length;
    code += causes.filter((cause) => cause === "code").length;
  }
  assertGreaterOrEqual(told, SUITES);
  assertGreater(code / told, 0.98);
});

Deno.test("a change in comparisons is attributed to the code, whatever the suite does", () => {
  const series = draw(10, 70, (_, at) => at < 40 ? 1 : 1.3, 7).map((points) =>
    points.map((point, at): SeriesPoint => {
      if (at < 40) return point;
      const { commit, durationMs } = points[at - 1]!;
      return { ...point, standardError: 0.01, rounds: 10, against: { commit, durationMs } };
    })
  );
  const told = toldIn(follow(series));
  assertGreater(told.length, 5);
  for (const { company } of told) assertEquals([company!.cause, company!.rose > 5], ["code", true]);
});

Deno.test("a search that was saved after any result continues as if it had not stopped", () => {
  const series = draw(6, 90, (benchmark, at) => at < 40 ? 1 : benchmark < 4 ? 1.2 : 1.02, 3);
  const whole = follow(series);
  assertGreater(toldIn(whole).length, 3);
  for (const cut of [1, 5, 39, 41, 43, 44, 45, 50, 60, 89]) {
    const first = new SuiteFollower(OPTIONS);
    take(first, series, 0, cut);
    first.describe();
    const state = JSON.parse(JSON.stringify(first.state));
    const second = SuiteFollower.resume(state, OPTIONS)!;
    take(second, series, cut, 90);
    assertEquals(second.describe(), whole, `stopped after ${cut} results`);
  }
});

Deno.test("searches in steps find the same as a single one, for a change long ago", () => {
  const series = draw(6, 450, (_, at) => at < 60 ? 1 : 1.2, 4);
  assertEquals(followInTurns(series, 30), follow(series));
});

Deno.test("searches in steps find the same as a single one, for a benchmark that is seldom measured", () => {
  const series = draw(6, 1200, (_, at) => at < 640 ? 1 : 1.2, 4).map((points, benchmark) =>
    points.map((point, at) => benchmark > 0 || at % 80 === 0 ? point : null)
  );
  const whole = follow(series);
  assertGreater(toldIn(whole.slice(0, 1)).length, 0);
  assertEquals(followInTurns(series, 40), whole);
});

Deno.test("searches in steps find the same as a single one, for versions that take turns", () => {
  const versionAt = (at: number) => at > 70 && at % 2 === 0 ? "2.9.6" : "2.9.5";
  const series = draw(6, 160, (_, at) => at < 80 ? 1 : 1.2, 4).map((points, benchmark) =>
    points.map((point, at) => {
      const version = versionAt(at);
      const environment = JSON.stringify([
        "A CPU",
        4,
        "linux",
        "x86_64",
        "deno",
        version,
        null,
        [],
      ]);
      return benchmark < 3 || version === "2.9.5" ? { ...point, environment } : null;
    })
  );
  const whole = follow(series);
  assertEquals(whole.map(({ learning }) => learning), [2, 2, 2, 0, 0, 0]);
  assertGreater(toldIn(whole).length, 0);
  assertEquals(followInTurns(series, 5), whole);
});

Deno.test("a search of all results finds the same as one result by result, even if versions take turns", () => {
  const random = seeded(4);
  const versions = Array.from({ length: 90 }, (_, at) => at >= 20 && random.chance(0.5) ? 6 : 5);
  const series = draw(8, 90, (_, at) => (at < 34 ? 1 : 1.2) * (versions[at] === 5 ? 1 : 1.15), 6)
    .map((points) =>
      points.map((point, at) => ({
        ...point,
        environment: JSON.stringify([
          "A CPU",
          4,
          "linux",
          "x86_64",
          "deno",
          versions[at],
          null,
          [],
        ]),
      }))
    );
  const whole = follow(series);
  assertGreater(toldIn(whole).length, 7);
  let suite = new SuiteFollower(OPTIONS);
  for (let at = 0; at < 90; at++) {
    take(suite, series, at, at + 1);
    suite.describe();
    suite = SuiteFollower.resume(JSON.parse(JSON.stringify(suite.state)), OPTIONS)!;
  }
  assertEquals(suite.describe(), whole);
});

Deno.test("the report on a change and its attribution stay", () => {
  const series = draw(8, 120, (benchmark, at) => at < 30 + 12 * benchmark ? 1 : 1.2, 5);
  const suite = new SuiteFollower(OPTIONS);
  const known = new Map<string, string>();
  for (let at = 0; at < 120; at++) {
    take(suite, series, at, at + 1);
    const now = new Map<string, string>(
      suite.describe().flatMap(({ benchmark, steps, drifts }) =>
        [...steps, ...drifts].filter(({ told }) => told !== null).map((
          { id, told, company },
        ) => [`${benchmark.name} ${id}`, JSON.stringify([told, company])] as const)
      ),
    );
    for (const [id, said] of known) assertEquals(now.get(id), said, `${id} after ${at}`);
    for (const [id, said] of now) known.set(id, said);
  }
  assertGreater(known.size, 6);
});

Deno.test("other thresholds restart a search", () => {
  const suite = new SuiteFollower(OPTIONS);
  take(suite, draw(2, 20, () => 1, 1), 0, 20);
  suite.describe();
  const thresholds = { ...DEFAULT_THRESHOLDS, threshold: 0.03 };
  assertEquals(
    SuiteFollower.resume(suite.state, { ...OPTIONS, thresholdsOf: () => thresholds }),
    null,
  );
  assertNotEquals(SuiteFollower.resume(suite.state, OPTIONS), null);
});

Deno.test("the state of a suite does not grow with its results", () => {
  const sizeAfter = (results: number) => {
    const suite = new SuiteFollower(OPTIONS);
    take(suite, draw(2, results, () => 1, 1), 0, results);
    suite.describe();
    return JSON.stringify(suite.state).length;
  };
  assertLess(sizeAfter(2000), 1.2 * sizeAfter(300));
});
