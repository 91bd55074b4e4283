// A history keeps the explanation of a comparison, and shows it with the change that was measured.
import { assert, assertEquals } from "@std/assert";
import { toEntry } from "../../scripts/history/entry.ts";
import { readTrends } from "../../scripts/history/view.ts";
import { describeCauses } from "../../scripts/report/describe_causes.ts";
import type { Comparison } from "../../scripts/verdict/comparison.ts";
import { isComparison, parseDocument } from "../../scripts/verdict/parse_document.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { makeExplanation } from "../helpers/entries.ts";
import { folderPlace } from "../helpers/folder_place.ts";
import { compareOnDay } from "../helpers/history.ts";
import { judged, roundsOf } from "../helpers/versioned.ts";

const STEP = 20;

/** Compares each day with the previous one. On one day, there is a slowdown with an explanation. */
function compareDay(day: number, explained: boolean): Comparison {
  const size = day === STEP ? 0.3 : 0;
  const rounds = [0, 0.001, -0.001, 0.002, -0.002, 0].map((noise) => size + noise);
  const sort = judged("sort", rounds, {
    identity: { file: null, group: null, name: "sort" },
    confirmation: roundsOf(rounds),
    explanation: explained && day === STEP ? makeExplanation() : null,
  });
  return compareOnDay(day, [sort]);
}

async function whatChanged(explained: boolean) {
  await using place = await folderPlace();
  const store = await place.open();
  const days = Array.from({ length: 2 * STEP }, (_, day) => compareDay(day, explained));
  await store.add(await Promise.all(days.map(toEntry)));
  const trends = await Array.fromAsync(readTrends(store, null, {
    thresholdsOf: () => DEFAULT_THRESHOLDS,
    commitsBetween: () => Promise.resolve(null),
  }));
  await store.close();
  return trends[0]!.steps;
}

Deno.test("a change has the causes that its comparison names", async () => {
  const [step, ...others] = await whatChanged(true);
  assertEquals(others, []);
  assertEquals(describeCauses(step!.explained!)[0]!.split(" ")[0], "horner");
});

Deno.test("a change has no causes if no comparison names any", async () => {
  const [step] = await whatChanged(false);
  assertEquals(step!.explained, null);
});

Deno.test("a history keeps causes, but no call trees", async () => {
  const { text } = await toEntry(compareDay(STEP, true));
  const document = parseDocument(text, "a.json");
  assert(isComparison(document));
  const { causes, frames } = document.entries[0]!.explanation!;
  assertEquals([causes.length, frames], [1, []]);
});
