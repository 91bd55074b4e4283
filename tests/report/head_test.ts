// The first lines of a comparison on a terminal.
import { assertEquals } from "@std/assert";
import { renderComparisonTerminal } from "../../scripts/report/comparison/terminal.ts";
import { noPaint } from "../../scripts/report/paint.ts";
import { richComparison } from "../helpers/rich.ts";

const HASH = "3cf06ba5".padEnd(40, "0");

function headOf(source: string, cpu: string): string[] {
  const comparison = richComparison(["duration"]);
  const lines = renderComparisonTerminal({
    ...comparison,
    current: { source, timestamp: "2026-11-27T01:28:55.100Z", git_commit: HASH },
    environment: { ...comparison.environment, cpu, git_commit: HASH, git_dirty: true },
  }, noPaint).split("\n");
  const at = (title: string) => lines.findIndex((line) => line.startsWith(title));
  return lines.slice(at("current "), at("n "));
}

Deno.test("renderComparisonTerminal() keeps its head within 80 columns", () => {
  assertEquals(headOf("the working tree", "CPU"), [
    "current  the working tree (2026-11-27T01:28:55.100Z, 3cf06ba5)",
    "on       Deno 2.9.6, CPU × 2, linux x86_64, 3cf06ba5 with uncommitted changes",
  ]);
  const file = "benchmarks/results/2026-11-27T01-28-55-100Z_results.json";
  assertEquals(headOf(file, "A processor with a name"), [
    `current  ${file}`,
    "         (2026-11-27T01:28:55.100Z, 3cf06ba5)",
    "on       Deno 2.9.6, A processor with a name × 2, linux x86_64, 3cf06ba5+",
  ]);
});
