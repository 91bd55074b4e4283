/** The actions of `history`. @module */
import { Failure } from "../../result/failure.ts";
import type { HistoryStore } from "../../history/store.ts";
import { type HistoryEntry, toEntry } from "../../history/entry.ts";
import { readTrends } from "../../history/view.ts";
import { logBetween } from "../../git/log.ts";
import type { HistoryDocument } from "../../report/history/history_document.ts";
import { renderBlindSpots } from "../../report/history/blind_spots.ts";
import { renderEvents } from "../../report/history/events_terminal.ts";
import { renderHistoryJson, toEventRecord, toTrendRecord } from "../../report/history/json.ts";
import { renderOverview, renderTrend } from "../../report/history/terminal.ts";
import { formatCount } from "../../result/format_count.ts";
import { parseJsonc } from "../../result/jsonc.ts";
import { type BenchmarkIdentity, formatIdentity, identityKey } from "../../result/identity.ts";
import { stringifyJson } from "../../result/stringify.ts";
import { quoteValue } from "../../result/validate.ts";
import { groupEvents, kindOfEvent, type SuiteEvent } from "../../verdict/events.ts";
import { type BenchmarkDocument, isComparison } from "../../verdict/parse_document.ts";
import { toldBy, type TrackedChange, type Trend } from "../../verdict/series.ts";
import type { Thresholds } from "../../verdict/severity.ts";
import type { CommandIo } from "../../cli/io.ts";
import { announce, complain, warn } from "../../cli/messages.ts";
import { surfaceOf } from "../../cli/outputs.ts";
import { readDocuments } from "../../cli/read_result.ts";
import type { ReadOptions } from "../../cli/reading_options.ts";
import { readTime } from "../../cli/read_time.ts";
import { EXIT_UNUSABLE } from "../../cli/run_command.ts";
import { isImported, withoutKept } from "./kept.ts";

/** The parameters of every action. */
export interface ActionContext {
  readonly store: HistoryStore;
  readonly io: CommandIo;
  readonly thresholdsOf: (benchmark: BenchmarkIdentity) => Thresholds;
  /** Whether to print JSON. */
  readonly json: boolean;
}

/** The most warnings to show; a history of years may have thousands. */
const MOST_WARNINGS = 10;

/** Adds all results, or none. */
export async function add(
  files: readonly string[],
  options: ReadOptions,
  { store, io }: ActionContext,
): Promise<number> {
  if (files.length === 0) throw new Failure("history add needs at least one file");
  const documents = await readDocuments(files, io, options);
  if (documents.length === 0) {
    throw new Failure(`Cannot add ${files[0]}: it has no result and only describes other files`);
  }
  const fresh = await withoutKept(documents, store);
  const entries: HistoryEntry[] = [];
  for (const document of fresh) entries.push(await toEntry(document));
  const added = await store.add(entries);
  for (const warning of warningsOf(fresh)) warn(io, warning);
  const there = documents.length - added.length;
  announce(
    io,
    `added ${formatCount(added.length, "result")} to ${store.name}${
      there === 0 ? "" : `; ${there} ${there === 1 ? "was" : "were"} already there`
    }`,
  );
  return 0;
}

/** Warnings about parts of files that were left out, and about metrics without durations. */
function warningsOf(documents: readonly BenchmarkDocument[]): string[] {
  const results = documents.flatMap((document) => isComparison(document) ? [] : [document]);
  const imported = results.filter(isImported);
  const warnings = [...new Set(imported.flatMap(({ warnings }) => warnings))];
  const more = warnings.length - MOST_WARNINGS;
  const untimed = results.map(({ benchmarks }) =>
    benchmarks.filter(({ duration_ms, metrics }) => duration_ms === null && metrics.length > 0)
  ).filter((benchmarks) => benchmarks.length > 0);
  const first = untimed[0]?.[0];
  return [
    ...warnings.slice(0, MOST_WARNINGS),
    ...(more > 0 ? [`${formatCount(more, "more warning")} in the results`] : []),
    ...(first === undefined ? [] : [
      `a history follows durations, which ${
        formatCount(new Set(untimed.flat().map(identityKey)).size, "benchmark")
      } of ${formatCount(untimed.length, "result")} lack, such as ${
        formatIdentity(first)
      }; their metrics are kept in the documents`,
    ]),
  ];
}

/** Lists every benchmark on a line. */
export async function list(context: ActionContext): Promise<number> {
  const { store, io, json } = context;
  const benchmarks = await store.benchmarks();
  const trends = await Array.fromAsync(trendsOf(context, benchmarks, { withPoints: !json }));
  const results = await store.results();
  if (json) {
    const lines = results.map(({ id, timestamp, commit, environment, benchmarks }) => ({
      result: id,
      timestamp,
      git_commit: commit,
      environment,
      benchmarks,
    }));
    const events = groupEvents(trends, results.map(({ id }) => id));
    await writeJson(trends.map((trend) => toTrendRecord(trend, false)), events, context, lines);
    return 0;
  }
  announce(io, `${formatCount(results.length, "result")} in ${store.name}`);
  if (trends.length > 0) io.writeOut(`\n${renderOverview(trends, surfaceOf(io))}`);
  return 0;
}

/** Shows one benchmark, or all with that name. */
export async function show(name: string | undefined, context: ActionContext): Promise<number> {
  const { store, io, json } = context;
  if (name === undefined) {
    throw new Failure("history show needs the name of a benchmark");
  }
  const found = findBenchmarks(await store.benchmarks(), name);
  const trends = await Array.fromAsync(trendsOf(context, found));
  if (json) await writeJson(trends.map((trend) => toTrendRecord(trend, true)), null, context);
  else {
    const { thresholdsOf } = context;
    const options = { environments: await store.environments(), thresholdsOf };
    const texts = trends.map((trend) => renderTrend(trend, options, surfaceOf(io)));
    io.writeOut(texts.join("\n"));
  }
  return 0;
}

/**
 * Shows the lasting changes. Returns 1 if a regression is open, else 2 if that is unclear or a
 * result cannot be read.
 */
export async function check(since: string | null, context: ActionContext): Promise<number> {
  const { store, io, json } = context;
  const start = since === null ? null : readTime(since);
  const isNew = (change: TrackedChange) => start === null || toldBy(change).timestamp >= start;
  const trends: Trend[] = [];
  const records: HistoryDocument["benchmarks"] = [];
  for await (const trend of trendsOf(context, null, { withPoints: false })) {
    const steps = trend.steps.filter(isNew);
    const drifts = trend.drifts.filter(isNew);
    if (json) records.push(toTrendRecord({ ...trend, steps, drifts }, false));
    trends.push(trend);
  }
  if (trends.length === 0) {
    throw new Failure(`Nothing to check: ${store.name} has no durations`);
  }
  // Older changes count for the kind and the id of an event.
  const events = (await eventsOf(trends, store)).map((event) => ({
    ...event,
    changes: event.changes.filter(({ change }) => isNew(change)),
  })).filter(({ changes }) => changes.length > 0);
  if (json) await writeJson(records, events, context);
  else {
    const benchmarks = trends.map(({ benchmark }) => benchmark);
    io.writeOut(renderEvents(events, benchmarks, surfaceOf(io)));
    io.writeOut(renderBlindSpots(trends, context.thresholdsOf));
  }
  const kinds = events.map(kindOfEvent);
  if (kinds.includes("open")) return 1;
  const unclear = kinds.filter((kind) => kind === "unclear").length;
  if (unclear > 0) {
    const count = formatCount(unclear, "event");
    complain(
      io,
      `Cannot tell whether the code or the machine caused ${count}; compare --against can`,
    );
  }
  if (store.leftOut > 0) {
    const count = formatCount(store.leftOut, "result");
    complain(io, `Not everything was checked: ${count} cannot be read`);
  }
  return unclear + store.leftOut === 0 ? 0 : EXIT_UNUSABLE;
}

/** Accepts an event, or a change of one benchmark or of all that have it, with the reason. */
export async function dismiss(
  id: string | undefined,
  name: string | undefined,
  reason: string | null,
  context: ActionContext,
): Promise<number> {
  const { store, io } = context;
  if (id === undefined) {
    throw new Failure("history dismiss needs the id of a change or an event");
  }
  if (reason === null || reason.trim() === "") {
    throw new Failure("history dismiss needs --reason TEXT: why the change is accepted");
  }
  const all = await store.benchmarks();
  const wanted = new Set((name === undefined ? all : findBenchmarks(all, name)).map(identityKey));
  const trends = await Array.fromAsync(trendsOf(context, all, { withPoints: false }));
  const timestamp = io.now().toISOString();
  const events = await eventsOf(trends, store);
  // Changes that began after the same result have the same id in other benchmarks, too.
  const called = name === undefined ? events.filter((event) => id === event.id) : [];
  const dismissals = (called.length > 0 ? called : events).flatMap((event) =>
    event.changes.filter(({ change }) => id === event.id || id === change.id)
  ).filter(({ benchmark }) => wanted.has(identityKey(benchmark)))
    .map(({ benchmark, change }) => ({ benchmark, step: change.id, reason, timestamp }));
  if (dismissals.length === 0) {
    const where = name === undefined ? "" : ` in ${quoteValue(name)}`;
    throw new Failure(`No change or event${where} has the id ${quoteValue(id)}`);
  }
  await store.dismiss(dismissals);
  for (const { benchmark, step } of dismissals) {
    announce(io, `dismissed ${step} of ${formatIdentity(benchmark)}`);
  }
  return 0;
}

/** Exports every result document, to its own file or as a line of standard output. */
export async function exportAll(
  folder: string | null,
  { store, io }: ActionContext,
): Promise<number> {
  let exported = 0;
  for await (const { id, text } of store.documents()) {
    if (folder === null) {
      const document = parseJsonc(text, `Cannot read the result ${id} of ${store.name}`);
      io.writeOut(stringifyJson(document, 0));
    } else await io.writeWhole(`${folder}/${id}.json`, text);
    exported++;
  }
  if (folder !== null) {
    announce(io, `wrote ${formatCount(exported, "result")} to ${folder}`);
  }
  return 0;
}

/** Removes results that are older than a time, or all but the newest. */
export async function prune(
  before: string | null,
  keep: number | null,
  { store, io }: ActionContext,
): Promise<number> {
  if ((before === null) === (keep === null)) {
    throw new Failure("history prune needs either --before TIME or --keep N");
  }
  const results = await store.results();
  const end = before === null ? null : readTime(before);
  const old = end !== null
    ? results.filter(({ timestamp }) => timestamp < end)
    : results.slice(0, Math.max(0, results.length - keep!));
  const removed = await store.remove(old.map(({ id }) => id));
  announce(io, `removed ${formatCount(removed, "result")} of ${results.length}`);
  return 0;
}

async function writeJson(
  benchmarks: HistoryDocument["benchmarks"],
  events: readonly SuiteEvent[] | null,
  { store, io }: ActionContext,
  results: HistoryDocument["results"] = null,
): Promise<void> {
  const environments = Object.fromEntries(await store.environments());
  io.writeOut(renderHistoryJson({
    store: store.name,
    environments,
    results,
    events: events?.map(toEventRecord) ?? null,
    benchmarks,
  }));
}

async function eventsOf(trends: readonly Trend[], store: HistoryStore): Promise<SuiteEvent[]> {
  return groupEvents(trends, (await store.results()).map(({ id }) => id));
}

/** Reads the trends of these benchmarks, in the same order. */
export function trendsOf(
  { store, thresholdsOf }: ActionContext,
  benchmarks: readonly BenchmarkIdentity[] | null,
  { withPoints = true } = {},
): AsyncGenerator<Trend> {
  const known = new Map<string, ReturnType<typeof logBetween>>();
  return readTrends(store, benchmarks, {
    thresholdsOf,
    withPoints,
    commitsBetween(before, after) {
      const key = `${before}..${after}`;
      const found = known.get(key) ?? logBetween(before, after);
      known.set(key, found);
      return found;
    },
  });
}

/** Finds benchmarks by the whole identity, else by the name, else by a part that only one has. */
function findBenchmarks(all: readonly BenchmarkIdentity[], name: string): BenchmarkIdentity[] {
  const whole = all.filter((one) => formatIdentity(one) === name);
  if (whole.length > 0) return whole;
  const named = all.filter((one) => one.name === name);
  if (named.length > 0) return named;
  const part = all.filter((one) => formatIdentity(one).includes(name));
  if (part.length === 1) return part;
  const some = part.slice(0, 5).map((one) => quoteValue(formatIdentity(one))).join(", ");
  throw new Failure(
    part.length === 0
      ? `No benchmark is named ${quoteValue(name)}; history list shows the known ones`
      : `${part.length} benchmarks have ${quoteValue(name)} in their name: ${some}${
        part.length > 5 ? ", …" : ""
      }`,
  );
}
