/**
 * Valgrind's counts, which Gungraun (formerly Iai-Callgrind) writes into `summary.json` and prints
 * with `--output-format=json`.
 *
 * @module
 */
import * as v from "../../../deps/valibot.ts";
import type { Content, Keys } from "../content.ts";
import { onlyRun } from "../make_run.ts";
import { readEach, readFigures } from "../read_entries.ts";
import { needNumber } from "../values.ts";
import { anything, isRecord, maybeText, text } from "../fields.ts";
import type { ImportedBenchmark, ImportedMetric, ImportedRun, Importer } from "../importer.ts";

const summarySchema = v.object({
  version: maybeText,
  module_path: text,
  function_name: maybeText,
  id: maybeText,
  details: maybeText,
  benchmark_file: maybeText,
  profiles: anything,
  callgrind_summary: anything,
  tool_summaries: anything,
}, "an object");

type Summary = v.InferOutput<typeof summarySchema>;

/** Counts of one tool by event, in one process or in all of them. */
interface Counts {
  readonly tool: string;
  readonly keys: Keys;
  readonly events: Readonly<Record<string, unknown>>;
}

/** Tools that count the same whenever the same code runs. */
const EXACT = new Set(["Callgrind", "Cachegrind", "DHAT"]);
const SUMMARY = /"module_path"\s*:/;
const EXECUTABLE = /"benchmark_exe"\s*:/;

/** Reads results of Gungraun. Each summary is a benchmark. */
export const gungraun: Importer = {
  name: "gungraun",
  recognizes: ({ text }) => SUMMARY.test(text) && EXECUTABLE.test(text),
  read,
};

function read(content: Content): ImportedRun[] {
  const summaries: Content[] = [];
  for (const part of content.parts()) {
    if (part.json === undefined && SUMMARY.test(part.text)) {
      throw part.failure(part.firstLine, "the summary is not JSON; it may have been cut off");
    }
    if (isRecord(part.json) && "module_path" in part.json) summaries.push(part);
  }
  if (summaries.length === 0) content.read(summarySchema);
  return onlyRun(content, { harness: "Gungraun", ...readEach(summaries, readSummary) });
}

function readSummary(content: Content): ImportedBenchmark[] {
  const summary = content.read(summarySchema);
  const { module_path, function_name, id, details, benchmark_file } = summary;
  const path = function_name === null || module_path.split("::").at(-1) === function_name
    ? module_path
    : `${module_path}::${function_name}`;
  const known = {
    name: id === null ? path : `${path} ${id}`,
    file: benchmark_file?.replaceAll("\\", "/") ?? null,
    description: details,
  };
  return [readFigures(known, () => {
    const metrics = sumCounts(content, findCounts(summary));
    if (metrics.length === 0) throw content.failure(content.firstLine, "it has no counts");
    return { metrics };
  })];
}

/** Finds the counts in each version of the summary. */
function findCounts({ profiles, callgrind_summary, tool_summaries }: Summary): Counts[] {
  const found: Counts[] = [];
  const add = (tool: unknown, value: unknown, ...keys: Keys) => {
    if (typeof tool === "string" && isRecord(value)) found.push({ tool, keys, events: value });
  };
  // Since version 4.
  for (const [index, { tool, summaries }] of recordsIn(profiles)) {
    const summary = at(summaries, "total", "summary");
    for (const [kind, events] of entriesOf(summary)) {
      add(tool, events, "profiles", index, "summaries", "total", "summary", kind);
    }
  }
  // Version 3.
  const total = ["callgrind_run", "total", "summary"];
  add("Callgrind", at(callgrind_summary, ...total), "callgrind_summary", ...total);
  for (const [index, { tool, summaries }] of recordsIn(tool_summaries)) {
    for (const [kind, events] of entriesOf(at(summaries, "total"))) {
      add(tool, events, "tool_summaries", index, "summaries", "total", kind);
    }
    // Version 2.
    for (const [run, { costs_summary }] of recordsIn(summaries)) {
      add(tool, costs_summary, "tool_summaries", index, "summaries", run, "costs_summary");
    }
  }
  // Versions 1 and 2.
  for (const [run, { events }] of recordsIn(at(callgrind_summary, "summaries"))) {
    add("Callgrind", events, "callgrind_summary", "summaries", run, "events");
  }
  return found;
}

/** Sums over all processes if there is no total. */
function sumCounts(content: Content, counts: readonly Counts[]): ImportedMetric[] {
  const metrics = new Map<string, ImportedMetric>();
  for (const { tool, keys, events } of counts) {
    for (const [event, difference] of Object.entries(events)) {
      const found = newOf(difference);
      if (found == null) continue;
      const value = needNumber(content, [...keys, event], found);
      const name = tool === "Callgrind" ? event : `${tool} ${event}`;
      const known = metrics.get(name)?.value ?? 0;
      metrics.set(name, { name, value: known + value, ...readEvent(tool, event) });
    }
  }
  return [...metrics.values()].sort((a, b) => a.name < b.name ? -1 : 1);
}

/** The new one of two counts; the other is of the previous run. */
function newOf(difference: unknown): unknown {
  if (!isRecord(difference)) return difference;
  const { metrics } = difference;
  const value = isRecord(metrics)
    ? metrics.Left ?? (Array.isArray(metrics.Both) ? metrics.Both[0] : null)
    : difference.new;
  return isRecord(value) ? value.Int ?? value.Float : value;
}

/** More of these may mean less of something worse, or the user defines them. */
const UNDIRECTED = /^(?:L1hits|LLhits|LLHitRate|TotalUnits|TotalEvents|Suppressed\w+)$/;

function readEvent(
  tool: string,
  event: string,
): Pick<ImportedMetric, "unit" | "better" | "exact"> {
  return {
    unit: event.endsWith("Rate") ? "%" : event.endsWith("Bytes") ? "B" : "",
    better: UNDIRECTED.test(event) ? null : event === "L1HitRate" ? "higher" : "lower",
    exact: EXACT.has(tool) && !/^Sys(?:Cpu)?Time$/.test(event),
  };
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce((found, key) => isRecord(found) ? found[key] : undefined, value);
}

function entriesOf(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}

function recordsIn(list: unknown): [number, Readonly<Record<string, unknown>>][] {
  return Array.isArray(list)
    ? [...list.entries()].filter((entry): entry is [number, Record<string, unknown>] =>
      isRecord(entry[1])
    )
    : [];
}
