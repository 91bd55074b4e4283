/** Traps in which benchmarks measure something other than they seem to. @module */
import type { BenchmarkFacts } from "../result/benchmark_facts.ts";
import { type BenchmarkIdentity, formatIdentity } from "../result/identity.ts";

/** Every trap, the one that misleads the most first. */
export const TRAPS = [
  "not-awaited",
  "optimised-away",
  "grows",
  "waits",
  "several-cores",
  "first-call",
  "different-work",
  "set-up",
  "collection",
] as const;

/** Traps that may be intended, and need not be reported with every run. */
export const MAY_BE_MEANT: readonly Trap["kind"][] = ["waits", "different-work"];

/** A trap that a benchmark has fallen into. */
export interface Trap {
  readonly kind: typeof TRAPS[number];
  /** The fact, and what to do about it. */
  readonly message: string;
  readonly advice: string;
}

/** A call that takes less than this many empty ones measures no work. */
const AT_FLOOR = 1.5;
/** Growth from the first to the last third, and the least growth in between. */
const GROWTH = 1.5;
const GROWTH_ON_THE_WAY = 1.1;
/** Processor time as a part of wall time: below for waiting, above for several cores. */
const WAITING = 0.5;
const SEVERAL_CORES = 1.5;
/** Compiling slows a first call by up to this factor; filling a cache takes longer. */
const FIRST_CALL = 1000;
const LONG_FIRST_CALL_MS = 20;
/** The default size of the heap's part for new objects, and the length of a slice. */
const NEW_SPACE_BYTES = 16 * 2 ** 20;
const SLICE_MS = 3;

/**
 * The least part in the bench file itself that is more than calling, and the least part elsewhere
 * that counts.
 */
const MOSTLY_SET_UP = 0.6;
const LEAST_ELSEWHERE = 0.05;
/** Ways to do the same work rarely differ by this factor. */
const DIFFERENT_WORK = 100;

/** A benchmark with the facts about it. */
export interface InspectedBenchmark {
  readonly identity: BenchmarkIdentity;
  /** Null if it could not be called for them. */
  readonly facts: BenchmarkFacts | null;
}

/** A trap, and the benchmark or group that fell into it. */
export interface FoundTrap {
  readonly subject: string;
  readonly trap: Trap;
}

/** The traps of benchmarks and their groups, the worst first. */
export function findAllTraps(benchmarks: readonly InspectedBenchmark[]): FoundTrap[] {
  const own = benchmarks.flatMap(({ identity, facts }) =>
    facts === null
      ? []
      : findTraps(facts).map((trap) => ({ subject: formatIdentity(identity), trap }))
  );
  const groups = Map.groupBy(
    benchmarks.filter(({ identity, facts }) => identity.group !== null && facts !== null),
    ({ identity: { file, group } }) => JSON.stringify([file, group]),
  );
  const between = [...groups.values()].flatMap((members) => {
    const { file, group } = members[0]!.identity;
    const trap = findDifferentWork(
      members.filter(({ facts }) => !isAtFloor(facts!))
        .map(({ identity, facts }) => ({ name: identity.name, leastMs: facts!.leastMs })),
    );
    const subject = formatIdentity({ file, group: null, name: `group ${group}` });
    return trap === null ? [] : [{ subject, trap }];
  });
  const rank = ({ trap }: FoundTrap) => TRAPS.indexOf(trap.kind);
  return [...own, ...between].sort((a, b) => rank(a) - rank(b));
}

/** The traps of a benchmark, the worst first. */
export function findTraps(facts: BenchmarkFacts): Trap[] {
  const {
    returnsPromise,
    firstMs,
    callMs,
    course,
    processorMs,
    wallMs,
    heapBytes,
    parts,
  } = facts;
  const traps: Trap[] = [];
  const add = (kind: Trap["kind"], message: string, advice: string) =>
    traps.push({ kind, message, advice });
  if (returnsPromise) {
    add(
      "not-awaited",
      "it returns a promise that is not awaited, so only its start is timed",
      "Make the function async.",
    );
  }
  if (isAtFloor(facts)) {
    add(
      "optimised-away",
      "it takes no longer than an empty function, so its work may have been optimised away",
      "Keep the result, for example in an exported variable of the module.",
    );
  }
  const [begin, middle, end] = course ?? [0, 0, 0];
  if (
    begin > 0 && end > GROWTH * begin && middle > GROWTH_ON_THE_WAY * begin &&
    end > GROWTH_ON_THE_WAY * middle
  ) {
    add(
      "grows",
      `it takes longer the more often it is called: soon ${
        (end / begin).toFixed(1)
      } times as long as at first`,
      "Start each call from the same state.",
    );
  }
  if (wallMs > 0 && processorMs < WAITING * wallMs) {
    add(
      "waits",
      `it waits for ${
        Math.round(100 * (1 - processorMs / wallMs))
      } % of its time, such as for a timer or the network`,
      "Measure the work itself, unless waiting is what you measure.",
    );
  }
  if (wallMs > 0 && processorMs > SEVERAL_CORES * wallMs) {
    add(
      "several-cores",
      `it keeps ${
        (processorMs / wallMs).toFixed(1)
      } cores busy, so its time depends on how many are free`,
      "Compare it on a machine with cores to spare.",
    );
  }
  if (firstMs > LONG_FIRST_CALL_MS && firstMs > FIRST_CALL * callMs) {
    add(
      "first-call",
      `its first call takes ${
        Math.round(firstMs / callMs).toLocaleString("en-US")
      } times as long as later ones, so the later ones may use a cache that it fills`,
      "Measure the first call in a benchmark with n: 1, or empty the cache before each call.",
    );
  }
  if (
    parts !== null && parts.elsewhere >= LEAST_ELSEWHERE &&
    parts.benchFile >= MOSTLY_SET_UP * (parts.benchFile + parts.elsewhere)
  ) {
    const [inside, elsewhere] = [parts.benchFile, parts.elsewhere].map((part) =>
      `${Math.round(100 * part)} %`
    );
    add(
      "set-up",
      `it spends ${inside} of its time in the bench file itself and ${elsewhere} in the code that it calls, so setup may dominate`,
      "Prepare outside the function, or time only the part between b.start() and b.end().",
    );
  }
  if (heapBytes !== null && heapBytes / callMs * SLICE_MS > NEW_SPACE_BYTES / 2) {
    add(
      "collection",
      `it allocates ${
        Math.round(heapBytes / callMs / 1e6)
      } GB a second, so garbage is collected at least in every other slice`,
      "Allocate less in a call, or outside it, unless you measure allocation.",
    );
  }
  return traps;
}

function isAtFloor({ leastMs, emptyMs }: BenchmarkFacts): boolean {
  return leastMs < AT_FLOOR * emptyMs;
}

/** Finds a group whose members can hardly do the same work. */
function findDifferentWork(
  members: readonly { readonly name: string; readonly leastMs: number }[],
): Trap | null {
  const ordered = members.toSorted((a, b) => a.leastMs - b.leastMs);
  const [fastest, slowest] = [ordered[0], ordered.at(-1)];
  if (fastest === undefined || slowest === undefined || fastest.leastMs <= 0) return null;
  const times = slowest.leastMs / fastest.leastMs;
  if (times < DIFFERENT_WORK) return null;
  return {
    kind: "different-work",
    message: `${slowest.name} takes ${
      Math.round(times).toLocaleString("en-US")
    } times as long as ${fastest.name}, so they may do different amounts of work`,
    advice: "Group benchmarks that do the same work.",
  };
}
