import { DEFAULT_THRESHOLDS } from "../../../scripts/verdict/severity.ts";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { stringWidth } from "../../../scripts/deps/string_width.ts";
import { renderEvents } from "../../../scripts/report/history/events_terminal.ts";
import { renderOverview, renderTrend } from "../../../scripts/report/history/terminal.ts";
import type { Surface } from "../../../scripts/report/format.ts";
import { noPaint } from "../../../scripts/report/paint.ts";
import { ENVIRONMENT } from "../../helpers/documents.ts";
import { groupEvents } from "../../../scripts/verdict/events.ts";
import type { Trend } from "../../../scripts/verdict/series.ts";
import { eventfulTrends, makeTrend, orderOf, richTrends } from "../../helpers/history_view.ts";
import { makeCause, makeEntry, makeExplanation } from "../../helpers/entries.ts";
import { assertHarmless, HOSTILE_NAMES } from "../../helpers/hostile_names.ts";
import { assertGolden } from "../../helpers/testdata.ts";

const plain = { columns: 80, paint: noPaint };
const machine = { ...ENVIRONMENT, git_commit: null };
const environments = new Map([
  ["one machine", machine],
  ["another machine", { ...machine, cpu: "Other CPU" }],
]);

function renderCheck(trends: readonly Trend[], style: Surface = plain): string {
  const events = groupEvents(trends, orderOf(trends));
  return renderEvents(events, trends.map(({ benchmark }) => benchmark), style);
}

Deno.test("a benchmark, the changes and the overview equal the golden file", async () => {
  const trends = richTrends();
  const text = [
    ...trends.map((trend) =>
      renderTrend(trend, { environments, thresholdsOf: () => DEFAULT_THRESHOLDS }, plain)
    ),
    renderCheck(trends),
    renderOverview(trends, plain),
    renderCheck(eventfulTrends()),
  ].join("\n===\n");
  await assertGolden("history.txt", text);
});

Deno.test("lines keep to the width, except words that cannot be broken", () => {
  const trends = richTrends();
  for (const width of [40, 80, 120]) {
    const style = { columns: width, paint: noPaint };
    const drawn = trends.map((trend) =>
      renderTrend(trend, { environments, thresholdsOf: () => DEFAULT_THRESHOLDS }, style)
    ).join("\n");
    const blocks = drawn.split("\n").filter((line) => /[▁▂▃▄▅▆▇█]/.test(line));
    assert(blocks.length > 4);
    for (const line of blocks) assert(stringWidth(line) <= width, line);
  }
});

Deno.test("the overview has room for the last change next to a long name", () => {
  const name = "sorts a list of names by locale and then by length";
  const trend = makeTrend({ file: null, group: null, name }, 80, (day) => day < 40 ? 1 : 1.3);
  for (const columns of [80, 120]) {
    const [titles, row] = renderOverview([trend], { columns, paint: noPaint }).split("\n");
    assertStringIncludes(titles!, "last change");
    assert(row!.endsWith("+29.6 % 2026-02-10"), row);
    assertEquals(row!.startsWith(name), columns === 120);
  }
});

Deno.test("colours are used only on request", () => {
  const [trend] = richTrends();
  const mark = (text: string) => `<${text}>`;
  const paint = { bold: mark, dim: mark, red: mark, yellow: mark, green: mark };
  const painted = renderTrend(trend!, { environments, thresholdsOf: () => DEFAULT_THRESHOLDS }, {
    columns: 80,
    paint,
  });
  assertStringIncludes(painted, "<<▲> +29.6 %>");
  const bare = renderTrend(trend!, { environments, thresholdsOf: () => DEFAULT_THRESHOLDS }, plain);
  assertEquals(painted.replaceAll(/[<>]/g, ""), bare.replaceAll(/[<>]/g, ""));
});

Deno.test("hostile names, authors, subjects, reasons and machines are harmless", () => {
  for (const [what, text] of HOSTILE_NAMES) {
    const commits = [{ hash: text, author: text, timestamp: text, subject: text }];
    const place = { ...makeCause().function!, name: text, file: text };
    const causes = [makeCause({ function: place })];
    const entry = makeEntry({ explanation: makeExplanation({ causes, remark: text }) });
    const trend = makeTrend(
      { file: text, group: text, name: text },
      50,
      (day) => day < 25 ? 1 : 1.5,
      { commits, explained: entry, reason: text },
    );
    const hostile = new Map([["one machine", { ...machine, cpu: text }]]);
    const shown = [
      renderTrend(trend, { environments: hostile, thresholdsOf: () => DEFAULT_THRESHOLDS }, plain),
      renderCheck([trend]),
      renderOverview([trend], plain),
    ].join("");
    assertHarmless(shown, what);
  }
});
