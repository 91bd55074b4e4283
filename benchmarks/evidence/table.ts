/** The evidence as text. @module */
import { escapeTerminal } from "../../scripts/report/escape.ts";
import { layOutTable } from "../../scripts/report/table.ts";
import { greatest, least, median } from "../../scripts/result/spread.ts";
import { type Deviations, deviationsOf, type Placement } from "./deviation.ts";
import type { Construction, Evidence, Trial } from "./record.ts";
import { describeScenario, SCENARIOS } from "./scenarios.ts";
import { deviationOfSessions, durationsOf, withoutCommon } from "./sessions.ts";
import { type Tally, tally } from "./tally.ts";
import { outcomes } from "./targets.ts";
import { wilsonInterval } from "./wilson.ts";
import { formatChange, formatSeconds, formatShare, LABELS } from "./words.ts";

const LEGEND = [
  "",
  "regr.: called a regression; severity: those with the severity of the planted change;",
  "unch., impr.: called unchanged, an improvement; open: inconclusive; unconf.: those not",
  "confirmed; s: wall time a benchmark. Judged again: the rounds of the stricter scenario, as",
  "the laxer thresholds would have judged them; a flagged benchmark counts as a regression.",
];

/** Scenarios in which kinds that vary much are left out. */
const SMALL: ReadonlySet<string> = new Set(["1%", "2%", "5%"]);

/** Tables of the verdicts of each method, of the targets, and of planted and measured changes. */
export function renderTable(evidence: Evidence): string {
  const { environment, started_at, failed, trials } = evidence;
  const tallies = tally(evidence);
  const deviations = deviationsOf(evidence);
  const head = [
    `${environment.cpu ?? "unknown processor"}, ${environment.cpu_cores} cores`,
    `Deno ${environment.deno_version}`,
    `${formatCount(trials.length)} from ${started_at}`,
  ].join(", ");
  const lines = [
    escapeTerminal(head),
    ...describeMachine(trials, environment.cpu_cores),
    ...describeSessions(trials),
    ...describeKinds(trials),
    ...(failed.length > 0
      ? [
        `${formatCount(failed.length)} failed, the last: ${escapeTerminal(failed.at(-1)!.message)}`,
      ]
      : []),
    ...tallies.length > 0 ? LEGEND : [],
    ...SCENARIOS.flatMap((scenario) => {
      const mine = tallies.filter((one) => one.scenario === scenario.name);
      return mine.length === 0 ? [] : ["", describeScenario(scenario), ...layOutVerdicts(mine)];
    }),
    ...layOutTargets(tallies, deviations),
    ...layOutPlanted(evidence.construction, tallies),
    ...layOutCoverage(tallies),
    ...(["pair", "single"] as const).flatMap((placement) =>
      layOutKinds(placement, tallies, deviations[placement])
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function formatCount(trials: number): string {
  return trials === 1 ? "1 trial" : `${trials} trials`;
}

/** The load of the machine, and the cores of the trials. */
function describeMachine(trials: readonly Trial[], all: number | null): string[] {
  if (trials.length === 0) return [];
  const loads = trials.flatMap(({ load }) => load ?? []);
  const [middle, lowest, highest] = loads.length === 0
    ? []
    : [median(loads), least(loads), greatest(loads)].map((load) => load.toFixed(1));
  const confined = Map.groupBy(
    trials.filter(({ cores }) => cores !== undefined),
    ({ cores }) => cores,
  );
  return [
    middle === undefined
      ? "The load of the machine is unknown"
      : `Load in the minute before a trial: median ${middle}, ${lowest} to ${highest}`,
    ...[...confined].map(([cores, { length }]) =>
      `Pinned to ${cores} of the ${all} cores: ${formatCount(length)}`
    ),
    ...(confined.size === 0 ? ["No trial was pinned to some of these cores"] : []),
  ];
}

/** How much the machine's speed changed meanwhile; empty if there are too few trials. */
function describeSessions(trials: readonly Trial[]): string[] {
  const durations = durationsOf(trials);
  const whole = deviationOfSessions(durations);
  const own = deviationOfSessions(withoutCommon(durations));
  if (whole === null || own === null) return [];
  return [
    `Durations of the same code differed by ${formatShare(whole)} from trial to trial, by ${
      formatShare(own)
    } without the part that all kinds share`,
  ];
}

/** Trials that do not have all kinds. */
function describeKinds(trials: readonly Trial[]): string[] {
  const ofSome = Map.groupBy(
    trials.flatMap(({ kinds }) => kinds?.join(", ") ?? []),
    (kinds) => kinds,
  );
  return [...ofSome].map(([kinds, { length }]) =>
    escapeTerminal(
      `Trials of only some kinds, which weigh more in all counts: ${
        formatCount(length)
      } of ${kinds}`,
    )
  );
}

function layOutVerdicts(tallies: readonly Tally[]): string[] {
  return layOutTable(
    [
      { title: "method", align: "left" },
      { title: "verdicts", align: "right" },
      { title: "regr.", align: "right" },
      { title: "95 % interval", align: "left" },
      { title: "severity", align: "right" },
      { title: "unch.", align: "right" },
      { title: "impr.", align: "right" },
      { title: "open", align: "right" },
      { title: "unconf.", align: "right" },
      { title: "failed", align: "right" },
      { title: "s", align: "right" },
    ],
    tallies.map((one) => [
      LABELS[one.method],
      `${one.verdicts}`,
      `${one.regressions}`,
      `${formatShare(one.share.lower)} to ${formatShare(one.share.upper)}`,
      `${one.right_severity}`,
      ...[one.unchanged, one.improvements, one.inconclusive, one.unconfirmed, one.failed].map(
        String,
      ),
      formatSeconds(one.seconds_per_benchmark).replace(" s", ""),
    ]),
  );
}

function layOutTargets(
  tallies: readonly Tally[],
  deviations: Readonly<Record<Placement, Deviations>>,
): string[] {
  const rows = outcomes(tallies, deviations).map(({ scenario, target, method, measured, met }) => [
    `${scenario}, ${target}`,
    LABELS[method],
    measured,
    met === null ? "too few" : met ? "met" : "MISSED",
  ]);
  if (rows.length === 0) return [];
  return [
    "",
    ...layOutTable([
      { title: "target", align: "left" },
      { title: "method", align: "left" },
      { title: "measured", align: "right" },
      { title: "", align: "left" },
    ], rows),
  ];
}

/** The mean change by construction, and by the verdicts of each method. */
function layOutPlanted(construction: readonly Construction[], tallies: readonly Tally[]): string[] {
  const read = (scenario: string, method: string) => {
    const change = tallies.find((one) => one.scenario === scenario && one.method === method)
      ?.mean_change ?? null;
    return change === null ? "-" : formatChange(change);
  };
  const rows = SCENARIOS.filter(({ name }) => tallies.some(({ scenario }) => scenario === name))
    .map(({ name, planted }) => {
      const changes = Object.values(
        construction.find((one) => one.planted === planted)?.changes ?? {},
      );
      const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length;
      return [
        `${planted} % (${name})`,
        changes.length === 0
          ? "-"
          : `${formatChange(mean)} (${formatChange(Math.min(...changes))} to ${
            formatChange(Math.max(...changes))
          })`,
        ...["pair", "single", "means"].map((method) => read(name, method)),
      ];
    });
  if (rows.length === 0) return [];
  return [
    "",
    ...layOutTable([
      { title: "planted", align: "left" },
      { title: "by construction, mean (kinds)", align: "left" },
      { title: "pair", align: "right" },
      { title: "single", align: "right" },
      { title: "means of runs", align: "right" },
    ], rows),
  ];
}

/** How often the intervals contain the planted change. */
function layOutCoverage(tallies: readonly Tally[]): string[] {
  const cellOf = (scenario: string, method: Placement) => {
    const mine = tallies.find((one) => one.scenario === scenario && one.method === method);
    if (mine === undefined || mine.intervals === 0) return "-";
    const { covered, intervals } = mine;
    const { lower, upper } = wilsonInterval(covered, intervals);
    return `${covered} of ${intervals} (${formatShare(lower)} to ${formatShare(upper)})`;
  };
  const rows = SCENARIOS.map(({ name }) => [name, cellOf(name, "pair"), cellOf(name, "single")])
    .filter(([, ...cells]) => cells.some((cell) => cell !== "-"));
  if (rows.length === 0) return [];
  return [
    "",
    "95 % intervals that contain the planted change (and the interval of that share)",
    ...layOutTable([
      { title: "scenario", align: "left" },
      { title: "pair", align: "right" },
      { title: "single", align: "right" },
    ], rows),
  ];
}

/** Figures by kind: how much a round varies, how many rounds there were, and what was found. */
function layOutKinds(
  placement: Placement,
  tallies: readonly Tally[],
  deviations: Deviations,
): string[] {
  const mine = tallies.filter(({ method }) => method === placement);
  const small = mine.filter(({ scenario }) => SMALL.has(scenario));
  const deviationOf = (kind: string) => deviations.get(kind) ?? -1;
  const kinds = [...new Set(mine.flatMap((one) => Object.keys(one.kinds)))]
    .sort((a, b) => deviationOf(b) - deviationOf(a));
  if (kinds.length === 0) return [];
  const rows = kinds.map((kind) => [
    escapeTerminal(kind),
    deviations.has(kind) ? `${(deviations.get(kind)! * 100).toFixed(2)} %` : "-",
    formatRounds(mine, kind),
    ...small.map(({ kinds }) => {
      const counts = kinds[kind];
      return counts === undefined ? "-" : `${counts.regressions} of ${counts.verdicts}`;
    }),
  ]);
  return [
    "",
    `${
      LABELS[placement]
    }, by kind: standard deviation of a round of unchanged code (robust), rounds`,
    "of a verdict (mean of all scenarios), and small changes that were found",
    ...layOutTable([
      { title: "kind", align: "left" },
      { title: "deviation", align: "right" },
      { title: "rounds", align: "right" },
      ...small.map(({ scenario }) => ({ title: scenario, align: "right" as const })),
    ], rows),
  ];
}

/** The mean rounds of the verdicts on a kind. */
function formatRounds(tallies: readonly Tally[], kind: string): string {
  const counts = tallies.flatMap(({ kinds }) => kinds[kind] ?? []);
  const verdicts = counts.reduce((sum, one) => sum + one.verdicts, 0);
  const rounds = counts.reduce((sum, one) => sum + (one.mean_rounds ?? 0) * one.verdicts, 0);
  return (rounds / verdicts).toFixed(1);
}
