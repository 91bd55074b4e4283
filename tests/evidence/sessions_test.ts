/** That what sessions are allowed to differ by is near what they were measured to differ by. @module */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { ALLOWED_DEVIATION, spreadOfSessions } from "../../mod.ts";
import { median } from "../../scripts/result/spread.ts";

Deno.test("the allowance is about what sessions of half of the kinds of work differ by, on a loaded machine", async () => {
  const url = new URL("../../benchmarks/evidence/sessions.json", import.meta.url);
  const { durations_ms }: { durations_ms: Record<string, number[]> } = JSON.parse(
    await Deno.readTextFile(url),
  );
  const deviations = Object.values(durations_ms).map((durations) => {
    const results = durations.map((durationMs) => ({ durationMs, standardError: null }));
    return Math.sqrt(spreadOfSessions(results)!.variance);
  });
  assertEquals(deviations.length, 14);
  assertAlmostEquals(median(deviations), ALLOWED_DEVIATION, 0.005);
});
