import { assertEquals } from "@std/assert";
import { findNewestResult } from "../../scripts/cli/newest_result.ts";
import { MemoryIo } from "../helpers/memory_io.ts";

/** Makes files last written at ten o'clock on these days of January. */
async function newestOf(files: Readonly<Record<string, number>>): Promise<string> {
  const io = new MemoryIo();
  for (const [name, day] of Object.entries(files)) {
    const path = `benchmarks/results/${name}`;
    io.files.set(path, "{}");
    io.modified.set(path, new Date(Date.UTC(2026, 0, day, 10)));
  }
  return (await findNewestResult(io)).replace("benchmarks/results/", "");
}

Deno.test("findNewestResult() compares the times in names, or else those of the files", async (t) => {
  const rows: [what: string, files: Record<string, number>, newest: string][] = [
    [
      "times in names, whatever the times of the files",
      { "2026-01-02T12-00-00Z_results.json": 9, "2026-01-03T12-00-00-123Z_results.json": 1 },
      "2026-01-03T12-00-00-123Z_results.json",
    ],
    [
      "an older name without a time",
      { "ci_results.json": 5, "2026-01-07T12-00-00-000Z_results.json": 7 },
      "2026-01-07T12-00-00-000Z_results.json",
    ],
    [
      "a newer name without a time",
      { "2026-01-07T12-00-00-000Z_results.json": 9, "a_results.json": 8 },
      "a_results.json",
    ],
    ["no times in names", { "z_results.json": 3, "a_results.json": 4 }, "a_results.json"],
    ["ties", { "a_results.json": 4, "b_results.json": 4 }, "b_results.json"],
    [
      "an impossible time",
      { "2026-13-99T12-00-00Z_results.json": 2, "a_results.json": 3 },
      "a_results.json",
    ],
    ["other files", { "comparison.json": 9, "a_results.json": 3 }, "a_results.json"],
    [
      "milliseconds",
      { "2026-01-07T12-00-00-999Z_results.json": 1, "2026-01-07T12-00-00Z_results.json": 1 },
      "2026-01-07T12-00-00-999Z_results.json",
    ],
  ];
  for (const [what, files, newest] of rows) {
    await t.step(what, async () => assertEquals(await newestOf(files), newest));
  }
});
