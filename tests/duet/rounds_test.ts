// The scheduler of rounds with fake sides, so that its requests and its results are known exactly.
import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { type Duet, type OpenDuet, SideError } from "../../scripts/duet/duet.ts";
import {
  firstSide,
  type Plan,
  releaseSeveralCores,
  type RoundOptions,
  runRounds,
} from "../../scripts/duet/rounds.ts";
import type { Benchmark } from "../../scripts/verdict/benchmark.ts";
import { pretend, PRETENDED } from "../helpers/pretend_duet.ts";
import { versioned } from "../helpers/versioned.ts";

const options = { ...PRETENDED, cores: [4, 7] };
const plan: Plan = { looks: [2, 4], fewestRounds: 1, budgetMs: Infinity, decide: () => {} };

const benchmarksOf = (...names: string[]): Benchmark[] =>
  names.map((name, ordinal) => {
    const place = { file: "a_bench.ts", ordinal, n: null, warmup: null };
    return versioned(name, { places: { baseline: place, current: place } });
  });
const steady: OpenDuet = () => Promise.resolve(pretend(() => 0.5));
const counts = (benchmarks: readonly Benchmark[]) => benchmarks.map(({ rounds }) => rounds.length);

Deno.test("runRounds() opens fresh sides each round, in turn on each core and in each order", async () => {
  const opened: string[] = [];
  let open = 0;
  const openDuet: OpenDuet = ({ first, core }) => {
    opened.push(`${first} ${core}`);
    assertEquals(++open, 1, "one pair at a time");
    return Promise.resolve({ ...pretend(() => 0.5), close: () => Promise.resolve(void open--) });
  };
  const benchmarks = benchmarksOf("a", "b");
  assertEquals(await runRounds(benchmarks, { ...options, openDuet }, plan), true);
  assertEquals(opened, ["baseline 4", "current 4", "current 7", "baseline 7"]);
  assertEquals(counts(benchmarks), [4, 4]);
  assertEquals(benchmarks[0]!.rounds.map(({ core }) => core), [4, 4, 7, 7]);
});

Deno.test("firstSide() lets both sides start equally often, whatever else has a period", () => {
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

Deno.test("runRounds() judges at the planned looks, and does not measure decided benchmarks", async () => {
  const asked: number[] = [];
  const benchmarks = benchmarksOf("a", "b");
  await runRounds(benchmarks, { ...options, openDuet: steady }, {
    ...plan,
    decide() {
      asked.push(benchmarks[1]!.rounds.length);
      benchmarks[0]!.open = false;
    },
  });
  assertEquals(asked, [2, 4]);
  assertEquals(counts(benchmarks), [2, 4]);
});

Deno.test("runRounds() ends a benchmark whose budget is spent, after the fewest rounds", async () => {
  const finals: number[] = [];
  const benchmarks = benchmarksOf("a");
  await runRounds(benchmarks, { ...options, openDuet: steady }, {
    looks: [50],
    fewestRounds: 3,
    budgetMs: 0,
    decide: (final) => void finals.push(final.size),
  });
  assertEquals([counts(benchmarks), finals], [[3], [1]]);
});

Deno.test("runRounds() lets one benchmark use the time that others leave of their budgets", async (t) => {
  const budgetMs = 1_000_000;
  const rows: [what: string, spentByDecided: number, rounds: number][] = [
    ["much is left", 0, 5],
    ["nothing is left", budgetMs, 3],
    ["more was taken", 2 * budgetMs, 3],
  ];
  for (const [what, spentByDecided, rounds] of rows) {
    await t.step(what, async () => {
      const benchmarks = benchmarksOf("decided", "open");
      const [decided, open] = benchmarks as [Benchmark, Benchmark];
      decided.open = false;
      decided.spentMs = spentByDecided;
      open.spentMs = budgetMs;
      await runRounds(benchmarks, { ...options, openDuet: steady }, {
        ...plan,
        looks: [5],
        fewestRounds: 3,
        budgetMs,
      });
      assertEquals(counts(benchmarks), [0, rounds]);
    });
  }
});

Deno.test("runRounds() stops between two benchmarks when it is over, and keeps the rounds", async () => {
  const benchmarks = benchmarksOf("a", "b");
  const isOver = () => benchmarks[0]!.rounds.length === 2;
  assertEquals(
    await runRounds(benchmarks, { ...options, openDuet: steady }, { ...plan, isOver }),
    false,
  );
  assertEquals(counts(benchmarks), [2, 1]);
  assertEquals(benchmarks.map(({ open }) => open), [true, true]);
  assertEquals(await runRounds(benchmarks, { ...options, openDuet: steady }, plan), true);
  assertEquals(counts(benchmarks), [4, 4], "what was begun goes on where it stopped");
});

/** Sides on which the benchmark `bad` fails. */
function failing(
  sides: readonly ("baseline" | "current")[],
  ended: boolean,
  opened: { count: number },
): OpenDuet {
  return () => {
    opened.count++;
    const duet = pretend(() => 0.5);
    const slice: Duet["slice"] = (name, place, calls, marks) =>
      place.ordinal === 0 && sides.includes(name)
        ? Promise.reject(new SideError(name, `boom on ${name}`, ended))
        : duet.slice(name, place, calls, marks);
    return Promise.resolve({ ...duet, slice });
  };
}

Deno.test("runRounds() gives up a benchmark that a side cannot run, and continues with the others", async (t) => {
  for (const ended of [false, true]) {
    await t.step(ended ? "with a process that ended" : "with a process that goes on", async () => {
      const opened = { count: 0 };
      const benchmarks = benchmarksOf("bad", "good");
      const openDuet = failing(["current"], ended, opened);
      await runRounds(benchmarks, { ...options, openDuet }, { ...plan, looks: [2] });
      assertEquals(benchmarks[0]!.failure, { side: "current", message: "boom on current" });
      assertEquals(counts(benchmarks), [0, 2]);
      // A side that has ended is opened again for the others.
      assertEquals(opened.count, ended ? 3 : 2);
    });
  }
});

Deno.test("runRounds() blames the current version only for what the baseline can run", async (t) => {
  const worksOn = (...fine: string[]): RoundOptions["tryAlone"] => (side) =>
    Promise.resolve(fine.includes(side) ? null : `${side} never worked`);
  const shares = "it breaks the baseline, which shares its process: boom on baseline";
  const both = (cause: string) => `a_bench.ts:bad cannot be run by either version: ${cause}`;
  const rows: [
    side: "baseline" | "current",
    shared: boolean,
    tryAlone: RoundOptions["tryAlone"],
    failure: Benchmark["failure"],
  ][] = [
    ["current", false, worksOn("baseline"), { side: "current", message: "boom on current" }],
    ["current", false, worksOn(), {
      side: "both",
      message: both("baseline: baseline never worked; current: boom on current"),
    }],
    ["current", true, worksOn("current"), { side: "baseline", message: "baseline never worked" }],
    ["baseline", false, worksOn("current"), { side: "baseline", message: "boom on baseline" }],
    ["baseline", false, worksOn(), {
      side: "both",
      message: both("baseline: boom on baseline; current: current never worked"),
    }],
    ["baseline", false, () => Promise.resolve("boom on baseline"), {
      side: "both",
      message: both("boom on baseline"),
    }],
    ["baseline", true, worksOn("current"), { side: "baseline", message: "baseline never worked" }],
    ["baseline", true, worksOn(), {
      side: "both",
      message: both("baseline: baseline never worked; current: current never worked"),
    }],
    ["baseline", true, worksOn("baseline"), { side: "current", message: shares }],
  ];
  for (const [side, shared, tryAlone, failure] of rows) {
    await t.step(`${side}${shared ? ", one process" : ""}: ${failure!.message}`, async () => {
      const benchmarks = benchmarksOf("bad", "good");
      const openDuet = failing([side], true, { count: 0 });
      const all = { ...options, openDuet, shared, tryAlone };
      await runRounds(benchmarks, all, { ...plan, looks: [2] });
      assertEquals(benchmarks[0]!.failure, failure);
      assertEquals(counts(benchmarks), [0, 2]);
    });
  }
});

Deno.test("runRounds() uses the given names of the versions", async () => {
  const openDuet = failing(["current"], true, { count: 0 });
  const tryAlone: RoundOptions["tryAlone"] = () => Promise.resolve("it hung");
  const called = { baseline: "good end", current: "bad end" };
  const benchmarks = benchmarksOf("bad");
  await runRounds(benchmarks, { ...options, openDuet, tryAlone, called }, plan);
  assertEquals(
    benchmarks[0]!.failure!.message,
    "a_bench.ts:bad cannot be run by either version: good end: it hung; bad end: boom on current",
  );
});

Deno.test("runRounds() reports one cause if the causes differ only by the checkout", async () => {
  const sides = {
    baseline: { ...options.sides.baseline, root: "/tmp/before" },
    current: { ...options.sides.current, root: "/home/project" },
  };
  const lacks = (side: "baseline" | "current") =>
    `NotFound: no such file: readfile '${sides[side].root}/data.txt'`;
  for (const shared of [false, true]) {
    const openDuet = () => Promise.reject(new SideError("current", lacks("current"), true));
    const tryAlone: RoundOptions["tryAlone"] = (side) => Promise.resolve(lacks(side));
    const benchmarks = benchmarksOf("bad");
    await runRounds(benchmarks, { ...options, sides, openDuet, shared, tryAlone }, plan);
    assertEquals(benchmarks[0]!.failure, {
      side: "both",
      message:
        "a_bench.ts:bad cannot be run by either version: NotFound: no such file: readfile 'data.txt'",
    });
  }
});

Deno.test("runRounds() does not speak of two versions if there is one", async (t) => {
  type Causes = Readonly<Record<"baseline" | "current", string | null>>;
  const rows: [compared: RoundOptions["compared"], causes: Causes, message: string][] = [
    [
      "groups",
      { baseline: "boom on baseline", current: null },
      "the baseline in the group of a_bench.ts:bad cannot be run: boom on baseline",
    ],
    [
      "groups",
      { baseline: "boom on baseline", current: "boom on baseline" },
      "a_bench.ts:bad and the baseline in its group cannot be run: boom on baseline",
    ],
    [
      "groups",
      { baseline: "boom on baseline", current: "no" },
      "a_bench.ts:bad cannot be run: no; the baseline in its group cannot be run either: boom on baseline",
    ],
    [
      "itself",
      { baseline: "boom on baseline", current: "boom on baseline" },
      "a_bench.ts:bad cannot be run: boom on baseline",
    ],
    [
      "itself",
      { baseline: "boom on baseline", current: null },
      "a_bench.ts:bad cannot be run: boom on baseline",
    ],
  ];
  for (const [compared, causes, message] of rows) {
    await t.step(`${compared}: ${message}`, async () => {
      const openDuet = failing(["baseline"], true, { count: 0 });
      const benchmarks = benchmarksOf("bad");
      const tryAlone: RoundOptions["tryAlone"] = (side) => Promise.resolve(causes[side]);
      const all = { ...options, openDuet, compared: compared!, tryAlone };
      await runRounds(benchmarks, all, { ...plan, looks: [2] });
      assertEquals(benchmarks[0]!.failure, { side: "both", message });
    });
  }
});

Deno.test("runRounds() opens a file that cannot be loaded once for all of its benchmarks", async () => {
  let opened = 0;
  const benchmarks = benchmarksOf("a", "b", "c");
  const openDuet = () => {
    opened++;
    return Promise.reject(new SideError("current", "no such module", true));
  };
  await runRounds(benchmarks, { ...options, openDuet }, plan);
  assertEquals(benchmarks.map(({ failure }) => failure?.message), Array(3).fill("no such module"));
  assertEquals(opened, 1);
});

Deno.test("releaseSeveralCores() leaves a benchmark that uses several cores unpinned", async () => {
  const cores: (number | null)[] = [];
  const benchmarks = benchmarksOf("threads");
  const openDuet: OpenDuet = ({ core }) => {
    cores.push(core);
    return Promise.resolve(pretend(() => 0.5, [], { processors: 1.9 }));
  };
  await releaseSeveralCores(benchmarks, { ...options, openDuet });
  await runRounds(benchmarks, { ...options, openDuet }, { ...plan, looks: [2] });
  assertEquals([benchmarks[0]!.pinned, cores], [false, [null, null, null]]);
});

Deno.test("runRounds() keeps finished rounds when it is stopped", async () => {
  const controller = new AbortController();
  const benchmarks = benchmarksOf("a");
  const openDuet: OpenDuet = () => {
    if (benchmarks[0]!.rounds.length === 1) controller.abort("enough");
    controller.signal.throwIfAborted();
    return Promise.resolve(pretend(() => 0.5));
  };
  const { signal } = controller;
  const error = await runRounds(benchmarks, { ...options, signal, openDuet }, plan).catch((e) => e);
  assertEquals([error, counts(benchmarks)], ["enough", [1]]);
});

Deno.test("runRounds() throws errors that are not the fault of a benchmark", async () => {
  const openDuet = () => Promise.reject(new TypeError("a bug"));
  const run = () => runRounds(benchmarksOf("a"), { ...options, openDuet }, plan);
  await assertRejects(run, TypeError, "a bug");
});
