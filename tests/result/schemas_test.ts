// Checks what every schema of a document must refuse.
import { assert, assertEquals, assertThrows } from "@std/assert";
import { renderComparisonJson } from "../../scripts/report/comparison/json.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { stringifyResultDocument } from "../../scripts/result/stringify.ts";
import { compareDocuments } from "../../scripts/verdict/compare_documents.ts";
import { parseDismissal } from "../../scripts/history/dismissal.ts";
import { bisectionSchema } from "../../scripts/report/bisection/bisection_document.ts";
import { historySchema } from "../../scripts/report/history/history_document.ts";
import {
  renderHistoryJson,
  toEventRecord,
  toTrendRecord,
} from "../../scripts/report/history/json.ts";
import { renderTuningJson } from "../../scripts/report/history/tuning.ts";
import { tuningSchema } from "../../scripts/report/history/tuning_document.ts";
import { resultDocumentSchema } from "../../scripts/result/schema.ts";
import { inspect, type Issue } from "../../scripts/result/validate.ts";
import { comparisonSchema } from "../../scripts/verdict/comparison_schema.ts";
import { configSchema, resolveThresholds } from "../../scripts/verdict/config.ts";
import { groupEvents } from "../../scripts/verdict/events.ts";
import { ENVIRONMENT } from "../helpers/documents.ts";
import { eventfulTrends, orderOf, richTrends } from "../helpers/history_view.ts";
import { richTuning } from "../helpers/dismissed_view.ts";
import { richBaseline, richCurrent } from "../helpers/rich.ts";

const thresholdsOf = resolveThresholds({}, {});
const trends = [...richTrends().slice(0, 3), ...eventfulTrends().slice(0, 2)];
const time = "2026-01-31T12:00:00Z";
const commit = { hash: "0123", author: "Ada", timestamp: time, subject: "s" };
const change = { change: 0.1, interval: { lower: 0.05, upper: 0.15, level: 0.95 } };
const identity = { file: null, group: null, name: "a" };

/** A document with as many fields as possible, for each schema. */
const DOCUMENTS: readonly {
  readonly what: string;
  readonly document: unknown;
  readonly inspect: (input: unknown) => { issue: Issue | null };
}[] = [
  {
    what: "result",
    document: {
      ...JSON.parse(stringifyResultDocument(richCurrent())),
      shard: { index: 1, total: 2 },
      shards: [{ shard: { index: 1, total: 2 }, timestamp: time, environment: ENVIRONMENT }],
    },
    inspect: (input) => inspect(resultDocumentSchema, input),
  },
  {
    what: "comparison",
    document: {
      ...JSON.parse(renderComparisonJson(compareDocuments(
        { source: "a", document: richBaseline() },
        { source: "b", document: richCurrent() },
        { metrics: ["duration", "memory"], thresholdsOf, ignoreEnvironment: false },
      ))),
      measurement: { placement: "pair", pinned: true, unpinned: [], seconds: 1 },
      shards: [{ shard: null, timestamp: time, environment: ENVIRONMENT }],
    },
    inspect: (input) => inspect(comparisonSchema, input),
  },
  {
    what: "history",
    document: JSON.parse(renderHistoryJson({
      store: "a folder",
      environments: { "one machine": ENVIRONMENT },
      results: [{
        result: "id0",
        timestamp: time,
        git_commit: null,
        environment: "one machine",
        benchmarks: 1,
      }],
      events: groupEvents(trends, orderOf(trends)).map(toEventRecord),
      benchmarks: trends.map((trend) =>
        toTrendRecord({ ...trend, points: trend.points.slice(0, 2) }, true)
      ),
    })),
    inspect: (input) => inspect(historySchema, input),
  },
  {
    what: "tuning",
    document: JSON.parse(renderTuningJson(richTuning(), "a folder", "benchline.jsonc")),
    inspect: (input) => inspect(tuningSchema, input),
  },
  {
    what: "bisection",
    document: {
      version: "1.1",
      generator: "g",
      good: "a",
      bad: "b",
      commits: 2,
      finished: false,
      stopped: "it was stopped",
      slower: [{
        ...identity,
        ...change,
        culprits: [{ commits: [commit], ...change, verdict: "regression", severity: "minor" }],
        left: [{
          first: commit,
          last: commit,
          commits: 2,
          change: 0.1,
          reason: "not_searched",
          message: null,
        }],
        rest: 0.1,
        complete: true,
        skipped: [{ commit, reason: "r" }],
      }],
      open: [{ ...identity, verdict: "inconclusive", reason: null }],
    },
    inspect: (input) => inspect(bisectionSchema, input),
  },
  {
    what: "configuration",
    document: { tolerance: 2, benchmarks: { "a*": { threshold: 8 } } },
    inspect: (input) => inspect(configSchema, input),
  },
];

Deno.test("no schema accepts an array as an object", async (t) => {
  for (const { what, document, inspect } of DOCUMENTS) {
    await t.step(what, () => {
      assertEquals(inspect(document).issue, null);
      const paths = [...pathsOf(document, isObject)];
      assert(paths.length > 1);
      for (const path of paths) {
        const field = JSON.stringify(path);
        for (const array of [[], [{}]]) {
          const { issue } = inspect(replaced(document, path, array));
          assert(issue !== null, `${field} may be an array`);
          assertEquals(issue.keys, path);
          assert(issue.message.endsWith(" must be an object, found an array"), issue.message);
        }
      }
    });
  }
});

Deno.test("no schema accepts an impossible time, and every one accepts each spelling", async (t) => {
  for (const { what, document, inspect } of DOCUMENTS.slice(0, 5)) {
    await t.step(what, () => {
      const paths = [...pathsOf(document, (_, key) => key === "timestamp")];
      assert(paths.length > 0);
      for (const path of paths) {
        for (const text of ["2026-02-30T12:00:00Z", "2026-01-31T25:00:00Z", "today", ""]) {
          const { issue } = inspect(replaced(document, path, text));
          assert(issue !== null, `${JSON.stringify(path)} may be ${text}`);
          assertEquals(issue.keys, path);
        }
        for (const text of ["2026-01-31T12:00:00+02", "2026-01-31 12:00:00.5 -0230"]) {
          assertEquals(inspect(replaced(document, path, text)).issue, null);
        }
      }
    });
  }
});

Deno.test("a dismissal has a possible time, and consists of objects", () => {
  const dismissal = { benchmark: identity, step: "s", reason: "r", timestamp: time };
  const parse = (fields: Record<string, unknown>) =>
    parseDismissal(JSON.stringify({ ...dismissal, ...fields }), "d.json");
  assertEquals(parse({}), dismissal);
  assertEquals(parse({ timestamp: "2026-01-31T12:00:00+02" }).timestamp.slice(19), "+02:00");
  assertThrows(() => parse({ benchmark: [] }), Failure, "benchmark must be an object, found an");
  assertThrows(() => parse({ timestamp: "2026-02-30T12:00:00Z" }), Failure, "timestamp must be");
});

type Path = (string | number)[];

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Yields the paths of required values, except those that users choose freely. */
function* pathsOf(
  value: unknown,
  wanted: (value: unknown, key: string | number | null) => boolean,
  path: Path = [],
): Generator<Path> {
  if (wanted(value, path.at(-1) ?? null)) yield path;
  if (path.at(-1) === "metadata" || typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    yield* pathsOf(inner, wanted, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

function replaced(value: unknown, path: Path, by: unknown): unknown {
  const copy = { root: JSON.parse(JSON.stringify(value)) };
  const keys: Path = ["root", ...path];
  const parent = keys.slice(0, -1).reduce<unknown>((at, key) => field(at, key), copy);
  Object.assign(parent as object, { [keys.at(-1)!]: by });
  return copy.root;
}

function field(value: unknown, key: string | number): unknown {
  return (value as Record<string | number, unknown>)[key];
}
