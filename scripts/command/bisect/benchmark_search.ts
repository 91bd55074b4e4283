/** The search for the commits that made one benchmark slower. @module */
import type { DuetRound } from "../../result/duet.ts";
import { Failure } from "../../result/failure.ts";
import { type BenchmarkIdentity, identityKey, identityOf } from "../../result/identity.ts";
import {
  addNoise,
  type Level,
  nextPlace,
  NO_ROUNDS,
  placeCommit,
  type Range,
  rangeOf,
  splitRange,
  type StepQuestion,
  stepsFor,
} from "../../verdict/bisect.ts";
import type { BisectResult, Culprit, LeftRange } from "../../verdict/bisection.ts";
import type { ComparisonEntry, Verdict } from "../../verdict/comparison.ts";
import { LOOKS } from "../../verdict/judge_duet.ts";
import { failureAtEnd } from "../../verdict/side_failure.ts";
import type { Measurer } from "./measurer.ts";

/** The second try, after an undecided first one, gets this many times the budget. */
const SECOND_TRY = 3;
/** A part this many standard errors below the threshold is measured before it is given up. */
const DOUBT = 3;
/** Judgements of a commit: after the first try, after the second, and of both together. */
const TRIES = 3;
/** A range with this many undecided commits is not narrowed further: the noise is too large. */
const MOST_UNDECIDED = 3;
/** The share of a range's change that an inconclusive commit must show to be named. */
const MAIN_SHARE = 2 / 3;

const UNMEASURED: readonly Verdict[] = [
  "failed",
  "not_compared",
  "not_measured",
  "added",
  "removed",
];

/** A range to search. */
interface OpenRange extends Range {
  /** Whether it may contain no change at all, so its ends are compared before it is searched. */
  readonly isGuess: boolean;
}

/** A part of the change for which no commit is named, by places. */
interface Left extends Pick<Range, "good" | "bad">, Pick<LeftRange, "reason" | "message"> {
  readonly logRatio: number | null;
}

/** The search for one benchmark. It keeps every finding at once, so it can be stopped anywhere. */
export class BenchmarkSearch {
  readonly #commits: readonly string[];
  readonly #whole: ComparisonEntry;
  readonly #identity: BenchmarkIdentity;
  readonly #measurer: Measurer;
  readonly #threshold: number;
  #open: readonly OpenRange[];
  readonly #culprits: Culprit[] = [];
  readonly #left: Left[] = [];
  readonly #skipped = new Map<string, string>();
  readonly #undecided = new Set<number>();
  #noise = NO_ROUNDS;

  /**
   * @param commits From the good end to the bad one.
   * @param whole The regression that was measured between them.
   */
  constructor(commits: readonly string[], whole: ComparisonEntry, measurer: Measurer) {
    this.#commits = commits;
    this.#whole = whole;
    this.#identity = identityOf(whole);
    this.#measurer = measurer;
    this.#threshold = Math.log1p(whole.thresholds.threshold);
    this.#open = [{ ...rangeOf(0, commits.length - 1, logOf(whole)), isGuess: false }];
  }

  /** @throws The reason why measuring was stopped. */
  async run(): Promise<void> {
    for (;;) {
      const range = this.#open.reduce<OpenRange | null>(
        (largest, one) => largest === null || one.logRatio > largest.logRatio ? one : largest,
        null,
      );
      if (range === null) return;
      const parts = await this.#narrow(range);
      this.#open = this.#open.flatMap((one) => one === range ? parts : [one]);
    }
  }

  /** The results so far. */
  found(): BisectResult {
    const named = this.#culprits.reduce((sum, { entry }) => sum + logOf(entry), 0);
    const rest = logOf(this.#whole) - named;
    const notSearched = this.#open.map(({ good, bad, logRatio, isGuess }): Left => ({
      good,
      bad,
      logRatio: isGuess ? null : logRatio,
      reason: "not_searched",
      message: null,
    }));
    const tolerance = Math.log1p(this.#whole.thresholds.tolerance);
    const left = joinParts([...this.#left, ...notSearched]).filter(({ reason, logRatio }) =>
      reason !== "not_shown" || logRatio! > tolerance
    ).map((part): LeftRange => ({
      commits: this.#within(part),
      change: part.logRatio === null ? null : Math.expm1(part.logRatio),
      reason: part.reason,
      message: part.message,
    }));
    const placeOf = ({ commits }: Culprit) => this.#commits.indexOf(commits[0]!);
    return {
      identity: this.#identity,
      whole: this.#whole,
      culprits: this.#culprits.toSorted((a, b) => placeOf(a) - placeOf(b)),
      left,
      rest: Math.min(Math.expm1(rest), Number.MAX_VALUE),
      complete: rest <= this.#threshold,
      skipped: this.#commits.flatMap((commit) => {
        const reason = this.#skipped.get(commit);
        return reason === undefined ? [] : [{ commit, reason }];
      }),
    };
  }

  /** Measures a commit of a range, and returns the ranges to search in its place. */
  async #narrow(range: OpenRange): Promise<readonly OpenRange[]> {
    if (range.isGuess) return await this.#tryGuess(range);
    const undecided = [...this.#undecided].filter((at) => range.good < at && at < range.bad);
    const place = undecided.length < MOST_UNDECIDED
      ? nextPlace(range, (index) => this.#skipped.has(this.#commits[index]!))
      : null;
    if (place === null) return await this.#name(range);
    const found = await this.#measure(range, place);
    if (found === null) return [range];
    const doubt = DOUBT * found.standardError;
    return splitRange(range, place, found).flatMap((part): OpenRange[] => {
      if (part.logRatio > this.#threshold) return [{ ...part, isGuess: false }];
      if (part.logRatio + doubt > this.#threshold) return [{ ...part, isGuess: true }];
      this.#leave(part, part.logRatio);
      return [];
    });
  }

  /** Measures a commit; null if that shows nothing, and the commit is then skipped. */
  async #measure(range: OpenRange, index: number): Promise<Level | null> {
    const commit = this.#commits[index]!;
    this.#measurer.onStep(`${this.#identity.name}: ${commit.slice(0, 12)}`);
    const { thresholds } = this.#whole;
    const question: StepQuestion = {
      logRatio: range.logRatio,
      thresholds,
      steps: TRIES * stepsFor(this.#commits.length),
      noise: this.#noise,
    };
    const tries: (readonly DuetRound[])[] = [];
    let level: Level | null = null;
    for (const patience of [1, SECOND_TRY]) {
      let measured: readonly DuetRound[] = [];
      const failed = await this.#measurer.measure(
        { good: this.#commits[range.from]!, bad: commit },
        this.#identity,
        (rounds, final) => {
          measured = rounds;
          if (final || LOOKS.includes(rounds.length)) level = placeCommit(rounds, question, final);
          return level !== null;
        },
        patience,
      );
      if (failed !== null) {
        this.#skipped.set(commit, failed);
        return null;
      }
      // Rounds that were too noisy to decide anything say nothing about later ones.
      if (level !== null) {
        this.#noise = addNoise(this.#noise, measured, thresholds);
        return level;
      }
      tries.push([...measured]);
    }
    level = placeCommit(tries.flat(), question, true);
    if (level !== null) return level;
    this.#skipped.set(commit, "it is not clear whether it is fast or slow");
    this.#undecided.add(index);
    return null;
  }

  /** Measures the commit that a range was narrowed to against the commit before it. */
  async #name(range: OpenRange): Promise<readonly OpenRange[]> {
    const isWhole = range.good === 0 && range.bad === this.#commits.length - 1;
    // Ends that are further apart were measured without an explanation.
    const isKnown = isWhole && (this.#commits.length === 2 || this.#whole.explanation !== null);
    const checked = isKnown ? this.#whole : await this.#check(range, true);
    if (typeof checked === "string") {
      this.#leave(range, range.logRatio, checked);
      return [];
    }
    const isMain = logOf(checked) >= MAIN_SHARE * range.logRatio;
    if (checked.verdict === "regression" || (checked.verdict === "inconclusive" && isMain)) {
      this.#culprits.push({ commits: this.#within(range), entry: checked });
    } else {
      this.#leave(range, logOf(checked));
    }
    const rest = range.logRatio - logOf(checked);
    if (rest <= this.#threshold) return [];
    // The rest of the change exceeds the threshold, so it must be elsewhere.
    return [[range.from, range.good], [range.bad, range.to]]
      .filter(([from, to]) => from !== to)
      .map(([from, to]) => ({ ...rangeOf(from!, to!, rest), isGuess: true }));
  }

  async #tryGuess(range: OpenRange): Promise<readonly OpenRange[]> {
    const checked = await this.#check(range, false);
    if (typeof checked === "string") {
      this.#leave(range, null, checked);
      return [];
    }
    const logRatio = logOf(checked);
    if (checked.verdict === "regression") return [{ ...range, logRatio, isGuess: false }];
    this.#leave(range, logRatio);
    return [];
  }

  /** Compares the ends of a range; returns the reason if that is not possible. */
  async #check(
    { good: from, bad: to }: Range,
    explained: boolean,
  ): Promise<ComparisonEntry | string> {
    const [good, bad] = [this.#commits[from]!, this.#commits[to]!];
    this.#measurer.onStep(
      `${this.#identity.name}: checking ${bad.slice(0, 12)} against ${good.slice(0, 12)}`,
    );
    const key = identityKey(this.#identity);
    let found: ComparisonEntry | undefined;
    try {
      for (const patience of [1, SECOND_TRY]) {
        const { entries } = await this.#measurer.compare(
          good,
          bad,
          this.#identity,
          patience,
          explained,
        );
        found = entries.find((entry) => identityKey(entry) === key);
        if (found?.verdict !== "inconclusive") break;
      }
    } catch (error) {
      if (error instanceof Failure) return error.message;
      throw error;
    }
    if (found === undefined) return "neither of its ends has the benchmark";
    return UNMEASURED.includes(found.verdict) ? whyUnmeasured(found) : found;
  }

  #leave(range: Range, logRatio: number | null, message: string | null = null): void {
    const reason = message === null ? "not_shown" : "not_measured";
    this.#left.push({ good: range.good, bad: range.bad, logRatio, reason, message });
  }

  #within({ good, bad }: Pick<Range, "good" | "bad">): string[] {
    return this.#commits.slice(good + 1, bad + 1);
  }
}

function whyUnmeasured(entry: ComparisonEntry): string {
  const failure = failureAtEnd(entry);
  if (failure !== null) return `it cannot be run at the ${failure.end} end: ${failure.cause}`;
  const neither = entry.doubts.find(({ kind }) => kind === "in-neither");
  return neither?.message ?? "it could not be measured";
}

/** Joins neighbouring parts, because halving splits a change that is spread over many commits. */
function joinParts(parts: readonly Left[]): Left[] {
  const joined: Left[] = [];
  for (const part of parts.toSorted((a, b) => a.good - b.good)) {
    const last = joined.at(-1);
    const isSpread = last?.bad === part.good && last.reason === "not_shown" &&
      part.reason === "not_shown";
    if (isSpread) joined.pop();
    joined.push(
      isSpread ? { ...part, good: last.good, logRatio: last.logRatio! + part.logRatio! } : part,
    );
  }
  return joined;
}

function logOf({ change }: ComparisonEntry): number {
  return Math.log1p(change ?? 0);
}
