/** Matches the benchmarks of two results. @module */
import { otherIdentity } from "../result/doubts/comparing.ts";
import type { Doubt } from "../result/doubt.ts";
import { formatIdentity, isAbsolute } from "../result/identity.ts";
import type { BenchmarkResult } from "../result/schema.ts";

/** A benchmark on both sides, or on the only one that has it. */
export interface Pair {
  readonly baseline: BenchmarkResult | null;
  readonly current: BenchmarkResult | null;
}

type Both = readonly [baseline: BenchmarkResult, current: BenchmarkResult];

/** Finds equal benchmarks among those with one group and one name. */
type Match = (baseline: readonly BenchmarkResult[], current: readonly BenchmarkResult[]) => Both[];

const NAMES: readonly ((benchmark: BenchmarkResult) => string)[] = [
  ({ name }) => name,
  ({ name, short_name }) => short_name ?? name,
];

/**
 * Pairs benchmarks with the same identity. Then it pairs those that differ in the folders of their
 * files, in having a file at all, in a part of the name that the short name lacks, or in both.
 *
 * Different identities are paired only if no other benchmark on either side could be meant, paired
 * or not. A benchmark whose identity is on both sides is never taken for another one.
 *
 * @param baseline No two with one identity.
 * @param current No two with one identity.
 * @returns The current ones in their order, and then those that only the baseline has.
 */
export function pairUp(
  baseline: readonly BenchmarkResult[],
  current: readonly BenchmarkResult[],
): Pair[] {
  const before = new Map<BenchmarkResult, BenchmarkResult>();
  const used = new Set<BenchmarkResult>();
  const matches: readonly Match[] = [sameFile, sameTail(baseline, current), oneWithoutFile];
  const hasShortNames = [...baseline, ...current].some(({ short_name }) => short_name !== null);
  // Without short names, the second search would find what the first one found.
  for (const nameOf of hasShortNames ? NAMES : NAMES.slice(0, 1)) {
    const keyOf = (one: BenchmarkResult) => JSON.stringify([one.group, nameOf(one)]);
    const [old, now] = [Map.groupBy(baseline, keyOf), Map.groupBy(current, keyOf)];
    for (const match of matches) {
      for (const [key, those] of now) {
        for (const [one, other] of match(old.get(key) ?? [], those)) {
          if (used.has(one) || before.has(other)) continue;
          before.set(other, one);
          used.add(one);
        }
      }
    }
  }
  return [
    ...current.map((one): Pair => ({ baseline: before.get(one) ?? null, current: one })),
    ...baseline.filter((one) => !used.has(one)).map((one): Pair => ({
      baseline: one,
      current: null,
    })),
  ];
}

/** Doubts about pairs with different identities, one for each way in which they differ. */
export function doubtIdentities(pairs: readonly Pair[]): Doubt[] {
  const both = pairs.filter((pair): pair is Pair & Record<keyof Pair, BenchmarkResult> =>
    pair.baseline !== null && pair.current !== null
  );
  const ways = [
    [
      "the folders differ",
      both.filter(({ baseline: { file }, current }) =>
        file !== null && current.file !== null && file !== current.file
      ),
    ],
    [
      "one side names no file",
      both.filter(({ baseline, current }) => (baseline.file === null) !== (current.file === null)),
    ],
    ["the names differ", both.filter(({ baseline, current }) => baseline.name !== current.name)],
  ] as const;
  return ways.flatMap(([how, [first, ...others]]) =>
    first === undefined ? [] : [
      otherIdentity(
        how,
        [formatIdentity(first.baseline), formatIdentity(first.current)],
        others.length,
      ),
    ]
  );
}

function sameFile(baseline: readonly BenchmarkResult[], current: readonly BenchmarkResult[]) {
  // Most names are unique.
  if (baseline.length <= 1 && current.length <= 1) {
    return onlyOnes(baseline, current).filter(([one, other]) => one.file === other.file);
  }
  const before = Map.groupBy(baseline, ({ file }) => file);
  return [...Map.groupBy(current, ({ file }) => file)].flatMap(([file, those]) =>
    onlyOnes(before.get(file) ?? [], those)
  );
}

function oneWithoutFile(baseline: readonly BenchmarkResult[], current: readonly BenchmarkResult[]) {
  return onlyOnes(baseline, current).filter(([one, other]) =>
    one.file === null || other.file === null
  );
}

function onlyOnes(
  baseline: readonly BenchmarkResult[],
  current: readonly BenchmarkResult[],
): Both[] {
  return baseline.length === 1 && current.length === 1 ? [[baseline[0]!, current[0]!]] : [];
}

/** A folder, or the file itself, under the rest of the path after it. */
interface Tail {
  readonly longer: Map<string, Tail>;
  /** Benchmarks of the baseline in it. */
  before: number;
  /** Benchmarks of the current side in it. */
  after: BenchmarkResult[];
}

/**
 * Finds files that are equal except for the folders in front, by the longest tail that their paths
 * share.
 */
function sameTail(
  allOfBaseline: readonly BenchmarkResult[],
  allOfCurrent: readonly BenchmarkResult[],
): Match {
  const known = new Set(allOfBaseline.flatMap(({ file }) => file ?? []));
  const shared = allOfCurrent.flatMap(({ file }) => file !== null && known.has(file) ? file : []);
  // If both sides share a file with an absolute path, the folders in front are the same, so those
  // of other files do differ.
  const absoluteAreKnown = shared.some(isAbsolute);
  const relativeAreKnown = shared.some((file) => !isAbsolute(file));
  const mayBeSame = (one: string, other: string) => {
    if (isAbsolute(one) && isAbsolute(other)) return !absoluteAreKnown;
    if (isAbsolute(one) === isAbsolute(other) && relativeAreKnown) return false;
    return one.endsWith(`/${other}`) || other.endsWith(`/${one}`);
  };
  return (baseline, current) => {
    const [before, after] = [baseline, current].map((side) =>
      side.filter(({ file }) => file !== null)
    ) as [BenchmarkResult[], BenchmarkResult[]];
    if (before.length === 0 || after.length === 0) return [];
    const tails = emptyTail();
    for (const one of after) for (const tail of growTails(tails, one)) tail.after.push(one);
    for (const one of before) for (const tail of growTails(tails, one)) tail.before++;
    return before.flatMap((one): Both[] => {
      let longest: Tail | null = null;
      for (const tail of growTails(tails, one)) {
        if (tail.after.length === 0) break;
        longest = tail;
      }
      const other = longest?.after[0];
      const isOnly = longest?.before === 1 && longest.after.length === 1;
      return isOnly && mayBeSame(one.file!, other!.file!) ? [[one, other!]] : [];
    });
  };
}

/** The tails of a path, the shortest first. */
function* growTails(tails: Tail, { file }: BenchmarkResult): Generator<Tail> {
  let tail = tails;
  for (const part of file!.split("/").reverse()) {
    let longer = tail.longer.get(part);
    if (longer === undefined) tail.longer.set(part, longer = emptyTail());
    yield tail = longer;
  }
}

function emptyTail(): Tail {
  return { longer: new Map(), before: 0, after: [] };
}
