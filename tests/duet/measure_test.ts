// Which benchmarks get the time if there is too little. The clock is fake and advances with each round.
import { assert, assertEquals } from "@std/assert";
import type { OpenDuet } from "../../scripts/duet/duet.ts";
import { measureAndDecide } from "../../scripts/duet/measure.ts";
import { withDefaults } from "../../scripts/duet/options.ts";
import type { Schedule } from "../../scripts/duet/schedule.ts";
import { FEWEST_ROUNDS, LOOKS } from "../../scripts/verdict/judge_duet.ts";
import { pretend, PRETENDED } from "../helpers/pretend_duet.ts";
import { versioned } from "../helpers/versioned.ts";

const ROUND_MS = 450;

/** Benchmarks whose durations changed by these factors, measured within a limit. */
async function measure(factors: readonly number[], limitMinutes: number) {
  const benchmarks = factors.map((_, ordinal) => {
    const place = { file: `${ordinal}_bench.ts`, ordinal, n: null, warmup: null };
    return versioned(String(ordinal), { places: { baseline: place, current: place } });
  });
  const openDuet: OpenDuet = ({ files }) => {
    const factor = factors[parseInt(files.current)]!;
    return Promise.resolve(pretend((side) => side === "current" ? 0.5 * factor : 0.5));
  };
  const rounds = { ...PRETENDED, openDuet };
  const done = () => benchmarks.reduce((sum, { rounds }) => sum + rounds.length, 0);
  const schedule: Schedule = {
    signal: rounds.signal,
    reason: null,
    isLate: false,
    leftMs: () => limitMinutes * 60_000 - done() * ROUND_MS,
    stop: () => {},
  };
  const options = withDefaults({ baseline: { ref: "main" }, timeoutMinutes: limitMinutes });
  await measureAndDecide(benchmarks, rounds, options, schedule);
  return { benchmarks, leftMs: schedule.leftMs() };
}

Deno.test("time is reserved to decide and confirm benchmarks that look slower", async (t) => {
  const rows: [count: number, slower: number[], minutes: number][] = [
    [40, [7], 1],
    [40, [0, 20, 39], 1],
    [348, [3, 100, 200, 300, 347], 15],
  ];
  for (const [count, slower, minutes] of rows) {
    await t.step(`${slower.length} of ${count} in ${minutes} min`, async () => {
      const factors = Array.from({ length: count }, (_, at) => slower.includes(at) ? 3 : 1);
      const { benchmarks, leftMs } = await measure(factors, minutes);
      for (const at of slower) assertEquals(benchmarks[at]!.judgement?.verdict, "regression");
      assert(leftMs >= slower.length * LOOKS[0]! * 400, `${leftMs} ms are left to confirm`);
      assertEquals(benchmarks.filter(({ open }) => open).length, 0);
    });
  }
});

Deno.test("all of the time goes to measuring if nothing looks slower", async () => {
  const { benchmarks, leftMs } = await measure(Array(100).fill(1), 3);
  assert(leftMs <= ROUND_MS, `${leftMs} ms are left`);
  const rounds = benchmarks.map(({ rounds }) => rounds.length);
  assert(Math.max(...rounds) - Math.min(...rounds) <= 1, "all get as many rounds");
  assert(Math.min(...rounds) < LOOKS[0]! && Math.min(...rounds) >= FEWEST_ROUNDS - 1);
});

Deno.test("no time is reserved for benchmarks that are already decided", async () => {
  const { benchmarks, leftMs } = await measure([1, 1, 1], 1);
  assertEquals(benchmarks.map(({ judgement }) => judgement?.verdict), Array(3).fill("unchanged"));
  assertEquals(leftMs, 60_000 - 3 * LOOKS[0]! * ROUND_MS);
});
