/** Which trial comes next. @module */
import type { Evidence, Source } from "./record.ts";
import type { Scenario } from "./scenarios.ts";

/** A trial to make. */
export interface Turn {
  readonly scenario: Scenario;
  readonly source: Source;
}

/** What to try, and how often. */
export interface Plan {
  readonly scenarios: readonly Scenario[];
  readonly sources: readonly Source[];
  /** Trials of each source in each scenario; Infinity for as many as there is time for. */
  readonly trials: number;
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
      const done = [...trials, ...failed].filter((one) =>
        one.scenario === scenario.name && one.source === source
      ).length;
      if (done < fewest) {
        [next, fewest] = [{ scenario, source }, done];
      }
    }
  }
  return next;
}

/** What a turn took when it was last taken, in seconds; 0 where it is not known. */
export function expectSeconds({ scenario, source }: Turn, { trials }: Pick<Evidence, "trials">) {
  const last = trials.findLast((trial) =>
    trial.scenario === scenario.name && trial.source === source
  );
  return last?.seconds ?? 0;
}

/**
 * What the runs of `deno bench` may take at least, in seconds: as much as benchline took in the same
 * scenario, in the placement that took longer.
 */
export function secondsForRuns(scenario: Scenario, evidence: Pick<Evidence, "trials">): number {
  return Math.max(
    ...(["pair", "single"] as const).map((source) => expectSeconds({ scenario, source }, evidence)),
  );
}
