import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  describeBlindness,
  describeLearning,
  renderBlindSpots,
} from "../../../scripts/report/history/blind_spots.ts";
import { DEFAULT_THRESHOLDS } from "../../../scripts/verdict/severity.ts";
import type { Sight } from "../../../scripts/verdict/sight.ts";
import { assertHarmless, HOSTILE_NAMES } from "../../helpers/hostile_names.ts";

const CLEAR: Sight = { results: 60, smallest: 0.04, modes: null };
const NOISY: Sight = { results: 60, smallest: 0.35, modes: null };
const MIXED: Sight = { results: 60, smallest: 0.2, modes: { lowerMs: 10, upperMs: 12 } };
const FEW: Sight = { results: 3, smallest: null, modes: null };

function render(sights: Readonly<Record<string, Sight>>): string {
  const trends = Object.entries(sights).map(([name, sight]) => ({
    benchmark: { file: null, group: null, name },
    sight,
  }));
  return renderBlindSpots(trends, () => DEFAULT_THRESHOLDS);
}

Deno.test("nothing is reported if changes by the threshold are visible", () => {
  assertEquals(render({ a: CLEAR, b: CLEAR }), "");
  assertEquals(describeBlindness(CLEAR, DEFAULT_THRESHOLDS), null);
  assertEquals(describeLearning(0), null);
});

Deno.test("benchmarks with too much noise are reported, the worst first", () => {
  assertEquals(
    render({ mixed: MIXED, clear: CLEAR, noisy: NOISY, few: FEW }),
    [
      "1 of 4 benchmarks: fewer than 10 results since the last change",
      "2 of 4 benchmarks: results too noisy for the threshold",
      "  noisy: results scatter: a change below 35.0 % may go unreported",
      "  mixed: results alternate between 10.00 ms and 12.00 ms: a change below 20.0 %",
      "    may go unreported",
      "  results of compare --against are more exact",
      "",
    ].join("\n"),
  );
});

Deno.test("at most five of the noisy benchmarks are named", () => {
  const names = Array.from({ length: 12 }, (_, index) => `b${index}`);
  const text = render(Object.fromEntries(names.map((name) => [name, NOISY])));
  assertEquals(text.match(/may go unreported/g)?.length, 5);
  assertStringIncludes(text, "and 7 more");
});

Deno.test("hostile names of noisy benchmarks are harmless", () => {
  for (const [what, name] of HOSTILE_NAMES) assertHarmless(render({ [name]: NOISY }), what);
});
