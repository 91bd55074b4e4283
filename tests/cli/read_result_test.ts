import { assertEquals } from "@std/assert";
import { readDocuments } from "../../scripts/cli/read_result.ts";
import { MemoryIo } from "../helpers/memory_io.ts";

/** Returns what github-action-benchmark keeps of a benchmark at several commits, from a time on. */
function kept(commits: readonly string[], started: number, name = "sort"): string {
  const entries = {
    suite: commits.map((id, index) => ({
      commit: { id },
      date: started + index * 1000,
      tool: "go",
      benches: [{ name, value: 100, unit: "ns/op" }],
    })),
  };
  return JSON.stringify({ lastUpdate: 1, repoUrl: "", entries });
}

async function warningsOf(files: Readonly<Record<string, string>>): Promise<string> {
  const io = new MemoryIo(files);
  const origin = { timestamp: null, commit: null };
  await readDocuments(Object.keys(files), io, { from: null, origin });
  return io.error;
}

Deno.test("readDocuments() warns of files with equal commits and without names of machines", async () => {
  assertEquals(
    await warningsOf({
      "linux/data.json": kept(["aaa", "bbb", "ccc"], 1e12),
      "macos/data.json": kept(["bbb", "ccc"], 2e12),
      "other/data.json": kept(["aaa", "bbb", "ccc"], 3e12, "scan"),
    }),
    "warning: results of 2 commits are in linux/data.json and 1 more, which do not name the machine; keep a separate history for each machine\n",
  );
});

Deno.test("readDocuments() does not warn of repeated measurements, copies and other commits", async () => {
  const twice = kept(["aaa", "aaa"], 1e12);
  assertEquals(await warningsOf({ "a.json": twice, "copy.json": twice }), "");
  assertEquals(await warningsOf({ "a.json": twice, "b.json": kept(["bbb"], 1e12) }), "");
});
