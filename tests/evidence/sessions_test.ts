/** That what sessions are allowed to differ by is near what they were measured to differ by. @module */
import { assertAlmostEquals, assertGreater } from "@std/assert";
import { ALLOWED_DEVIATION, spreadOfSessions } from "../../mod.ts";
import { parseEvidence } from "../../benchmarks/evidence/record.ts";
import { median } from "../../scripts/result/spread.ts";

Deno.test("the allowance is about what sessions of half of the kinds of work differ by, on a loaded machine", async () => {
  const url = new URL("../../benchmarks/evidence/measured.json", import.meta.url);
  const { trials } = parseEvidence(await Deno.readTextFile(url), "measured.json");
  const sessions = trials.flatMap((trial) =>
    trial.source === "pair" && trial.cores === 1 ? trial.verdicts : []
  );
  const deviations = [...Map.groupBy(sessions, ({ name }) => name).values()].map((ofOneKind) => {
    const results = ofOneKind.flatMap(({ baseline }) =>
      baseline === null ? [] : [{ durationMs: baseline, standardError: null }]
    );
    return Math.sqrt(spreadOfSessions(results)!.variance);
  });
  assertGreater(deviations.length, 10);
  assertAlmostEquals(median(deviations), ALLOWED_DEVIATION, 0.005);
});
