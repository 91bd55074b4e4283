import { assertEquals } from "@std/assert";
import type { FailedTrial, Trial } from "../../benchmarks/evidence/record.ts";
import { KINDS, SCENARIOS } from "../../benchmarks/evidence/scenarios.ts";
import {
  expectSeconds,
  nextTurn,
  type Plan,
  planOf,
  QUICK,
  secondsForRuns,
  type Turn,
} from "../../benchmarks/evidence/schedule.ts";

const scenarios = SCENARIOS.slice(0, 2);
const [first, second] = scenarios as [typeof SCENARIOS[number], typeof SCENARIOS[number]];
const plan: Plan = { scenarios, sources: ["pair", "runs"], kinds: null, trials: Infinity };

function trial(scenario: string, source: Trial["source"], seconds = 1): Trial {
  const frame = { scenario, seconds, started_at: "", load: null };
  return source === "runs"
    ? { ...frame, source, benchmarks: [] }
    : { ...frame, source, verdicts: [], warnings: [] };
}

/** Returns successive turns. */
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

Deno.test("nextTurn() alternates", () => {
  const round = ["same pair", "same runs", "same-strict pair", "same-strict runs"];
  assertEquals(takeTurns(plan, [], 6), [...round, "same pair", "same runs"]);
});

Deno.test("nextTurn() first catches up on turns that an earlier recording missed", () => {
  const before = [trial("same", "pair"), trial("same", "runs"), trial("same-strict", "pair")];
  assertEquals(takeTurns(plan, before, 2), ["same-strict runs", "same pair"]);
});

Deno.test("nextTurn() distinguishes trials of some kinds from those of all, and of others", () => {
  const before = [{ ...trial("same", "pair"), kinds: ["json"] }];
  for (const kinds of [null, ["map"]]) {
    assertEquals(nextTurn({ ...plan, kinds }, { trials: before, failed: [] })!.source, "pair");
  }
  assertEquals(nextTurn({ ...plan, kinds: ["json"] }, { trials: before, failed: [] }), {
    scenario: first,
    source: "runs",
    kinds: ["json"],
  });
});

Deno.test("nextTurn() ends when every trial was made as often as planned", () => {
  assertEquals(takeTurns({ ...plan, trials: 3 }, [], 100).length, 12);
});

Deno.test("nextTurn() does not repeat a failing trial forever", () => {
  const failed: FailedTrial[] = [
    { scenario: "same", source: "pair", started_at: "", message: "no git" },
  ];
  assertEquals(nextTurn(plan, { trials: [], failed }), {
    scenario: first,
    source: "runs",
    kinds: null,
  });
});

Deno.test("runs get the time of the slower placement in its latest trial", () => {
  const trials = [
    trial("same", "pair", 90),
    trial("same", "pair", 40),
    trial("same", "single", 30),
    trial("same-strict", "single", 80),
    trial("same", "runs", 70),
  ];
  const turn: Turn = { scenario: first, source: "runs", kinds: null };
  assertEquals(secondsForRuns(turn, { trials }), 40);
  assertEquals(secondsForRuns({ ...turn, scenario: second }, { trials }), 80);
  assertEquals(secondsForRuns(turn, { trials: [] }), 0);
  assertEquals(expectSeconds(turn, { trials }), 70);
  assertEquals(expectSeconds({ ...turn, kinds: ["json"] }, { trials }), 0);
});

const NOTHING = { scenarios: null, sources: null, kinds: null, trials: null };

Deno.test("planOf() plans everything by default, in the order of the lists", () => {
  assertEquals(planOf(NOTHING, null), {
    scenarios: SCENARIOS,
    sources: ["pair", "single", "runs"],
    kinds: null,
    trials: Infinity,
  });
  const backwards = { ...NOTHING, kinds: ["json", "memory"], scenarios: ["2%", "same"] };
  const { kinds, scenarios } = planOf(backwards, null);
  assertEquals(kinds, ["memory", "json"]);
  assertEquals(scenarios.map(({ name }) => name), ["same", "2%"]);
  assertEquals(planOf({ ...NOTHING, kinds: KINDS }, null).kinds, null);
});

Deno.test("planOf() completes the options of a quick run", () => {
  const { scenarios, ...rest } = planOf(NOTHING, QUICK);
  assertEquals(scenarios.map(({ name }) => name), ["same-strict", "2%"]);
  assertEquals(rest, {
    sources: ["pair"],
    kinds: ["memory", "allocation", "async", "json", "sorting"],
    trials: Infinity,
  });
  const { kinds, sources } = planOf({ ...NOTHING, kinds: ["map"] }, QUICK);
  assertEquals([kinds, sources], [["map"], ["pair"]]);
});
