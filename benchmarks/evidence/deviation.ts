/** How much the rounds of unchanged code vary. @module */
import { median } from "../../scripts/result/spread.ts";
import { MAD_TO_DEVIATION } from "../../scripts/verdict/statistics/noise.ts";
import type { DuetTrial, Evidence } from "./record.ts";
import { SCENARIOS } from "./scenarios.ts";

/** A placement of benchline. */
export type Placement = DuetTrial["source"];

/** The standard deviation of ln(1 + change) of one round, by kind. */
export type Deviations = ReadonlyMap<string, number>;

const UNCHANGED: ReadonlySet<string> = new Set(
  SCENARIOS.filter(({ planted }) => planted === 0).map(({ name }) => name),
);

/**
 * How much one round of each kind varies in either placement: the median distance from the median,
 * scaled to the standard deviation of normal values, because verdicts also set outliers aside. All
 * rounds of unchanged code count, except confirming ones, which only some verdicts have.
 */
export function deviationsOf(
  evidence: Pick<Evidence, "trials">,
): Readonly<Record<Placement, Deviations>> {
  return { pair: deviationsIn("pair", evidence), single: deviationsIn("single", evidence) };
}

function deviationsIn(placement: Placement, { trials }: Pick<Evidence, "trials">): Deviations {
  const verdicts = trials.flatMap((trial) =>
    trial.source === placement && UNCHANGED.has(trial.scenario) ? trial.verdicts : []
  );
  const deviations = new Map<string, number>();
  for (const [name, ofOneKind] of Map.groupBy(verdicts, (verdict) => verdict.name)) {
    const logRatios = ofOneKind.flatMap(({ changes, confirming }) =>
      changes.slice(0, changes.length - confirming).map(Math.log1p)
    );
    if (logRatios.length === 0) continue;
    const center = median(logRatios);
    const distances = logRatios.map((logRatio) => Math.abs(logRatio - center));
    deviations.set(name, MAD_TO_DEVIATION * median(distances));
  }
  return deviations;
}
