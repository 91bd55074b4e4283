import { assertAlmostEquals, assertEquals } from "@std/assert";
import { DEFAULT_THRESHOLDS } from "../../mod.ts";
import { judgeMeans, judgeRanks, judgeTwoRuns } from "../../benchmarks/evidence/rules.ts";

const runs = (base: number[], candidate: number[]) => ({ name: "sum", base, candidate });

Deno.test("judgeTwoRuns() holds each run against its partner, the threshold excluded", () => {
  const verdicts = judgeTwoRuns(runs([10, 10, 10, 20], [11, 11.1, 16, 10]), DEFAULT_THRESHOLDS);
  assertEquals(verdicts.map(({ severity }) => severity), [null, "minor", "severe", null]);
  assertAlmostEquals(verdicts[3]!.change, -0.5);
});

Deno.test("judgeMeans() and judgeRanks() differ by what each asks for", async (t) => {
  const rows = [
    {
      shows: "a slowdown in every run",
      ...{ base: [10, 10.1, 10.2, 10.3], candidate: [13, 13.1, 13.2, 13.3] },
      ...{ means: "moderate", ranks: "moderate" },
    },
    {
      shows: "one run far off: the mean follows it",
      ...{ base: [10, 10.1, 10.2, 10.3], candidate: [10.05, 10.15, 10.25, 30] },
      ...{ means: "moderate", ranks: null },
    },
    {
      shows: "medians apart that ranks cannot tell apart",
      ...{ base: [10, 10.1, 13, 13.1], candidate: [10.2, 13.2, 13.3, 13.4] },
      ...{ means: null, ranks: null },
    },
    {
      shows: "ranks apart, below the threshold",
      ...{ base: [10, 10.1, 10.2, 10.3], candidate: [10.9, 10.91, 10.92, 10.93] },
      ...{ means: null, ranks: null },
    },
    {
      shows: "three runs a side are never significant",
      ...{ base: [10, 10.1, 10.2], candidate: [20, 20.1, 20.2] },
      ...{ means: "severe", ranks: null },
    },
  ] as const;
  for (const { shows, base, candidate, means, ranks } of rows) {
    await t.step(shows, () => {
      const measured = runs([...base], [...candidate]);
      assertEquals(judgeMeans(measured, DEFAULT_THRESHOLDS).severity, means);
      assertEquals(judgeRanks(measured, DEFAULT_THRESHOLDS).severity, ranks);
    });
  }
});
