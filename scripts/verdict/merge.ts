/** Joins parts of a result or of a comparison. @module */
import { missingPart } from "../result/doubts/comparing.ts";
import { type Doubt, from, noted } from "../result/doubt.ts";
import { Failure } from "../result/failure.ts";
import { formatIdentity, identityKey } from "../result/identity.ts";
import type { Environment, ResultDocument, ShardRecord } from "../result/schema.ts";
import type { Shard } from "../result/shard.ts";
import { compareText } from "../result/text_order.ts";
import type { Affected, Comparison, FileChoice } from "./comparison.ts";
import { byImportance, countVerdicts } from "./entries.ts";
import { compareEnvironments } from "./environment.ts";
import { mergeSuites } from "./suite.ts";

/** A part, with its name in messages. */
export interface Part<Subject> {
  /** Name of the file. */
  readonly source: string;
  /** Its content. */
  readonly subject: Subject;
}

/**
 * Joins parts of one result.
 *
 * @param parts At least one, in any order.
 * @returns One document; `partial` if a part is missing, with the environment of each part.
 * @throws {Failure} If they come from different machines, software or commits, or share a
 * benchmark: their figures could not be compared with one baseline.
 */
export function mergeResults(parts: readonly Part<ResultDocument>[]): ResultDocument {
  const ordered = inOrder(parts);
  const { missing, total } = checkShards(ordered);
  const [first] = ordered as [Part<ResultDocument>];
  for (const other of ordered.slice(1)) {
    const [differing] = compareEnvironments(
      first.subject.environment,
      other.subject.environment,
    ).differing;
    if (differing !== undefined) {
      throw mismatch(first, other, differing.field, differing.baseline, differing.current);
    }
    checkSame(first, other, "git_commit", ({ environment }) => environment.git_commit);
  }
  const documents = ordered.map(({ subject }) => subject);
  checkDistinct(
    ordered,
    ({ benchmarks }) => benchmarks.map(identityKey),
    ({ benchmarks }) => benchmarks.map(formatIdentity),
  );
  return {
    ...first.subject,
    timestamp: earliest(documents.map(({ timestamp }) => timestamp)),
    environment: common(documents.map(({ environment }) => environment)),
    benchmarks: documents.flatMap(({ benchmarks }) => benchmarks),
    partial: missing.length > 0 || documents.some(({ partial }) => partial),
    shard: null,
    shards: documents.flatMap(recordOf),
    warnings: [
      ...missing.map((index) => missingPart(index, total).message),
      ...documents.flatMap(({ shard, warnings }) =>
        warnings.map((warning) => prefix(shard, noted(warning)).message)
      ),
    ],
  };
}

/**
 * Joins parts of one comparison. Each part measured both sides on one machine, so the parts may
 * come from different ones.
 *
 * @param parts At least one, in any order.
 * @throws {Failure} If they compare different commits, if only some left out files that the change
 * does not affect, or if they share a benchmark.
 */
export function mergeComparisons(parts: readonly Part<Comparison>[]): Comparison {
  const ordered = inOrder(parts);
  const { missing, total } = checkShards(ordered);
  const [first] = ordered as [Part<Comparison>];
  for (const other of ordered.slice(1)) {
    checkSame(first, other, "baseline.git_commit", ({ baseline }) => baseline.git_commit);
    checkSame(first, other, "current.git_commit", ({ current }) => current.git_commit);
    // Otherwise the files that some left out would seem to be left out of all.
    checkSame(first, other, "affected", ({ affected }) => affected === null ? null : "a choice");
    checkSame(first, other, "suite.threshold", ({ suite }) => String(suite?.threshold ?? null));
  }
  const comparisons = ordered.map(({ subject }) => subject);
  const keys = ({ entries }: Comparison, form: typeof identityKey) =>
    entries.map((entry) => `${form(entry)} ${entry.metric}`);
  checkDistinct(
    ordered,
    (subject) => keys(subject, identityKey),
    (subject) => keys(subject, formatIdentity),
  );
  const entries = comparisons.flatMap((one) => one.entries).sort(byImportance);
  const affected = joinAffected(comparisons);
  return {
    ...first.subject,
    gated: comparisons.every(({ gated }) => gated),
    environment: common(comparisons.map(({ environment }) => environment)),
    shard: null,
    shards: comparisons.flatMap((comparison) =>
      recordOf({ ...comparison, timestamp: comparison.current.timestamp })
    ),
    measurement: joinMeasurements(comparisons),
    affected,
    environment_differences: comparisons.flatMap((one) => one.environment_differences),
    entries,
    summary: countVerdicts(entries),
    suite: joinSuites(comparisons, { isPart: missing.length > 0, affected }),
    doubts: [
      ...missing.map((index) => missingPart(index, total)),
      ...comparisons.flatMap(({ shard, doubts }) => doubts.map((one) => prefix(shard, one))),
    ],
  };
}

/** Null if a part has none: the others would not be the whole suite. */
function joinSuites(
  comparisons: readonly Comparison[],
  frame: Parameters<typeof mergeSuites>[1],
): Comparison["suite"] {
  const [only] = comparisons;
  // A whole comparison, which is only written in another format, was judged by the options given
  // then.
  if (comparisons.length === 1 && only!.shard === null) return only!.suite;
  const suites = comparisons.flatMap(({ suite }) => suite ?? []);
  return suites.length < comparisons.length ? null : mergeSuites(suites, frame);
}

function joinMeasurements(comparisons: readonly Comparison[]): Comparison["measurement"] {
  const measurements = comparisons.flatMap(({ measurement }) => measurement ?? []);
  const [first] = measurements;
  if (first === undefined) return null;
  return {
    placement: measurements.every(({ placement }) => placement === "pair") ? "pair" : "single",
    pinned: measurements.every(({ pinned }) => pinned),
    unpinned: measurements.flatMap(({ unpinned }) => unpinned),
    seconds: measurements.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

/** The choices of all parts, each file once: a file that any part measured is measured. */
function joinAffected(comparisons: readonly Comparison[]): Affected | null {
  const choices = comparisons.flatMap(({ affected }) => affected ?? []);
  if (choices.length === 0) return null;
  const byFile = (lists: readonly (readonly FileChoice[])[]) =>
    new Map(lists.flat().toReversed().map((choice) => [choice.file, choice]));
  const sorted = (chosen: Iterable<FileChoice>) =>
    [...chosen].sort((a, b) => compareText(a.file, b.file));
  const measured = byFile(choices.map((one) => one.measured));
  const leftOut = byFile(choices.map((one) => one.left_out));
  return {
    measured: sorted(measured.values()),
    left_out: sorted(leftOut.values().filter(({ file }) => !measured.has(file))),
  };
}

type Sharded = {
  readonly shard: Shard | null;
  readonly shards: ShardRecord[];
};

function inOrder<Subject extends Sharded>(parts: readonly Part<Subject>[]): Part<Subject>[] {
  if (parts.length === 0) throw new Failure("Nothing to join: no part was given");
  return parts.toSorted((a, b) => (a.subject.shard?.index ?? 0) - (b.subject.shard?.index ?? 0));
}

/** Checks that the parts are parts of one whole, each once. */
function checkShards(parts: readonly Part<Sharded>[]): { missing: number[]; total: number } {
  if (parts.length === 1 && parts[0]!.subject.shard === null) return { missing: [], total: 1 };
  const seen = new Map<number, string>();
  const total = parts[0]!.subject.shard?.total ?? 0;
  for (const { source, subject: { shard } } of parts) {
    if (shard === null) throw new Failure(`Cannot join ${source}: it was not made with --shard`);
    if (shard.total !== total) {
      throw new Failure(
        `Cannot join ${source} with ${
          parts[0]!.source
        }: it is one of ${shard.total} parts, not of ${total}`,
      );
    }
    const other = seen.get(shard.index);
    if (other !== undefined) {
      throw new Failure(`Cannot join ${source} with ${other}: both are part ${shard.index}`);
    }
    seen.set(shard.index, source);
  }
  const indexes = Array.from({ length: total }, (_, index) => index + 1);
  return { missing: indexes.filter((index) => !seen.has(index)), total };
}

function checkSame<Subject>(
  first: Part<Subject>,
  other: Part<Subject>,
  field: string,
  read: (subject: Subject) => string | null,
): void {
  const [before, now] = [read(first.subject), read(other.subject)];
  if (before !== now) throw mismatch(first, other, field, before, now);
}

function mismatch(
  first: Part<unknown>,
  other: Part<unknown>,
  field: string,
  before: string | null,
  now: string | null,
): Failure {
  return new Failure(
    `Cannot join ${other.source} with ${first.source}: ${field} is ${now} in it and ${before} there`,
  );
}

function checkDistinct<Subject>(
  parts: readonly Part<Subject>[],
  keysOf: (subject: Subject) => string[],
  namesOf: (subject: Subject) => string[],
): void {
  const seen = new Map<string, string>();
  for (const { source, subject } of parts) {
    const names = namesOf(subject);
    for (const [index, key] of keysOf(subject).entries()) {
      const other = seen.get(key);
      if (other !== undefined) {
        throw new Failure(`Cannot join ${source} with ${other}: both have ${names[index]}`);
      }
      seen.set(key, source);
    }
  }
}

function recordOf(
  { shard, shards, timestamp, environment }: Sharded & {
    readonly timestamp: string;
    readonly environment: Environment;
  },
): ShardRecord[] {
  return shard === null && shards.length > 0 ? shards : [{ shard, timestamp, environment }];
}

function prefix(shard: Shard | null, doubt: Doubt): Doubt {
  return shard === null ? doubt : from(`part ${shard.index}`, doubt);
}

/** The facts that all share; null in the fields in which they differ. */
function common(environments: readonly Environment[]): Environment {
  const [first, ...others] = environments as [Environment, ...Environment[]];
  const fields = Object.entries(first).map(([field, value]) => {
    const same = others.every((other) =>
      JSON.stringify(other[field as keyof Environment]) === JSON.stringify(value)
    );
    return [field, same ? value : null];
  });
  return Object.fromEntries(fields) as Environment;
}

function earliest(timestamps: readonly string[]): string {
  return timestamps.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0]!;
}
