import { assertEquals } from "@std/assert";
import * as v from "../../../scripts/deps/valibot.ts";
import { renderTuning, renderTuningJson } from "../../../scripts/report/history/tuning.ts";
import { tuningSchema } from "../../../scripts/report/history/tuning_document.ts";
import { noPaint } from "../../../scripts/report/paint.ts";
import { DEFAULT_THRESHOLDS } from "../../../scripts/verdict/severity.ts";
import { tune } from "../../../scripts/verdict/tune.ts";
import { makeDismissedTrend, richTuning } from "../../helpers/dismissed_view.ts";
import { assertHarmless, HOSTILE_NAMES } from "../../helpers/hostile_names.ts";
import { assertGolden } from "../../helpers/testdata.ts";

const plain = { columns: 80, paint: noPaint };
const asDefault = () => DEFAULT_THRESHOLDS;

Deno.test("rules and contradictions equal the golden file", async () => {
  const nothing = tune([makeDismissedTrend({ file: null, group: null, name: "a" }, [])], asDefault);
  const text = [renderTuning(richTuning(), plain), renderTuning(nothing, plain)].join("===\n");
  await assertGolden("tuning.txt", text);
});

Deno.test("rules and contradictions as JSON match their schema, in percent", () => {
  const tuning = richTuning();
  const document = JSON.parse(renderTuningJson(tuning, "a folder", "benchline.jsonc"));
  assertEquals(v.parse(tuningSchema, document), document);
  assertEquals(document.written, "benchline.jsonc");
  const [rule] = document.rules;
  assertEquals(rule.glob, "bench/a_bench.ts:parse/*");
  assertEquals(rule.before, { tolerance: 5, threshold: 10, moderate: 20, severe: 50 });
  assertEquals(rule.after, { ...rule.before, ...rule.set });
  assertEquals(rule.dismissed.map(({ name, id }: { name: string; id: string }) => [name, id]), [
    ["large", "id20"],
    ["small", "id20"],
  ]);
  assertEquals(rule.kept.map(({ dismissal }: { dismissal: null }) => dismissal), [null, null]);
  const few = document.rules.map((one: { few_results: boolean }) => one.few_results);
  assertEquals(few, [false, true, false]);
  assertEquals(document.contradictions[0].dismissed.dismissal.reason, "needed for safety");
});

Deno.test("hostile names and reasons are harmless", () => {
  for (const [what, text] of HOSTILE_NAMES) {
    const benchmark = { file: text, group: text, name: text };
    const other = { file: null, group: null, name: `${text} other` };
    const tuning = tune([
      makeDismissedTrend(benchmark, [[16, true]], { reason: text }),
      makeDismissedTrend(other, [[28, true], [14, false]], { reason: text }),
    ], asDefault);
    assertEquals([tuning.rules.length, tuning.contradictions.length], [1, 1]);
    assertHarmless(renderTuning(tuning, plain), what);
    assertHarmless(renderTuningJson(tuning, text, text), what);
  }
});
