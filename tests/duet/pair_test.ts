// Whether a side can run a benchmark by itself.
import { assertEquals } from "@std/assert";
import { callAlone } from "../../scripts/duet/pair.ts";
import { Project } from "../project.ts";

Deno.test("callAlone() finds what fails at a later call, or after it", async () => {
  const rows: [shows: string, fn: string, reason: string | null][] = [
    ["fine", "() => {}", null],
    ["the first call", '() => { throw new Error("first"); }', "Error: first"],
    ["the fifth", '() => { if (++calls === 5) throw new Error("fifth"); }', "Error: fifth"],
    [
      "a timer",
      '() => void setTimeout(() => { throw new Error("a timer"); }, 2)',
      "Error: a timer",
    ],
  ];
  await using project = await Project.create({
    "a_bench.ts": `let calls = 0;\nvoid calls;\n${
      rows.map(([shows, fn]) => `Deno.bench(${JSON.stringify(shows)}, ${fn});`).join("\n")
    }`,
  });
  const side = { root: project.folder, flags: [], givenFlags: [], command: ["deno"] };
  const options = { timeoutMs: 20_000, signal: new AbortController().signal };
  for (const [ordinal, [shows, , reason]] of rows.entries()) {
    const place = { file: "a_bench.ts", ordinal, n: null, warmup: null };
    assertEquals([shows, await callAlone(side, place, options)], [shows, reason]);
  }
});
