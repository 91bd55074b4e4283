/** What this project wants of its verdicts, and whether it is so. @module */
import type { Method, Tally } from "./tally.ts";

/** A target held against what was measured. */
export interface Outcome {
  readonly target: string;
  readonly method: Method;
  /** For example `0 of 1040`. */
  readonly measured: string;
  /** Null where there are not enough verdicts to say. */
  readonly met: boolean | null;
}

/** A target for one scenario. */
interface Target {
  readonly scenario: Tally["scenario"];
  readonly target: string;
  /** Null where the tally has nothing to say of it. */
  measure(tally: Tally): Pick<Outcome, "measured" | "met"> | null;
}

/** At most `most` regressions in 1,000 verdicts on unchanged code. */
function falseAlarms(scenario: Tally["scenario"], most: number): Target {
  return {
    scenario,
    target: `false regressions: at most ${most} of 1,000`,
    measure: ({ regressions, verdicts }) => ({
      measured: `${regressions} of ${verdicts}`,
      met: regressions * 1000 > most * Math.max(verdicts, 1000)
        ? false
        : verdicts < 1000
        ? null
        : true,
    }),
  };
}

/** At least some percent of what is planted. */
function found(scenario: Tally["scenario"], percent: number): Target {
  return {
    scenario,
    target: `found: at least ${percent} %`,
    measure: ({ regressions, verdicts }) => share(regressions, verdicts, percent),
  };
}

/** The severity right in at least some percent of the regressions. */
function severityRight(scenario: Tally["scenario"], percent: number): Target {
  return {
    scenario,
    target: `severity right: at least ${percent} %`,
    measure: ({ right_severity, regressions }) => share(right_severity, regressions, percent),
  };
}

/** Unchanged code is judged in at most so many minutes, if there are 20 benchmarks. */
function timeForTwenty(scenario: Tally["scenario"], minutes: number): Target {
  return {
    scenario,
    target: `20 benchmarks: at most ${minutes} min`,
    measure({ seconds_per_benchmark }) {
      if (seconds_per_benchmark === null) return null;
      const measured = seconds_per_benchmark * 20 / 60;
      return { measured: `${measured.toFixed(1)} min`, met: measured <= minutes };
    },
  };
}

function share(hits: number, tries: number, percent: number): Pick<Outcome, "measured" | "met"> {
  return {
    measured: `${hits} of ${tries}`,
    met: tries < 100 ? null : hits * 100 >= percent * tries,
  };
}

const TARGETS: readonly Target[] = [
  falseAlarms("same", 0),
  timeForTwenty("same", 2),
  falseAlarms("same-strict", 1),
  found("2%", 80),
  found("5%", 95),
  found("15%", 99),
  severityRight("15%", 97),
  severityRight("30%", 97),
  severityRight("100%", 97),
];

const OURS: ReadonlySet<Method> = new Set(["pair", "single", "replayed"]);

/** Every target for which there are trials of benchline, for each placement. */
export function outcomes(tallies: readonly Tally[]): (Outcome & Pick<Tally, "scenario">)[] {
  return TARGETS.flatMap(({ scenario, target, measure }) =>
    tallies.filter((tally) => tally.scenario === scenario && OURS.has(tally.method))
      .flatMap((tally) => {
        const outcome = measure(tally);
        return outcome === null ? [] : [{ scenario, target, method: tally.method, ...outcome }];
      })
  );
}
