import { assertAlmostEquals, assertEquals } from "@std/assert";
import { deviationsOf } from "../../benchmarks/evidence/deviation.ts";
import type { DuetTrial } from "../../benchmarks/evidence/record.ts";
import { seeded } from "../helpers/draws.ts";
import { SAMPLE } from "./sample.ts";

/** Returns a trial of one kind, whose rounds show these changes. */
function trial(
  scenario: string,
  source: DuetTrial["source"],
  changes: readonly number[],
  confirming = 0,
): DuetTrial {
  const [pair] = SAMPLE.trials as [DuetTrial];
  const verdict = { ...pair.verdicts[0]!, name: "json", changes, confirming };
  return { ...pair, scenario, source, verdicts: [verdict] };
}

function draw(seed: number, deviation: number, rounds: number): number[] {
  const random = seeded(seed);
  return Array.from({ length: rounds }, () => Math.expm1(deviation * random.normal()));
}

Deno.test("deviationsOf() finds the deviation of normal log ratios over several trials", () => {
  const trials = [
    trial("same", "pair", draw(1, 1, 1000)),
    trial("same-strict", "pair", draw(2, 1, 1000)),
    trial("same", "single", draw(3, 0.02, 1000)),
  ];
  const { pair, single } = deviationsOf({ trials });
  assertAlmostEquals(pair.get("json")!, 1, 0.05);
  assertAlmostEquals(single.get("json")!, 0.02, 0.002);
});

Deno.test("deviationsOf() is robust against a few outlying rounds", () => {
  const changes = draw(4, 0.01, 500);
  const disturbed = changes.map((change, index) => index % 20 === 0 ? change + 5 : change);
  const before = deviationsOf({ trials: [trial("same", "pair", changes)] }).pair.get("json")!;
  const after = deviationsOf({ trials: [trial("same", "pair", disturbed)] }).pair.get("json")!;
  assertAlmostEquals(after, before, 0.1 * before);
});

Deno.test("deviationsOf() uses only unchanged code, without confirmations", () => {
  const changes = [0, 0.01, -0.01, 0.01, -0.01];
  const { pair } = deviationsOf({ trials: [trial("same", "pair", changes)] });
  const others = [
    trial("2%", "pair", draw(5, 0.5, 100)),
    trial("same", "pair", [...changes, 5, 6, 7, 8, 9], 5),
  ];
  const more = deviationsOf({
    trials: [...others, SAMPLE.trials.find(({ source }) => source === "runs")!],
  });
  assertEquals(more.pair, pair);
  assertEquals(more.single.size, 0);
  const failed = deviationsOf({ trials: [trial("same", "pair", [])] });
  assertEquals(failed.pair.size, 0);
});
