import { assertEquals } from "@std/assert";
import { labelEntries, sharesCause } from "../../scripts/report/describe.ts";
import type { ComparisonEntry } from "../../scripts/verdict/comparison.ts";
import { makeEntry } from "../helpers/entries.ts";

Deno.test("labelEntries() names a benchmark as briefly as possible without ambiguity", async (t) => {
  const rows: [shows: string, entries: Partial<ComparisonEntry>[], labels: string[]][] = [
    ["a name that occurs once", [{ name: "a" }, { name: "b" }], ["a", "b"]],
    ["the same name in two files", [{ file: "x.ts" }, { file: "y.ts" }, { name: "b" }], [
      "x.ts:sum",
      "y.ts:sum",
      "b",
    ]],
    ["the same name in two groups", [{ group: "g" }, { group: "h" }], [
      "bench.ts:g/sum",
      "bench.ts:h/sum",
    ]],
    ["one benchmark in two metrics", [{}, { metric: "memory" }], [
      "sum [duration]",
      "sum [memory]",
    ]],
    ["one metric that is not duration", [{ metric: "memory" }], ["sum"]],
    ["one metric that its unit may not identify", [{ metric: "misses" }], ["sum [misses]"]],
    ["an empty name", [{ name: "" }], ["(no name)"]],
    ["an empty name, twice", [{ name: "" }, { name: "", group: "g" }], [
      "bench.ts:(no name)",
      "bench.ts:g/(no name)",
    ]],
    ["names that are shown alike", [
      { name: "a", group: "g", file: null },
      { name: "b", group: "g", file: null },
      { name: "g/a", file: null },
      { name: "a", file: null },
      { name: "b", group: "h", file: null },
    ], ["g/a", "g/b", "g%2Fa", "a", "h/b"]],
    ["names of built-in properties", [{ name: "__proto__" }, { name: "constructor" }], [
      "__proto__",
      "constructor",
    ]],
  ];
  for (const [shows, given, labels] of rows) {
    await t.step(shows, () => {
      const entries = given.map(makeEntry);
      const found = labelEntries(entries);
      assertEquals(entries.map((entry) => found.get(entry)!), labels);
    });
  }
});

Deno.test("sharesCause() reports a cause once, and never hides the kind of a change", async (t) => {
  const failures = [{ round: null, message: "no such file" }];
  const others = [{ round: null, message: "another" }];
  const rows: [
    what: string,
    one: Partial<ComparisonEntry>,
    other: Partial<ComparisonEntry>,
    shared: boolean,
  ][] = [
    ["one cause", { verdict: "failed", failures }, { verdict: "failed", failures }, true],
    [
      "two causes",
      { verdict: "failed", failures },
      { verdict: "failed", failures: others },
      false,
    ],
    [
      "two verdicts",
      { verdict: "failed", failures },
      { verdict: "not_compared", failures },
      false,
    ],
    ["no cause", { verdict: "not_measured" }, { verdict: "not_measured" }, false],
    [
      "regressions of the same size",
      { verdict: "regression", at_least: 0.3 },
      { verdict: "regression", at_least: 0.3 },
      false,
    ],
  ];
  for (const [what, one, other, shared] of rows) {
    await t.step(what, () => assertEquals(sharesCause(makeEntry(one), makeEntry(other)), shared));
  }
});

Deno.test("labelEntries() names the file of a row for a whole file", () => {
  const entries = [
    makeEntry({ verdict: "unchanged", file: "a_bench.ts", name: "sort" }),
    makeEntry({ verdict: "failed", file: "b_bench.ts", name: "the whole file" }),
  ];
  assertEquals([...labelEntries(entries).values()], ["sort", "b_bench.ts:the whole file"]);
});
