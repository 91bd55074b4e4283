/** What `deno bench --json` writes. @module */
import {
  type DenoBenchReport,
  denoBenchReportSchema,
  type DenoBenchStats,
  normalizeRound,
} from "../deno_bench.ts";
import type { Environment } from "../schema.ts";
import { compareText } from "../text_order.ts";
import type { Content } from "./content.ts";
import { describeRun, needDuration } from "./describe_run.ts";
import { architectureName, isRecord } from "./fields.ts";
import { type ImportedBenchmark, type ImportedRun, type Importer, MS_PER_NS } from "./importer.ts";

/** Results of `deno bench`; each report is of one process. */
export const denoBench: Importer = {
  name: "deno",
  recognizes: ({ json }) =>
    isRecord(json) && Array.isArray(json.benches) && typeof json.runtime === "string",
  read,
};

function read(content: Content): ImportedRun {
  const report = content.read(denoBenchReportSchema);
  const files = shortestTails(report.benches.map(({ origin }) => origin));
  return describeRun(content, {
    harness: `deno bench ${versionOf(report) ?? ""}`.trimEnd(),
    environment: describeEnvironment(report),
    benchmarks: report.benches.flatMap(({ origin, group, name, results }, entry) =>
      results.map(({ ok, failed }, index): ImportedBenchmark => ({
        name,
        group,
        file: files.get(origin)!,
        ...(ok === undefined
          ? { failures: [{ round: null, message: failed?.message ?? "it has no result" }] }
          : describe(content, ok, ["benches", entry, "results", index, "ok", "avg"])),
      }))
    ),
  });
}

function describe(
  content: Content,
  stats: DenoBenchStats,
  path: readonly (string | number)[],
): Omit<ImportedBenchmark, "name"> {
  const { batched: _, ...figures } = normalizeRound(stats);
  return { ...figures, duration_ms: needDuration(content, path, stats.avg, MS_PER_NS) };
}

/** Such as `Deno/2.9.6 x86_64-unknown-linux-gnu`. */
function describeEnvironment({ runtime, cpu }: DenoBenchReport): Partial<Environment> {
  const [, arch, os] = /^\S+ ([^-]+)-[^-]+-([^-]+)/.exec(runtime) ?? [];
  return {
    cpu: cpu === "" ? null : cpu,
    arch: architectureName(arch ?? null),
    os: os ?? null,
    deno_version: versionOf({ runtime }),
  };
}

function versionOf({ runtime }: Pick<DenoBenchReport, "runtime">): string | null {
  return /^Deno\/(\S+)/.exec(runtime)?.[1] ?? null;
}

/**
 * The ends of the paths that tell files apart. A report has whole paths, which differ from machine to
 * machine.
 */
function shortestTails(origins: readonly string[]): Map<string, string> {
  const partsOf = (path: string) => path.split("/").reverse();
  // One path may be spelled in two ways.
  const inOrder = [...new Set(origins.map(decode))].map(partsOf).sort(compareParts);
  // What has most in common is next to each other in that order.
  const shared = inOrder.slice(1).map((path, index) => sharedParts(path, inOrder[index]!));
  const length = shared.reduce((most, one) => Math.max(most, one), 0) + 1;
  return new Map(origins.map((origin) => [
    origin,
    partsOf(decode(origin)).slice(0, length).reverse().join("/"),
  ]));
}

function compareParts(a: readonly string[], b: readonly string[]): number {
  const at = sharedParts(a, b);
  if (at === a.length || at === b.length) return a.length - b.length;
  return compareText(a[at]!, b[at]!);
}

/** How many parts two paths have in common, from their beginning. */
function sharedParts(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count++;
  return count;
}

function decode(origin: string): string {
  const path = origin.replace(/^file:\/\//, "");
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return path;
  }
}
