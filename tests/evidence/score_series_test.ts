import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../scripts/result/failure.ts";
import {
  type LabelledSeries,
  readSeries,
  scoreFlat,
  scoreLabels,
} from "../../benchmarks/evidence/score_series.ts";
import { renderScores } from "../../benchmarks/evidence/series.ts";
import { seeded } from "../helpers/draws.ts";

/**
 * Returns durations around 10 ms with a deviation of 1 %, multiplied by a factor from an index on.
 */
function stepped(seed: number, at: number, factor: number): number[] {
  const random = seeded(seed);
  return Array.from(
    { length: 100 },
    (_, index) => 10 * (index < at ? 1 : factor) * Math.exp(0.01 * random.normal()),
  );
}

const of = (values: readonly number[], must: number[], may: number[] = []): LabelledSeries => ({
  name: "x",
  values,
  labels: { must, may },
});

Deno.test("scoreLabels() counts found changes, and false reports", () => {
  const values = stepped(1, 40, 1.3);
  const score = (must: number[], may: number[] = []) => {
    const { found, labels, right, wrong } = scoreLabels([of(values, must, may)]);
    return [found, labels, right, wrong];
  };
  assertEquals(score([40]), [1, 1, 1, 0]);
  assertEquals(score([43]), [1, 1, 1, 0]);
  assertEquals(score([44]), [0, 1, 0, 1]);
  assertEquals(score([], [41]), [0, 0, 0, 0]);
  assertEquals(score([40, 80]), [1, 2, 1, 0]);
  assertEquals(scoreLabels([{ name: "x", values, labels: null }]).labels, 0);
});

Deno.test("scoreFlat() counts false reports, and the planted steps that it finds", () => {
  const flat = [1, 2, 3].map((seed) => of(stepped(seed, 0, 1), []));
  const { windows, results, changes, planted } = scoreFlat(flat);
  assertEquals([windows, results, changes], [3, 300, 0]);
  assertEquals(planted.map(({ found }) => found), [3, 3, 3]);
  assertEquals(scoreFlat([of(stepped(1, 50, 1.3), [])]).changes, 1);
});

Deno.test("evidence:series prints a table of labels, and a line for each flat file", () => {
  const files = new Map([
    ["a.json", [of(stepped(1, 40, 1.3), [40, 90])]],
    ["flat_b.json", [{ name: "y", values: stepped(2, 0, 1), labels: null }]],
  ]);
  assertEquals(renderScores(files), [
    "file    series  labels  found  right  wrong  precision  recall",
    "a.json       1       2      1      1      0    100.0 %  50.0 %",
    "flat_b.json: 1 windows, 100 results, 0 changes reported, 0.00 in 1,000 results",
    "  +10 % planted: found in 1 of 1, 100.0 %",
    "  +20 % planted: found in 1 of 1, 100.0 %",
    "  +50 % planted: found in 1 of 1, 100.0 %",
  ]);
});

Deno.test("readSeries() accepts both names of the values, and names what is wrong", () => {
  const [series] = readSeries([{ name: "x", v: [1, 0, 2] }], "a.json");
  assertEquals(series, { name: "x", values: [1, 2], labels: null });
  assertThrows(
    () => readSeries([{ name: "x", values: [1, "2"] }], "a.json"),
    Failure,
    'Cannot read a.json: [0].values[1] must be a number, found "2"',
  );
});
