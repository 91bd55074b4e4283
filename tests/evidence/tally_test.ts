import { assertEquals } from "@std/assert";
import { tally } from "../../benchmarks/evidence/tally.ts";
import { outcomes } from "../../benchmarks/evidence/targets.ts";
import { compareBenchmarks } from "../../scripts/verdict/compare_versions.ts";
import { judged, roundsOf } from "../helpers/versioned.ts";
import { SAMPLE } from "./sample.ts";

const tallies = tally(SAMPLE);
const find = (scenario: string, method: string) =>
  tallies.find((one) => one.scenario === scenario && one.method === method)!;

Deno.test("tally() has every method of every scenario that was tried, in a fixed order", () => {
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

Deno.test("tally() knows what compare says of what it could not confirm", () => {
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

Deno.test("outcomes() says met, missed or too few", () => {
  const of = (given: Partial<(typeof tallies)[number]>) =>
    outcomes([{ ...find("same", "pair"), ...given }]).map(({ measured, met }) => [measured, met]);
  const time = ["1.3 min", true];
  const rows = [
    { verdicts: 999, regressions: 0, met: null, shows: "nothing found, and not for long enough" },
    { verdicts: 1000, regressions: 0, met: true, shows: "nothing found" },
    { verdicts: 20, regressions: 1, met: false, shows: "one is too many, however few there are" },
  ];
  for (const { verdicts, regressions, met, shows } of rows) {
    const measured = [`${regressions} of ${verdicts}`, met];
    assertEquals(of({ verdicts, regressions }), [measured, time], shows);
  }
  const strict = { scenario: "same-strict", seconds_per_benchmark: 60 };
  const allowed = [[1000, 1, true], [1000, 2, false], [2000, 2, true], [500, 1, null]] as const;
  for (const [verdicts, regressions, met] of allowed) {
    assertEquals(of({ ...strict, verdicts, regressions }), [[
      `${regressions} of ${verdicts}`,
      met,
    ]]);
  }
  const half = { scenario: "15%", verdicts: 200, right_severity: 194 };
  const shares = [[200, true, true], [198, true, true], [197, false, true], [
    99,
    false,
    null,
  ]] as const;
  for (const [regressions, found, severity] of shares) {
    assertEquals(of({ ...half, regressions }).map(([, met]) => met), [found, severity]);
  }
  assertEquals(of({ scenario: "15%", verdicts: 99, regressions: 99 })[0], ["99 of 99", null]);
});
