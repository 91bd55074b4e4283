import { assertEquals } from "@std/assert";
import { numberRepeats } from "../../../scripts/result/import/repeats.ts";

Deno.test("numberRepeats() leaves benchmarks unchanged that differ in file, group or name", () => {
  const benchmarks = [
    { name: "a" },
    { name: "a", group: "g" },
    { name: "a", file: "f" },
    { name: "b", group: null },
  ];
  assertEquals(numberRepeats("s", benchmarks), { benchmarks, warnings: [] });
});

Deno.test("numberRepeats() avoids numbers that names of other benchmarks contain", () => {
  const names = ["a", "a #2", "a", "a", "a #2"];
  const { benchmarks, warnings } = numberRepeats("s", names.map((name) => ({ name })));
  assertEquals(benchmarks.map(({ name }) => name), ["a", "a #2", "a #3", "a #4", "a #2 #2"]);
  assertEquals(warnings, ["s: 3 named as another, and numbered: a #3 and 2 more"]);
});
