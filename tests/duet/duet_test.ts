// The scheduler of rounds over sides that only pretend: their times are made up, so that what it
// asks for, and what it makes of the answers, can be checked exactly.
import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { type Duet, type OpenDuet, SideError } from "../../scripts/duet/duet.ts";
import { parseCoreList } from "../../scripts/duet/cores.ts";
import { type DuetTrack, firstSide, pairListings, runDuet } from "../../scripts/duet/run_duet.ts";
import type { ListedBenchmark, Listing } from "../../scripts/measure/list_benchmarks.ts";
import { listed, pretend } from "../helpers/pretend_duet.ts";

const listing = (...benchmarks: ListedBenchmark[]): Listing => ({
  benchmarks,
  registered: benchmarks.length,
  unloadedFiles: new Map(),
  warnings: [],
  versions: null,
  emptyBecause: null,
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
      const slice: Duet["slice"] = (name, benchmark, ...rest) =>
        benchmark.name === "bad" && name === "current"
          ? Promise.reject(new SideError("current", "boom", ended))
          : duet.slice(name, benchmark, ...rest);
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
      return Promise.resolve(pretend(() => 0.5, [], { processors: 1.9 }));
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
