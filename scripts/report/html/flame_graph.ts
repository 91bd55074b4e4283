/** The flame graph of a change, and its functions as a table. @module */
import type { FunctionPlace } from "../../result/profile/place.ts";
import type { Frame } from "../../verdict/explain/call_tree.ts";
import { type FunctionTimes, sumFunctions } from "../../verdict/explain/sum_functions.ts";
import { describeFunction, describePlace } from "../describe_causes.ts";
import { escapeTerminal } from "../escape.ts";
import { cut } from "../table.ts";
import { formatDuration, formatSignedDuration } from "../units.ts";
import { escapeHtml } from "./page.ts";
import { figureCell, type HtmlColumn, renderRow, renderTable, textCell } from "./table.ts";

/** How many functions the table has: those that changed the most. */
const MOST_FUNCTIONS = 100;
const NAME_WIDTH = 200;

/**
 * Renders the frames, with controls to choose the version. The width of a frame is its time, its
 * colour how much slower or faster it became.
 *
 * @param id Unique on the page.
 * @param label Label of the benchmark.
 */
export function renderFlameGraph(frames: readonly Frame[], id: string, label: string): string {
  const data = JSON.stringify({
    sides: { baseline: "before", current: "now" },
    frames: frames.map(({ function: place, parent, baseline_ms, current_ms }) => ({
      ...namesOf(place),
      parent,
      baseline: Number(baseline_ms.toPrecision(4)),
      current: Number(current_ms.toPrecision(4)),
    })),
  });
  const choice = (value: string, text: string, checked: boolean) =>
    `<label><input type="radio" name="${escapeHtml(id)}" value="${value}"${
      checked ? " checked" : ""
    }> ${text}</label>`;
  return [
    "<figure data-flame hidden>",
    "<figcaption>Width: time of a call. Red frames take longer than before, green ones less. Click or Enter zooms in, Escape zooms out, arrows move.</figcaption>",
    '<div class="controls">',
    '<label>Search <input type="search" autocomplete="off"></label>',
    `<fieldset><legend>Width</legend>${choice("current", "now", true)}${
      choice("baseline", "before", false)
    }</fieldset>`,
    '<button type="button">Reset</button>',
    "</div>",
    '<p class="faint flame-status" role="status"></p>',
    `<div class="scroll"><svg class="flame" tabindex="0" role="application" aria-label="${
      escapeHtml(`Flame graph of ${label}`)
    }"></svg></div>`,
    // In a JSON script, a browser treats only the end tag as markup.
    `<script type="application/json">${data.replaceAll("<", "\\u003c")}</script>`,
    "</figure>",
  ].join("\n");
}

function namesOf(place: FunctionPlace): { name: string; place: string } {
  const name = place.name === "" ? "(anonymous)" : place.name;
  const shown = (text: string) => cut(escapeTerminal(text), NAME_WIDTH);
  return { name: shown(name), place: shown(describePlace(place)) };
}

const COLUMNS: readonly HtmlColumn[] = [
  { title: "Function" },
  { title: "Own time before", kind: "figure" },
  { title: "Own time now", kind: "figure" },
  { title: "Change", kind: "figure" },
  { title: "With callees, before", kind: "figure" },
  { title: "With callees, now", kind: "figure" },
];

/** The functions of the frames, the largest changes first. */
export function renderFunctionTable(frames: readonly Frame[], label: string): string[] {
  const rows = sumFunctions(frames).toSorted((a, b) =>
    Math.abs(changeOf(b)) - Math.abs(changeOf(a))
  );
  return renderTable({
    title: `Functions of ${label}`,
    columns: COLUMNS,
    rows: rows.slice(0, MOST_FUNCTIONS).map((one) =>
      renderRow([
        textCell(cut(describeFunction(one.place), NAME_WIDTH), "name"),
        figureCell(formatDuration(one.own.baseline), one.own.baseline),
        figureCell(formatDuration(one.own.current), one.own.current),
        figureCell(formatSignedDuration(changeOf(one)), changeOf(one)),
        figureCell(formatDuration(one.total.baseline), one.total.baseline),
        figureCell(formatDuration(one.total.current), one.total.current),
      ])
    ),
  });
}

function changeOf({ own }: FunctionTimes): number {
  return own.current - own.baseline;
}
