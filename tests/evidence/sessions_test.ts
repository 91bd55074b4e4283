/** Checks that the allowance for sessions is close to their measured differences. @module */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { ALLOWED_DEVIATION } from "../../scripts/verdict/sessions.ts";
import type { Trial } from "../../benchmarks/evidence/record.ts";
import {
  deviationOfSessions,
  durationsOf,
  withoutCommon,
} from "../../benchmarks/evidence/sessions.ts";
import { seeded } from "../helpers/draws.ts";
import { SAMPLE } from "./sample.ts";

Deno.test("the allowance covers the sessions of half of the kinds of work on a loaded machine", async () => {
  const url = new URL("../../benchmarks/evidence/sessions.json", import.meta.url);
  const { durations_ms }: { durations_ms: Record<string, number[]> } = JSON.parse(
    await Deno.readTextFile(url),
  );
  const durations = new Map(Object.entries(durations_ms));
  assertEquals(durations.size, 14);
  assertAlmostEquals(deviationOfSessions(durations)!, ALLOWED_DEVIATION, 0.005);
});

Deno.test("withoutCommon() removes the effect of the machine on all kinds", () => {
  const random = seeded(5);
  const machine = Array.from({ length: 400 }, () => random.lognormal(0.1));
  const kinds = Array.from({ length: 9 }, (_, kind): [string, number[]] => [
    `kind ${kind}`,
    machine.map((speed) => (kind + 1) * speed * random.lognormal(0.02)),
  ]);
  const durations = new Map(kinds);
  assertAlmostEquals(deviationOfSessions(durations)!, Math.hypot(0.1, 0.02), 0.015);
  assertAlmostEquals(deviationOfSessions(withoutCommon(durations))!, 0.02, 0.004);
});

Deno.test("durationsOf() uses the trials of pairs that have all kinds", () => {
  const [first] = SAMPLE.trials as Trial[];
  const ofSome = { ...first!, kinds: ["json"] } as Trial;
  assertEquals([...durationsOf([...SAMPLE.trials, ofSome])], [["json", [1, 1]], ["map", [1, 1]]]);
  assertEquals(deviationOfSessions(durationsOf(SAMPLE.trials)), null);
});
