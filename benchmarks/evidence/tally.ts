/** Tallies the trials. @module */
import type { Severity, Verdict } from "../../mod.ts";
import { mean } from "../../scripts/result/spread.ts";
import type { Evidence, Trial } from "./record.ts";
import { replay } from "./replay.ts";
import { judgeMeans, judgeRanks, judgeTwoRuns, type RuleVerdict } from "./rules.ts";
import { type Scenario, SCENARIOS, thresholdsOf } from "./scenarios.ts";
import { type Interval, wilsonInterval } from "./wilson.ts";

/** The ways to reach a verdict, in the order in which they are shown. */
export const METHODS = ["pair", "single", "replayed", "two runs", "means", "ranks"] as const;
/** A way to reach a verdict. */
export type Method = typeof METHODS[number];

/** One verdict of one method. */
interface Finding {
  readonly method: Method;
  readonly name: string;
  readonly verdict: Verdict;
  readonly severity: Severity | null;
  readonly change: number | null;
  /** Whether the interval contains the planted change; null if there is no interval. */
  readonly covers: boolean | null;
  /** Null if none were measured for it. */
  readonly rounds: number | null;
  readonly unconfirmed: boolean;
  /** The benchmark's share of the wall time; null if it was measured for something else. */
  readonly seconds: number | null;
}

/** Counts of a method's verdicts. */
export interface Counts {
  readonly verdicts: number;
  readonly regressions: number;
  /** Wilson's 95 % interval of the share of regressions. */
  readonly share: Interval;
  /** Regressions with the severity of the planted change. */
  readonly right_severity: number;
  readonly unchanged: number;
  readonly improvements: number;
  readonly inconclusive: number;
  /** Inconclusive ones that were flagged but not confirmed. */
  readonly unconfirmed: number;
  readonly failed: number;
  /** Mean of the measured changes; null if there are none. */
  readonly mean_change: number | null;
  /** Verdicts with an interval. */
  readonly intervals: number;
  /** Those of them that contain the planted change. */
  readonly covered: number;
  /** Mean rounds, including confirming ones; null if none were measured for it. */
  readonly mean_rounds: number | null;
  /** Mean wall time; null if nothing was measured for it. */
  readonly seconds_per_benchmark: number | null;
}

/** The verdicts of a method in a scenario, in all and by kind of benchmark. */
export interface Tally extends Counts {
  readonly scenario: Scenario["name"];
  readonly method: Method;
  readonly kinds: Readonly<Record<string, Counts>>;
}

/** Adds up the trials by scenario and method; combinations that were not tried are left out. */
export function tally({ trials }: Pick<Evidence, "trials">): Tally[] {
  return SCENARIOS.flatMap((scenario) => {
    const findings = [
      ...trials.filter((trial) => trial.scenario === scenario.name)
        .flatMap((trial) => findingsOf(trial, scenario)),
      ...trials.filter((trial) => trial.scenario === REPLAYED_FOR[scenario.name])
        .flatMap((trial) => findAgain(trial, scenario)),
    ];
    return METHODS.flatMap((method): Tally[] => {
      const mine = findings.filter((finding) => finding.method === method);
      if (mine.length === 0) return [];
      const kinds = [...Map.groupBy(mine, ({ name }) => name)].map(([name, group]) =>
        [name, count(group, scenario)] as const
      );
      return [{
        scenario: scenario.name,
        method,
        ...count(mine, scenario),
        kinds: Object.fromEntries(kinds),
      }];
    });
  });
}

/**
 * Scenarios of the same code with stricter thresholds. They take at least as many rounds, so the
 * verdicts under laxer thresholds can be derived as well.
 */
const REPLAYED_FOR: Readonly<Record<Scenario["name"], Scenario["name"]>> = { same: "same-strict" };

function findAgain(trial: Trial, scenario: Scenario): Finding[] {
  if (trial.source === "runs") return [];
  return replay(trial.verdicts, thresholdsOf(scenario)).map((verdict): Finding => ({
    ...verdict,
    method: "replayed",
    covers: null,
    rounds: null,
    unconfirmed: false,
    seconds: null,
  }));
}

function findingsOf(trial: Trial, scenario: Scenario): Finding[] {
  if (trial.source !== "runs") {
    const { planted } = scenario;
    return trial.verdicts.map((
      { name, verdict, severity, change, interval, rounds, reason },
    ): Finding => ({
      method: trial.source,
      name,
      verdict,
      severity,
      change,
      covers: interval && interval.lower <= planted / 100 && planted / 100 <= interval.upper,
      rounds,
      unconfirmed: (verdict === "inconclusive" || verdict === "not_measured") &&
        (reason?.includes("confirmed") ?? false),
      seconds: trial.seconds / trial.verdicts.length,
    }));
  }
  const thresholds = thresholdsOf(scenario);
  const seconds = trial.seconds / trial.benchmarks.length;
  return trial.benchmarks.flatMap((runs) => {
    const toFinding = (method: Method, { severity, change }: RuleVerdict, spent: number) => ({
      method,
      name: runs.name,
      severity,
      change,
      covers: null,
      rounds: null,
      unconfirmed: false,
      seconds: spent,
      verdict: severity === null ? "unchanged" as const : "regression" as const,
    });
    return [
      ...judgeTwoRuns(runs, thresholds).map((verdict) =>
        toFinding("two runs", verdict, seconds / runs.baseline.length)
      ),
      toFinding("means", judgeMeans(runs, thresholds), seconds),
      toFinding("ranks", judgeRanks(runs, thresholds), seconds),
    ];
  });
}

function count(findings: readonly Finding[], scenario: Scenario): Counts {
  const having = (verdict: Verdict) => findings.filter((one) => one.verdict === verdict);
  const regressions = having("regression");
  const intervals = findings.filter(({ covers }) => covers !== null);
  return {
    verdicts: findings.length,
    regressions: regressions.length,
    share: wilsonInterval(regressions.length, findings.length),
    right_severity: regressions.filter(({ severity }) => severity === scenario.severity).length,
    unchanged: having("unchanged").length + having("not_slower").length,
    improvements: having("improvement").length,
    inconclusive: having("inconclusive").length + having("not_measured").length,
    unconfirmed: findings.filter(({ unconfirmed }) => unconfirmed).length,
    failed: having("failed").length + having("not_compared").length,
    mean_change: meanOfSome(findings.map(({ change }) => change)),
    intervals: intervals.length,
    covered: intervals.filter(({ covers }) => covers).length,
    mean_rounds: meanOfSome(findings.map(({ rounds }) => rounds)),
    seconds_per_benchmark: meanOfSome(findings.map(({ seconds }) => seconds)),
  };
}

/** The mean of the known values; null if there are none. */
function meanOfSome(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : mean(known);
}
