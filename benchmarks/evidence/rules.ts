/** Simple rules on whole runs of `deno bench`, by which people decide without benchline. @module */
import { classifySeverity, type Severity, type Thresholds } from "../../mod.ts";
import { mean, median } from "../../scripts/result/spread.ts";
import { mannWhitneyP } from "./mann_whitney.ts";
import type { Runs } from "./record.ts";

/** The significance level of `benchstat`. */
const ALPHA = 0.05;

/** A rule's verdict on one benchmark. */
export interface RuleVerdict {
  /** Null if it sees no regression. */
  readonly severity: Severity | null;
  /** The change that it reads, as a fraction. */
  readonly change: number;
}

/** One run of each version, against the threshold: one verdict for each pair of runs. */
export function judgeTwoRuns({ baseline, current }: Runs, thresholds: Thresholds): RuleVerdict[] {
  return baseline.map((before, index) => judgeChange(current[index]! / before - 1, thresholds));
}

/** The means of all runs, against the threshold. */
export function judgeMeans({ baseline, current }: Runs, thresholds: Thresholds): RuleVerdict {
  return judgeChange(mean(current) / mean(baseline) - 1, thresholds);
}

/** The medians of all runs against the threshold, if the Mann-Whitney test is significant. */
export function judgeRanks({ baseline, current }: Runs, thresholds: Thresholds): RuleVerdict {
  const verdict = judgeChange(median(current) / median(baseline) - 1, thresholds);
  return mannWhitneyP(baseline, current) <= ALPHA ? verdict : { ...verdict, severity: null };
}

function judgeChange(change: number, thresholds: Thresholds): RuleVerdict {
  return { severity: classifySeverity(change, thresholds), change };
}
