// The placement of two processes, and whether a side can run a benchmark by itself.
import { assertEquals, assertNotEquals } from "@std/assert";
import { type OpenDuet, SideError, SIDES } from "../../scripts/duet/duet.ts";
import { callAlone, openPair } from "../../scripts/duet/pair.ts";
import { Project } from "../project.ts";

Deno.test("callAlone() finds failures of later calls, and after them", async () => {
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

Deno.test("openPair() lets both sides draw the same random numbers, which depend on the seed", async () => {
  await using project = await Project.create({
    "a_bench.ts": 'Deno.bench("draw", () => { throw new Error(`${Math.random()}`); });\n',
  });
  const side = { root: project.folder, flags: [], givenFlags: [], command: ["deno"] };
  const place = { file: "a_bench.ts", ordinal: 0, n: null, warmup: null };
  const draws = async (seed: number, flags: string[] = []) => {
    const options: Parameters<OpenDuet>[0] = {
      baseline: side,
      current: { ...side, flags },
      files: { baseline: "a_bench.ts", current: "a_bench.ts" },
      first: "baseline",
      core: null,
      seed,
      timeoutMs: 20_000,
      signal: new AbortController().signal,
    };
    const duet = await openPair(options);
    try {
      return await Promise.all(SIDES.map(async (name) => {
        const error = await duet.slice(name, place, 1, false).catch((error) => error);
        return error instanceof SideError ? error.message : "it ran";
      }));
    } finally {
      await duet.close();
    }
  };
  const [baseline, current] = await draws(7);
  assertEquals(baseline, current);
  assertEquals(/Error: 0\.\d+/.test(baseline!), true, baseline);
  assertEquals((await draws(7, ["--v8-flags=--no-opt"]))[1], current, "beside flags of the user");
  assertNotEquals((await draws(8))[0], baseline);
});
