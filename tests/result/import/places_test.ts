import { assertEquals } from "@std/assert";
import { Places } from "../../../scripts/result/import/places.ts";

const TEXT = `
{
  "a": [
    1, { "b": "}",
      "c": [] }
  ],
  "": { "__proto__":
    2 },
  "twice": 1,
  "twice": 2
}`;

Deno.test("lineOf() returns the line where a value or its nearest container begins", () => {
  const places = new Places(TEXT);
  const lines: [keys: (string | number)[], line: number][] = [
    [[], 2],
    [["a"], 3],
    [["a", 0], 4],
    [["a", 1, "b"], 4],
    [["a", 1, "c"], 5],
    [["a", 1, "c", 7], 5],
    [["a", 2], 3],
    [["a", 0, "b"], 4],
    [["", "__proto__"], 8],
    [["twice"], 10],
    [["none"], 2],
  ];
  for (const [keys, line] of lines) assertEquals([keys, places.lineOf(keys)], [keys, line]);
});
