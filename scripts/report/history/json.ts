/** Results over time, as JSON. @module */
import { describeCauses } from "../describe_causes.ts";
import { identityOf } from "../../result/identity.ts";
import { stringifyJson } from "../../result/stringify.ts";
import { normalizeTimestamp } from "../../result/timestamp.ts";
import { VERSION } from "../../result/version.ts";
import type { SuiteEvent } from "../../verdict/events.ts";
import {
  changesOf,
  endsOf,
  isOpen,
  type SeriesPoint,
  type TrackedChange,
  type Trend,
} from "../../verdict/series.ts";
import type { Sight } from "../../verdict/sight.ts";
import { HISTORY_VERSION, type HistoryDocument } from "./history_document.ts";

type BenchmarkRecord = HistoryDocument["benchmarks"][number];
type EventRecord = NonNullable<HistoryDocument["events"]>[number];

/**
 * The document that `history_document.schema.json` describes, with a line break at the end.
 *
 * @param content Its content without the version.
 */
export function renderHistoryJson(
  content: Omit<HistoryDocument, "version" | "generator">,
): string {
  const document: HistoryDocument = {
    version: HISTORY_VERSION,
    generator: `benchline ${VERSION}`,
    ...content,
  };
  return stringifyJson(document);
}

/** A benchmark with its changes and, if wanted, its points. */
export function toTrendRecord(trend: Trend, withPoints: boolean): BenchmarkRecord {
  return {
    ...identityOf(trend.benchmark),
    results: trend.results,
    points: withPoints
      ? trend.points.map((point) => ({
        ...toResultRecord(point),
        environment: point.environment,
        duration_ms: point.durationMs,
        standard_error: point.standardError,
        rounds: point.rounds,
        against: point.against === null
          ? null
          : { git_commit: point.against.commit, duration_ms: point.against.durationMs },
      }))
      : null,
    changes: changesOf(trend).map(toChangeRecord),
    learning: trend.learning,
    sight: toSightRecord(trend.sight),
  };
}

function toSightRecord({ results, smallest, modes }: Sight): BenchmarkRecord["sight"] {
  return {
    results,
    smallest,
    modes: modes === null ? null : { lower_ms: modes.lowerMs, upper_ms: modes.upperMs },
  };
}

/** An event; details of its changes stand with their benchmarks. */
export function toEventRecord({ id, before, after, company, changes }: SuiteEvent): EventRecord {
  return {
    id,
    before: toResultRecord(before),
    after: toResultRecord(after),
    company,
    changes: changes.map(({ benchmark, change }) => ({
      ...identityOf(benchmark),
      id: change.id,
    })),
  };
}

function toChangeRecord(tracked: TrackedChange): BenchmarkRecord["changes"][number] {
  const { id, decidedBy, change, interval, verdict, severity, told } = tracked;
  const { undone, company, differences, dismissal, commits, explained } = tracked;
  const { before, after } = endsOf(tracked);
  return {
    id,
    kind: "after" in tracked ? "step" : "drift",
    before: toResultRecord(before),
    after: toResultRecord(after),
    decided_by: toResultRecord(decidedBy),
    change,
    interval,
    verdict,
    severity,
    told: told === null ? null : { ...told, by: toResultRecord(told.by) },
    undone,
    open: isOpen(tracked),
    company,
    differences: [...differences],
    dismissal: dismissal === null
      ? null
      : { reason: dismissal.reason, timestamp: dismissal.timestamp },
    commits: commits === null ? null : commits.map((commit) => ({
      ...commit,
      timestamp: normalizeTimestamp(commit.timestamp),
    })),
    causes: explained === null ? [] : describeCauses(explained),
  };
}

function toResultRecord({ result, timestamp, commit }: SeriesPoint) {
  return { result, timestamp, git_commit: commit };
}
