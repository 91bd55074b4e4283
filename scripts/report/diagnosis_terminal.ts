/** A diagnosis for the terminal. @module */
import { type BenchmarkDiagnosis, TARGET_CHANGES } from "../verdict/diagnosis.ts";
import type { Thresholds } from "../verdict/severity.ts";
import type { FoundTrap } from "../verdict/traps.ts";
import { describeTrap } from "./describe_trap.ts";
import { escapeTerminal } from "./escape.ts";
import type { Paint } from "./paint.ts";
import { layOutSections } from "./sections.ts";
import { type Column, cut } from "./table.ts";
import { wrapText } from "./wrap.ts";
import { formatChange } from "./units.ts";

/** Facts about the machine other than the benchmarks. */
export interface MachineState {
  /** Average number of processes that wanted to run in the last minute; null if unreadable. */
  readonly load: number | null;
  readonly cores: number;
  readonly pinned: boolean;
}

/** Longest line about a trap. */
const NOTE_WIDTH = 300;

/** Least width for names: what the figures leave of 80 columns. */
const NAME_WIDTH = 28;

const FIGURES: readonly Column[] = [
  { title: "± round", align: "right" },
  { title: "s/round", align: "right" },
  { title: "visible", align: "right" },
  ...TARGET_CHANGES.map((change) => ({ title: `${change * 100} %`, align: "right" as const })),
];

/**
 * Renders a diagnosis: for each benchmark the deviation of a round, the smallest slowdown that the
 * budget shows, and the rounds needed for slowdowns of some sizes. A plain sentence follows.
 *
 * @param columns The width to which names are cut, at least 80; Infinity cuts none.
 */
export function renderDiagnosisTerminal(
  diagnoses: readonly BenchmarkDiagnosis[],
  traps: readonly FoundTrap[],
  machine: MachineState,
  thresholds: Thresholds,
  paint: Paint,
  columns = 80,
): string {
  const named = diagnoses.map((diagnosis) => ({ ...diagnosis.identity, diagnosis }));
  const { titles, sections } = layOutSections(named, {
    figures: FIGURES,
    figuresOf: ({ diagnosis }) => renderFigures(diagnosis),
    columns,
    leastName: NAME_WIDTH,
  });
  const failures = diagnoses.flatMap(({ failure }) =>
    failure === null ? [] : [paint.red(`failed: ${cut(escapeTerminal(failure), 300)}`)]
  );
  return `${
    [
      paint.bold(titles),
      ...sections.flatMap(({ headings, rows }) => [
        ...headings.map(paint.dim),
        ...rows.flatMap(({ lines }) => lines),
      ]),
      ...failures,
      "",
      "± round: how much rounds of the same code differ. visible: the smallest slowdown",
      "beyond the tolerance that is found nine times in ten within the budget. Last",
      "columns: how many rounds it takes to detect a slowdown of that size.",
      "",
      ...renderTraps(traps, paint),
      describeMachine(machine),
      ...describeVerdict(diagnoses, thresholds, paint),
    ].join("\n")
  }\n`;
}

/** The traps of benchmarks, a line each. */
function renderTraps(traps: readonly FoundTrap[], paint: Paint): string[] {
  if (traps.length === 0) return [];
  const lines = traps.flatMap((one) =>
    wrapText(cut(escapeTerminal(describeTrap(one)), NOTE_WIDTH), 2, 4)
  );
  return [paint.yellow("Look at these benchmarks first:"), ...lines, ""];
}

function renderFigures(diagnosis: BenchmarkDiagnosis): string[] {
  const { deviation, secondsPerRound, visible, roundsFor } = diagnosis;
  return [
    deviation === null ? "-" : `${(deviation * 100).toFixed(2)} %`,
    secondsPerRound.toFixed(2),
    visible === null ? "-" : formatChange(visible),
    ...roundsFor.map((rounds) => rounds === null ? "-" : String(rounds)),
  ];
}

function describeMachine({ load, cores, pinned }: MachineState): string {
  const busy = load === null ? "load unknown" : `load ${load.toFixed(1)} on ${cores} cores`;
  return `${busy}; ${
    pinned
      ? "both versions are pinned to one core"
      : "the versions cannot be pinned to one core (no taskset)"
  }.`;
}

function describeVerdict(
  diagnoses: readonly BenchmarkDiagnosis[],
  { threshold, moderate }: Thresholds,
  paint: Paint,
): string[] {
  const blind = diagnoses.filter(({ honest }) => !honest);
  const [at, found] = [threshold, moderate].map((limit) =>
    `${Number((limit * 100).toPrecision(6))} %`
  );
  if (blind.length === 0) {
    return [
      ...wrapText(
        `Gating at ${at} is reliable here: a slowdown of ${found} would be found in every benchmark.`,
        0,
        0,
      ).map(paint.green),
    ];
  }
  return [
    ...wrapText(
      `Gating at ${at} is not reliable here for ${blind.length} of ${diagnoses.length} benchmarks: a slowdown of ${found} could be missed and reported as inconclusive.`,
      0,
      0,
    ).map(paint.yellow),
    ...wrapText(
      "What helps: a larger --budget, a quieter machine, or benchmarks that do more per call.",
      0,
      0,
    ),
  ];
}
