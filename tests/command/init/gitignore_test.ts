// Tests on lists of ignored paths as people write them.
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
    [
      "a pattern that a later line undoes",
      "*.json\n!*_results.json\n",
      "*.json\n!*_results.json\nbenchmarks/results/\n",
    ],
    [
      "a file with that name",
      "benchmarks/results/x\n",
      "benchmarks/results/x\nbenchmarks/results/\n",
    ],
    ["itself", "benchmarks/results/", null],
    ["a pattern without a slash at the end", "benchmarks/results\n", null],
    ["a pattern from the root", "/benchmarks/results/ \n", null],
    [
      "the files in the folder",
      "a\r\nbenchmarks/results/*\r\n!benchmarks/results/.gitkeep\r\n",
      null,
    ],
    ["the parent folder", "/benchmarks/\n", null],
    ["the parent folder, anywhere", "benchmarks\n", null],
    ["the folder's name, anywhere", "results/\n", null],
    ["a folder at any depth", "**/results/\n", null],
    ["everything in the parent folder", "benchmarks/*\n", null],
    ["everything below a folder", "benchmarks/**\n", null],
    ["the names of the files", "*_results.json\n", null],
    ["a malformed glob", "[z-a]\n", "[z-a]\nbenchmarks/results/\n"],
    [
      "an ignored folder, in which nothing can be included again",
      "benchmarks/\n!benchmarks/results/x.json\n",
      null,
    ],
  ];
  for (const [what, before, after] of rows) {
    await t.step(what, () => assertEquals(ignoreResults(before)?.text ?? null, after));
  }
});
