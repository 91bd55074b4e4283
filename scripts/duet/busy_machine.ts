/** Whether other work on the machine may be why benchmarks stayed inconclusive. @module */
import type { Doubt } from "../result/doubt.ts";
import { busyMachine } from "../result/doubts/measuring.ts";
import type { Benchmark } from "../verdict/benchmark.ts";
import { toEntry } from "../verdict/compare_versions.ts";

/**
 * Makes a doubt if something is inconclusive and more processes wanted to run than there are cores.
 *
 * @param load Processes that ran or waited for a core before the benchmarks were measured; null if
 * unknown.
 */
export function doubtBusyMachine(
  benchmarks: readonly Benchmark[],
  load: number | null,
  cores: number,
): Doubt[] {
  if (load === null || load <= cores) return [];
  const isOpen = benchmarks.some((benchmark) => toEntry(benchmark).verdict === "inconclusive");
  return isOpen ? [busyMachine(load, cores)] : [];
}
