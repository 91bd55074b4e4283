// Flagged benchmarks are measured once more, each by itself.
import { assert, assertEquals } from "@std/assert";
import { confirmFlagged } from "../../scripts/duet/confirm.ts";
import type { OpenDuet } from "../../scripts/duet/duet.ts";
import { withDefaults } from "../../scripts/duet/options.ts";
import type { RoundOptions } from "../../scripts/duet/rounds.ts";
import { LOOKS } from "../../scripts/verdict/judge_duet.ts";
import { pretend, type Request } from "../helpers/pretend_duet.ts";
import { judged, roundsOf } from "../helpers/versioned.ts";

const side = { root: "/p", flags: [], givenFlags: [], command: ["deno"] };
const slower = [0.19, 0.2, 0.21, 0.2, 0.19, 0.21];
const same = [0.01, -0.01, 0, 0.01, -0.01, 0];

function optionsOf(openDuet: OpenDuet): RoundOptions {
  return {
    sides: { baseline: side, current: side },
    openDuet,
    shared: false,
    tryBaseline: () => Promise.resolve(null),
    cores: null,
    benchTimeoutMs: 1000,
    signal: new AbortController().signal,
  };
}

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
  const openDuet = () => Promise.resolve(pretend((name) => name === "current" ? 0.6 : 0.5));
  await confirmFlagged(benchmarks, optionsOf(openDuet), options);
  assertEquals(confirmed, ["large", "small"]);
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
      await confirmFlagged([benchmark], optionsOf(openDuet), options);
      assert(requests.length > 0);
      assertEquals(requests.filter((request) => request.marks !== marks), []);
    });
  }
});
