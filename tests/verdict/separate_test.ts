import { assert, assertEquals } from "@std/assert";
import { type Example, separate } from "../../scripts/verdict/separate.ts";
import { DEFAULT_THRESHOLDS, isAbove, type Thresholds } from "../../scripts/verdict/severity.ts";
import { seeded } from "../helpers/draws.ts";

/** Returns a change and its lower bound, in percent. */
type Sketch = readonly [change: number, atLeast: number];

function isToldAs([change, atLeast]: Sketch, { tolerance, threshold }: Thresholds): boolean {
  return isAbove(change / 100, threshold) && isAbove(atLeast / 100, tolerance);
}

function exampleOf(kept: readonly Sketch[], dismissed: readonly Sketch[]): Example {
  const all = [...kept, ...dismissed];
  return {
    kept: kept.map((_, index) => `c${index}`),
    dismissed: dismissed.map((_, index) => `c${kept.length + index}`),
    tell: (thresholds) =>
      new Set(all.flatMap((one, index) => isToldAs(one, thresholds) ? [`c${index}`] : [])),
  };
}

function percents(thresholds: Thresholds | null): number[] | null {
  if (thresholds === null) return null;
  const { tolerance, threshold, moderate, severe } = thresholds;
  return [tolerance, threshold, moderate, severe].map((one) => Math.round(one * 1e6) / 1e4);
}

Deno.test("the least thresholds report kept changes, and not dismissed ones", async (t) => {
  const rows: [what: string, kept: Sketch[], dismissed: Sketch[], found: number[] | null][] = [
    ["nothing kept", [], [[12.1, 9]], [5, 12.5, 20, 50]],
    ["a size in half percents", [], [[12.5, 9]], [5, 12.5, 20, 50]],
    ["a larger kept change", [[30, 28]], [[12.1, 9], [14.2, 11]], [5, 14.5, 20, 50]],
    ["a large dismissed change", [], [[61, 50]], [5, 61, 61, 61]],
    ["a smaller and more certain kept change", [[12, 11]], [[15, 6.2]], [6.5, 10, 20, 50]],
    [
      "both limits",
      [[14, 13]],
      [[16, 8], [13, 12]],
      [8, 13, 20, 50],
    ],
    ["a smaller and no more certain kept change", [[12, 6]], [[15, 6.2]], null],
    ["two changes without a half percent between them", [[12.3, 9]], [[12.2, 9]], null],
    ["equal changes", [[12, 9]], [[12, 9]], null],
    ["a dismissed change beyond every threshold", [], [[2e6, 1.5e6]], null],
    ["a kept change beyond every threshold", [[2e6, 1.5e6]], [[12, 9]], [5, 12, 20, 50]],
  ];
  for (const [what, kept, dismissed, found] of rows) {
    await t.step(what, () => {
      const thresholds = separate([exampleOf(kept, dismissed)], DEFAULT_THRESHOLDS);
      assertEquals(percents(thresholds), found);
    });
  }
});

Deno.test("several benchmarks share thresholds that suit each", () => {
  const examples = [
    exampleOf([[30, 28]], [[12.1, 9]]),
    exampleOf([], [[14.2, 9]]),
    exampleOf([[20, 18]], []),
  ];
  assertEquals(percents(separate(examples, DEFAULT_THRESHOLDS)), [5, 14.5, 20, 50]);
  examples.push(exampleOf([[14, 9]], []));
  assertEquals(separate(examples, DEFAULT_THRESHOLDS), null);
});

Deno.test("limits that are not half percents are raised to the next one", () => {
  const from = { tolerance: 0.033, threshold: 0.081, moderate: 0.2, severe: 0.5 };
  const raised = separate([exampleOf([[9, 8]], [[8.2, 5]])], from);
  assertEquals(percents(raised), [3.3, 8.5, 20, 50]);
  const both = separate([exampleOf([[8.9, 8]], [[9, 3.4]])], from);
  assertEquals(percents(both), [3.5, 8.1, 20, 50]);
});

Deno.test("no separating thresholds in half percents have a lower tolerance, or an equal one and a lower threshold", () => {
  const random = seeded(11);
  const draw = (count: number): Sketch[] =>
    Array.from({ length: count }, () => {
      const change = 10.1 + 9 * random.uniform();
      return [change, 5.1 + (change - 5.2) * random.uniform()];
    });
  const counts = new Map<string, number>();
  for (let round = 0; round < 400; round++) {
    const example = exampleOf(draw(Math.floor(3 * random.uniform())), draw(1 + round % 3));
    const found = percents(separate([example], DEFAULT_THRESHOLDS));
    const wanted = tryAll(example);
    assertEquals(found?.slice(0, 2) ?? null, wanted, JSON.stringify(round));
    const kind = wanted === null ? "none" : wanted[0]! > 5 ? "tolerance" : "threshold";
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  for (const kind of ["none", "tolerance", "threshold"]) assert((counts.get(kind) ?? 0) > 20, kind);
});

function tryAll({ kept, dismissed, tell }: Example): number[] | null {
  for (let tolerance = 5; tolerance <= 20; tolerance += 0.5) {
    for (let threshold = Math.max(10, tolerance); threshold <= 20; threshold += 0.5) {
      const told = tell({
        tolerance: tolerance / 100,
        threshold: threshold / 100,
        moderate: 1,
        severe: 1,
      });
      if (kept.every((id) => told.has(id)) && !dismissed.some((id) => told.has(id))) {
        return [tolerance, threshold];
      }
    }
  }
  return null;
}
