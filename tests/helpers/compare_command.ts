/** Runs the command `compare` in the process of a test. @module */
import { assertEquals } from "@std/assert";
import type { Comparison } from "../../scripts/verdict/comparison.ts";
import { main } from "../../scripts/compare.ts";
import { pointDocumentText } from "./documents.ts";
import { MemoryIo } from "./memory_io.ts";

/** The default path of the baseline. */
export const BASELINE = "benchmarks/baselines/baseline_results.json";
/** The newest result of a project. */
export const NEWEST = "benchmarks/results/2026-01-31T12-00-00Z_results.json";

/** Milliseconds by name of benchmark. */
export type Durations = Readonly<Record<string, number>>;

/** Returns a project with a baseline and one result, with these durations. */
export function projectOf(before: Durations, after: Durations): MemoryIo {
  return new MemoryIo({
    [BASELINE]: pointDocumentText(before),
    [NEWEST]: pointDocumentText(after),
  });
}

/** Runs compare with `--format json` and returns what it printed. */
export async function compareJson(io: MemoryIo, args: readonly string[] = []): Promise<Comparison> {
  await main(["--format", "json", ...args], io);
  assertEquals(io.error, "");
  return JSON.parse(io.out);
}
