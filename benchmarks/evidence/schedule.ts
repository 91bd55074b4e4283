/** Which trial comes next. @module */
import { type Evidence, type FailedTrial, type Source, SOURCES, type Trial } from "./record.ts";
import { KINDS, type Kinds, type Scenario, SCENARIOS } from "./scenarios.ts";

/** A trial to make. */
export interface Turn {
  readonly scenario: Scenario;
  readonly source: Source;
  readonly kinds: Kinds;
}

/** What to try, and how often. */
export interface Plan {
  readonly scenarios: readonly Scenario[];
  readonly sources: readonly Source[];
  readonly kinds: Kinds;
  /** Trials of each source in each scenario; Infinity for as many as there is time for. */
  readonly trials: number;
}

/** What is wanted of a run; null where nothing is said. */
export interface Wanted {
  readonly scenarios: readonly string[] | null;
  readonly sources: readonly Source[] | null;
  readonly kinds: Kinds;
  readonly trials: number | null;
}

/** A run of a few minutes, for trying things: the kinds that vary the most between rounds. */
export const QUICK = {
  scenarios: ["same-strict", "2%"],
  sources: ["pair"],
  kinds: ["memory", "allocation", "async", "json", "sorting"],
  minutes: 9,
} as const;

/** The plan for what is wanted; `usual` stands for what is not said, and everything where it is null. */
export function planOf(wanted: Wanted, usual: Omit<Wanted, "trials"> | null): Plan {
  const scenarios = wanted.scenarios ?? usual?.scenarios;
  const sources = wanted.sources ?? usual?.sources;
  const kinds = wanted.kinds ?? usual?.kinds;
  const someKinds = KINDS.filter((kind) => kinds?.includes(kind) ?? true);
  return {
    scenarios: SCENARIOS.filter(({ name }) => scenarios?.includes(name) ?? true),
    sources: SOURCES.filter((source) => sources?.includes(source) ?? true),
    kinds: someKinds.length === KINDS.length ? null : someKinds,
    trials: wanted.trials ?? Infinity,
  };
}

/**
 * The turn that had the fewest trials so far, the first of them in the order of the plan: however
 * early the end comes, and however often it is resumed, the counts differ by one at most. A trial
 * that failed has had its turn.
 *
 * @returns Null where every turn has been taken as often as planned.
 */
export function nextTurn(plan: Plan, { trials, failed }: Pick<Evidence, "trials" | "failed">) {
  let next: Turn | null = null;
  let fewest = plan.trials;
  for (const scenario of plan.scenarios) {
    for (const source of plan.sources) {
      const turn = { scenario, source, kinds: plan.kinds };
      const done = [...trials, ...failed].filter((one) => isOf(turn, one)).length;
      if (done < fewest) [next, fewest] = [turn, done];
    }
  }
  return next;
}

/** Whether a trial was made in such a turn; one of some kinds stands for no other kinds. */
function isOf({ scenario, source, kinds }: Turn, trial: Trial | FailedTrial): boolean {
  return trial.scenario === scenario.name && trial.source === source &&
    (trial.kinds ?? null)?.join() === kinds?.join();
}

/** What a turn took when it was last taken, in seconds; 0 where it is not known. */
export function expectSeconds(turn: Turn, { trials }: Pick<Evidence, "trials">): number {
  return trials.findLast((trial) => isOf(turn, trial))?.seconds ?? 0;
}

/**
 * What the runs of `deno bench` may take at least, in seconds: as much as benchline took in the same
 * scenario, in the placement that took longer.
 */
export function secondsForRuns(turn: Turn, evidence: Pick<Evidence, "trials">): number {
  return Math.max(
    ...(["pair", "single"] as const).map((source) => expectSeconds({ ...turn, source }, evidence)),
  );
}
