import { assertAlmostEquals, assertEquals } from "@std/assert";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { judgeMeans, judgeRanks, judgeTwoRuns } from "../../benchmarks/evidence/rules.ts";

const runs = (baseline: number[], current: number[]) => ({ name: "sum", baseline, current });

Deno.test("judgeTwoRuns() compares each run with its partner, and excludes the threshold itself", () => {
  const verdicts = judgeTwoRuns(runs([10, 10, 10, 20], [11, 11.1, 16, 10]), DEFAULT_THRESHOLDS);
  assertEquals(verdicts.map(({ severity }) => severity), [null, "minor", "severe", null]);
  assertAlmostEquals(verdicts[3]!.change, -0.5);
});

Deno.test("judgeMeans() and judgeRanks() differ in their conditions", async (t) => {
  const rows = [
    {
      shows: "a slowdown in every run",
      baseline: [10, 10.1, 10.2, 10.3],
      current: [13, 13.1, 13.2, 13.3],
      means: "moderate",
      ranks: "moderate",
    },
    {
      shows: "one outlying run, which moves the mean",
      baseline: [10, 10.1, 10.2, 10.3],
      current: [10.05, 10.15, 10.25, 30],
      means: "moderate",
      ranks: null,
    },
    {
      shows: "different medians that ranks cannot distinguish",
      baseline: [10, 10.1, 13, 13.1],
      current: [10.2, 13.2, 13.3, 13.4],
      means: null,
      ranks: null,
    },
    {
      shows: "ranks without overlap, below the threshold",
      baseline: [10, 10.1, 10.2, 10.3],
      current: [10.9, 10.91, 10.92, 10.93],
      means: null,
      ranks: null,
    },
    {
      shows: "three runs per side are never significant",
      baseline: [10, 10.1, 10.2],
      current: [20, 20.1, 20.2],
      means: "severe",
      ranks: null,
    },
  ] as const;
  for (const { shows, baseline, current, means, ranks } of rows) {
    await t.step(shows, () => {
      const measured = runs([...baseline], [...current]);
      assertEquals(judgeMeans(measured, DEFAULT_THRESHOLDS).severity, means);
      assertEquals(judgeRanks(measured, DEFAULT_THRESHOLDS).severity, ranks);
    });
  }
});
