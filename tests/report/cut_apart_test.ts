import { assert, assertEquals } from "@std/assert";
import { fc } from "../../scripts/deps/fast_check.ts";
import { cutApart } from "../../scripts/report/cut_apart.ts";
import { widthOf } from "../../scripts/report/table.ts";
import { assertLinear } from "../bounds/doubling.ts";
import { trialsOf } from "../helpers/thorough.ts";

Deno.test("cutApart() cuts texts where they differ least", async (t) => {
  const rows: [shows: string, texts: string[], wanted: string[], keys?: string[]][] = [
    ["texts that fit", ["sum", "sort"], ["sum", "sort"]],
    ["ends that are alike", ["sum of a list", "sort of a list"], ["sum of a …", "sort of a…"]],
    ["ends that differ", ["read the whole file", "read the whole map"], [
      "read… file",
      "read…e map",
    ]],
    ["a difference in the middle", ["xxxxxxxxxxxx1 of the file", "xxxxxxxxxxxx2 of the file"], [
      "xxx…1 of …",
      "xxx…2 of …",
    ]],
    [
      "differences in several places",
      ["abababababab", "babababababa"].flatMap((text) => [
        `x${"y".repeat(20)}${text}${"z".repeat(20)}1${"z".repeat(20)}`,
        `x${"y".repeat(20)}${text}${"z".repeat(20)}2${"z".repeat(20)}`,
      ]),
      ["xyyyyy… #1", "xyyyyy… #2", "xyyyyy… #3", "xyyyyy… #4"],
    ],
    ["a text that looks like the cut form of another", ["sum of a …", "sum of a list"], [
      "sum of a …",
      "sum … list",
    ]],
    ["wide characters", ["測定測定測定器", "測定測定測定機"], ["測定…定器", "測定…定機"]],
    ["the same text twice", ["sum of a list", "sum of a list"], ["sum of a …", "sum of a …"]],
    ["different things with the same text", ["sum", "sum"], ["sum", "sum #1"], ["a", "b"]],
    ["nothing", [], []],
  ];
  for (const [shows, texts, wanted, keys] of rows) {
    await t.step(shows, () => assertEquals(cutApart(texts, 10, keys), wanted));
  }
});

Deno.test("cutApart() never makes two texts alike, and keeps to the width", () => {
  const text = fc.array(fc.constantFrom("a", "b", "…", " #1", "long", "👩‍👩‍👧‍👦", "測", "x".repeat(20)), {
    maxLength: 12,
  }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.uniqueArray(text, { maxLength: 30 }), fc.integer({ min: 10, max: 60 }), (
      texts,
      width,
    ) => {
      const shown = cutApart(texts, width);
      assertEquals(new Set(shown).size, texts.length);
      assert(shown.every((one) => widthOf(one) <= width), shown.join("\n"));
    }),
    { seed: 1, numRuns: trialsOf(500) },
  );
});

Deno.test("cutApart() is linear in the texts and in their length", async () => {
  await assertLinear(
    "texts",
    (size) =>
      Array.from({ length: size }, (_, index) => `${"x".repeat(50)}${index}${"y".repeat(50)}`),
    (texts) => cutApart(texts, 20),
  );
  await assertLinear(
    "length",
    (size) => ["a", "b"].map((middle) => "x".repeat(size) + middle + "y".repeat(size)),
    (texts) => cutApart(texts, 20),
  );
});
