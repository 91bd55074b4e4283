/** Makes tables of a history as the first version of this program did. @module */
import { assertEquals } from "@std/assert";
import type { Database } from "../../scripts/history/database.ts";
import { toEntry } from "../../scripts/history/entry.ts";
import type { HistoryStore } from "../../scripts/history/store.ts";
import type { SeriesPoint } from "../../scripts/verdict/series.ts";
import { commitOf, dayComparison } from "./history.ts";

/** Version 1 of the tables, which never changes. */
const STATEMENTS = (identity: string): readonly string[] => [
  "create table benchline_version (version integer not null)",
  `create table benchline_environments (
     id ${identity}, project text not null, key text not null, record text not null,
     unique (project, key))`,
  `create table benchline_benchmarks (
     id ${identity}, project text not null, key text not null,
     unique (project, key))`,
  `create table benchline_results (
     id ${identity}, project text not null, key text not null, measured text not null,
     commit_hash text, environment integer not null, benchmarks integer not null,
     document text, unique (project, key))`,
  "create index benchline_results_measured on benchline_results (project, measured)",
  `create table benchline_points (
     benchmark integer not null, result integer not null,
     duration double precision not null, error double precision, rounds integer not null,
     primary key (benchmark, result))`,
  "create index benchline_points_result on benchline_points (result)",
  `create table benchline_dismissals (
     project text not null, benchmark text not null, step text not null,
     reason text not null, decided text not null,
     primary key (project, benchmark, step))`,
  "insert into benchline_version values (1)",
];

/** One result of the benchmark `a` of the project `p`, which took 1 ms in three rounds. */
const RESULT: readonly string[] = [
  `insert into benchline_environments (project, key, record) values ('p', '"e"', '{}')`,
  `insert into benchline_benchmarks (project, key) values ('p', '[null,null,"a"]')`,
  `insert into benchline_results
     (project, key, measured, commit_hash, environment, benchmarks, document)
   values ('p', '0123456789ab', '2026-01-01T00:00:00.000Z', 'c0', 1, 1, '{}')`,
  "insert into benchline_points values (1, 1, 1, 0.01, 3)",
];

/** Makes the tables with one result. */
export async function makeFirstTables(database: Database): Promise<void> {
  for (const statement of [...STATEMENTS(database.dialect.identity), ...RESULT]) {
    await database.query(statement);
  }
}

/** Checks what a store on these tables contains, before and after a comparison is added. */
export async function assertFollowsFirstTables(store: HistoryStore): Promise<void> {
  const benchmark = { file: null, group: null, name: "a" };
  const first: SeriesPoint = {
    result: "0123456789ab",
    timestamp: "2026-01-01T00:00:00.000Z",
    commit: "c0",
    environment: '"e"',
    durationMs: 1,
    standardError: 0.01,
    rounds: 3,
    against: null,
  };
  assertEquals(await store.series(benchmark), [first]);
  const entry = await toEntry(dayComparison(2, { a: [0.3, 0.31] }));
  assertEquals(await store.add([entry]), [entry.id]);
  const [before, difference] = await store.series(benchmark);
  assertEquals(before, first);
  assertEquals(difference!.against, { commit: commitOf(1), durationMs: 1 });
}
