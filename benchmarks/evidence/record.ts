/** What the evidence keeps, and what it adds up to. @module */
import type { Environment, Severity, Verdict } from "../../mod.ts";
import { type Scenario, SCENARIOS } from "./scenarios.ts";

/** How verdicts are reached. */
export type Method = "pair" | "single" | "threshold" | "rank test";

/** The methods in the order in which they are shown. */
export const METHODS: readonly Method[] = ["pair", "single", "threshold", "rank test"];

/** One verdict on one benchmark. */
export interface VerdictRecord {
  readonly benchmark: string;
  readonly verdict: Verdict;
  readonly severity: Severity | null;
  /** A fraction; null where none was estimated. */
  readonly change: number | null;
}

/** One scenario put to one method once. */
export interface Trial {
  readonly scenario: string;
  readonly method: Method;
  /** Wall time of the whole. */
  readonly seconds: number;
  readonly verdicts: readonly VerdictRecord[];
}

/** Everything that was tried. */
export interface Evidence {
  readonly environment: Environment;
  readonly startedAt: string;
  readonly trials: readonly Trial[];
}

/** What a method said in a scenario. */
export interface Tally {
  readonly scenario: Scenario;
  readonly method: Method;
  readonly verdicts: number;
  readonly regressions: number;
  /** Regressions whose severity was that of what was planted. */
  readonly rightSeverity: number;
  readonly inconclusive: number;
  readonly failed: number;
  /** Mean of the estimated changes. */
  readonly meanChange: number | null;
  readonly secondsPerBenchmark: number;
  /** Wilson's 95 % interval of the share of regressions. */
  readonly share: { readonly lower: number; readonly upper: number };
}

/** Adds up the trials by scenario and method; combinations that were not tried are left out. */
export function tally({ trials }: Pick<Evidence, "trials">): Tally[] {
  return SCENARIOS.flatMap((scenario) =>
    METHODS.flatMap((method): Tally[] => {
      const mine = trials.filter((one) => one.scenario === scenario.name && one.method === method);
      if (mine.length === 0) return [];
      const verdicts = mine.flatMap((trial) => trial.verdicts);
      const flagged = verdicts.filter(({ verdict }) => verdict === "regression");
      const changes = verdicts.flatMap(({ change }) => change ?? []);
      return [{
        scenario,
        method,
        verdicts: verdicts.length,
        regressions: flagged.length,
        rightSeverity: flagged.filter(({ severity }) => severity === scenario.severity).length,
        inconclusive: verdicts.filter(({ verdict }) => verdict === "inconclusive").length,
        failed: verdicts.filter(({ verdict }) => verdict === "failed").length,
        meanChange: changes.length === 0
          ? null
          : changes.reduce((sum, change) => sum + change, 0) / changes.length,
        secondsPerBenchmark: mine.reduce((sum, { seconds }) => sum + seconds, 0) / verdicts.length,
        share: wilsonInterval(flagged.length, verdicts.length),
      }];
    })
  );
}

/**
 * The 95 % interval of a share (Wilson, Probable inference, the law of succession, and statistical
 * inference, Journal of the American Statistical Association 22, 1927).
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(wilsonInterval(0, 1000).upper, 0.0038, 1e-4);
 * ```
 */
export function wilsonInterval(hits: number, tries: number): { lower: number; upper: number } {
  const z = 1.959964;
  const share = hits / tries;
  const center = (share + z * z / (2 * tries)) / (1 + z * z / tries);
  const reach = z / (1 + z * z / tries) *
    Math.sqrt(share * (1 - share) / tries + z * z / (4 * tries * tries));
  return { lower: Math.max(0, center - reach), upper: Math.min(1, center + reach) };
}
