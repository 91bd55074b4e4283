/** The tables of a history, the same in every database. @module */
import { Failure } from "../result/failure.ts";
import type { Database, Dialect } from "./database.ts";
import { packPoints } from "./points.ts";

/** A change of the tables from one version to the next. */
interface Migration {
  readonly statements: (dialect: Dialect) => readonly string[];
  /** Converts existing rows to the new tables. */
  readonly convert?: (database: Database) => Promise<void>;
}

/** All migrations, in order. A published one never changes again. */
const MIGRATIONS: readonly Migration[] = [
  {
    statements: ({ identity }) => [
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
    ],
  },
  {
    statements: ({ bytes }) => [
      "alter table benchline_results add column baseline_commit text",
      `alter table benchline_results add column points ${bytes}`,
    ],
    convert: packRows,
  },
];

/** Packs the points of each result, which had a row each, into the row of the result. */
async function packRows(database: Database): Promise<void> {
  const results = await database.query("select id from benchline_results");
  for (const { id } of results) {
    const rows = await database.query(
      "select benchmark, duration, error, rounds from benchline_points where result = ?",
      [id!],
    );
    const points = rows.map((row) => ({
      benchmark: Number(row["benchmark"]),
      durationMs: Number(row["duration"]),
      baselineMs: null,
      standardError: row["error"] === null ? null : Number(row["error"]),
      rounds: Number(row["rounds"]),
    }));
    const packed = packPoints(points);
    await database.query("update benchline_results set points = ? where id = ?", [packed, id!]);
  }
  await database.query("drop table benchline_points");
}

/** The statements that make the tables. */
export function describeTables(dialect: Dialect): string {
  return MIGRATIONS.flatMap(({ statements }) => statements(dialect)).join(";\n");
}

/**
 * Makes the tables, or updates them to the current version.
 *
 * @throws {Failure} If a later version of this program wrote the tables.
 */
export async function migrate(database: Database, name: string): Promise<void> {
  if (await versionOf(database) === MIGRATIONS.length) return;
  await database.change(async () => {
    await database.query("create table if not exists benchline_version (version integer not null)");
    const [row] = await database.query("select max(version) as version from benchline_version");
    const present = Number(row?.["version"] ?? 0);
    if (present > MIGRATIONS.length) {
      throw new Failure(
        `Cannot use ${name}: it has tables of version ${present}, but this program only knows version ${MIGRATIONS.length}`,
      );
    }
    for (const [index, { statements, convert }] of MIGRATIONS.entries()) {
      if (index < present) continue;
      for (const statement of statements(database.dialect)) await database.query(statement);
      await convert?.(database);
      await database.query("insert into benchline_version values (?)", [index + 1]);
    }
  });
}

/** The version of the tables; null if there are none yet. */
async function versionOf(database: Database): Promise<number | null> {
  try {
    const [row] = await database.query("select max(version) as version from benchline_version");
    return Number(row?.["version"] ?? 0);
  } catch (error) {
    if (error instanceof Failure) throw error;
    return null;
  }
}
