/** The evidence as text and as a picture. @module */
import { layOutTable } from "../../scripts/report/table.ts";
import { type Evidence, type Method, METHODS, type Tally, tally } from "./record.ts";

const LABELS: Readonly<Record<Method, string>> = {
  pair: "benchline, pair",
  single: "benchline, one process",
  threshold: "two runs, threshold",
  "rank test": "4 + 4 runs, Mann-Whitney",
};

/** A table of what each method said in each scenario, and how long it took. */
export function renderEvidenceText(evidence: Evidence): string {
  const { environment, startedAt } = evidence;
  const rows = tally(evidence).map((one) => [
    one.scenario.name,
    LABELS[one.method],
    String(one.verdicts),
    describeFlagged(one),
    one.scenario.severity === null
      ? "-"
      : percent(one.rightSeverity / Math.max(1, one.regressions)),
    percent(one.inconclusive / one.verdicts),
    one.meanChange === null ? "-" : percent(one.meanChange),
    one.secondsPerBenchmark.toFixed(1),
  ]);
  const table = layOutTable([
    { title: "planted", align: "left" },
    { title: "method", align: "left" },
    { title: "verdicts", align: "right" },
    { title: "regressions", align: "right" },
    { title: "severity right", align: "right" },
    { title: "open", align: "right" },
    { title: "read", align: "right" },
    { title: "s/bench", align: "right" },
  ], rows);
  const machine = [
    environment.cpu,
    `${environment.cpu_cores} cores`,
    `Deno ${environment.deno_version}`,
  ];
  return `${[`${machine.join(", ")}, ${startedAt}`, "", ...table].join("\n")}\n`;
}

function describeFlagged({ regressions, verdicts, share }: Tally): string {
  return `${percent(regressions / verdicts)} (${percent(share.lower)} to ${percent(share.upper)})`;
}

function percent(share: number): string {
  const text = (share * 100).toFixed(1);
  return `${text.replace(/\.0$/, "")} %`;
}

const WIDTH = 720;
const LEFT = 210;
const RIGHT = 70;
const ROW = 18;
const GAP = 26;
const COLORS: Readonly<Record<Method, string>> = {
  pair: "#1a7f37",
  single: "#4ac26b",
  threshold: "#cf222e",
  "rank test": "#bf8700",
};

/**
 * A picture of the shares of benchmarks called a regression, a bar a method in each scenario, with
 * their 95 % intervals; readable on light and on dark.
 */
export function renderEvidenceSvg(evidence: Evidence): string {
  const groups = Map.groupBy(tally(evidence), ({ scenario }) => scenario.name);
  const parts: string[] = [];
  let y = 40;
  for (const [name, tallies] of groups) {
    const wanted = tallies[0]!.scenario.severity === null ? "should be 0" : "should be 100 %";
    parts.push(text(8, y + 13, `${name}: ${wanted}`, "font-weight='600'"));
    y += GAP - 4;
    for (const method of METHODS) {
      const one = tallies.find((tally) => tally.method === method);
      if (one === undefined) continue;
      parts.push(...drawBar(one, y));
      y += ROW;
    }
    y += GAP - ROW + 8;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" font-family="sans-serif" font-size="12" fill="#818b98" role="img" aria-label="Share of benchmarks called a regression">
${text(8, 20, "Share of benchmarks called a regression, with 95 % intervals", "font-size='14'")}
${parts.join("\n")}
</svg>
`;
}

function drawBar({ method, regressions, verdicts, share }: Tally, y: number): string[] {
  const at = (value: number) => (LEFT + value * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const width = (regressions / verdicts * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const middle = y + ROW / 2;
  return [
    text(LEFT - 8, y + 13, LABELS[method], "text-anchor='end'"),
    `<rect x="${LEFT}" y="${y + 3}" width="${width}" height="${ROW - 6}" fill="${
      COLORS[method]
    }"/>`,
    `<path d="M${at(share.lower)} ${middle}H${
      at(share.upper)
    }" stroke="currentColor" fill="none"/>`,
    text(Number(at(share.upper)) + 6, y + 13, `${percent(regressions / verdicts)} of ${verdicts}`),
  ];
}

function text(x: number, y: number, content: string, attributes = ""): string {
  const escaped = content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<text x="${x}" y="${y}" ${attributes}>${escaped}</text>`;
}
