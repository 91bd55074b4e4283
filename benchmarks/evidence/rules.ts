/** What people decide by without benchline: simple rules on whole runs of `deno bench`. @module */
import { classifySeverity, type Severity, type Thresholds } from "../../mod.ts";
import { mean, median } from "../../scripts/result/spread.ts";
import { mannWhitneyP } from "./mann_whitney.ts";
import type { Runs } from "./record.ts";

/** Significance that `benchstat` asks for. */
const ALPHA = 0.05;

/** What a rule says of one benchmark. */
export interface RuleVerdict {
  /** Null where it sees no regression. */
  readonly severity: Severity | null;
  /** The change that it reads, as a fraction. */
  readonly change: number;
}

/** One run of each version, against the threshold: as many verdicts as there are pairs of runs. */
export function judgeTwoRuns({ base, candidate }: Runs, thresholds: Thresholds): RuleVerdict[] {
  return base.map((before, index) => judgeChange(candidate[index]! / before - 1, thresholds));
}

/** The means of all runs, against the threshold. */
export function judgeMeans({ base, candidate }: Runs, thresholds: Thresholds): RuleVerdict {
  return judgeChange(mean(candidate) / mean(base) - 1, thresholds);
}

/** The medians of all runs against the threshold, where the Mann-Whitney test is significant. */
export function judgeRanks({ base, candidate }: Runs, thresholds: Thresholds): RuleVerdict {
  const verdict = judgeChange(median(candidate) / median(base) - 1, thresholds);
  return mannWhitneyP(base, candidate) <= ALPHA ? verdict : { ...verdict, severity: null };
}

function judgeChange(change: number, thresholds: Thresholds): RuleVerdict {
  return { severity: classifySeverity(change, thresholds), change };
}
