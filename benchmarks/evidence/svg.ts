/** The evidence as a picture. @module */
import { escapeTerminal } from "../../scripts/report/escape.ts";
import type { Evidence } from "./record.ts";
import { describeScenario, type Scenario, SCENARIOS } from "./scenarios.ts";
import { type Method, METHODS, type Tally, tally } from "./tally.ts";
import { formatSeconds, formatShare, LABELS } from "./words.ts";

const WIDTH = 760;
/** Where the bars begin. */
const LEFT = 200;
/** Where they end at 100 %. */
const RIGHT = 610;
const ROW = 18;
const TOP = 74;

/** Light on the left, dark on the right, each with enough contrast to the page. */
const COLORS: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  text: ["#1f2328", "#e6edf3"],
  faint: ["#59636e", "#9198a1"],
  grid: ["#d1d9e0", "#3d444d"],
  pair: ["#1a7f37", "#3fb950"],
  single: ["#4f9a5f", "#2ea043"],
  replayed: ["#2f8f4b", "#38a34a"],
  "two-runs": ["#bc4c00", "#f0883e"],
  means: ["#c06a2b", "#db8a4d"],
  ranks: ["#8250df", "#ab7df8"],
};

/**
 * A picture of how often each method calls a benchmark a regression, with 95 % intervals: false
 * alarms on unchanged code above, detections below. A lighter bar adds the inconclusive ones. The
 * same evidence always gives the same picture.
 */
export function renderSvg(evidence: Evidence): string {
  const tallies = tally(evidence);
  const parts: string[] = [];
  let y = TOP;
  for (const scenario of SCENARIOS) {
    const mine = METHODS.flatMap((method) =>
      tallies.find((one) => one.scenario === scenario.name && one.method === method) ?? []
    );
    if (mine.length === 0) continue;
    parts.push(...drawScenario(scenario, mine, y));
    y += ROW * (mine.length + 1) + 16;
  }
  const height = y + 14;
  const { environment } = evidence;
  const title = "How often a benchmark is called a regression";
  const machine = `${environment.cpu ?? "unknown processor"}, ${environment.cpu_cores} cores, ` +
    `Deno ${environment.deno_version}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${
    escape(title)
  }">
<style>
${renderStyle()}
</style>
${text(8, 22, title, "title")}
${
    text(
      8,
      42,
      "Faint bars: inconclusive. Lines: 95 % intervals. Right: verdicts, seconds a benchmark.",
      "faint",
    )
  }
${[0, 25, 50, 75, 100].map((percent) => drawGridLine(percent, y - 12)).join("\n")}
${parts.join("\n")}
${text(8, height - 6, machine, "faint")}
</svg>
`;
}

function renderStyle(): string {
  const rules = (theme: 0 | 1) =>
    Object.entries(COLORS).map(([name, colors]) => `.${name}{fill:${colors[theme]}}`).join("") +
    `.grid,.reach{stroke:${COLORS["grid"]![theme]}}.reach{stroke:${COLORS["text"]![theme]}}`;
  return `text{font:12px system-ui,sans-serif;fill:${COLORS["text"]![0]}}
.title{font-size:15px;font-weight:600}.scenario{font-weight:600}.end{text-anchor:end}.middle{text-anchor:middle}
.open{opacity:.3}.reach{fill:none}
${rules(0)}
@media (prefers-color-scheme:dark){text{fill:${COLORS["text"]![1]}}${rules(1)}}`;
}

function drawGridLine(percent: number, bottom: number): string {
  const x = at(percent / 100);
  const label = text(x, TOP - 14, `${percent} %`, "faint middle");
  return `${label}<path class="grid" d="M${x} ${TOP - 8}V${bottom}"/>`;
}

function drawScenario(scenario: Scenario, tallies: readonly Tally[], y: number): string[] {
  const wanted = scenario.severity === null ? "should be none" : "should be all";
  return [
    text(8, y + 12, `${describeScenario(scenario)}: ${wanted}`, "scenario"),
    ...tallies.flatMap((one, index) => drawBars(one, y + ROW * (index + 1))),
  ];
}

function drawBars(one: Tally, y: number): string[] {
  const { method, regressions, inconclusive, verdicts, share } = one;
  const called = regressions / verdicts;
  const open = inconclusive / verdicts;
  const middle = y + ROW / 2;
  return [
    text(LEFT - 8, y + 13, LABELS[method], "end"),
    bar(0, called, y, className(method)),
    bar(called, called + open, y, `${className(method)} open`),
    `<path class="reach" d="M${at(share.lower)} ${middle}H${at(share.upper)}"/>`,
    text(RIGHT + 8, y + 13, formatShare(called), ""),
    text(
      WIDTH - 8,
      y + 13,
      `${verdicts}, ${formatSeconds(one.seconds_per_benchmark)}`,
      "faint end",
    ),
  ];
}

function bar(from: number, to: number, y: number, name: string): string {
  const width = Math.round((at(to) - at(from)) * 10) / 10;
  if (width === 0) return "";
  return `<rect class="${name}" x="${at(from)}" y="${y + 3}" width="${width}" height="${
    ROW - 6
  }"/>`;
}

/** Where a share is, to a tenth of a unit. */
function at(share: number): number {
  return Math.round((LEFT + share * (RIGHT - LEFT)) * 10) / 10;
}

function className(method: Method): string {
  return method.replaceAll(" ", "-");
}

function text(x: number, y: number, content: string, name: string): string {
  const attribute = name === "" ? "" : ` class="${name}"`;
  return `<text x="${x}" y="${y}"${attribute}>${escape(content)}</text>`;
}

function escape(content: string): string {
  // XML cannot hold control characters.
  return escapeTerminal(content).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(
    '"',
    "&quot;",
  );
}
