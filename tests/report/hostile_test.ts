// What comes from a document is data: no name may act on a terminal, a workflow or a page.
import { assert, assertEquals } from "@std/assert";
import {
  ansiPaint,
  DEFAULT_THRESHOLDS,
  noPaint,
  renderComparisonJson,
  renderComparisonMarkdown,
  renderComparisonTerminal,
  renderResultTerminal,
} from "../../mod.ts";
import { renderDiagnosisTerminal } from "../../scripts/report/diagnosis_terminal.ts";
import { HOSTILE_NAMES } from "../helpers/hostile_names.ts";
import { comparisonOf, documentOf } from "../helpers/rich.ts";

const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** Fails on a line that could act on a terminal or on GitHub's runner. */
function assertHarmless(text: string): void {
  for (const line of text.split("\n")) {
    assert(!UNSAFE.test(line), JSON.stringify(line));
    assert(!/^\s*::/.test(line) && !line.includes("##["), line);
  }
}

/** Lines that a name could add to or take away from show in the count of a harmless one. */
function countLines(text: string): number {
  return text.split("\n").length;
}

function renderDiagnosis(name: string): string {
  const diagnosis = {
    identity: { file: name, group: name, name },
    ...{ deviation: 0.01, secondsPerRound: 1, rounds: 8, visible: 0.1 },
    ...{ roundsFor: [1, 2, null], honest: false, failure: name },
  };
  const machine = { load: null, cores: 2, pinned: true };
  return renderDiagnosisTerminal([diagnosis], machine, DEFAULT_THRESHOLDS, noPaint);
}

const renderers: readonly (readonly [name: string, render: (name: string) => string])[] = [
  ["renderComparisonTerminal", (name) => renderComparisonTerminal(comparisonOf(name), noPaint)],
  ["renderComparisonMarkdown", (name) => renderComparisonMarkdown(comparisonOf(name))],
  ["renderComparisonJson", (name) => renderComparisonJson(comparisonOf(name))],
  ["renderResultTerminal", (name) => renderResultTerminal(documentOf(name), noPaint)],
  ["renderDiagnosisTerminal", renderDiagnosis],
];

for (const [renderer, render] of renderers) {
  Deno.test(`${renderer}() makes hostile names harmless`, async (t) => {
    const lines = countLines(render("plain"));
    for (const [what, name] of HOSTILE_NAMES) {
      await t.step(what, () => {
        const text = render(name);
        assertHarmless(text);
        // A terminal's lines are broken where they are long.
        if (!renderer.endsWith("Terminal")) assertEquals(countLines(text), lines);
      });
    }
  });
}

Deno.test("renderComparisonMarkdown() keeps its tables and lets no name be markup", async (t) => {
  for (const [what, name] of HOSTILE_NAMES) {
    await t.step(what, () => {
      const text = renderComparisonMarkdown(comparisonOf(name));
      for (const row of text.split("\n").filter((line) => line.startsWith("|"))) {
        assertEquals(row.split("|").length, 8, row);
        assert(row.length < 3000, "long names are cut");
      }
      // Code spans show everything as it is; outside of them only our own markup may be left.
      const outside = text.replaceAll(/`[^`\n]*`/g, "").replaceAll(
        /^<details><summary>[A-Z][a-z]+ \(\d+\)<\/summary>$|^<\/details>$/gm,
        "",
      );
      assert(!/[<>`*_~@\\]/.test(outside), outside);
      assert(!/\]\(|:\/\/|www\.|(?<!^#*)#/m.test(outside.replaceAll(/&#?\w+;/g, "")), outside);
    });
  }
});

Deno.test("renderComparisonTerminal() adds its own colours and no others", async (t) => {
  // deno-lint-ignore no-control-regex
  const colors = /\x1b\[\d+m/g;
  for (const [what, name] of HOSTILE_NAMES) {
    await t.step(what, () => {
      const comparison = comparisonOf(name);
      const colored = renderComparisonTerminal(comparison, ansiPaint).replaceAll(colors, "");
      assertEquals(colored, renderComparisonTerminal(comparison, noPaint));
    });
  }
});

Deno.test("renderComparisonJson() keeps names as they are, once parsed", async (t) => {
  for (const [what, name] of HOSTILE_NAMES) {
    await t.step(what, () => {
      const comparison = comparisonOf(name);
      const parsed = JSON.parse(renderComparisonJson(comparison));
      assertEquals(parsed, comparison);
      assertEquals(Object.getPrototypeOf(parsed), Object.prototype);
    });
  }
});

Deno.test("renderers show a benchmark without a name", () => {
  assert(renderComparisonTerminal(comparisonOf(""), noPaint).includes("(no name)"));
  assert(renderComparisonMarkdown(comparisonOf("")).includes("(no name)"));
  assert(renderResultTerminal(documentOf(""), noPaint).includes("(no name)"));
});
