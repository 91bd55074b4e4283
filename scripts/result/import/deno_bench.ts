/** What `deno bench --json` writes. @module */
import {
  type DenoBenchReport,
  denoBenchReportSchema,
  type DenoBenchStats,
  normalizeRound,
} from "../deno_bench.ts";
import type { Environment } from "../schema.ts";
import type { Content } from "./content.ts";
import { needDuration, onlyRun, readFigures } from "./describe_run.ts";
import { architectureName, isRecord } from "./fields.ts";
import type { ImportedBenchmark, ImportedRun, Importer } from "./importer.ts";
import { MS_PER_NS } from "./units.ts";

/** Results of `deno bench`; each report is of one process. */
export const denoBench: Importer = {
  name: "deno",
  recognizes: ({ json }) =>
    isRecord(json) && Array.isArray(json.benches) && typeof json.runtime === "string",
  read,
};

function read(content: Content): ImportedRun[] {
  const report = content.read(denoBenchReportSchema);
  return onlyRun(content, {
    harness: `deno bench ${versionOf(report) ?? ""}`.trimEnd(),
    environment: describeEnvironment(report),
    benchmarks: report.benches.flatMap(({ origin, group, name, results }, entry) =>
      results.map(({ ok, failed }, index): ImportedBenchmark => {
        const identity = { name, group, file: pathOf(origin) };
        if (ok === undefined) {
          const message = failed?.message ?? "it has no result";
          return { ...identity, failures: [{ round: null, message }] };
        }
        const path = ["benches", entry, "results", index, "ok", "avg"];
        return readFigures(identity, () => describe(content, ok, path));
      })
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

/** The path of a file's URL, as this system writes it with forward slashes; of others the whole URL. */
function pathOf(origin: string): string {
  const path = origin.replace(/^file:\/\/(?:\/(?=[A-Za-z]:))?/, "");
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return path;
  }
}
