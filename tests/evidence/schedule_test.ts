import { assertEquals } from "@std/assert";
import type { FailedTrial, Trial } from "../../benchmarks/evidence/record.ts";
import { SCENARIOS } from "../../benchmarks/evidence/scenarios.ts";
import {
  expectSeconds,
  nextTurn,
  type Plan,
  secondsForRuns,
} from "../../benchmarks/evidence/schedule.ts";

const scenarios = SCENARIOS.slice(0, 2);
const [first, second] = scenarios as [typeof SCENARIOS[number], typeof SCENARIOS[number]];
const plan: Plan = { scenarios, sources: ["pair", "runs"], trials: Infinity };

function trial(scenario: string, source: Trial["source"], seconds = 1): Trial {
  const frame = { scenario, seconds, started_at: "", load: null };
  return source === "runs"
    ? { ...frame, source, benchmarks: [] }
    : { ...frame, source, verdicts: [], warnings: [] };
}

/** The turns that are taken one after the other. */
function takeTurns(given: Plan, trials: Trial[], most: number): string[] {
  const taken: string[] = [];
  while (taken.length < most) {
    const turn = nextTurn(given, { trials, failed: [] });
    if (turn === null) break;
    taken.push(`${turn.scenario.name} ${turn.source}`);
    trials.push(trial(turn.scenario.name, turn.source));
  }
  return taken;
}

Deno.test("nextTurn() goes round", () => {
  const round = ["same pair", "same runs", "same-strict pair", "same-strict runs"];
  assertEquals(takeTurns(plan, [], 6), [...round, "same pair", "same runs"]);
});

Deno.test("nextTurn() first makes up for what an earlier stretch did not come to", () => {
  const before = [trial("same", "pair"), trial("same", "runs"), trial("same-strict", "pair")];
  assertEquals(takeTurns(plan, before, 2), ["same-strict runs", "same pair"]);
});

Deno.test("nextTurn() ends where all has been tried as often as planned", () => {
  assertEquals(takeTurns({ ...plan, trials: 3 }, [], 100).length, 12);
});

Deno.test("nextTurn() does not try again and again what fails", () => {
  const failed: FailedTrial[] = [
    { scenario: "same", source: "pair", started_at: "", message: "no git" },
  ];
  assertEquals(nextTurn(plan, { trials: [], failed }), { scenario: first, source: "runs" });
});

Deno.test("runs are given the time of the slower placement, as it was last", () => {
  const trials = [
    trial("same", "pair", 90),
    trial("same", "pair", 40),
    trial("same", "single", 30),
    trial("same-strict", "single", 80),
    trial("same", "runs", 70),
  ];
  assertEquals(secondsForRuns(first, { trials }), 40);
  assertEquals(secondsForRuns(second, { trials }), 80);
  assertEquals(secondsForRuns(first, { trials: [] }), 0);
  assertEquals(expectSeconds({ scenario: first, source: "runs" }, { trials }), 70);
});
