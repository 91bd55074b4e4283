/** Doubts: what a reader should know before trusting a figure or a verdict. @module */
import { CONFIG_FILE } from "./config_file.ts";
import { listNames } from "./list_names.ts";
import type { SideName } from "./duet.ts";

/** Every kind of doubt. */
export const DOUBT_KINDS = [
  "not-loaded",
  "in-neither",
  "left-out",
  "renamed",
  "not-in-baseline",
  "bench-from-current",
  "without-baseline",
  "random-fixture",
  "own-permissions",
  "incomplete-checkout",
  "unpinned-machine",
  "busy-machine",
  "not-isolated",
  "too-long",
  "ended-early",
  "resumed",
  "unconfirmed",
  "unstable",
  "set-aside",
  "more-rounds",
  "floor",
  "heap",
  "other-identity",
  "not-comparable",
  "unknown-direction",
  "other-environment",
  "unknown-environment",
  "two-numbers",
  "unknown-sessions",
  "common-shift",
  "partial",
  "missing-part",
  "noted",
] as const;

/** The kind of a doubt. */
export type DoubtKind = typeof DOUBT_KINDS[number];

/** A reason to trust something less, and what to do about it. Nothing in it is escaped. */
export interface Doubt {
  /** What kind of doubt it is. */
  kind: DoubtKind;
  /** One line that states the fact. */
  message: string;
  /** One line on what to do about it; null if nothing helps, or if the message says it. */
  advice: string | null;
}

const SIDE_WORDS: Readonly<Record<SideName, string>> = {
  baseline: "the baseline",
  current: "the current version",
};

function doubt(kind: DoubtKind, message: string, advice: string | null = null): Doubt {
  return { kind, message, advice };
}

/**
 * A file threw, exited or hung while it was loaded.
 *
 * @param advice What else to do with it; null if nothing else helps.
 */
export function notLoaded(file: string, cause: string, advice: string | null = null): Doubt {
  return doubt("not-loaded", `${file} could not be loaded: ${cause}`, advice);
}

/** Something that neither of two versions can run. */
export function inNeither(message: string, advice: string | null = null): Doubt {
  return doubt("in-neither", message, advice);
}

/** The message of {@linkcode inNeither} about a file. */
export function loadedByNeither(file: string, cause: string): string {
  return `${file} cannot be loaded by either version: ${cause}`;
}

/**
 * The message of {@linkcode inNeither} about a benchmark.
 *
 * @param name With its file and group.
 */
export function runByNeither(name: string, cause: string): string {
  return `${name} cannot be run on either side: ${cause}`;
}

/**
 * The message of {@linkcode inNeither} about a benchmark whose group has a baseline that cannot run.
 *
 * @param name With its file and group.
 */
export function withoutRunningBaseline(name: string, cause: string): string {
  return `the baseline in the group of ${name} cannot be run: ${cause}`;
}

/** No file of a version can be loaded. */
export function noneLoaded(cause: string): Doubt {
  return doubt("not-loaded", `no file could be loaded: ${cause}`);
}

/** Benchmarks that `ignore` and `only` leave out. */
export function leftOut(count: number, total: number): Doubt {
  return doubt("left-out", `${count} of ${total} benchmarks left out by ignore or only`);
}

/**
 * A file has no benchmark, because it belongs to another harness.
 *
 * @param advice What it imports, and what to do.
 */
export function ofOtherHarness(file: string, advice: string): Doubt {
  return doubt("left-out", `${file} registers no benchmark`, advice);
}

/** Two benchmarks have the same name, so the later one gets another. */
export function renamed(file: string, name: string, place: number, given: string): Doubt {
  return doubt(
    "renamed",
    `${file} registers ${name} more than once: number ${place} is called ${given}`,
    "Give each benchmark its own name.",
  );
}

/** The baseline's sources cannot run a benchmark of the current version. */
export function notInBaseline(cause: string): Doubt {
  return doubt("not-in-baseline", `the baseline cannot run it: ${cause}`);
}

/** The baseline's sources ran the current version's bench file. */
export function benchFromCurrent(): Doubt {
  return doubt("bench-from-current", "the current version's bench file ran on both versions");
}

/** Benchmarks whose group has no baseline. */
export function withoutBaseline(count: number): Doubt {
  const what = count === 1 ? "1 benchmark was" : `${count} benchmarks were`;
  return doubt("without-baseline", `${what} left out: no baseline in the same group`);
}

/** A file draws random numbers while it loads. */
export function randomFixture(file: string): Doubt {
  return doubt(
    "random-fixture",
    `${file} draws random numbers while it loads, so each process may do different work`,
    "Draw from a seeded generator, so that both versions do the same work.",
  );
}

/** Benchmarks that ask for fewer permissions, which measuring in turn does not apply. */
export function ownPermissions(count: number): Doubt {
  return doubt(
    "own-permissions",
    count === 1
      ? "1 benchmark asks for its own permissions but ran with those of its file"
      : `${count} benchmarks ask for their own permissions but ran with those of their files`,
  );
}

/** A part of the baseline that git did not check out. */
export function incompleteCheckout(message: string): Doubt {
  return doubt("incomplete-checkout", message);
}

/** No process can be pinned to a core. */
export function unpinnedMachine(): Doubt {
  return doubt(
    "unpinned-machine",
    "taskset is not available, so the versions could not be pinned to one core",
  );
}

/**
 * More processes want to run than there are cores.
 *
 * @param load How many ran or waited for a core before the measurement, on average.
 */
export function busyMachine(load: number, cores: number): Doubt {
  return doubt(
    "busy-machine",
    `the machine was busy before the measurement: load ${load.toFixed(1)} on ${
      cores === 1 ? "1 core" : `${cores} cores`
    }`,
    "Inconclusive benchmarks may be settled if nothing else runs.",
  );
}

/** Both versions in one process might load each other's modules. */
export function notIsolated(cause: string): Doubt {
  return doubt(
    "not-isolated",
    `one process may not keep the versions apart, so two are used: ${cause}`,
  );
}

/** Not everything can be measured within the limit. */
export function tooLong(benchmarks: number, neededMinutes: number, limitMinutes: number): Doubt {
  const count = benchmarks === 1 ? "1 benchmark needs" : `${benchmarks} benchmarks need`;
  return doubt(
    "too-long",
    `${count} about ${roundUp(neededMinutes)} min, but the limit is ${limitMinutes} min`,
    "Raise --timeout, split the suite with --shard, choose with --filter, or lower --budget.",
  );
}

function roundUp(minutes: number): number {
  return minutes < 10 ? Math.ceil(minutes * 10) / 10 : Math.ceil(minutes);
}

/** Measuring was stopped. */
export function endedEarly(cause: string): Doubt {
  return doubt("ended-early", `measuring ended early: ${cause}`);
}

/** Measuring ended before a slowdown could be measured again. */
export function unconfirmedInTime(): Doubt {
  return doubt(
    "unconfirmed",
    "a slowdown was seen, but measuring ended before it could be confirmed",
  );
}

/** Fresh processes did not confirm a slowdown. */
export function unconfirmed(): Doubt {
  return doubt("unconfirmed", "a slowdown was seen but not confirmed in fresh processes");
}

/** Rounds that fall into two groups. */
export function unstable(lower: number, upper: number): Doubt {
  return doubt(
    "unstable",
    `unstable: some rounds show ${percent(lower)}, others ${percent(upper)}`,
  );
}

/** Rounds far from the others. */
export function setAside(changes: readonly number[]): Doubt {
  const rounds = changes.length === 1
    ? "1 round far from the others was"
    : `${changes.length} rounds far from the others were`;
  return doubt(
    "set-aside",
    `${rounds} set aside: ${changes.map(percent).join(", ")}`,
  );
}

/** A benchmark that stayed inconclusive. */
export interface Unsettled {
  /** Rounds that would probably settle it; null if very many, or if more rounds would not. */
  readonly rounds: number | null;
  /** Whether its interval lies wholly beyond the threshold, so that it may look settled. */
  readonly isBeyond: boolean;
}

/**
 * How to settle a benchmark that stayed inconclusive when two versions were measured in turn.
 *
 * @param most The most rounds that a comparison measures.
 * @param secondsPerRound Wall time of one.
 */
export function moreRoundsInTurn(
  { rounds, isBeyond }: Unsettled,
  most: number,
  secondsPerRound: number,
): Doubt {
  if (rounds === null || rounds > most) {
    const message = rounds === null
      ? "more rounds are unlikely to settle it"
      : `settling it takes about ${rounds} rounds, but a comparison measures at most ${most}`;
    return doubt(
      "more-rounds",
      notYetShown(isBeyond, message),
      "A quieter machine or more work per call may settle inconclusive benchmarks; benchline doctor shows what this machine can tell.",
    );
  }
  const budget = Math.ceil(rounds * secondsPerRound);
  const message = `about ${rounds} rounds would settle it: --budget ${budget}`;
  return doubt("more-rounds", notYetShown(isBeyond, message));
}

/** How to settle a benchmark that stayed inconclusive between two results. */
export function moreRounds({ rounds, isBeyond }: Unsettled): Doubt {
  const message = rounds === null
    ? "more rounds are unlikely to settle it; compare --against measures both versions in turn"
    : `about ${rounds} rounds per side would settle it: benchline run --rounds ${rounds}`;
  return doubt("more-rounds", notYetShown(isBeyond, message));
}

function notYetShown(isBeyond: boolean, message: string): string {
  return isBeyond ? `not yet shown with 99 % confidence; ${message}` : message;
}

/** A benchmark that takes no longer than an empty function. */
export function atFloor(): Doubt {
  return doubt(
    "floor",
    "it takes no longer than an empty call, so the change is not in its work",
    "Do more work in each call, and use the result.",
  );
}

/** The heap that a call allocates has changed. */
export function heapChanged(before: number, after: number): Doubt {
  return doubt("heap", `heap ${size(before)} to ${size(after)} a call`);
}

/**
 * Benchmarks of different identities that were compared.
 *
 * @param how What differs.
 * @param first The first pair, as each side writes it.
 * @param more How many more there are.
 */
export function otherIdentity(
  how: string,
  first: readonly [baseline: string, current: string],
  more: number,
): Doubt {
  const what = more === 0 ? "1 benchmark was" : `${more + 1} benchmarks were`;
  const rest = more === 0 ? "" : `, and ${more} more`;
  return doubt(
    "other-identity",
    `${what} compared although ${how}: ${first.join(" with ")}${rest}`,
  );
}

/** Figures that cannot be compared. */
export function notComparable(message: string): Doubt {
  return doubt("not-comparable", message);
}

/** A metric that may have become better or worse. */
export function unknownDirection(metric: string): Doubt {
  return doubt("unknown-direction", `it is not known whether less or more ${metric} is better`);
}

/** Metrics that were not judged, because no result says which values are better. */
export function unknownDirections(metrics: readonly string[]): Doubt {
  return doubt(
    "unknown-direction",
    `${listNames(metrics)}: not judged, because no result says whether less or more is better`,
    `Say so in ${CONFIG_FILE}: "metrics": { ${
      JSON.stringify(metrics[0])
    }: { "better": "lower" } }.`,
  );
}

/** A change that has no logarithm. */
export function withoutLogarithm(): Doubt {
  return doubt("noted", "a round is 0 or less, so it is judged by the change alone");
}

/** A count that was 0. */
export function fromNothing(): Doubt {
  return doubt("noted", "it was 0 before, so the change has no percentage");
}

/** Results of different environments. */
export function otherEnvironment(): Doubt {
  return doubt("other-environment", "measured in another environment");
}

/** A fact that one of the results does not record. */
export function unknownEnvironment(side: SideName, field: string): Doubt {
  const document = side === "baseline" ? "the baseline" : "the current result";
  return doubt(
    "unknown-environment",
    `${document} does not record ${field}, so a difference in it would go unnoticed`,
  );
}

/** Verdicts that rest on one number a side. */
export function twoNumbers(count: number, total: number): Doubt {
  return doubt(
    "two-numbers",
    `${count} of ${total} comparisons rest on two numbers only, because a side records no spread between rounds; on a shared machine such verdicts are often wrong`,
  );
}

/**
 * Sessions without a history that shows how much they vary.
 *
 * @param deviation How much they are allowed to vary, as a fraction.
 */
export function unknownSessions(count: number, total: number, deviation: number): Doubt {
  return doubt(
    "unknown-sessions",
    `${count} of ${total} comparisons have no history of ten results, so sessions are allowed to vary by ${
      100 * deviation
    } %`,
    "Keep a history, or measure both versions in turn with compare --against.",
  );
}

/**
 * Benchmarks that moved together.
 *
 * @param range The smallest and the largest change of those that moved, as fractions.
 * @param isJudged Whether they are judged nevertheless.
 */
export function commonShift(
  moved: number,
  total: number,
  range: { readonly lower: number; readonly upper: number },
  isJudged: boolean,
): Doubt {
  const count = moved === total ? `all ${total} benchmarks` : `${moved} of ${total} benchmarks`;
  const [least, most] = [range.lower, range.upper].map((change) => Math.abs(100 * change))
    .sort((a, b) => a - b).map((change) => change.toFixed(0));
  const size = least === most ? `${least} %` : `${least} to ${most} %`;
  return doubt(
    "common-shift",
    `${count} ${range.lower > 0 ? "rose" : "fell"} by ${size}: probably the machine, not the code`,
    isJudged
      ? null
      : "Measure both versions in turn with compare --against, or judge anyway with --ignore-environment.",
  );
}

/** A benchmark that moved as nearly all others did. */
export function movedWithOthers(): Doubt {
  return doubt("common-shift", "nearly all benchmarks moved together, so it is not judged alone");
}

/**
 * A benchmark that moved further than all others.
 *
 * @param change Its move beyond that of the others; a fraction, like the next two.
 * @param atLeast The bound that it exceeds with 99 % confidence; null if unknown.
 * @param shift The move that the others share.
 */
export function beyondShift(change: number, atLeast: number | null, shift: number): Doubt {
  const bound = atLeast === null ? "" : `, at least ${percent(atLeast)} with 99 % confidence`;
  return doubt(
    "common-shift",
    `${percent(change)} on top of the ${percent(shift)} that the others moved by${bound}`,
  );
}

/** An interruption split its rounds. */
export function resumed(): Doubt {
  return doubt("resumed", "some rounds were measured before an interruption");
}

/** A result that is not complete. */
export function partial(side: SideName): Doubt {
  return doubt("partial", `the ${side} result is partial`);
}

/** A missing part of several. */
export function missingPart(index: number, total: number): Doubt {
  return doubt("missing-part", `part ${index} of ${total} is missing`);
}

/** A warning from a document or another program. */
export function noted(message: string): Doubt {
  return doubt("noted", message);
}

/** The same doubt, with its source in front. */
export function from(source: string, original: Doubt): Doubt {
  return { ...original, message: `${source}: ${original.message}` };
}

/** Words for a version. */
export function wordsFor(side: SideName): string {
  return SIDE_WORDS[side];
}

function size(bytes: number): string {
  if (bytes < 1e3) return `${bytes.toFixed(0)} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function percent(change: number): string {
  return `${change > 0 ? "+" : ""}${(change * 100).toFixed(1)} %`;
}
