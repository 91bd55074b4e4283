// How `compare` pairs benchmarks whose identities differ.
import { assertEquals } from "@std/assert";
import { formatIdentity } from "../scripts/result/identity.ts";
import { MemoryIo } from "./helpers/memory_io.ts";
import { compareJson } from "./helpers/compare_command.ts";

/** Rounds of `go test`, in nanoseconds, on some numbers of processors. */
function goText(rounds: Readonly<Record<number, number>>): string {
  return Object.entries(rounds).map(([processors, ns]) =>
    [1, 2, 3, 4, 5].map((more) => `BenchmarkSum-${processors}\t1000\t${ns}${more} ns/op\n`).join("")
  ).join("");
}

/** A report of `deno bench` with a benchmark `sum` in each of these files, in nanoseconds. */
function denoText(averages: Readonly<Record<string, number>>): string {
  const benches = Object.entries(averages).map(([path, avg]) => ({
    origin: `file://${path}`,
    group: null,
    name: "sum",
    baseline: false,
    results: [{
      ok: { n: 100, min: avg, max: avg, avg, p75: avg, p99: avg, p995: avg, p999: avg },
    }],
  }));
  const runtime = "Deno/2.9.6 x86_64-unknown-linux-gnu";
  return JSON.stringify({ version: 1, runtime, cpu: "X", benches });
}

Deno.test("compare pairs a benchmark with its earlier self, whatever else is in either file", async (t) => {
  const rows: [shows: string, before: string, after: string, verdicts: string[], said: string][] = [
    ["on more processors as well", goText({ 4: 10 }), goText({ 4: 20, 8: 12 }), [
      "BenchmarkSum-4 regression",
      "BenchmarkSum-8 added",
    ], ""],
    ["on other processors", goText({ 4: 10 }), goText({ 8: 20 }), [
      "BenchmarkSum-8 regression",
    ], "1 benchmark was compared although the names differ: BenchmarkSum-4 with BenchmarkSum-8"],
    [
      "a file of the same name",
      denoText({ "/w/core/a.ts": 10 }),
      denoText({ "/w/core/a.ts": 20, "/w/app/a.ts": 1 }),
      [
        "/w/core/a.ts:sum regression",
        "/w/app/a.ts:sum added",
      ],
      "",
    ],
    [
      "on another machine",
      denoText({ "/w/core/a.ts": 10, "/w/app/a.ts": 5 }),
      denoText({ "/D:/p/core/a.ts": 20 }),
      [
        "D:/p/core/a.ts:sum regression",
        "/w/app/a.ts:sum removed",
      ],
      "1 benchmark was compared although the folders differ: /w/core/a.ts:sum with D:/p/core/a.ts:sum",
    ],
    [
      "in the project and outside",
      denoText({ "/w/core/a.ts": 10 }),
      denoText({ "/project/core/a.ts": 20 }),
      [
        "core/a.ts:sum regression",
      ],
      "1 benchmark was compared although the folders differ: /w/core/a.ts:sum with core/a.ts:sum",
    ],
  ];
  for (const [shows, before, after, verdicts, said] of rows) {
    await t.step(shows, async () => {
      const io = new MemoryIo({ before, after });
      const { entries, doubts } = await compareJson(
        io,
        ["--baseline", "before", "--current", "after"],
      );
      assertEquals(entries.map((entry) => `${formatIdentity(entry)} ${entry.verdict}`), verdicts);
      const found = doubts.filter(({ kind }) => kind === "other-identity");
      assertEquals(found.map(({ message }) => message).join(), said);
    });
  }
});
