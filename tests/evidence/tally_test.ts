import { assert, assertEquals } from "@std/assert";
import { type Tally, tally } from "../../benchmarks/evidence/tally.ts";
import { outcomes } from "../../benchmarks/evidence/targets.ts";
import { compareBenchmarks } from "../../scripts/verdict/compare_versions.ts";
import { judged, roundsOf } from "../helpers/versioned.ts";
import { SAMPLE } from "./sample.ts";

const tallies = tally(SAMPLE);
const find = (scenario: string, method: string) =>
  tallies.find((one) => one.scenario === scenario && one.method === method)!;

Deno.test("tally() includes every method of every tried scenario, in a fixed order", () => {
  const methods = ["pair", "single", "two runs", "means", "ranks"];
  assertEquals(
    tallies.map(({ scenario, method }) => `${scenario} ${method}`),
    ["same", "15%"].flatMap((scenario) => methods.map((method) => `${scenario} ${method}`)),
  );
  const backwards = tally({ trials: SAMPLE.trials.toReversed() });
  assertEquals(backwards.map(({ method }) => method), [...methods, ...methods]);
});

Deno.test("tally() counts each verdict once", () => {
  for (const { regressions, unchanged, improvements, inconclusive, failed, verdicts } of tallies) {
    assertEquals(regressions + unchanged + improvements + inconclusive + failed, verdicts);
  }
  const { unconfirmed, inconclusive } = find("same", "pair");
  assertEquals({ unconfirmed, inconclusive }, { unconfirmed: 1, inconclusive: 1 });
  const { regressions, right_severity } = find("15%", "pair");
  assertEquals({ regressions, right_severity }, { regressions: 2, right_severity: 1 });
});

Deno.test("tally() recognises compare's report of an unconfirmed slowdown", () => {
  const changes = [0.3, 0.31, 0.29, 0.3, 0.31, 0.29];
  const side = { source: "", timestamp: "", git_commit: null };
  for (const confirmation of [roundsOf([0, 0.01, -0.01, 0, 0.01, -0.01]), []]) {
    const { entries } = compareBenchmarks([judged("json", changes, { confirmation })], {
      baseline: side,
      current: side,
      environment: SAMPLE.environment,
      shard: null,
      measurement: { placement: "pair", pinned: true, seconds: 1 },
      doubts: [],
    });
    const verdicts = entries.map((entry) => ({
      reason: entry.doubts[0]!.message,
      ...entry,
      rounds: entry.rounds.current,
      changes: entry.samples.changes!,
      confirming: entry.samples.confirming,
    }));
    const frame = { scenario: "same", source: "pair", started_at: "", seconds: 1, load: null };
    const trial = { ...frame, verdicts, warnings: [] } as typeof SAMPLE.trials[number];
    assertEquals(tally({ trials: [trial] })[0]!.unconfirmed, 1);
  }
});

Deno.test("tally() judges every pair of runs, and all runs together once", () => {
  assertEquals(find("15%", "two runs").verdicts, 8);
  assertEquals(find("15%", "means").verdicts, 2);
  assertEquals(find("15%", "ranks").kinds["json"]!.regressions, 1);
  assertEquals(find("15%", "ranks").kinds["map"]!.regressions, 0);
});

Deno.test("tally() divides the time among benchmarks, and among pairs of runs", () => {
  assertEquals(find("same", "pair").seconds_per_benchmark, 4);
  assertEquals(find("same", "means").seconds_per_benchmark, 5);
  assertEquals(find("same", "two runs").seconds_per_benchmark, 1.25);
});

Deno.test("tally() counts the intervals that contain the planted change, including their ends", () => {
  const [trial] = SAMPLE.trials;
  assert(trial?.source === "pair");
  const [first] = trial.verdicts;
  const intervals = [[0.1, 0.2], [0.15, 0.2], [0.1, 0.15], [0.1, 0.14], [0.16, 0.2], null];
  const verdicts = intervals.map((ends) => ({
    ...first!,
    interval: ends && { lower: ends[0]!, upper: ends[1]!, level: 0.95 },
  }));
  const [slower] = tally({ trials: [{ ...trial, scenario: "15%", verdicts }] });
  assertEquals([slower!.covered, slower!.intervals, slower!.verdicts], [3, 5, 6]);
  const [same] = tally({ trials: [{ ...trial, verdicts }] });
  assertEquals([same!.covered, same!.intervals], [0, 5]);
  assertEquals(find("15%", "means").intervals, 0);
});

Deno.test("tally() returns the mean rounds of benchline's measurements, also by kind", () => {
  const [trial] = SAMPLE.trials;
  assert(trial?.source === "pair");
  const verdicts = trial.verdicts.map((verdict, index) => ({ ...verdict, rounds: 6 + 10 * index }));
  const [mine] = tally({ trials: [{ ...trial, verdicts }] });
  assertEquals(mine!.mean_rounds, 11);
  assertEquals(mine!.kinds["map"]!.mean_rounds, 16);
  assertEquals(find("15%", "ranks").mean_rounds, null);
});

const NO_DEVIATIONS = { pair: new Map(), single: new Map() };

/** Returns the outcome of one tally for each target, identified by part of its text. */
function said(given: Partial<Tally>, target: string, deviations = NO_DEVIATIONS) {
  const all = outcomes([{ ...find("same", "pair"), ...given }], deviations);
  return all.filter((one) => one.target.includes(target)).map(({ measured, met }) => [
    measured,
    met,
  ]);
}

Deno.test("outcomes() allows one false regression in 1,000 verdicts", () => {
  const rows = [[999, 0, null], [1000, 0, true], [1000, 1, true], [1000, 2, false]] as const;
  const more = [[2000, 2, true], [500, 1, null], [20, 2, false]] as const;
  for (const scenario of ["same", "same-strict"]) {
    for (const [verdicts, regressions, met] of [...rows, ...more]) {
      const given = { scenario, verdicts, regressions };
      assertEquals(said(given, "false regressions"), [[`${regressions} of ${verdicts}`, met]]);
    }
  }
});

Deno.test("outcomes() requires a share of planted changes to be found, with the right severity", () => {
  const rows = [
    { scenario: "2%", verdicts: 200, regressions: 180, found: true },
    { scenario: "2%", verdicts: 200, regressions: 179, found: false },
    { scenario: "5%", verdicts: 200, regressions: 198, found: true },
    { scenario: "5%", verdicts: 200, regressions: 197, found: false },
    { scenario: "100%", verdicts: 99, regressions: 99, found: null },
  ];
  for (const { found, ...given } of rows) {
    assertEquals(said(given, "found"), [[`${given.regressions} of ${given.verdicts}`, found]]);
  }
  const named = { scenario: "30%", verdicts: 200, right_severity: 194 };
  assertEquals(said({ ...named, regressions: 200 }, "severity"), [["194 of 200", true]]);
  assertEquals(said({ ...named, regressions: 201 }, "severity"), [["194 of 201", false]]);
  assertEquals(said({ ...named, regressions: 99 }, "severity"), [["194 of 99", null]]);
});

Deno.test("outcomes() expects 1 % to be found only in steady kinds in the same placement", () => {
  const counts = find("same", "pair").kinds["json"]!;
  const kinds = {
    json: { ...counts, verdicts: 60, regressions: 58 },
    map: { ...counts, verdicts: 60, regressions: 50 },
    memory: { ...counts, verdicts: 60, regressions: 0 },
    "never measured on unchanged code": counts,
  };
  const deviations = {
    pair: new Map([["json", 0.0149], ["map", 0.004], ["memory", 0.015]]),
    single: new Map([["memory", 0.001]]),
  };
  const mine = { scenario: "1%", kinds };
  assertEquals(said(mine, "found", deviations), [["108 of 120", true]]);
  const fewer = { ...kinds, map: { ...counts, verdicts: 60, regressions: 49 } };
  assertEquals(said({ ...mine, kinds: fewer }, "found", deviations), [["107 of 120", false]]);
  assertEquals(said(mine, "found"), []);
});

Deno.test("outcomes() requires a mean change within 1 % of the planted size", () => {
  const rows = [["15%", 0.1486, true], ["15%", 0.1484, false], ["100%", 1.0099, true]] as const;
  for (const [scenario, mean_change, met] of rows) {
    const [[, found]] = said({ scenario, verdicts: 100, mean_change }, "mean change") as [
      [string, boolean],
    ];
    assertEquals(found, met, scenario);
  }
  const few = { scenario: "30%", verdicts: 99, mean_change: 0.3 };
  assertEquals(said(few, "mean change"), [["30.00 of 30 %", null]]);
});

Deno.test("outcomes() requires 94 to 96 % of the intervals to contain the planted change", () => {
  const rows = [[470, 500, true], [480, 500, true], [469, 500, false], [481, 500, false], [
    470,
    499,
    null,
  ]] as const;
  for (const [covered, intervals, met] of rows) {
    const [[, found]] = said({ scenario: "5%", covered, intervals }, "intervals") as [
      [string, boolean],
    ];
    assertEquals(found, met, `${covered} of ${intervals}`);
  }
  const tally = find("same", "pair");
  const several = ["same", "1%", "100%"].map((scenario) => ({
    ...tally,
    scenario,
    covered: 238,
    intervals: 250,
  }));
  const planted = outcomes(several, NO_DEVIATIONS).find(({ scenario }) => scenario === "planted")!;
  assertEquals(planted.measured, "476 of 500 (93.0 % to 96.8 %)");
});

Deno.test("outcomes() requires 20 benchmarks to be judged in half a minute", () => {
  for (const [seconds_per_benchmark, met] of [[1.5, true], [1.51, false]] as const) {
    assertEquals(said({ seconds_per_benchmark }, "20 benchmarks"), [[
      `${(seconds_per_benchmark / 3).toFixed(2)} min`,
      met,
    ]]);
  }
});
