import { assert, assertEquals } from "@std/assert";
import type { DuetVerdict } from "../../benchmarks/evidence/record.ts";
import { replay } from "../../benchmarks/evidence/replay.ts";
import { SCENARIOS, thresholdsOf } from "../../benchmarks/evidence/scenarios.ts";
import { tally } from "../../benchmarks/evidence/tally.ts";
import { seeded } from "../helpers/draws.ts";
import { SAMPLE } from "./sample.ts";

const scenario = (name: string) => SCENARIOS.find((one) => one.name === name)!;

/** Returns a benchmark with these rounds; its recorded verdict does not matter. */
function measured(name: string, changes: readonly number[], confirming = 0): DuetVerdict {
  const [trial] = SAMPLE.trials;
  assert(trial?.source === "pair");
  return { ...trial.verdicts[0]!, name, changes, confirming, rounds: changes.length };
}

function draw(seed: number, mean: number, deviation: number, rounds: number): number[] {
  const random = seeded(seed);
  return Array.from({ length: rounds }, () => mean + deviation * random.normal());
}

Deno.test("replay() judges rounds by the present thresholds", () => {
  const verdicts = [
    measured("the same", draw(1, 0, 0.01, 40)),
    measured("slower", draw(2, 0.15, 0.01, 40)),
    measured("a little slower", draw(3, 0.04, 0.005, 40)),
    measured("noise", draw(4, 0.05, 0.2, 8)),
  ];
  const said = (name: string) =>
    replay(verdicts, thresholdsOf(scenario(name))).map(({ verdict }) => verdict);
  assertEquals(said("same"), ["unchanged", "regression", "unchanged", "inconclusive"]);
  assertEquals(said("same-strict"), ["unchanged", "regression", "regression", "inconclusive"]);
});

Deno.test("replay() stops when the measurement would have stopped", () => {
  // It is decided after six rounds, and later rounds would contradict.
  const changes = [...draw(5, 0, 0.01, 6), ...draw(6, 0.5, 0.01, 34)];
  const [judged] = replay([measured("a", changes)], thresholdsOf(scenario("same")));
  assertEquals(judged!.verdict, "unchanged");
  assert(Math.abs(judged!.change!) < 0.02);
});

Deno.test("replay() leaves out the rounds of a confirmation", () => {
  const changes = [...draw(7, 0, 0.2, 8), ...draw(8, 0, 0.001, 6)];
  const [judged] = replay([measured("a", changes, 6)], thresholdsOf(scenario("same")));
  assertEquals(judged!.verdict, "inconclusive");
});

Deno.test("tally() judges the strict rounds of unchanged code again", () => {
  const [trial] = SAMPLE.trials;
  assert(trial?.source === "pair");
  const verdicts = [measured("a", draw(9, 0, 0.01, 40)), measured("b", draw(10, 0.2, 0.01, 40))];
  const strict = { ...trial, scenario: "same-strict", verdicts };
  const again = tally({ trials: [strict] }).find(({ method }) => method === "replayed")!;
  assertEquals(again.scenario, "same");
  assertEquals([again.verdicts, again.unchanged, again.regressions], [2, 1, 1]);
  assertEquals(again.seconds_per_benchmark, null);
});
