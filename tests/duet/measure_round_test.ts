// The scheduler of slices with fake sides, so that its requests and its results are known exactly.
import { assert, assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { type Duet, SIDES } from "../../scripts/duet/duet.ts";
import { measureRound, usesSeveralCores } from "../../scripts/duet/measure_round.ts";
import type { ListedBenchmark } from "../../scripts/measure/list_benchmarks.ts";
import { listed, pretend } from "../helpers/pretend_duet.ts";

const pair = { baseline: listed("a"), current: listed("a") };
const round = { first: "baseline", core: 0 } as const;

Deno.test("measureRound() reads the ratio of the two sides", async () => {
  for (const ms of [1e-5, 0.001, 0.4, 30, 500]) {
    const duet = pretend((side) => side === "baseline" ? ms : ms * 1.2);
    const { logRatio, durationMs, heapBytes } = await measureRound(duet, pair, round);
    assertAlmostEquals(logRatio, Math.log(1.2), 1e-9, `${ms} ms`);
    assertAlmostEquals(durationMs.baseline, ms, ms * 1e-9);
    assertAlmostEquals(durationMs.current, ms * 1.2, ms * 1e-9);
    assertEquals(heapBytes, { baseline: 100, current: null });
  }
});

Deno.test("measureRound() takes slices of about 3 ms of both sides alike, in balanced order", async () => {
  const duet = pretend(() => 0.01);
  await measureRound(duet, pair, { first: "current", core: null });
  assertEquals(duet.requests[0]!.side, "current");
  const counting = duet.requests.slice(-24);
  assertEquals(new Set(counting.map(({ calls }) => calls)), new Set([300]));
  const firsts = counting.filter((_, index) => index % 2 === 0).map(({ side }) => side);
  assertEquals(firsts.filter((side) => side === "baseline").length, 6);
  for (const side of SIDES) {
    assertEquals(counting.filter((request) => request.side === side).length, 12);
  }
});

Deno.test("measureRound() fills the slices of both sides, however far apart they are", async () => {
  for (const factor of [1.5, 2, 100]) {
    const duet = pretend((side) => side === "baseline" ? 0.01 : 0.01 * factor);
    const { logRatio } = await measureRound(duet, pair, round);
    assertAlmostEquals(logRatio, Math.log(factor), 1e-9);
    const counting = duet.requests.slice(-24);
    const callsOf = (wanted: string) =>
      new Set(counting.filter(({ side }) => side === wanted).map(({ calls }) => calls));
    assertEquals(callsOf("baseline"), new Set([300]));
    assertEquals(callsOf("current"), new Set([300 / factor]));
  }
});

Deno.test("measureRound() is not misled by the cost of a slice itself", async () => {
  // A tenth of a millisecond a slice, as caches take to fill again.
  const duet = pretend((side) => side === "baseline" ? 0.01 : 0.02);
  const { slice } = duet;
  const costly = {
    ...duet,
    slice: async (...args: Parameters<typeof slice>) => {
      const taken = await slice(...args);
      return { ...taken, elapsedMs: taken.elapsedMs + 0.1, wallMs: taken.wallMs + 0.1 };
    },
  };
  const { logRatio } = await measureRound(costly, pair, round);
  // As many calls on both sides would read 1.935.
  assertAlmostEquals(Math.exp(logRatio), 2, 0.01);
});

Deno.test("measureRound() warms up code that is slow at first, and settles on its later speed", async () => {
  // Fifty times as slow until a hundred calls are made.
  const duet = pretend((_side, made) => made < 100 ? 0.5 : 0.01);
  const { durationMs } = await measureRound(duet, pair, round);
  assertAlmostEquals(durationMs.baseline, 0.01, 1e-6);
  const calls = duet.requests.at(-1)!.calls;
  assert(calls > 150 && calls < 600, `${calls} calls a slice`);
});

Deno.test("measureRound() measures again if a side is recompiled during the round", async () => {
  const duration = { baseline: 0.01, current: 0.05 };
  const steady = pretend((side) => duration[side]);
  await measureRound(steady, pair, round);
  const calls = steady.requests.filter(({ side }) => side === "current").map(({ calls }) => calls);
  const halfway = calls.slice(0, -6).reduce((sum, more) => sum + more, 0);
  const duet = pretend((side, made) => made < halfway ? duration[side] : 0.01);
  const { logRatio } = await measureRound(duet, pair, round);
  assertAlmostEquals(logRatio, 0, 1e-6);
  assert(duet.requests.length >= steady.requests.length + 24);
});

Deno.test("measureRound() takes several pairs of long calls, but not of very long ones", async () => {
  for (const [ms, pairs] of [[20, 6], [100, 4], [1000, 1]] as const) {
    const duet = pretend(() => ms);
    await measureRound(duet, pair, round);
    const counted = duet.requests.length - warmUpOf(ms);
    assertEquals(counted, 2 * pairs, `${ms} ms`);
  }
});

/** Requests before those that count: both sides are called for as long and as often as is wanted. */
function warmUpOf(ms: number): number {
  return 2 * Math.max(Math.ceil(40 / ms), Math.min(100, Math.ceil(120 / ms)));
}

Deno.test("measureRound() ignores slices during which the machine did something else", async () => {
  let slice = 0;
  const duet = pretend(() => ++slice % 5 === 0 ? 0.05 : 0.01);
  const { logRatio } = await measureRound(duet, pair, round);
  assertAlmostEquals(logRatio, 0, 1e-6);
});

Deno.test("usesSeveralCores() decides by processor time", async () => {
  for (
    const [processors, expected] of [[0.3, false], [1, false], [1.3, false], [1.9, true]] as const
  ) {
    assertEquals(
      await usesSeveralCores(pretend(() => 0.01, [], { processors }), pair, "baseline"),
      expected,
    );
  }
});

/** A duet that adds up what both sides take by the clock. */
function withClock(duet: Duet): Duet & { wallMs: number } {
  const clocked = {
    ...duet,
    wallMs: 0,
    async slice(...args: Parameters<Duet["slice"]>) {
      const slice = await duet.slice(...args);
      clocked.wallMs += slice.wallMs;
      return slice;
    },
  };
  return clocked;
}

Deno.test("measureRound() ends in time, however little of a call is timed", async (t) => {
  const rows: [what: string, timedMs: number, leftOutMs: number][] = [
    ["1.4 µs behind 2 ms of set-up", 0.0014, 2],
    ["0.1 µs behind 50 ms", 0.0001, 50],
    ["nothing that the clock sees behind 0.02 ms", 0, 0.02],
    ["half of a call", 0.5, 0.5],
  ];
  for (const [what, timedMs, leftOutMs] of rows) {
    await t.step(what, async () => {
      const duet = withClock(pretend((side) => timedMs * (side === "current" ? 2 : 1), [], {
        leftOutMs,
      }));
      const { logRatio, durationMs, marks } = await measureRound(duet, pair, round);
      assertEquals(marks, true);
      assertAlmostEquals(logRatio, timedMs === 0 ? 0 : Math.log(2), 1e-9);
      if (timedMs > 0) assertAlmostEquals(durationMs.baseline, timedMs, 1e-9);
      assertLess(duet.wallMs, 2000);
    });
  }
});

Deno.test("measureRound() ends in time if one side takes far longer", async () => {
  const duet = withClock(pretend((side) => side === "baseline" ? 5e-6 : 20));
  const { logRatio } = await measureRound(duet, pair, round);
  assertAlmostEquals(logRatio, Math.log(20 / 5e-6), 1e-9);
  assertLess(duet.wallMs, 2000);
});

Deno.test("measureRound() bounds slices by the clock", async () => {
  const duet = pretend(() => 0.0014, [], { leftOutMs: 2 });
  await measureRound(duet, pair, round);
  assertEquals(new Set(duet.requests.slice(-40).map(({ calls }) => calls)), new Set([4]));
});

Deno.test("measureRound() decides for both sides together whether marks count", async (t) => {
  const rows: [what: string, baselineMs: number, currentMs: number, marks: boolean][] = [
    ["both below 10 µs", 0.008, 0.009, false],
    ["just 10 µs", 0.01, 0.01, false],
    ["both above", 0.011, 0.012, true],
    ["one below, one further above", 0.009, 0.012, true],
    ["one above, one further below", 0.007, 0.012, false],
  ];
  for (const [what, baseline, current, expected] of rows) {
    await t.step(what, async () => {
      const duet = pretend((side) => side === "baseline" ? baseline : current);
      const { marks } = await measureRound(duet, pair, round);
      assertEquals(marks, expected);
      // The first calls tell how long they take, marks and all, as in `deno bench`.
      assertEquals(duet.requests[0]!.marks, true);
      const counting = duet.requests.slice(-10);
      assertEquals(new Set(counting.map(({ marks }) => marks)), new Set([expected]));
    });
  }
});

Deno.test("measureRound() decides by the time of whole calls", async () => {
  // As little is timed as in a short call; the call is a long one.
  const { marks } = await measureRound(
    pretend(() => 0.001, [], { leftOutMs: 0.1 }),
    pair,
    round,
  );
  assertEquals(marks, true);
});

Deno.test("measureRound() follows the decision of an earlier round", async () => {
  for (const marks of [true, false]) {
    const duet = pretend(() => marks ? 0.001 : 0.1);
    assertEquals((await measureRound(duet, pair, { ...round, marks })).marks, marks);
    assertEquals(new Set(duet.requests.map((request) => request.marks)), new Set([marks]));
  }
});

/** Both sides of a benchmark that limits its calls. */
const saying = (n: number | null, more: Partial<ListedBenchmark> = {}) => ({
  baseline: listed("a", 0, { n, ...more }),
  current: listed("a", 0, { n, ...more }),
});

Deno.test("measureRound() calls a benchmark with n as often as deno bench does", async (t) => {
  // 10 ms that are not timed, 10 ms that are, and n more: measured with Deno 2.9.6.
  const rows: [what: string, n: number, warmup: number | null, callMs: number, calls: number][] = [
    ["long calls", 3, null, 12, 1 + 1 + 3],
    ["a single one", 1, null, 12, 1 + 1 + 1],
    ["shorter ones", 3, null, 4, 3 + 3 + 3],
    ["calls of 1 ms", 3, null, 1, 10 + 10 + 3],
    ["no warm-up wanted", 3, 0, 12, 0 + 1 + 3],
    ["more warm-up wanted than deno bench makes", 3, 5, 12, 1 + 1 + 3],
    ["less warm-up wanted", 3, 2, 4, 2 + 3 + 3],
  ];
  for (const [what, n, warmup, callMs, calls] of rows) {
    await t.step(what, async () => {
      const duet = pretend((side) => side === "baseline" ? callMs : callMs / 2);
      const measured = await measureRound(duet, saying(n, { warmup }), round);
      assertEquals(duet.made, { baseline: calls, current: calls });
      assertAlmostEquals(measured.logRatio, Math.log(1 / 2), 1e-9);
      assertEquals(measured.heapBytes, { baseline: null, current: null });
    });
  }
});

Deno.test("measureRound() times each of few long calls by itself, in balanced order", async () => {
  const duet = pretend(() => 12);
  const { calls } = await measureRound(duet, saying(3, { warmup: 0 }), {
    first: "current",
    core: null,
  });
  assertEquals(calls, 4);
  assertEquals(duet.requests.map((request) => [request.side, request.calls]), [
    ["current", 1],
    ["baseline", 1],
    ["baseline", 1],
    ["current", 1],
    ["current", 1],
    ["baseline", 1],
    ["baseline", 1],
    ["current", 1],
  ]);
});

Deno.test("measureRound() makes no more short calls than deno bench if a benchmark sets n", async () => {
  const duet = pretend(() => 0.002);
  const { calls } = await measureRound(duet, saying(3), round);
  // 10 ms twice, and ten times 10,000 calls.
  assertLess(duet.made.current, 5000 + 5000 + 100_000);
  assert(calls >= 20_000, `${calls} calls`);
});

Deno.test("measureRound() uses the smaller n of the two sides", async () => {
  for (const [baseline, current] of [[3, 9], [9, 3], [3, null], [null, 3]] as const) {
    const duet = pretend(() => 20);
    const sides = {
      baseline: listed("a", 0, { n: baseline }),
      current: listed("a", 0, { n: current }),
    };
    await measureRound(duet, sides, round);
    assertEquals(duet.made, { baseline: 5, current: 5 });
  }
});

Deno.test("measureRound() ends in time if many long calls are wanted", async () => {
  const duet = withClock(pretend(() => 400));
  await measureRound(duet, saying(1000), round);
  assertLess(duet.wallMs, 4000);
});

Deno.test("measureRound() measures the floor if a benchmark is near it", async (t) => {
  const rows: [what: string, callMs: number, floorMs: number | null][] = [
    ["3 ns", 3e-6, 2e-6],
    ["90 ns", 90e-6, 2e-6],
    ["200 ns", 200e-6, null],
  ];
  for (const [what, callMs, expected] of rows) {
    await t.step(what, async () => {
      const duet = pretend(() => callMs, [], { floorMs: 2e-6 });
      const { floorMs } = await measureRound(duet, pair, round);
      if (expected === null) assertEquals(floorMs, null);
      else {
        assertAlmostEquals(floorMs!.baseline, expected, 1e-12);
        assertAlmostEquals(floorMs!.current, expected, 1e-12);
      }
    });
  }
});

Deno.test("measureRound() measures the floor even if only one side is near it", async () => {
  const duet = pretend((side) => side === "baseline" ? 3e-6 : 300e-6);
  assert((await measureRound(duet, pair, round)).floorMs !== null);
});

Deno.test("usesSeveralCores() compares processor time with the clock, including set-up", async () => {
  for (const [processors, expected] of [[1, false], [1.9, true]] as const) {
    const duet = pretend(() => 0.001, [], { processors, leftOutMs: 2 });
    assertEquals(await usesSeveralCores(duet, pair, "baseline"), expected);
  }
});

Deno.test("usesSeveralCores() makes no more calls than n allows", async () => {
  const duet = pretend(() => 20, [], { processors: 1.9 });
  assertEquals(await usesSeveralCores(duet, saying(3), "baseline"), true);
  assertEquals(duet.made, { baseline: 5, current: 5 });
});

Deno.test("measureRound() reads the heap after equally many calls on both sides", async () => {
  const duet = pretend((side) => side === "baseline" ? 0.01 : 0.02);
  const calls: number[] = [];
  const heap: Duet["heap"] = (side, place, count) => {
    calls.push(count);
    return duet.heap(side, place, count);
  };
  await measureRound({ ...duet, heap }, pair, round);
  assertEquals(calls, [150, 150]);
});
