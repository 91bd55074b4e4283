/** The project's targets for its verdicts, and whether they are met. @module */
import type { Deviations, Placement } from "./deviation.ts";
import { SCENARIOS } from "./scenarios.ts";
import type { Method, Tally } from "./tally.ts";
import { wilsonInterval } from "./wilson.ts";
import { formatShare } from "./words.ts";

/** A target and its measurement. */
export interface Outcome {
  /** A scenario, or several in a word. */
  readonly scenario: string;
  readonly target: string;
  readonly method: Method;
  /** For example `0 of 1040`. */
  readonly measured: string;
  /** Null if there are not enough verdicts to say. */
  readonly met: boolean | null;
}

/** The measurements of one method. */
interface Measured {
  readonly tallies: readonly Tally[];
  readonly deviations: Deviations;
}

/** A target for any scenarios. */
interface Target extends Pick<Outcome, "scenario" | "target"> {
  /** Null if it does not apply to the measurements. */
  measure(measured: Measured): Pick<Outcome, "measured" | "met"> | null;
}

/** Fewer verdicts say nothing about a share. */
const FEWEST = 100;
/** With fewer intervals, the standard error of their coverage is one per cent. */
const FEWEST_INTERVALS = 500;
/** In kinds that vary less from round to round, changes of one per cent should be found. */
const STEADY = 0.015;

/** A target that one scenario decides. */
function inScenario(
  scenario: Tally["scenario"],
  target: string,
  measure: (tally: Tally, deviations: Deviations) => ReturnType<Target["measure"]>,
): Target {
  return {
    scenario,
    target,
    measure({ tallies, deviations }) {
      const tally = tallies.find((one) => one.scenario === scenario);
      return tally === undefined ? null : measure(tally, deviations);
    },
  };
}

/** At most `most` regressions in 1,000 verdicts on unchanged code. */
function falseAlarms(scenario: Tally["scenario"], most: number): Target {
  return inScenario(
    scenario,
    `false regressions: at most ${most} of 1,000`,
    ({ regressions, verdicts }) => ({
      measured: `${regressions} of ${verdicts}`,
      met: regressions * 1000 > most * Math.max(verdicts, 1000)
        ? false
        : verdicts < 1000
        ? null
        : true,
    }),
  );
}

/** At least some percent of planted slowdowns are found. */
function found(scenario: Tally["scenario"], percent: number): Target {
  return inScenario(
    scenario,
    `found: at least ${percent} %`,
    ({ regressions, verdicts }) => share(regressions, verdicts, percent),
  );
}

/** The same in kinds that vary little from round to round. */
function foundInSteady(scenario: Tally["scenario"], percent: number): Target {
  return inScenario(
    scenario,
    `found in kinds below ${formatShare(STEADY)} deviation: at least ${percent} %`,
    ({ kinds }, deviations) => {
      const steady = Object.entries(kinds)
        .filter(([name]) => (deviations.get(name) ?? Infinity) < STEADY)
        .map(([, counts]) => counts);
      if (steady.length === 0) return null;
      return share(
        sumOf(steady, ({ regressions }) => regressions),
        sumOf(steady, ({ verdicts }) => verdicts),
        percent,
      );
    },
  );
}

/** At least some percent of the regressions have the right severity. */
function severityRight(scenario: Tally["scenario"], percent: number): Target {
  return inScenario(
    scenario,
    `severity right: at least ${percent} %`,
    ({ right_severity, regressions }) => share(right_severity, regressions, percent),
  );
}

/** The mean measured change is within some percent of the planted one. */
function readWithin(scenario: Tally["scenario"], percent: number): Target {
  const { planted } = SCENARIOS.find(({ name }) => name === scenario)!;
  return inScenario(
    scenario,
    `mean change: within ${percent} % of the size`,
    ({ mean_change, verdicts }) => {
      if (mean_change === null) return null;
      const read = mean_change * 100;
      return {
        measured: `${read.toFixed(2)} of ${planted} %`,
        met: verdicts < FEWEST ? null : Math.abs(read - planted) * 100 <= percent * planted,
      };
    },
  );
}

/**
 * Intervals contain the planted change about as often as they should, over all scenarios with one.
 */
function coverage(least: number, most: number): Target {
  const planting = new Set(SCENARIOS.filter(({ planted }) => planted > 0).map(({ name }) => name));
  return {
    scenario: "planted",
    target: `95 % intervals that contain it: ${least} to ${most} %`,
    measure({ tallies }) {
      const mine = tallies.filter(({ scenario }) => planting.has(scenario));
      const tries = sumOf(mine, ({ intervals }) => intervals);
      if (tries === 0) return null;
      const hits = sumOf(mine, ({ covered }) => covered);
      const percent = hits * 100 / tries;
      const { lower, upper } = wilsonInterval(hits, tries);
      return {
        measured: `${hits} of ${tries} (${formatShare(lower)} to ${formatShare(upper)})`,
        met: tries < FEWEST_INTERVALS ? null : least <= percent && percent <= most,
      };
    },
  };
}

/** Judging 20 benchmarks of unchanged code takes at most so many minutes. */
function timeForTwenty(scenario: Tally["scenario"], minutes: number): Target {
  return inScenario(
    scenario,
    `20 benchmarks: at most ${minutes} min`,
    ({ seconds_per_benchmark }) => {
      if (seconds_per_benchmark === null) return null;
      const measured = seconds_per_benchmark * 20 / 60;
      return { measured: `${measured.toFixed(2)} min`, met: measured <= minutes };
    },
  );
}

function share(hits: number, tries: number, percent: number): Pick<Outcome, "measured" | "met"> {
  return {
    measured: `${hits} of ${tries}`,
    met: tries < FEWEST ? null : hits * 100 >= percent * tries,
  };
}

function sumOf<One>(all: readonly One[], valueOf: (one: One) => number): number {
  return all.reduce((sum, one) => sum + valueOf(one), 0);
}

const TARGETS: readonly Target[] = [
  falseAlarms("same", 1),
  timeForTwenty("same", 0.5),
  falseAlarms("same-strict", 1),
  foundInSteady("1%", 90),
  found("2%", 90),
  found("5%", 99),
  found("15%", 99),
  severityRight("15%", 97),
  readWithin("15%", 1),
  found("30%", 99),
  severityRight("30%", 97),
  readWithin("30%", 1),
  found("100%", 99),
  severityRight("100%", 97),
  readWithin("100%", 1),
  coverage(94, 96),
];

/** Methods with targets, each with the placement whose rounds it judges. */
const OURS: readonly (readonly [Method, Placement | null])[] = [
  ["pair", "pair"],
  ["single", "single"],
  ["replayed", null],
];

/** Every target with trials of benchline, for each placement. */
export function outcomes(
  tallies: readonly Tally[],
  deviations: Readonly<Record<Placement, Deviations>>,
): Outcome[] {
  return TARGETS.flatMap(({ scenario, target, measure }) =>
    OURS.flatMap(([method, placement]) => {
      const outcome = measure({
        tallies: tallies.filter((tally) => tally.method === method),
        deviations: placement === null ? new Map() : deviations[placement],
      });
      return outcome === null ? [] : [{ scenario, target, method, ...outcome }];
    })
  );
}
