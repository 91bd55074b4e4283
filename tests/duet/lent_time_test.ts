// The time for which another process had the core: where a round leaves it out, and where it may not.
import { assert, assertAlmostEquals } from "@std/assert";
import type { Duet } from "../../scripts/duet/duet.ts";
import { measureRound } from "../../scripts/duet/measure_round.ts";
import type { SideName } from "../../scripts/result/duet.ts";
import { listed, pretend } from "../helpers/pretend_duet.ts";

const pair = { baseline: listed("a"), current: listed("a") };
const round = { first: "baseline", core: 0 } as const;

/** Every slice that `hits` picks takes 4 ms more by the clock, in which the process does not run. */
function interrupted(
  duet: Duet,
  hits: (side: SideName, slice: number) => boolean,
  takenOf: (side: SideName, slice: number) => number | null = () => 1,
): Duet {
  const made = { baseline: 0, current: 0 };
  return {
    ...duet,
    async slice(side, ...rest) {
      const slice = await duet.slice(side, ...rest);
      const count = made[side]++;
      const taken = takenOf(side, count);
      if (!hits(side, count)) return { ...slice, taken };
      return { ...slice, elapsedMs: slice.elapsedMs + 4, wallMs: slice.wallMs + 4, taken };
    },
  };
}

const mostSlices = (_: SideName, slice: number) => slice % 5 !== 0;

Deno.test("measureRound() leaves out time in which another process had the core", async (t) => {
  const perCall = (side: SideName) => side === "baseline" ? 0.01 : 0.012;
  const rows: [what: string, hits: (side: SideName, slice: number) => boolean][] = [
    ["most slices", mostSlices],
    [
      "most of one side, many of the other",
      (side, slice) => slice % (side === "baseline" ? 5 : 2) !== 0,
    ],
  ];
  for (const [what, hits] of rows) {
    await t.step(what, async () => {
      const duet = interrupted(pretend(perCall), hits);
      const { logRatio, durationMs } = await measureRound(duet, pair, round);
      assertAlmostEquals(logRatio, Math.log(1.2), 1e-9);
      assertAlmostEquals(durationMs.baseline, 0.01, 1e-9);
    });
  }
});

Deno.test("measureRound() counts the time for which a benchmark itself waits", async (t) => {
  interface Row {
    readonly what: string;
    readonly hits: (side: SideName, slice: number) => boolean;
    readonly takenOf?: (side: SideName, slice: number) => number | null;
  }
  const rows: Row[] = [
    { what: "the core was never taken", hits: mostSlices, takenOf: () => 0 },
    {
      what: "the core was not taken from some of the slices that waited",
      hits: mostSlices,
      takenOf: (_, slice) => slice % 2,
    },
    { what: "neither side's processor time is exact", hits: mostSlices, takenOf: () => null },
    {
      what: "that of one side is not",
      hits: mostSlices,
      takenOf: (side) => side === "baseline" ? null : 1,
    },
    { what: "every slice waits", hits: () => true },
    {
      what: "one side alone waits",
      hits: (side, slice) => side === "current" && slice % 5 !== 0,
    },
  ];
  for (const { what, hits, takenOf } of rows) {
    await t.step(what, async () => {
      const duet = interrupted(pretend(() => 0.01), hits, takenOf);
      const { durationMs } = await measureRound(duet, pair, round);
      assert(durationMs.current > 0.015, `${durationMs.current} ms`);
    });
  }
});

Deno.test("measureRound() counts waiting if a part of the calls is left out", async () => {
  // 1 µs of a call counts, 2 ms of set-up do not.
  const duet = interrupted(pretend(() => 0.001, [], { leftOutMs: 2 }), mostSlices);
  const { durationMs, marks } = await measureRound(duet, pair, round);
  assert(marks);
  assert(durationMs.current > 0.015, `${durationMs.current} ms`);
});
