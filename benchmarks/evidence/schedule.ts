/** Decides which trial comes next. @module */
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
  /** Trials of each source in each scenario; Infinity for as many as time allows. */
  readonly trials: number;
}

/** Options of a run; null if not given. */
export interface Wanted {
  readonly scenarios: readonly string[] | null;
  readonly sources: readonly Source[] | null;
  readonly kinds: Kinds;
  readonly trials: number | null;
}

/** A run of a few minutes for trying things, with the kinds that vary the most between rounds. */
export const QUICK = {
  scenarios: ["same-strict", "2%"],
  sources: ["pair"],
  kinds: ["memory", "allocation", "async", "json", "sorting"],
  minutes: 9,
} as const;

/**
 * The plan for given options. `usual` replaces missing ones; if it is null, everything is measured.
 */
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
 * The turn with the fewest trials so far, or the first of them in the order of the plan. However
 * early it ends and however often it resumes, the counts differ by at most one. A failed trial has
 * had its turn.
 *
 * @returns Null if every turn has been taken as often as planned.
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

/** Whether a trial belongs to a turn, with the same kinds. */
function isOf({ scenario, source, kinds }: Turn, trial: Trial | FailedTrial): boolean {
  return trial.scenario === scenario.name && trial.source === source &&
    (trial.kinds ?? null)?.join() === kinds?.join();
}

/** The time of the last such turn, in seconds; 0 if unknown. */
export function expectSeconds(turn: Turn, { trials }: Pick<Evidence, "trials">): number {
  return trials.findLast((trial) => isOf(turn, trial))?.seconds ?? 0;
}

/**
 * The least time for runs of `deno bench`, in seconds: what benchline took in the same scenario, in
 * the slower placement.
 */
export function secondsForRuns(turn: Turn, evidence: Pick<Evidence, "trials">): number {
  return Math.max(
    ...(["pair", "single"] as const).map((source) => expectSeconds({ ...turn, source }, evidence)),
  );
}
