/** The comparison as text. */
import type { ColdCall } from "./cold.ts";
import { NOISE_LIMIT, type Result, type Row } from "./compare.ts";
import type { Contender, Kind } from "./contender.ts";
import type { Missing } from "./peers.ts";
import type { Outcome } from "./targets.ts";

/** All results. */
export interface Comparison {
  readonly contenders: readonly Contender[];
  readonly missing: readonly Missing[];
  readonly rows: readonly Row[];
  readonly cold: readonly ColdCall[];
  readonly outcomes: readonly Outcome[];
}

/** Separate tables, so that none is wider than a screen. */
const GROUPS: readonly { title: string; kinds: readonly Kind[] }[] = [
  { title: "Peers", kinds: ["WebAssembly", "JavaScript"] },
  { title: "Limits", kinds: ["native", "limit"] },
  { title: "benchline otherwise", kinds: ["benchline"] },
];

/** Marks rows and targets whose ratios are not to be trusted. */
const NOISY = " *";

/** A cell of a contender that offers nothing like the work. */
const NOTHING = "-";

/** Tables for a terminal. */
export function renderText({ contenders, missing, rows, cold, outcomes }: Comparison): string {
  const blocks: string[] = [];
  if (rows.length > 0) {
    blocks.push(
      "Time over benchline's, median of the rounds; above 1 benchline is faster",
      ...GROUPS.flatMap(({ title, kinds }) => {
        // The first contender would be 1 everywhere.
        const group = contenders.slice(1).filter(({ kind }) => kinds.includes(kind));
        const some = rows.filter((row) => group.some(({ name }) => cell(row, name) !== NOTHING));
        return some.length === 0 ? [] : [table([
          [title, ...group.map(({ name }) => name)],
          ...some.map((row) => [label(row), ...group.map(({ name }) => cell(row, name))]),
        ])];
      }),
      ...noisyRows(rows),
      `Noise of this run: ${noise(rows)}`,
      ["Contenders", ...contenders.map(about)].join("\n  "),
    );
  }
  const wrong = rows.flatMap((row) => row.results.flatMap((result) => doubts(row, result)));
  if (wrong.length > 0) blocks.push(["Not timed", ...wrong].join("\n  "));
  if (missing.length > 0) {
    blocks.push(
      ["Not loaded", ...missing.map(({ name, reason }) => `${name}: ${reason}`)].join("\n  "),
    );
  }
  if (cold.length > 0) {
    blocks.push(
      "First calls in a fresh Worker, milliseconds\n\n" + table([
        ["", "median", "least", "most"],
        ...cold.map(({ kernel, median, milliseconds }) => [
          kernel,
          ...[median, Math.min(...milliseconds), Math.max(...milliseconds)].map(significant),
        ]),
      ]),
    );
  }
  if (outcomes.length > 0) {
    blocks.push(
      "Targets\n\n" + table([
        ["", "wanted", "measured", "range", "", ""],
        ...outcomes.map(outcomeRow),
      ], [0, 4, 5]),
    );
  }
  return blocks.join("\n\n") + "\n";
}

function outcomeRow(outcome: Outcome): string[] {
  const { target, unit, wanted, measured, range, status, noisy, note } = outcome;
  const [most, suffix] = unit === "times" ? [">=", "x"] : ["<=", " ms"];
  return [
    target,
    `${most} ${wanted}${suffix}`,
    measured === undefined ? "-" : significant(measured) + suffix,
    range ? range.map(significant).join(" to ") : "",
    status + (noisy ? NOISY : ""),
    note,
  ];
}

function cell(row: Row, name: string): string {
  const result = row.results.find(({ contender }) => contender === name);
  if (!result || result.status === "not offered") return NOTHING;
  return result.ratio ? significant(result.ratio.median) : result.status;
}

function doubts(row: Row, { contender, status, error, reason }: Result): string[] {
  if (status === "wrong") {
    return [
      `${contender}, ${row.work}: wrong, off by ${error!.toExponential(1)} ` +
      `but ${row.tolerance.toExponential(1)} is allowed`,
    ];
  }
  return status === "failed" ? [`${contender}, ${row.work}: failed, ${reason}`] : [];
}

function about({ name, version, note, threads }: Contender): string {
  return [`${name}: ${version}`, threads > 1 ? `${threads} threads` : "", note ?? ""]
    .filter((part) => part !== "").join("; ");
}

function label({ work, noisy }: Row): string {
  return work + (noisy ? NOISY : "");
}

/** Explains the mark of noisy rows, if there are any. */
function noisyRows(rows: readonly Row[]): string[] {
  const noisy = rows.filter((row) => row.noisy)
    .map(({ work, again }) => `${work} (${significant(again!)})`);
  const limit = `${NOISE_LIMIT * 100} %`;
  return noisy.length === 0 ? [] : [
    `${NOISY.trim()} the kernel against itself differs by more than ${limit} here: ` +
    noisy.join("; "),
  ];
}

function noise(rows: readonly Row[]): string {
  const found = rows.flatMap(({ work, again }) =>
    again === undefined ? [] : [{ work, again, size: Math.abs(Math.log(again)) }]
  );
  const worst = found.toSorted((a, b) => b.size - a.size)[0];
  return worst
    ? `the same kernel measured twice differs by up to ${significant(worst.again)} (${worst.work})`
    : "unknown";
}

/** Three digits, never an exponent. */
function significant(value: number): string {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

/** Numbers to the right; the columns of words to the left. */
function table(rows: readonly (readonly string[])[], words: readonly number[] = [0]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row.map((text, column) =>
      words.includes(column) ? text.padEnd(widths[column]!) : text.padStart(widths[column]!)
    ).join("  ").trimEnd()
  ).join("\n");
}
