// The scheduler of slices over sides that only pretend: their times are made up, so that what it
// asks for, and what it makes of the answers, can be checked exactly.
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import { type Duet, type OpenDuet, SideError, SIDES } from "../../scripts/duet/duet.ts";
import { parseCoreList } from "../../scripts/duet/cores.ts";
import { measureRound, usesSeveralCores } from "../../scripts/duet/measure_round.ts";
import { type DuetTrack, firstSide, pairListings, runDuet } from "../../scripts/duet/run_duet.ts";
import type { ListedBenchmark, Listing } from "../../scripts/measure/list_benchmarks.ts";
import type { SideName } from "../../scripts/result/duet.ts";

const listed = (
  name: string,
  ordinal = 0,
  more: Partial<ListedBenchmark> = {},
): ListedBenchmark => ({
  origin: "file:///p/a_bench.ts",
  ordinal,
  name,
  group: null,
  only: false,
  ignore: false,
  description: null,
  work: null,
  line: null,
  file: "a_bench.ts",
  failure: null,
  ...more,
});

const listing = (...benchmarks: ListedBenchmark[]): Listing => ({
  benchmarks,
  registered: benchmarks.length,
  unloadedFiles: new Map(),
  warnings: [],
  versions: null,
  emptyBecause: null,
});

interface Request {
  side: SideName;
  calls: number;
}

/** A duet whose slices take `perCall` milliseconds a call; keeps what it was asked. */
function pretend(
  perCall: (side: SideName, made: number) => number,
  requests: Request[] = [],
  processors = 1,
): Duet & { requests: Request[] } {
  const made = { baseline: 0, current: 0 };
  return {
    requests,
    slice(side, _benchmark, calls) {
      requests.push({ side, calls });
      const elapsedMs = calls * perCall(side, made[side]);
      made[side] += calls;
      return Promise.resolve({ elapsedMs, processorMs: elapsedMs * processors });
    },
    heap: (side) => Promise.resolve(side === "baseline" ? 100 : null),
    close: () => Promise.resolve(),
  };
}

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

Deno.test("measureRound() asks both sides alike, in balanced order, for slices of about 3 ms", async () => {
  const duet = pretend(() => 0.01);
  await measureRound(duet, pair, { first: "current", core: null });
  assertEquals(duet.requests[0]!.side, "current");
  const counting = duet.requests.slice(-40);
  assertEquals(new Set(counting.map(({ calls }) => calls)), new Set([300]));
  const firsts = counting.filter((_, index) => index % 2 === 0).map(({ side }) => side);
  assertEquals(firsts.filter((side) => side === "baseline").length, 10);
  for (const side of SIDES) {
    assertEquals(counting.filter((request) => request.side === side).length, 20);
  }
});

Deno.test("measureRound() warms code that is slow at first, and settles on what it becomes", async () => {
  // Fifty times as slow until a hundred calls are made.
  const duet = pretend((_side, made) => made < 100 ? 0.5 : 0.01);
  const { durationMs } = await measureRound(duet, pair, round);
  assertAlmostEquals(durationMs.baseline, 0.01, 1e-6);
  const calls = duet.requests.at(-1)!.calls;
  assert(calls > 150 && calls < 600, `${calls} calls a slice`);
});

Deno.test("measureRound() measures again when a side is recompiled on the way", async () => {
  const duration = { baseline: 0.01, current: 0.05 };
  const steady = pretend((side) => duration[side]);
  await measureRound(steady, pair, round);
  const calls = steady.requests.filter(({ side }) => side === "current").map(({ calls }) => calls);
  const halfway = calls.slice(0, -10).reduce((sum, more) => sum + more, 0);
  const duet = pretend((side, made) => made < halfway ? duration[side] : 0.01);
  const { logRatio } = await measureRound(duet, pair, round);
  assertAlmostEquals(logRatio, 0, 1e-6);
  assert(duet.requests.length >= steady.requests.length + 40);
});

Deno.test("measureRound() takes several pairs of long calls, but not of very long ones", async () => {
  for (const [ms, pairs] of [[20, 6], [100, 4], [1000, 1]] as const) {
    const duet = pretend(() => ms);
    await measureRound(duet, pair, round);
    const counted = duet.requests.length - warmUpOf(ms);
    assertEquals(counted, 2 * pairs, `${ms} ms`);
  }
});

/** Requests before those that count: both sides are called until either limit is reached. */
function warmUpOf(ms: number): number {
  return 2 * Math.min(Math.max(10, Math.ceil(60 / ms)), Math.ceil(300 / ms));
}

Deno.test("measureRound() passes over slices during which the machine did something else", async () => {
  let slice = 0;
  const duet = pretend(() => ++slice % 5 === 0 ? 0.05 : 0.01);
  const { logRatio } = await measureRound(duet, pair, round);
  assertAlmostEquals(logRatio, 0, 1e-6);
});

Deno.test("usesSeveralCores() goes by processor time", async () => {
  for (
    const [processors, expected] of [[0.3, false], [1, false], [1.3, false], [1.9, true]] as const
  ) {
    assertEquals(
      await usesSeveralCores(pretend(() => 0.01, [], processors), pair, "baseline"),
      expected,
    );
  }
});

Deno.test("parseCoreList() reads ranges, lists and single cores", () => {
  const rows: [string, number[] | null][] = [
    ["pid 1's current affinity list: 0,1\n", [0, 1]],
    ["pid 1's current affinity list: 2", [2]],
    ["pid 1's current affinity list: 0-3,8-9,12", [0, 1, 2, 3, 8, 9, 12]],
    ["taskset: failed", null],
    ["", null],
  ];
  for (const [text, cores] of rows) assertEquals(parseCoreList(text), cores, text);
});

Deno.test("pairListings() pairs by file, group and name, not by order", () => {
  const baseline = listing(listed("a", 0), listed("b", 1), listed("gone", 2));
  const current = listing(listed("new", 0), listed("b", 1, { group: "g" }), listed("a", 2));
  const tracks = pairListings(baseline, current);
  assertEquals(tracks.map(({ identity }) => identity.name), ["a"]);
  assertEquals([tracks[0]!.pair.baseline.ordinal, tracks[0]!.pair.current.ordinal], [0, 2]);
});

Deno.test("pairListings() gives up what a side could not load", () => {
  const tracks = pairListings(listing(listed("a")), listing(listed("a", 0, { failure: "boom" })));
  assertEquals(tracks[0]!.failure, { side: "current", message: "boom" });
  assertEquals(tracks[0]!.open, false);
});

const side = { root: "/p", flags: [], command: ["deno"] };
const options = {
  baseline: side,
  current: side,
  cores: [4, 7],
  looks: [2, 4],
  fewestRounds: 1,
  budgetMs: Infinity,
  benchTimeoutMs: 1000,
  signal: new AbortController().signal,
  decide: () => {},
};

const tracksOf = (...names: string[]): DuetTrack[] => {
  const one = listing(...names.map((name, ordinal) => listed(name, ordinal)));
  return pairListings(one, one);
};

Deno.test("runDuet() opens fresh sides each round, in turn on each core and in each order", async () => {
  const opened: string[] = [];
  let open = 0;
  const openDuet: OpenDuet = ({ first, core }) => {
    opened.push(`${first} ${core}`);
    assertEquals(++open, 1, "one pair at a time");
    return Promise.resolve({ ...pretend(() => 0.5), close: () => Promise.resolve(void open--) });
  };
  const tracks = tracksOf("a", "b");
  await runDuet(tracks, { ...options, openDuet });
  // The first is the look at how many cores each uses.
  assertEquals(opened, ["baseline null", "baseline 4", "current 4", "current 7", "baseline 7"]);
  assertEquals(tracks.map(({ rounds }) => rounds.length), [4, 4]);
  assertEquals(tracks[0]!.rounds.map(({ core }) => core), [4, 4, 7, 7]);
});

Deno.test("firstSide() lets each side start as often, whatever else has a period", () => {
  const rounds = Array.from({ length: 64 }, (_, round) => round);
  const starts = (wanted: (round: number) => boolean) =>
    rounds.filter((round) => wanted(round) && firstSide(round) === "baseline").length;
  for (let round = 0; round < 64; round += 2) {
    assertNotEquals(firstSide(round), firstSide(round + 1));
  }
  for (const period of [2, 4, 8]) {
    for (let phase = 0; phase < period; phase++) {
      assertEquals(starts((round) => round % period === phase), 32 / period);
    }
  }
});

Deno.test("runDuet() asks at the planned looks and leaves alone what is decided", async () => {
  const asked: number[] = [];
  const tracks = tracksOf("a", "b");
  await runDuet(tracks, {
    ...options,
    openDuet: () => Promise.resolve(pretend(() => 0.5)),
    decide(all) {
      asked.push(all[1]!.rounds.length);
      all[0]!.open = false;
    },
  });
  assertEquals(asked, [2, 4]);
  assertEquals(tracks.map(({ rounds }) => rounds.length), [2, 4]);
});

Deno.test("runDuet() ends a benchmark whose budget is spent, after the fewest rounds", async () => {
  const finals: number[] = [];
  const tracks = tracksOf("a");
  await runDuet(tracks, {
    ...options,
    looks: [50],
    fewestRounds: 3,
    budgetMs: 0,
    openDuet: () => Promise.resolve(pretend(() => 0.5)),
    decide: (_all, final) => void finals.push(final.size),
  });
  assertEquals([tracks[0]!.rounds.length, finals], [3, [1]]);
});

Deno.test("runDuet() lets one benchmark use what the others leave of their budgets", async (t) => {
  const budgetMs = 1_000_000;
  const rows: [what: string, spentByDecided: number, rounds: number][] = [
    ["much is left", 0, 5],
    ["nothing is left", budgetMs, 3],
    ["more was taken", 2 * budgetMs, 3],
  ];
  for (const [what, spentByDecided, rounds] of rows) {
    await t.step(what, async () => {
      const tracks = tracksOf("decided", "open");
      const [decided, open] = tracks as [DuetTrack, DuetTrack];
      decided.open = false;
      decided.spentMs = spentByDecided;
      open.spentMs = budgetMs;
      await runDuet(tracks, {
        ...options,
        looks: [5],
        fewestRounds: 3,
        budgetMs,
        openDuet: () => Promise.resolve(pretend(() => 0.5)),
      });
      assertEquals([decided.rounds.length, open.rounds.length], [0, rounds]);
    });
  }
});

Deno.test("runDuet() gives up a benchmark that fails, and goes on with the others", async () => {
  for (const ended of [false, true]) {
    let opened = 0;
    const openDuet: OpenDuet = () => {
      opened++;
      const duet = pretend(() => 0.5);
      const slice: Duet["slice"] = (name, benchmark, calls) =>
        benchmark.name === "bad" && name === "current"
          ? Promise.reject(new SideError("current", "boom", ended))
          : duet.slice(name, benchmark, calls);
      return Promise.resolve({ ...duet, slice });
    };
    const tracks = tracksOf("bad", "good");
    await runDuet(tracks, { ...options, looks: [2], openDuet });
    assertEquals(tracks[0]!.failure, { side: "current", message: "boom" });
    assertEquals(tracks.map(({ rounds }) => rounds.length), [0, 2]);
    // A side that has ended is opened again for the others.
    assertEquals(opened, ended ? 4 : 3);
  }
});

Deno.test("runDuet() leaves a benchmark that uses several cores unpinned", async () => {
  const cores: (number | null)[] = [];
  const tracks = tracksOf("threads");
  await runDuet(tracks, {
    ...options,
    looks: [2],
    openDuet({ core }) {
      cores.push(core);
      return Promise.resolve(pretend(() => 0.5, [], 1.9));
    },
  });
  assertEquals([tracks[0]!.pinned, cores], [false, [null, null, null]]);
});

Deno.test("runDuet() keeps what is measured when it is stopped", async () => {
  const controller = new AbortController();
  const tracks = tracksOf("a");
  const { interrupted } = await runDuet(tracks, {
    ...options,
    signal: controller.signal,
    openDuet() {
      if (tracks[0]!.rounds.length === 1) controller.abort("enough");
      controller.signal.throwIfAborted();
      return Promise.resolve(pretend(() => 0.5));
    },
  });
  assertEquals([interrupted, tracks[0]!.rounds.length, tracks[0]!.open], [true, 1, false]);
});

Deno.test("runDuet() throws on what is no fault of a benchmark", async () => {
  const openDuet = () => Promise.reject(new TypeError("a bug"));
  await assertRejects(() => runDuet(tracksOf("a"), { ...options, openDuet }), TypeError, "a bug");
});
