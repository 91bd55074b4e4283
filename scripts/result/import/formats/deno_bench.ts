/** The report of `deno bench --json`. @module */
import * as v from "../../../deps/valibot.ts";
import { failureSchema, iterationsOf } from "../../deno_bench.ts";
import type { Environment } from "../../schema.ts";
import type { Content, Keys } from "../content.ts";
import { onlyRun } from "../make_run.ts";
import { failWith, readEach, readFigures } from "../read_entries.ts";
import { needDuration } from "../values.ts";
import {
  anything,
  architectureName,
  isRecord,
  maybeBoolean,
  maybeNumber,
  text,
  toMs,
} from "../fields.ts";
import type { ImportedBenchmark, ImportedRun, Importer } from "../importer.ts";
import { numberRepeats } from "../repeats.ts";
import { MS_PER_NS } from "../units.ts";

const reportSchema = v.object({
  version: v.optional(v.literal(1, "1")),
  runtime: text,
  cpu: v.optional(text, ""),
  benches: v.array(v.unknown(), "an array"),
}, "an object");

const entrySchema = v.object({
  origin: text,
  group: v.optional(v.nullable(text), null),
  name: text,
  baseline: v.fallback(v.boolean(), false),
  results: v.array(anything, "an array"),
}, "an object");

/** In nanoseconds a call. Deno writes null for an infinity. */
const resultSchema = v.object({
  ok: v.optional(v.object({
    n: maybeNumber,
    min: maybeNumber,
    max: maybeNumber,
    avg: anything,
    p75: maybeNumber,
    p99: maybeNumber,
    highPrecision: maybeBoolean,
  }, "an object")),
  failed: v.optional(failureSchema),
}, "an object");

/** Reads results of `deno bench`. Each report comes from one process. */
export const denoBench: Importer = {
  name: "deno",
  recognizes: ({ json }) =>
    isRecord(json) && Array.isArray(json.benches) && typeof json.runtime === "string",
  read,
};

function read(content: Content): ImportedRun[] {
  const { runtime, cpu, benches } = content.read(reportSchema);
  const version = versionOf(runtime);
  const { benchmarks, leftOut } = readEach(
    benches,
    (entry, index) => readEntry(content, ["benches", index], entry),
  );
  return onlyRun(content, {
    harness: `deno bench ${version ?? ""}`.trimEnd(),
    environment: readEnvironment(runtime, cpu),
    leftOut,
    ...numberRepeats(content.source, benchmarks),
  });
}

const NO_RESULT = "it has no result";

/** The results of an entry belong to benchmarks with the same name. */
function readEntry(content: Content, keys: Keys, value: unknown): ImportedBenchmark[] {
  const { origin, group, name, baseline, results } = content.readPart(keys, value, entrySchema);
  const known = { name, group, file: pathOf(origin), baseline };
  if (results.length === 0) return [{ ...known, ...failWith(NO_RESULT) }];
  return results.map((result, index) =>
    readFigures(known, () => readResult(content, [...keys, "results", index], result))
  );
}

function readResult(
  content: Content,
  keys: Keys,
  value: unknown,
): Omit<ImportedBenchmark, "name"> {
  const { ok, failed } = content.readPart(keys, value, resultSchema);
  if (ok === undefined) return failWith(failed?.message ?? NO_RESULT);
  const { n, highPrecision } = ok;
  return {
    duration_ms: needDuration(content, [...keys, "ok", "avg"], ok.avg, MS_PER_NS),
    min_ms: toMs(ok.min, MS_PER_NS),
    max_ms: toMs(ok.max, MS_PER_NS),
    p75_ms: toMs(ok.p75, MS_PER_NS),
    p99_ms: toMs(ok.p99, MS_PER_NS),
    iterations: n === null ? null : iterationsOf({ n, highPrecision }),
  };
}

/** The runtime is such as `Deno/2.9.6 x86_64-unknown-linux-gnu`. */
function readEnvironment(runtime: string, cpu: string): Partial<Environment> {
  const [, arch, os] = /^\S+ ([^-]+)-[^-]+-([^-]+)/.exec(runtime) ?? [];
  return {
    cpu: cpu === "" ? null : cpu,
    arch: architectureName(arch ?? null),
    os: os ?? null,
    deno_version: versionOf(runtime),
  };
}

function versionOf(runtime: string): string | null {
  return /^Deno\/(\S+)/.exec(runtime)?.[1] ?? null;
}

/**
 * The path of a file's URL, as its system writes it, with forward slashes; other URLs stay whole.
 */
function pathOf(origin: string): string {
  const [, host, path] = /^file:\/\/([^/]*)(\/.*)$/s.exec(origin) ?? [];
  if (path === undefined) return origin;
  if (host !== "") return `//${host}${decode(path)}`;
  return decode(/^\/[A-Za-z]:/.test(path) ? path.slice(1) : path);
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return path;
  }
}
