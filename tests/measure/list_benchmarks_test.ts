import { assertEquals } from "@std/assert";
import { listBenchmarks, type ListOptions } from "../../scripts/measure/list_benchmarks.ts";
import { Project } from "../project.ts";

Deno.test("listBenchmarks() chooses by filter, ignore and only", async (t) => {
  await using project = await Project.create({
    "a_bench.ts": `
Deno.bench("sort", { n: 1 }, () => {});
Deno.bench("sum", { n: 1 }, () => {});
Deno.bench({ name: "sum, ignored", ignore: true, fn: () => {} });
`,
    "b_bench.ts": `
Deno.bench("sum of b", { n: 1 }, () => {});
Deno.bench({ name: "chosen", only: true, n: 1, fn() {} });
`,
  });
  type Choice = Partial<Pick<ListOptions, "files" | "filter">>;
  const rows: [shows: string, choice: Choice, names: string[], warnings: string[]][] = [
    ["a part of the name", { files: ["a_bench.ts"], filter: "so" }, ["sort"], []],
    ["a regular expression", { files: ["a_bench.ts"], filter: "/^su.$/" }, ["sum"], []],
    ["ignored", { files: ["a_bench.ts"] }, ["sort", "sum"], [
      "1 of 3 benchmarks left out by ignore or only",
    ]],
    ["only, over all files", {}, ["chosen"], ["4 of 5 benchmarks left out by ignore or only"]],
  ];
  for (const [shows, { files = [], filter = null }, expected, warnings] of rows) {
    await t.step(shows, async () => {
      const options = { root: project.folder, files, filter, flags: [], ignore: [] };
      const { signal } = new AbortController();
      const listed = await listBenchmarks({ ...options, benchTimeoutMs: 60_000, signal });
      assertEquals(listed.benchmarks.map(({ name }) => name), expected);
      assertEquals(listed.doubts.map(({ message }) => message), warnings);
    });
  }
});
