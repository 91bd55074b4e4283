/** Searching for the commits that made benchmarks slower. @module */
import type { DuetRound } from "../../result/duet.ts";
import { Failure } from "../../result/failure.ts";
import {
  type BenchmarkIdentity,
  formatIdentity,
  identityKey,
  identityOf,
} from "../../result/identity.ts";
import {
  decideSide,
  MAIN_SHARE,
  searchCommits,
  type Skipped,
  type StepOutcome,
  stepsFor,
} from "../../verdict/bisect.ts";
import type { Bisection, BisectResult, Culprit } from "../../verdict/bisection.ts";
import type { Comparison, ComparisonEntry, Verdict } from "../../verdict/comparison.ts";
import { LOOKS } from "../../verdict/judge_duet.ts";

/** Of the budget, what is spent on trying again where the first try could not tell. */
const SECOND_TRY = 3;

/** What can be measured; commits by their hashes, `patience` in budgets. `measure` tells why not. */
export interface Measurer {
  compare(
    good: string,
    bad: string,
    only: BenchmarkIdentity | null,
    patience: number,
  ): Promise<Comparison>;
  measure(
    commits: { readonly good: string; readonly bad: string },
    identity: BenchmarkIdentity,
    decide: (rounds: readonly DuetRound[], final: boolean) => boolean,
    patience: number,
  ): Promise<string | null>;
  onStep(text: string): void;
  /** One benchmark is done, whatever becomes of the others. */
  onFound(result: BisectResult): void;
}

/**
 * Finds the commits that made benchmarks slower.
 *
 * @param commits From the good one to the bad one, both included, in order.
 * @throws {Failure} If the ends have no benchmark that both can run.
 */
export async function bisect(
  commits: readonly string[],
  measurer: Measurer,
): Promise<Bisection> {
  measurer.onStep("measuring the good end and the bad end");
  const { entries } = await measurer.compare(commits[0]!, commits.at(-1)!, null, 1);
  if (entries.every(({ verdict }) => NOT_RUN.includes(verdict))) {
    throw new Failure(`Nothing was searched: ${whyNotRun(entries)}`);
  }
  const results: BisectResult[] = [];
  for (const whole of entries.filter(({ verdict }) => verdict === "regression")) {
    const result = await new Search(commits, whole, measurer).run();
    measurer.onFound(result);
    results.push(result);
  }
  const open = entries.filter(({ verdict }) => OPEN.includes(verdict));
  return { results, open };
}

/** What could not be told of a benchmark. */
const OPEN: readonly Verdict[] = ["failed", "not_compared", "not_measured", "inconclusive"];

/** Verdicts on what one end alone has, or can run. */
const NOT_RUN: readonly Verdict[] = ["failed", "not_compared", "added", "removed"];

function whyNotRun(entries: readonly ComparisonEntry[]): string {
  const entry = entries.find(({ failures }) => failures.length > 0);
  if (entry === undefined) return "the two ends have no benchmark in common";
  const end = entry.verdict === "failed" ? "bad" : "good";
  const cause = entry.failures[0]!.message.replace(/^(?:baseline|current): /, "");
  return `${formatIdentity(entry)} cannot be run at the ${end} end: ${cause}`;
}

/** The search for what made one benchmark slower. */
class Search {
  readonly #commits: readonly string[];
  readonly #whole: ComparisonEntry;
  readonly #identity: BenchmarkIdentity;
  readonly #measurer: Measurer;
  readonly #culprits: Culprit[] = [];
  readonly #skipped = new Map<string, string>();

  constructor(commits: readonly string[], whole: ComparisonEntry, measurer: Measurer) {
    this.#commits = commits;
    this.#whole = whole;
    this.#identity = identityOf(whole);
    this.#measurer = measurer;
  }

  async run(): Promise<BisectResult> {
    await this.#within(0, this.#commits.length - 1, this.#whole);
    const explained = this.#culprits.reduce((sum, { entry }) => sum + logOf(entry), 0);
    return {
      identity: this.#identity,
      whole: this.#whole,
      culprits: this.#culprits.toSorted((a, b) => this.#placeOf(a) - this.#placeOf(b)),
      complete: explained >= MAIN_SHARE * logOf(this.#whole),
      skipped: [...this.#skipped].map(([commit, reason]) => ({ commit, reason })),
    };
  }

  /** @param whole What changed between the two places. */
  async #within(good: number, bad: number, whole: ComparisonEntry): Promise<void> {
    const found = bad - good === 1
      ? { good, bad, skipped: [] as Skipped[] }
      : await searchCommits(good, bad, (index) => this.#step(good, index, bad - good, whole));
    const commits = this.#commits.slice(found.good + 1, found.bad + 1);
    const isAll = found.good === good && found.bad === bad;
    const entry = isAll ? whole : await this.#check(found.good, found.bad);
    const isMain = entry !== null && logOf(entry) >= MAIN_SHARE * logOf(whole);
    if (entry?.verdict === "regression" || (entry?.verdict === "inconclusive" && isMain)) {
      this.#culprits.push({ commits, entry });
    }
    // Otherwise a part of the change that is as large as a change has to be lies elsewhere.
    if (isAll || isMain) return;
    for (const [from, to] of [[good, found.good], [found.bad, bad]] as const) {
      if (from === to) continue;
      const rest = await this.#check(from, to);
      if (rest?.verdict === "regression") await this.#within(from, to, rest);
    }
  }

  async #step(
    good: number,
    index: number,
    commits: number,
    whole: ComparisonEntry,
  ): Promise<StepOutcome> {
    const commit = this.#commits[index]!;
    const known = this.#skipped.get(commit);
    if (known !== undefined) return { reason: known };
    this.#measurer.onStep(`${this.#identity.name}: ${commit.slice(0, 12)}`);
    let reason = "it could not be told whether it is fast or slow";
    for (const patience of [1, SECOND_TRY]) {
      let side: "good" | "bad" | null = null;
      const failed = await this.#measurer.measure(
        { good: this.#commits[good]!, bad: commit },
        this.#identity,
        (rounds, final) => {
          if (final || LOOKS.includes(rounds.length)) {
            side = decideSide(rounds, logOf(whole), 2 * stepsFor(commits));
          }
          return side !== null;
        },
        patience,
      );
      if (failed === null && side !== null) return side;
      if (failed === null) continue;
      reason = failed;
      break;
    }
    this.#skipped.set(commit, reason);
    return { reason };
  }

  async #check(from: number, to: number): Promise<ComparisonEntry | null> {
    const [good, bad] = [this.#commits[from]!, this.#commits[to]!];
    this.#measurer.onStep(
      `${this.#identity.name}: checking ${bad.slice(0, 12)} against ${good.slice(0, 12)}`,
    );
    const key = identityKey(this.#identity);
    let found: ComparisonEntry | null = null;
    for (const patience of [1, SECOND_TRY]) {
      const { entries } = await this.#measurer.compare(good, bad, this.#identity, patience);
      found = entries.find((entry) => identityKey(entry) === key) ?? null;
      if (found?.verdict !== "inconclusive") break;
    }
    return found;
  }

  #placeOf({ commits }: Culprit): number {
    return this.#commits.indexOf(commits[0]!);
  }
}

function logOf({ change }: ComparisonEntry): number {
  return Math.log1p(change ?? 0);
}
