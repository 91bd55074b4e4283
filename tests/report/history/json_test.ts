import { assertEquals } from "@std/assert";
import * as v from "../../../scripts/deps/valibot.ts";
import { historySchema } from "../../../scripts/report/history/history_document.ts";
import {
  renderHistoryJson,
  toEventRecord,
  toTrendRecord,
} from "../../../scripts/report/history/json.ts";
import { groupEvents } from "../../../scripts/verdict/events.ts";
import { ENVIRONMENT } from "../../helpers/documents.ts";
import { eventfulTrends, makeTrend, orderOf, richTrends } from "../../helpers/history_view.ts";
import { assertHarmless, HOSTILE_NAMES } from "../../helpers/hostile_names.ts";

const rest = {
  store: "a folder",
  environments: { "one machine": ENVIRONMENT },
  results: null,
  events: null,
};

Deno.test("a history as JSON matches its schema, field by field", () => {
  for (const withPoints of [false, true]) {
    const benchmarks = richTrends().map((trend) => toTrendRecord(trend, withPoints));
    const document = JSON.parse(renderHistoryJson({ ...rest, benchmarks }));
    assertEquals(v.parse(historySchema, document), document);
    assertEquals(
      document.benchmarks.map((one: { points: unknown[] | null }) => one.points?.length ?? null),
      withPoints ? [80, 80, 60, 120, 60] : [null, null, null, null, null],
    );
  }
});

Deno.test("a point of a comparison names its baseline", () => {
  const against = { commit: null, durationMs: 8 };
  const { points, ...trend } = makeTrend({ file: null, group: null, name: "a" }, 2, () => 1);
  const compared = { ...trend, points: points.map((point) => ({ ...point, against })) };
  const json = renderHistoryJson({ ...rest, benchmarks: [toTrendRecord(compared, true)] });
  const document = JSON.parse(json);
  assertEquals(v.parse(historySchema, document), document);
  assertEquals(
    document.benchmarks[0].points.map((point: { against: unknown }) => point.against),
    Array(2).fill({ git_commit: null, duration_ms: 8 }),
  );
});

Deno.test("steps and drifts have their place, their kind and their status", () => {
  const records = richTrends().map((trend) => toTrendRecord(trend, false));
  const shown = records.flatMap(({ name, changes }) =>
    changes.map(({ kind, after, verdict, open, undone, dismissal }) => [
      ...[name, kind, after.result, verdict],
      open ? "open" : undone ? "undone" : dismissal?.reason ?? "",
    ])
  );
  assertEquals(shown, [
    ["sort", "step", "id40", "regression", "open"],
    ["parse", "step", "id30", "regression", "undone"],
    ["parse", "step", "id60", "improvement", ""],
    ["accepted", "step", "id30", "regression", "needed for safety"],
    ["slowly", "drift", "id81", "regression", "open"],
  ]);
});

Deno.test("events list the changes of their benchmarks", () => {
  const trends = eventfulTrends();
  const benchmarks = trends.map((trend) => toTrendRecord(trend, false));
  const events = groupEvents(trends, orderOf(trends)).map(toEventRecord);
  const document = JSON.parse(renderHistoryJson({ ...rest, events, benchmarks }));
  assertEquals(v.parse(historySchema, document), document);
  const [event] = document.events;
  assertEquals(event.changes.map(({ name, id }: { name: string; id: string }) => [name, id]), [
    ["shared 0", "id60"],
    ["shared 1", "id60"],
    ["shared 2", "id60"],
    ["shared 3", "id60"],
  ]);
  assertEquals([event.id, event.before.result, event.after.result, event.company.cause], [
    "event-id60",
    "id59",
    "id60",
    "unknown",
  ]);
  const [, upgraded] = document.benchmarks;
  assertEquals(upgraded.changes[0].company, {
    of: 20,
    rose: 16,
    fell: 0,
    cause: "machine",
    range: { lower: 0.08, upper: 0.12 },
  });
  assertEquals(upgraded.changes[0].differences, [
    { field: "deno_version", baseline: "2.9.5", current: "2.9.6" },
    { field: "cpu", baseline: "Test CPU", current: null },
  ]);
  assertEquals(upgraded.changes[0].open, false);
});

Deno.test("hostile names are harmless, and read back unchanged", () => {
  for (const [what, text] of HOSTILE_NAMES) {
    const benchmark = { file: text, group: text, name: text };
    const commits = [{ hash: text, author: text, timestamp: text, subject: text }];
    const trend = makeTrend(benchmark, 50, (day) => day < 25 ? 1 : 1.5, { commits, reason: text });
    const json = renderHistoryJson({ ...rest, benchmarks: [toTrendRecord(trend, true)] });
    assertHarmless(json, what);
    const [read] = v.parse(historySchema, JSON.parse(json)).benchmarks;
    assertEquals([read!.name, read!.changes[0]!.dismissal!.reason], [text, text]);
  }
});
