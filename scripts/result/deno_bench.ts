/** The output of `deno bench --json`. @module */
import * as v from "../deps/valibot.ts";
import { Failure } from "./failure.ts";
import type { RoundResult } from "./schema.ts";
import { jsonParts } from "./text/json_parts.ts";
import { tidy } from "./tidy.ts";
import { validate } from "./validate.ts";

const NS_PER_MS = 1e6;
/** Calls that one sample of `deno bench` covers if single calls are too short to time. */
const CALLS_PER_BATCH = 10_000;

/** The statistics of one benchmark in one process, in nanoseconds a call. */
export interface DenoBenchStats {
  /** Calls, or batches of 10,000 calls if `highPrecision` is false. */
  n: number;
  /** Shortest sample. */
  min: number;
  /** Longest sample. */
  max: number;
  /** Mean over all calls. */
  avg: number;
  /** 75th percentile of the samples. */
  p75: number;
  /** 99th percentile of the samples. */
  p99: number;
  /** Whether a sample is one call rather than the mean of 10,000; Deno reports it since 1.38. */
  highPrecision?: boolean | undefined;
}

/** One benchmark of a report; `results` has several entries if an identity was registered twice. */
export interface DenoBenchEntry {
  /** Absolute, percent-encoded URL of the file. */
  origin: string;
  /** Group as registered. */
  group: string | null;
  /** Name as registered, with control characters escaped. */
  name: string;
  /** One for each time this identity was registered. */
  results: { ok?: DenoBenchStats | undefined; failed?: { message: string } | undefined }[];
}

/** The report of one `deno bench` process. */
export interface DenoBenchReport {
  /** Version of Deno's report format; missing before 1.38. */
  version?: number | undefined;
  /** Such as `Deno/2.9.6 x86_64-unknown-linux-gnu`. */
  runtime: string;
  /** Model name of the processor. */
  cpu: string;
  /** In the order in which they ran. */
  benches: DenoBenchEntry[];
}

const number = v.number("a number");
const text = v.string("a string");

/** A benchmark may throw anything, so there may be no message. */
export const failureSchema: v.GenericSchema<unknown, { message: string }> = v.pipe(
  v.object({
    message: v.optional(v.nullable(text)),
    exceptionMessage: v.optional(v.nullable(text)),
  }, "an object"),
  v.transform(({ message, exceptionMessage }) => ({
    message: message || exceptionMessage?.replace(/^Uncaught /, "") || "no reason given",
  })),
);

/** The shape of a report. */
export const denoBenchReportSchema: v.GenericSchema<unknown, DenoBenchReport> = v.object({
  version: v.optional(v.literal(1, "1")),
  runtime: text,
  cpu: text,
  benches: v.array(
    v.object({
      origin: text,
      group: v.nullable(text),
      name: text,
      results: v.array(
        v.object({
          ok: v.optional(v.object({
            n: number,
            min: number,
            max: number,
            avg: number,
            p75: number,
            p99: number,
            highPrecision: v.optional(v.boolean("true or false")),
          }, "an object")),
          failed: v.optional(failureSchema),
        }, "an object"),
        "an array",
      ),
    }, "an object"),
    "an array",
  ),
}, "an object");

/**
 * Parses the standard output of `deno bench --json`.
 *
 * Skips what bench files printed before or after the report.
 *
 * @param output Standard output of the process.
 * @param source Its name in messages.
 * @returns The report; null if the output has none, as after a type error.
 * @throws {Failure} If the report does not have the shape that Deno 2 writes.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const report = parseDenoBenchReport(
 *   'hello\n{\n  "version": 1,\n  "runtime": "Deno/2.9.6", "cpu": "x", "benches": []\n}\n',
 *   "deno bench",
 * );
 * assertEquals(report?.benches, []);
 * ```
 */
export function parseDenoBenchReport(output: string, source: string): DenoBenchReport | null {
  const action = `Cannot read the report of ${source}`;
  let report: unknown;
  /** Why the last one cannot be read. A bench file printed whatever precedes a complete one. */
  let fault: string | null = null;
  for (const { start, end, isWhole } of jsonParts(output)) {
    const part = output.slice(start, end);
    if (!BEGINNING.test(part.slice(0, LONGEST_BEGINNING))) continue;
    if (!isWhole) {
      fault = output.slice(end).trim() === "" ? "it ends in the middle" : "it is not JSON";
      continue;
    }
    try {
      report = JSON.parse(part);
      fault = null;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      fault = "it is not JSON";
    }
  }
  if (fault !== null) throw new Failure(`${action}: ${fault}`);
  return report === undefined ? null : validate(denoBenchReportSchema, report, action);
}

/** How a report begins. */
const BEGINNING = /^\{\s*"(?:version|runtime)"\s*:/;
const LONGEST_BEGINNING = 100;

/**
 * Turns one process's report of a benchmark into a round, and nanoseconds into milliseconds.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const stats = { n: 3, min: 1e6, max: 4e6, avg: 2e6, p75: 3e6, p99: 4e6, highPrecision: true };
 * assertEquals(normalizeRound(stats).duration_ms, 2);
 * ```
 */
export function normalizeRound(stats: DenoBenchStats): RoundResult {
  return {
    duration_ms: toMs(stats.avg),
    min_ms: toMs(stats.min),
    max_ms: toMs(stats.max),
    p75_ms: toMs(stats.p75),
    p99_ms: toMs(stats.p99),
    iterations: iterationsOf(stats),
    batched: stats.highPrecision === undefined ? null : !stats.highPrecision,
  };
}

/**
 * Calls in `n` samples.
 *
 * @param highPrecision Whether a sample is one call; null or undefined if the report does not say.
 */
export function iterationsOf(
  { n, highPrecision }: { n: number; highPrecision?: boolean | null | undefined },
): number | null {
  if (highPrecision == null) return null;
  return highPrecision ? n : n * CALLS_PER_BATCH;
}

function toMs(nanoseconds: number): number {
  return tidy(nanoseconds / NS_PER_MS);
}
