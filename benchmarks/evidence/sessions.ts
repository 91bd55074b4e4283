/** How much durations of the same code vary from trial to trial. @module */
import { spreadOfSessions } from "../../mod.ts";
import { median } from "../../scripts/result/spread.ts";
import type { Trial } from "./record.ts";

/** Milliseconds a call of each kind, by trial, in order. */
export type Durations = ReadonlyMap<string, readonly number[]>;

/** Durations of the baseline in the pair trials that have all kinds. */
export function durationsOf(trials: readonly Trial[]): Durations {
  const durations = new Map<string, number[]>();
  for (const trial of trials) {
    if (trial.source !== "pair" || trial.kinds) continue;
    if (trial.verdicts.some(({ baseline }) => baseline === null)) continue;
    for (const { name, baseline } of trial.verdicts) {
      durations.set(name, [...durations.get(name) ?? [], baseline!]);
    }
  }
  return durations;
}

/** The standard deviation of ln(duration) from one trial to the next: the median of the kinds. */
export function deviationOfSessions(durations: Durations): number | null {
  const deviations = [...durations.values()].flatMap((ofOneKind) => {
    const points = ofOneKind.map((durationMs) => ({ durationMs, standardError: null }));
    const spread = spreadOfSessions(points);
    return spread === null ? [] : [Math.sqrt(spread.variance)];
  });
  return deviations.length === 0 ? null : median(deviations);
}

/** The durations without the part that all kinds share in a trial, which comes from the machine. */
export function withoutCommon(durations: Durations): Durations {
  const typical = new Map([...durations].map(([kind, all]) => [kind, median(all)]));
  const common = (trial: number) =>
    median([...durations].map(([kind, all]) => all[trial]! / typical.get(kind)!));
  return new Map(
    [...durations].map(([kind, all]) => [kind, all.map((one, trial) => one / common(trial))]),
  );
}
