/** The rounds of benchmarks: fresh processes for each, which run in turn. @module */
import {
  notRun,
  runByNeither,
  runByNeitherOfGroup,
  withoutRunningBaseline,
} from "../result/doubts/listing.ts";
import type { DuetRound, SideName } from "../result/duet.ts";
import { formatIdentity } from "../result/identity.ts";
import { type Benchmark, type BenchmarkPlace, canRun } from "../verdict/benchmark.ts";
import { withoutRoot } from "../measure/without_root.ts";
import { findBlame } from "../verdict/blame.ts";
import { type Duet, type DuetOptions, type OpenDuet, SideError, type SideOptions } from "./duet.ts";
import { measureRound, usesSeveralCores } from "./measure_round.ts";
import type { BenchmarkPair } from "./pairs.ts";

/** What the two sides of a measurement are. */
export type Compared = "versions" | "groups" | "itself";

/** How to measure. */
export interface RoundOptions {
  readonly sides: Readonly<Record<SideName, SideOptions>>;
  readonly openDuet: OpenDuet;
  /** Whether both sides share a process, so that one can disturb the other. */
  readonly shared: boolean;
  /**
   * What the sides are: two versions by default, a benchmark and the baseline of its group, or one
   * version twice.
   */
  readonly compared?: Compared;
  /** What messages call two versions; `baseline` and `current` by default. */
  readonly called?: Readonly<Record<SideName, string>>;
  /**
   * Calls a benchmark on one side in a separate process. Returns why it cannot run; null if it can.
   */
  readonly tryAlone: (side: SideName, place: BenchmarkPlace) => Promise<string | null>;
  /** The cores to pin to, in turn; null if nothing can be pinned. */
  readonly cores: readonly number[] | null;
  /** Longest time for loading a file, and for one slice. */
  readonly benchTimeoutMs: number;
  /** Ends the measuring. Finished rounds are kept. */
  readonly signal: AbortSignal;
  /** Called before a benchmark is measured. */
  readonly onRound?: (benchmark: Benchmark, round: number) => void;
  /** Called with each finished round, and when a benchmark has failed. */
  readonly onFinished?: (benchmark: Benchmark, round: DuetRound | null) => void;
}

/** When to stop. */
export interface Plan {
  /**
   * Numbers of rounds after which `decide` is called, ascending. The last one ends the measuring.
   */
  readonly looks: readonly number[];
  /**
   * Wall time of every benchmark. Time that decided benchmarks do not use goes to open ones. The
   * running round may exceed the budget, and so may the fewest rounds.
   */
  readonly budgetMs: number;
  readonly fewestRounds: number;
  /** Whether b.start() and b.end() count, if rounds outside these decided it. */
  readonly marksOf?: (benchmark: Benchmark) => boolean | null;
  /** Closes the decided benchmarks. Those that are `final` get no further round. */
  readonly decide: (final: ReadonlySet<Benchmark>) => void;
  /** Whether the measuring has to stop before the next benchmark; never by default. */
  readonly isOver?: () => boolean;
}

/**
 * Finds the benchmarks that would be misjudged on one core, and unpins them.
 *
 * @throws The reason of the signal, if that is aborted.
 */
export async function releaseSeveralCores(
  benchmarks: readonly Benchmark[],
  options: RoundOptions,
): Promise<void> {
  for (const group of groupByFile(benchmarks)) {
    const first = { first: "baseline", core: null } as const;
    await withDuet(group, { ...options, ...first }, async (benchmark, duet) => {
      if (await usesSeveralCores(await duet(), pairOf(benchmark), "baseline")) {
        benchmark.pinned = false;
      }
    });
  }
}

/**
 * Measures open benchmarks in rounds until each is decided, its budget is spent or the time is
 * over.
 *
 * @returns Whether everything was measured; false if the time was over before.
 * @throws The reason of the signal, if that is aborted; finished rounds are kept.
 */
export async function runRounds(
  benchmarks: readonly Benchmark[],
  options: RoundOptions,
  plan: Plan,
): Promise<boolean> {
  for (;;) {
    // Also before the first round, since an earlier run may have ended before it judged its rounds.
    settle(benchmarks, plan);
    if (!benchmarks.some(({ open }) => open)) return true;
    for (const group of groupByFile(benchmarks)) {
      if (!await runFile(group, options, plan)) return false;
    }
  }
}

function settle(benchmarks: readonly Benchmark[], plan: Plan): void {
  const { looks, budgetMs, fewestRounds, decide } = plan;
  const open = benchmarks.filter((benchmark) => benchmark.open);
  const isSpent = spareMs(benchmarks, budgetMs) <= 0;
  const final = new Set(
    open.filter(({ rounds: { length }, spentMs }) =>
      length >= looks.at(-1)! || (length >= fewestRounds && isSpent && spentMs >= budgetMs)
    ),
  );
  if (final.size === 0 && !open.some(({ rounds }) => looks.includes(rounds.length))) return;
  decide(final);
  for (const benchmark of final) benchmark.open = false;
}

/**
 * Returns the time that decided benchmarks have left of their budgets, less what others used of it.
 */
function spareMs(benchmarks: readonly Benchmark[], budgetMs: number): number {
  return benchmarks.filter(canRun).reduce((spare, { open, spentMs }) => {
    const left = budgetMs - spentMs;
    return open ? spare + Math.min(0, left) : spare + left;
  }, 0);
}

/**
 * Returns the open benchmarks of each file; pinned ones are apart from others. If a run ended in
 * the middle of a file, the benchmarks that lack its last round come first.
 */
function groupByFile(benchmarks: readonly Benchmark[]): Benchmark[][] {
  const open = benchmarks.filter((benchmark) => benchmark.open);
  const key = ({ places, pinned }: Benchmark) =>
    JSON.stringify([places.baseline!.file, places.current!.file, pinned]);
  return [...Map.groupBy(open, key).values()].map((group) => {
    const fewest = group.reduce((least, { rounds }) => Math.min(least, rounds.length), Infinity);
    return group.filter(({ rounds }) => rounds.length === fewest);
  });
}

/**
 * Measures one round of the benchmarks of one file, in fresh processes. Returns false if the time
 * is over.
 */
async function runFile(
  group: readonly Benchmark[],
  options: RoundOptions,
  { isOver = () => false, marksOf }: Plan,
): Promise<boolean> {
  const { cores } = options;
  const round = group[0]!.rounds.length;
  const first = firstSide(round);
  const core = cores !== null && group[0]!.pinned ? cores[(round >> 1) % cores.length]! : null;
  const began = performance.now();
  let measuredMs = 0;
  let over = false;
  await withDuet(group, { ...options, first, core }, async (benchmark, duet) => {
    over ||= isOver();
    if (over) return;
    options.onRound?.(benchmark, benchmark.rounds.length + 1);
    const from = performance.now();
    try {
      const result = await measureRound(await duet(), pairOf(benchmark), {
        first,
        core,
        marks: benchmark.rounds[0]?.marks ?? marksOf?.(benchmark) ?? null,
      });
      benchmark.rounds.push(result);
    } finally {
      benchmark.spentMs += performance.now() - from;
      measuredMs += performance.now() - from;
    }
    options.onFinished?.(benchmark, benchmark.rounds.at(-1)!);
  });
  // All benchmarks share the time to start the processes.
  const rest = performance.now() - began - measuredMs;
  for (const benchmark of group) benchmark.spentMs += rest / group.length;
  return !over;
}

/**
 * Returns the side that starts first. Each side is first once in every two rounds, which share a
 * core, and the order is that of Thue and Morse (+−−+−++−…). If the sides simply alternated, an
 * effect with a period of two rounds, such as memory that one round frees for the next, would look
 * like a difference between them.
 */
export function firstSide(round: number): SideName {
  const ones = round.toString(2).replaceAll("0", "").length;
  return ones % 2 === 0 ? "baseline" : "current";
}

/**
 * Returns a new seed each time, since the rounds must not share what both sides of a round share.
 */
function drawSeed(): number {
  return 1 + Math.floor(Math.random() * (2 ** 31 - 1));
}

/**
 * Does something with each benchmark of one file. The duet is opened when it is first wanted, and
 * again after a side has ended. A benchmark that a side cannot run is given up.
 */
async function withDuet(
  group: readonly Benchmark[],
  options: RoundOptions & Pick<DuetOptions, "first" | "core">,
  run: (benchmark: Benchmark, duet: () => Promise<Duet>) => Promise<void>,
): Promise<void> {
  const { sides, benchTimeoutMs, signal, first, core } = options;
  const { places } = group[0]!;
  let opened: Duet | null = null;
  // Once a file cannot be loaded, it is not loaded again for its other benchmarks.
  let broken: unknown = null;
  const open = async () => {
    if (broken !== null) throw broken;
    try {
      return opened ??= await options.openDuet({
        baseline: sides.baseline,
        current: sides.current,
        files: { baseline: places.baseline!.file, current: places.current!.file },
        first,
        core,
        seed: drawSeed(),
        timeoutMs: benchTimeoutMs,
        signal,
      });
    } catch (error) {
      broken = error;
      throw error;
    }
  };
  const close = async () => {
    await opened?.close();
    opened = null;
  };
  const attempt = async (work: () => Promise<unknown>): Promise<SideError | null> => {
    try {
      await work();
      return null;
    } catch (error) {
      if (!(error instanceof SideError)) throw error;
      // Ctrl-C ends all processes of a terminal at once, which is not their failure.
      signal.throwIfAborted();
      if (error.ended) await close();
      return error;
    }
  };
  try {
    for (const benchmark of group) {
      const failure = await attempt(() => run(benchmark, open));
      if (failure === null) continue;
      benchmark.open = false;
      benchmark.failure = await findFault(benchmark, failure, options);
      options.onFinished?.(benchmark, null);
    }
  } finally {
    await close();
  }
}

/** Blames the current version only for what the baseline can run alone. */
async function findFault(
  { identity, places }: Benchmark,
  error: SideError,
  { sides, shared, compared = "versions", called, tryAlone }: RoundOptions,
): Promise<NonNullable<Benchmark["failure"]>> {
  const { side } = error;
  const message = withoutRoot(error.message, sides[side].root);
  const causeOn = async (name: SideName) => {
    if (side === name && !shared) return message;
    const cause = await tryAlone(name, places[name]!);
    return cause === null ? null : withoutRoot(cause, sides[name].root);
  };
  const baseline = await causeOn("baseline");
  if (baseline === null) {
    return side === "current" ? { side, message } : {
      side: "current",
      message: `it breaks the baseline, which shares its process: ${message}`,
    };
  }
  const current = await causeOn("current");
  const name = formatIdentity(identity);
  // No other version excuses the failures of the only one.
  if (compared === "itself") return { side: "both", message: notRun(name, current ?? baseline) };
  if (compared === "groups") {
    return {
      side: "both",
      message: current === null
        ? withoutRunningBaseline(name, baseline)
        : runByNeitherOfGroup(name, { baseline, current }),
    };
  }
  const { side: blamed, cause } = findBlame({ baseline, current }, called)!;
  return { side: blamed, message: blamed === "both" ? runByNeither(name, cause) : cause };
}

function pairOf({ places }: Benchmark): BenchmarkPair {
  return { baseline: places.baseline!, current: places.current! };
}
