// Files of ignored paths, as people write them.
import { assertEquals } from "@std/assert";
import { ignoreResults } from "../../../scripts/command/init/gitignore.ts";

Deno.test("ignoreResults() adds the results unless they are ignored already", async (t) => {
  const rows: [what: string, before: string | null, after: string | null][] = [
    ["no list", null, "benchmarks/results/\n"],
    ["an empty list", "", "benchmarks/results/\n"],
    ["others", "node_modules/\n", "node_modules/\nbenchmarks/results/\n"],
    ["no line break at the end", "dist", "dist\nbenchmarks/results/\n"],
    ["Windows", "dist\r\n", "dist\r\nbenchmarks/results/\r\n"],
    ["a comment", "# benchmarks/results/\n", "# benchmarks/results/\nbenchmarks/results/\n"],
    ["elsewhere", "/results/\n", "/results/\nbenchmarks/results/\n"],
    ["taken back", "*.json\n!*_results.json\n", "*.json\n!*_results.json\nbenchmarks/results/\n"],
    [
      "a file of that name",
      "benchmarks/results/x\n",
      "benchmarks/results/x\nbenchmarks/results/\n",
    ],
    ["itself", "benchmarks/results/", null],
    ["without a slash at the end", "benchmarks/results\n", null],
    ["from the root", "/benchmarks/results/ \n", null],
    ["its files", "a\r\nbenchmarks/results/*\r\n!benchmarks/results/.gitkeep\r\n", null],
    ["the folder around it", "/benchmarks/\n", null],
    ["the folder around it, anywhere", "benchmarks\n", null],
    ["its name, anywhere", "results/\n", null],
    ["at any depth", "**/results/\n", null],
    ["everything in the folder around it", "benchmarks/*\n", null],
    ["everything below", "benchmarks/**\n", null],
    ["by the name of the files", "*_results.json\n", null],
    ["what is no glob", "[z-a]\n", "[z-a]\nbenchmarks/results/\n"],
    ["a folder that nothing is taken back of", "benchmarks/\n!benchmarks/results/x.json\n", null],
  ];
  for (const [what, before, after] of rows) {
    await t.step(what, () => assertEquals(ignoreResults(before)?.text ?? null, after));
  }
});
