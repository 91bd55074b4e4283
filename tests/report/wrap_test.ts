import { assertEquals } from "@std/assert";
import { wrapText } from "../../scripts/report/wrap.ts";

Deno.test("wrapText() never separates a number from its unit, or an option from its value", async (t) => {
  const rows: [joined: string, breaks: boolean][] = [
    ["(58 %)", false],
    ["+45.94 µs;", false],
    ["22 h", false],
    ["-3.5 kB.", false],
    ["--budget 61", false],
    ["-- --allow-env)", false],
    ["a %", true],
    ["3 benchmarks", true],
    ["--quiet --verbose", true],
    ["--budget, or", true],
  ];
  for (const [joined, breaks] of rows) {
    await t.step(joined, () => {
      const [first, second] = joined.split(" ");
      const text = `${"x".repeat(78 - first!.length)} ${joined} end`;
      const [line, rest] = wrapText(text, 0, 2);
      assertEquals(line!.endsWith(first!), breaks, line);
      assertEquals(rest!.trim(), breaks ? `${second} end` : `${joined} end`);
    });
  }
});
