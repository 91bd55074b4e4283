/** The rows of tinybench's `table()`, as JSON. @module */
import type { Content, Keys } from "../content.ts";
import { failWith, readFigures } from "../read_entries.ts";
import { needDuration } from "../values.ts";
import { isRecord } from "../fields.ts";
import type { ImportedBenchmark } from "../importer.ts";
import { STATES_WITHOUT_FIGURES } from "./tinybench_stats.ts";
import { msPer } from "../units.ts";

/**
 * `Average Time (ns)` up to version 2, `Latency average (ns)` in version 3, `Latency avg (ns)`
 * since.
 */
const AVERAGE = /^(?:average time|latency average|latency avg) \(([^)]{1,20})\)$/i;

/** A row of the table. */
export type TinybenchRow = Readonly<Record<string, unknown>>;

/** Whether a value is a row of the table. */
export function isTinybenchRow(value: unknown): value is TinybenchRow {
  return isRecord(value) && nameOf(value) !== null &&
    (averageOf(value) !== null || typeof value.Error === "string");
}

function nameOf(row: TinybenchRow): string | null {
  const name = row["Task name"] ?? row["Task Name"];
  return typeof name === "string" ? name : null;
}

function averageOf(row: TinybenchRow): string | null {
  return Object.keys(row).find((key) => AVERAGE.test(key)) ?? null;
}

/**
 * Reads the row of a benchmark.
 *
 * @param keys The path to it in the JSON.
 */
export function readTinybenchRow(
  content: Content,
  keys: Keys,
  row: TinybenchRow,
): ImportedBenchmark {
  const name = nameOf(row)!;
  if (typeof row.Error === "string") return failedTask(name, row.Error);
  const column = averageOf(row)!;
  const average = row[column];
  if (average === "N/A") {
    return failedTask(name, STATES_WITHOUT_FIGURES.get(String(row.Remarks)) ?? "it has no figures");
  }
  return readFigures({ name }, () => {
    const unitMs = msPer(AVERAGE.exec(column)![1]!);
    if (unitMs === null) throw content.failureAt([...keys, column], "a time", average);
    // The error follows in the same cell: `13.65 ± 2.22%`.
    const value = typeof average === "string" ? Number.parseFloat(average) : average;
    return {
      duration_ms: needDuration(content, [...keys, column], value, unitMs),
      iterations: typeof row.Samples === "number" ? row.Samples : null,
    };
  });
}

function failedTask(name: string, message: string): ImportedBenchmark {
  return { name, ...failWith(message) };
}
