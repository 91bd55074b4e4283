// Flagged benchmarks are measured once more, in processes that are fresh.
import { assert, assertEquals } from "@std/assert";
import { confirmFlagged } from "../../scripts/duet/confirm.ts";
import { withDefaults } from "../../scripts/duet/options.ts";
import { LOOKS } from "../../scripts/verdict/judge_duet.ts";
import { pretend, PRETENDED, type Request } from "../helpers/pretend_duet.ts";
import { judged, roundsOf } from "../helpers/versioned.ts";

const slower = [0.19, 0.2, 0.21, 0.2, 0.19, 0.21];
const same = [0.01, -0.01, 0, 0.01, -0.01, 0];

Deno.test("confirmFlagged() measures what was flagged, the largest slowdown first", async () => {
  const benchmarks = [
    judged("small", slower),
    judged("none", same),
    judged("large", slower.map((change) => change + 1)),
  ];
  const confirmed: string[] = [];
  const options = withDefaults({
    baseline: { ref: "main" },
    onEvent(event) {
      if (event.kind !== "round" || !event.confirming) return;
      if (event.round === 1) confirmed.push(event.benchmark.identity.name);
    },
  });
  let opened = 0;
  const openDuet = () => {
    opened++;
    return Promise.resolve(pretend((name) => name === "current" ? 0.6 : 0.5));
  };
  await confirmFlagged(benchmarks, { ...PRETENDED, openDuet }, options);
  assertEquals(confirmed, ["large", "small"]);
  assertEquals(opened, LOOKS[0], "benchmarks of one file share their processes");
  const counts = benchmarks.map(({ confirmation }) => confirmation.length);
  assertEquals(counts, [LOOKS[0], 0, LOOKS[0]]);
});

Deno.test("confirmFlagged() times what the rounds before have timed", async (t) => {
  for (const marks of [true, false]) {
    await t.step(marks ? "the part between marks" : "whole calls", async () => {
      const rounds = roundsOf(slower).map((round) => ({ ...round, marks }));
      const requests: Request[] = [];
      // Left to itself, a round would take calls of either length for the other kind.
      const perCall = marks ? 1e-3 : 0.5;
      const openDuet = () => Promise.resolve(pretend(() => perCall, requests));
      const benchmark = judged("a", slower, { rounds });
      const options = withDefaults({ baseline: { ref: "main" } });
      await confirmFlagged([benchmark], { ...PRETENDED, openDuet }, options);
      assert(requests.length > 0);
      assertEquals(requests.filter((request) => request.marks !== marks), []);
    });
  }
});
