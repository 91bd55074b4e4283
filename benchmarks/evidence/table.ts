/** The evidence as text. @module */
import { escapeTerminal } from "../../scripts/report/escape.ts";
import { layOutTable } from "../../scripts/report/table.ts";
import type { Construction, Evidence } from "./record.ts";
import { describeScenario, SCENARIOS } from "./scenarios.ts";
import { type Tally, tally } from "./tally.ts";
import { outcomes } from "./targets.ts";
import { formatChange, formatSeconds, formatShare, LABELS } from "./words.ts";

const LEGEND = [
  "",
  "regr.: called a regression; severity: of these, with the severity of what is planted;",
  "unch., impr.: called unchanged, an improvement; open: inconclusive; unconf.: of these, not",
  "confirmed; s: wall time a benchmark. Judged again: the rounds of the stricter scenario, as these",
  "thresholds would have judged them; what they would flag counts as a regression.",
];

/** Tables of what each method said, of the targets, and of what was planted and read. */
export function renderTable(evidence: Evidence): string {
  const { environment, started_at, failed, trials } = evidence;
  const tallies = tally(evidence);
  const head = [
    `${environment.cpu ?? "unknown processor"}, ${environment.cpu_cores} cores`,
    `Deno ${environment.deno_version}`,
    `${formatCount(trials.length)} from ${started_at}`,
  ].join(", ");
  const confined = trials.filter(({ cores }) => cores !== undefined).length;
  const lines = [
    escapeTerminal(head),
    ...(confined > 0
      ? [`${confined} of the trials were kept on one core, with others on the core beside it`]
      : []),
    ...(failed.length > 0
      ? [
        `${formatCount(failed.length)} came to nothing, the last: ${
          escapeTerminal(failed.at(-1)!.message)
        }`,
      ]
      : []),
    ...tallies.length > 0 ? LEGEND : [],
    ...SCENARIOS.flatMap((scenario) => {
      const mine = tallies.filter((one) => one.scenario === scenario.name);
      return mine.length === 0 ? [] : ["", describeScenario(scenario), ...layOutVerdicts(mine)];
    }),
    ...layOutTargets(tallies),
    ...layOutPlanted(evidence.construction, tallies),
  ];
  return `${lines.join("\n")}\n`;
}

function formatCount(trials: number): string {
  return trials === 1 ? "1 trial" : `${trials} trials`;
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

function layOutTargets(tallies: readonly Tally[]): string[] {
  const rows = outcomes(tallies).map(({ scenario, target, method, measured, met }) => [
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

/** The mean of what was read in each way, of the construction alone and of all verdicts. */
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
