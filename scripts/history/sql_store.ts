/** A history in the tables of a database. @module */
import { type BenchmarkIdentity, identityKey, parseIdentityKey } from "../result/identity.ts";
import type { Environment } from "../result/schema.ts";
import type { Dismissal, SeriesPoint } from "../verdict/series.ts";
import type { Cell, Database, Row } from "./database.ts";
import type { HistoryEntry } from "./entry.ts";
import type { HistoryStore, ResultLine } from "./store.ts";

/** A few at a time, so that the texts of a long history need not be in memory together. */
const DOCUMENTS_AT_ONCE = 50;

/** A statement has 32,766 values at most. */
const KEYS_AT_ONCE = 500;

/** Where a history lies and what is kept of it. */
export interface SqlStoreOptions {
  readonly name: string;
  /** Tells the results of one project from those of another in the same tables. */
  readonly project: string;
  /** Whether the texts of the documents are kept, too; an index over files has no need to. */
  readonly keepsDocuments: boolean;
}

/** A history in tables that {@linkcode migrate} has made. */
export class SqlStore implements HistoryStore {
  readonly name: string;
  readonly warnings: readonly string[] = [];
  readonly leftOut = 0;
  readonly #database: Database;
  readonly #project: string;
  readonly #keepsDocuments: boolean;

  constructor(database: Database, { name, project, keepsDocuments }: SqlStoreOptions) {
    this.name = name;
    this.#database = database;
    this.#project = project;
    this.#keepsDocuments = keepsDocuments;
  }

  add(entries: readonly HistoryEntry[]): Promise<string[]> {
    return this.#database.change(async () => {
      const known = await this.#resultIds(entries.map(({ id }) => id));
      const added = [...new Map(entries.map((entry) => [entry.id, entry])).values()]
        .filter(({ id }) => !known.has(id));
      if (added.length === 0) return [];
      await this.#insertEnvironments(added);
      await this.#insertBenchmarks(added);
      const environments = await this.#idsOf("benchline_environments");
      await this.#database.insert(
        "benchline_results",
        [
          "project",
          "key",
          "measured",
          "commit_hash",
          "baseline_commit",
          "environment",
          "benchmarks",
          "document",
        ],
        added.map((entry) => [
          this.#project,
          entry.id,
          entry.timestamp,
          entry.commit,
          entry.baselineCommit,
          environments.get(entry.environment)!,
          entry.points.length,
          this.#keepsDocuments ? entry.text : null,
        ]),
      );
      await this.#insertPoints(added);
      return added.map(({ id }) => id);
    });
  }

  async results(): Promise<ResultLine[]> {
    const rows = await this.#database.query(
      `select r.key, r.measured, r.commit_hash, e.key as environment, r.benchmarks
       from benchline_results r join benchline_environments e on e.id = r.environment
       where r.project = ? order by r.measured, r.key`,
      [this.#project],
    );
    return rows.map((row) => ({
      id: textOf(row, "key"),
      timestamp: textOf(row, "measured"),
      commit: maybeTextOf(row, "commit_hash"),
      environment: textOf(row, "environment"),
      benchmarks: Number(row["benchmarks"]),
    }));
  }

  async benchmarks(): Promise<BenchmarkIdentity[]> {
    const rows = await this.#database.query(
      `select b.key from benchline_benchmarks b
       where b.project = ? and exists (select 1 from benchline_points p where p.benchmark = b.id)`,
      [this.#project],
    );
    // Databases sort texts each in its own way.
    return rows.map((row) => textOf(row, "key")).sort().map(parseIdentityKey);
  }

  async series(benchmark: BenchmarkIdentity): Promise<SeriesPoint[]> {
    const rows = await this.#database.query(
      `select r.key, r.measured, r.commit_hash, e.key as environment,
              p.duration, p.error, p.rounds, p.baseline, r.baseline_commit
       from benchline_benchmarks b
       join benchline_points p on p.benchmark = b.id
       join benchline_results r on r.id = p.result
       join benchline_environments e on e.id = r.environment
       where b.project = ? and b.key = ? order by r.measured, r.key`,
      [this.#project, identityKey(benchmark)],
    );
    return rows.map((row) => ({
      result: textOf(row, "key"),
      timestamp: textOf(row, "measured"),
      commit: maybeTextOf(row, "commit_hash"),
      environment: textOf(row, "environment"),
      durationMs: Number(row["duration"]),
      standardError: row["error"] === null ? null : Number(row["error"]),
      rounds: Number(row["rounds"]),
      against: row["baseline"] === null ? null : {
        commit: maybeTextOf(row, "baseline_commit"),
        durationMs: Number(row["baseline"]),
      },
    }));
  }

  async environments(): Promise<Map<string, Environment>> {
    const rows = await this.#database.query(
      "select key, record from benchline_environments where project = ?",
      [this.#project],
    );
    return new Map(rows.map((row) => [
      textOf(row, "key"),
      JSON.parse(textOf(row, "record")) as Environment,
    ]));
  }

  async *documents(): AsyncIterable<{ id: string; text: string }> {
    const keys = (await this.results()).map(({ id }) => id);
    for (let start = 0; start < keys.length; start += DOCUMENTS_AT_ONCE) {
      const some = keys.slice(start, start + DOCUMENTS_AT_ONCE);
      const rows = await this.#database.query(
        `select key, document from benchline_results
         where project = ? and key in (${some.map(() => "?").join(", ")}) order by measured, key`,
        [this.#project, ...some],
      );
      for (const row of rows) yield { id: textOf(row, "key"), text: textOf(row, "document") };
    }
  }

  remove(ids: readonly string[]): Promise<number> {
    return this.#database.change(async () => {
      const keys = await this.#resultIds(ids);
      const there = ids.flatMap((id) => keys.get(id) ?? []);
      for (const result of there) {
        await this.#database.query("delete from benchline_points where result = ?", [result]);
        await this.#database.query("delete from benchline_results where id = ?", [result]);
      }
      return there.length;
    });
  }

  async dismissals(): Promise<Dismissal[]> {
    const rows = await this.#database.query(
      `select benchmark, step, reason, decided from benchline_dismissals
       where project = ? order by decided, benchmark, step`,
      [this.#project],
    );
    return rows.map((row) => ({
      benchmark: parseIdentityKey(textOf(row, "benchmark")),
      step: textOf(row, "step"),
      reason: textOf(row, "reason"),
      timestamp: textOf(row, "decided"),
    }));
  }

  dismiss(dismissals: readonly Dismissal[]): Promise<void> {
    return this.#database.change(async () => {
      for (const { benchmark, step, reason, timestamp } of dismissals) {
        const place = [this.#project, identityKey(benchmark), step];
        await this.#database.query(
          "delete from benchline_dismissals where project = ? and benchmark = ? and step = ?",
          place,
        );
        await this.#database.query(
          `insert into benchline_dismissals (project, benchmark, step, reason, decided)
           values (?, ?, ?, ?, ?)`,
          [...place, reason, timestamp],
        );
      }
    });
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  #insertEnvironments(entries: readonly HistoryEntry[]): Promise<void> {
    const records = new Map(entries.map((one) => [one.environment, one.environmentRecord]));
    return this.#database.insert(
      "benchline_environments",
      ["project", "key", "record"],
      [...records].map(([key, record]) => [this.#project, key, JSON.stringify(record)]),
    );
  }

  #insertBenchmarks(entries: readonly HistoryEntry[]): Promise<void> {
    const keys = new Set(entries.flatMap(({ points }) => points.map(({ key }) => key)));
    return this.#database.insert(
      "benchline_benchmarks",
      ["project", "key"],
      [...keys].map((key) => [this.#project, key]),
    );
  }

  async #insertPoints(entries: readonly HistoryEntry[]): Promise<void> {
    const results = await this.#resultIds(entries.map(({ id }) => id));
    const benchmarks = await this.#idsOf("benchline_benchmarks");
    const rows = entries.flatMap(({ id, points }) =>
      points.map(({ key, durationMs, baselineMs, standardError, rounds }): Cell[] => [
        benchmarks.get(key)!,
        results.get(id)!,
        durationMs,
        baselineMs,
        standardError,
        rounds,
      ])
    );
    await this.#database.insert(
      "benchline_points",
      ["benchmark", "result", "duration", "baseline", "error", "rounds"],
      rows,
    );
  }

  /** Numbers of the rows of results, for those of the keys that are there. */
  async #resultIds(keys: readonly string[]): Promise<Map<string, number>> {
    const found = new Map<string, number>();
    for (let start = 0; start < keys.length; start += KEYS_AT_ONCE) {
      const some = keys.slice(start, start + KEYS_AT_ONCE);
      const places = some.map(() => "?").join(", ");
      const rows = await this.#database.query(
        `select key, id from benchline_results where project = ? and key in (${places})`,
        [this.#project, ...some],
      );
      for (const row of rows) found.set(textOf(row, "key"), Number(row["id"]));
    }
    return found;
  }

  /** Numbers of all rows of a table by their keys. */
  async #idsOf(table: string): Promise<Map<string, number>> {
    const rows = await this.#database.query(`select key, id from ${table} where project = ?`, [
      this.#project,
    ]);
    return new Map(rows.map((row) => [textOf(row, "key"), Number(row["id"])]));
  }
}

function textOf(row: Row, column: string): string {
  return String(row[column]);
}

function maybeTextOf(row: Row, column: string): string | null {
  return row[column] === null ? null : String(row[column]);
}
