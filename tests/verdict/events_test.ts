import { assertEquals, assertNotEquals } from "@std/assert";
import { groupEvents, kindOfEvent, type SuiteEvent } from "../../scripts/verdict/events.ts";
import type { Company, Trend } from "../../scripts/verdict/series.ts";
import { makeTrend, orderOf } from "../helpers/history_view.ts";

const MACHINE: Company = {
  of: 4,
  rose: 3,
  fell: 0,
  range: { lower: 0.2, upper: 0.3 },
  cause: "machine",
};

function trend(name: string, day: number, company: Company | null): Trend {
  const made = makeTrend(
    { file: "a_bench.ts", group: null, name },
    60,
    (at) => at < day ? 1 : 1.3,
  );
  return { ...made, steps: made.steps.map((step) => ({ ...step, company })) };
}

function eventsOf(trends: readonly Trend[]): SuiteEvent[] {
  return groupEvents(trends, orderOf(trends));
}

function namesOf(trends: readonly Trend[]): string[][] {
  return eventsOf(trends).map(({ changes }) => changes.map(({ benchmark }) => benchmark.name));
}

Deno.test("changes by the machine within three results are one event", () => {
  const trends = [trend("a", 30, MACHINE), trend("b", 33, MACHINE), trend("c", 34, MACHINE)];
  assertEquals(namesOf(trends), [["c"], ["a", "b"]]);
  const [, event] = eventsOf(trends);
  assertEquals([event!.id, event!.after.result, event!.company], ["event-id30", "id30", MACHINE]);
});

Deno.test("changes by the code are one event only at the same result", () => {
  const code: Company = { ...MACHINE, cause: "code" };
  const trends = [trend("a", 30, code), trend("b", 30, null), trend("c", 31, code)];
  assertEquals(namesOf(trends), [["c"], ["a", "b"]]);
  assertEquals(eventsOf(trends)[0]!.id, "id31");
});

Deno.test("changes by the code and by the machine at the same time are separate events", () => {
  assertEquals(namesOf([trend("a", 30, MACHINE), trend("b", 30, null)]).length, 2);
});

Deno.test("two events after the same result have different ids", () => {
  const trends = [
    trend("a", 30, MACHINE),
    trend("b", 30, null),
    trend("c", 30, MACHINE),
    trend("d", 30, null),
  ];
  assertEquals(eventsOf(trends).map(({ id }) => id).sort(), ["code-id30", "event-id30"]);
});

Deno.test("an event of drifts keeps its id while they continue", () => {
  const eventAfter = (days: number) => {
    const drift = (name: string) =>
      makeTrend(
        { file: "a_bench.ts", group: null, name },
        days,
        (day) => Math.exp(0.004 * Math.max(0, day - 40)),
        { company: MACHINE },
      );
    const [event, ...others] = eventsOf([drift("a"), drift("b")]);
    assertEquals(others, []);
    return event!;
  };
  const [early, late] = [eventAfter(100), eventAfter(180)];
  assertEquals(early.changes.map(({ change }) => change.id.slice(0, 5)), ["drift", "drift"]);
  assertNotEquals(early.after, late.after);
  assertEquals(early.id, late.id);
});

Deno.test("the move of the suite is the one known when the last change was reported", () => {
  const known = (rose: number): Company => ({ ...MACHINE, rose });
  const told = (made: Trend, by: number): Trend => ({
    ...made,
    steps: made.steps.map((step) => ({ ...step, told: { ...step.told!, by: made.points[by]! } })),
  });
  const [event] = eventsOf([
    told(trend("a", 30, known(4)), 50),
    told(trend("b", 32, known(3)), 40),
  ]);
  assertEquals(event!.changes.map(({ benchmark }) => benchmark.name), ["b", "a"]);
  assertEquals(event!.company, known(4));
});

Deno.test("an event of one change has the id of the change, unless two events would share it", () => {
  assertEquals(eventsOf([trend("a", 30, MACHINE)]).map(({ id }) => id), ["id30"]);
  const trends = [trend("a", 30, MACHINE), trend("b", 30, null)];
  assertEquals(eventsOf(trends).map(({ id }) => id).sort(), ["code-id30", "event-id30"]);
});

Deno.test("the distance between changes counts the results of the whole suite", () => {
  const trends = [trend("a", 30, MACHINE), trend("b", 33, MACHINE)];
  const withoutPoints = trends.map((one) => ({ ...one, points: [] }));
  const order = orderOf(trends).flatMap((result) => [`${result} of others`, result]);
  assertEquals(groupEvents(withoutPoints, order).length, 2);
});

Deno.test("neither a reverted change nor its reversal requires action", () => {
  const spell = makeTrend(
    { file: "a_bench.ts", group: null, name: "a" },
    90,
    (day) => day >= 30 && day < 60 ? 1.6 : 1,
  );
  const events = eventsOf([spell]);
  assertEquals(events.map((event) => [event.id, kindOfEvent(event)]), [
    ["id60", "other"],
    ["id30", "other"],
  ]);
});

Deno.test("an event requires the same action as its most urgent change", () => {
  const shared = (company: Company, dismissed: boolean): Trend => {
    const made = trend("a", 30, company);
    const dismissal = { benchmark: made.benchmark, step: "id30", reason: "r", timestamp: "" };
    const steps = made.steps.map((step) => dismissed ? { ...step, dismissal } : step);
    return { ...made, steps };
  };
  const unknown: Company = { ...MACHINE, cause: "unknown" };
  const code: Company = { ...MACHINE, cause: "code" };
  const rows: [trends: Trend[], kind: string][] = [
    [[shared(code, false)], "open"],
    [[shared(code, true)], "other"],
    [[shared(MACHINE, false)], "machine"],
    [[shared(MACHINE, true)], "machine"],
    [[shared(unknown, true)], "other"],
    [[shared(unknown, false)], "unclear"],
    // Reports from before the cause was known stay unchanged.
    [[shared(unknown, false), shared(MACHINE, false)], "unclear"],
  ];
  for (const [trends, kind] of rows) assertEquals(eventsOf(trends).map(kindOfEvent), [kind]);
});
