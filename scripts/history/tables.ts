/** The tables of a history, the same in every database. @module */
import { Failure } from "../result/failure.ts";
import type { Database } from "./database.ts";

/**
 * What brings a database from one version to the next, in order. One that has been published never
 * changes again.
 */
const MIGRATIONS: readonly ((database: Database) => readonly string[])[] = [
  ({ identity }) => [
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
  () => [
    "alter table benchline_results add column baseline_commit text",
    "alter table benchline_points add column baseline double precision",
  ],
];

/** Tables that a later version of this program has made. */
export class LaterTables extends Failure {}

/**
 * Makes the tables, or brings them to the present version.
 *
 * @throws {LaterTables} If a later version of this program has been there.
 */
export async function migrate(database: Database, name: string): Promise<void> {
  if (await versionOf(database) === MIGRATIONS.length) return;
  await database.change(async () => {
    await database.query("create table if not exists benchline_version (version integer not null)");
    const [row] = await database.query("select max(version) as version from benchline_version");
    const present = Number(row?.["version"] ?? 0);
    if (present > MIGRATIONS.length) {
      throw new LaterTables(
        `Cannot use ${name}: it has tables of version ${present}, this program knows ${MIGRATIONS.length}`,
      );
    }
    for (const [index, statements] of MIGRATIONS.entries()) {
      if (index < present) continue;
      for (const statement of statements(database)) await database.query(statement);
      await database.query("insert into benchline_version values (?)", [index + 1]);
    }
  });
}

/** Null where there are no tables yet. */
async function versionOf(database: Database): Promise<number | null> {
  try {
    const [row] = await database.query("select max(version) as version from benchline_version");
    return Number(row?.["version"] ?? 0);
  } catch (error) {
    if (error instanceof Failure) throw error;
    return null;
  }
}
