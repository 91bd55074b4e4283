/** A history in the tables of a database. @module */
import { type BenchmarkIdentity, identityKey, parseIdentityKey } from "../result/identity.ts";
import type { Environment } from "../result/schema.ts";
import type { Dismissal, SeriesPoint } from "../verdict/series.ts";
import type { Database, Row } from "./database.ts";
import type { HistoryEntry } from "./entry.ts";
import { PackedPoints, packPoints } from "./points.ts";
import type { HistoryStore, ResultLine } from "./store.ts";

/** Limits how many texts of a long history are in memory at once. */
const DOCUMENTS_AT_ONCE = 50;

/** Characters of documents per statement; a single document may have more. */
const CHARACTERS_AT_ONCE = 16_000_000;

/** SQLite has no offset without a limit, and PostgreSQL no limit below 0. */
const MOST_RESULTS = 2 ** 31 - 1;

/** A statement has at most 32,766 values. */
const KEYS_AT_ONCE = 500;

/** Which history to use, and what to keep of it. */
export interface SqlStoreOptions {
  readonly name: string;
  /** Separates the results of projects in the same tables. */
  readonly project: string;
  /** Whether to keep the texts of the documents; an index over files need not. */
  readonly keepsDocuments: boolean;
}

/** All figures, read at once. */
interface Figures {
  readonly lines: readonly ResultLine[];
  /** Baseline commits, one per line; null for results. */
  readonly baselineCommits: readonly (string | null)[];
  /** Numbers of the benchmarks, by key. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly points: PackedPoints;
}

/** A history in the tables of {@linkcode migrate}. */
export class SqlStore implements HistoryStore {
  readonly name: string;
  readonly warnings: readonly string[] = [];
  readonly leftOut = 0;
  readonly #database: Database;
  readonly #project: string;
  readonly #keepsDocuments: boolean;
  /** Null until they are needed, and after a change. */
  #figures: { readonly first: number; readonly read: Promise<Figures> } | null = null;

  constructor(database: Database, { name, project, keepsDocuments }: SqlStoreOptions) {
    this.name = name;
    this.#database = database;
    this.#project = project;
    this.#keepsDocuments = keepsDocuments;
  }

  add(entries: readonly HistoryEntry[]): Promise<string[]> {
    this.#figures = null;
    return this.#database.change(async () => {
      const known = await this.#resultIds(entries.map(({ id }) => id));
      const added = [...new Map(entries.map((entry) => [entry.id, entry])).values()]
        .filter(({ id }) => !known.has(id));
      if (added.length === 0) return [];
      await this.#insertEnvironments(added);
      await this.#insertBenchmarks(added);
      await this.#insertResults(added);
      return added.map(({ id }) => id);
    });
  }

  async results(): Promise<ResultLine[]> {
    return (await this.#queryResults([])).lines;
  }

  async benchmarks(first = 0): Promise<BenchmarkIdentity[]> {
    const { numbers, points } = await this.#readFigures(first);
    const present = points.benchmarks();
    return [...numbers].filter(([, number]) => present.has(number)).map(([key]) => key).sort()
      .map(parseIdentityKey);
  }

  async series(benchmark: BenchmarkIdentity, first = 0): Promise<SeriesPoint[]> {
    const { lines, baselineCommits, numbers, points } = await this.#readFigures(first);
    const number = numbers.get(identityKey(benchmark));
    if (number === undefined) return [];
    return Array.from(points.of(number), ({ result, baselineMs, ...figures }) => {
      const { id, timestamp, commit, environment } = lines[result]!;
      const against = baselineMs === null
        ? null
        : { commit: baselineCommits[result]!, durationMs: baselineMs };
      return { result: id, timestamp, commit, environment, ...figures, against };
    });
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

  async *documents(ids?: ReadonlySet<string>): AsyncIterable<{ id: string; text: string }> {
    const keys = (await this.results()).map(({ id }) => id).filter((id) => ids?.has(id) ?? true);
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
    this.#figures = null;
    return this.#database.change(async () => {
      const there = [...(await this.#resultIds(ids)).values()];
      for (const result of there) {
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

  /** Only an index keeps a search: with many writers it would soon be out of date. */
  savedSearch(): Promise<null> {
    return Promise.resolve(null);
  }

  saveSearch(): Promise<void> {
    return Promise.resolve();
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

  async #insertResults(entries: readonly HistoryEntry[]): Promise<void> {
    const environments = await this.#idsOf("benchline_environments");
    const benchmarks = await this.#idsOf("benchline_benchmarks");
    for (const some of inPortions(entries)) {
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
          "points",
          "document",
        ],
        some.map((entry) => [
          this.#project,
          entry.id,
          entry.timestamp,
          entry.commit,
          entry.baselineCommit,
          environments.get(entry.environment)!,
          entry.points.length,
          packPoints(
            entry.points.map((point) => ({ ...point, benchmark: benchmarks.get(point.key)! })),
          ),
          this.#keepsDocuments ? entry.text : null,
        ]),
      );
    }
  }

  #readFigures(first: number): Promise<Figures> {
    if (this.#figures?.first !== first) {
      this.#figures = { first, read: this.#queryFigures(first) };
    }
    return this.#figures.read;
  }

  async #queryFigures(first: number): Promise<Figures> {
    const numbers = await this.#idsOf("benchline_benchmarks");
    const { lines, rows } = await this.#queryResults(["baseline_commit", "points"], first);
    return {
      lines,
      baselineCommits: rows.map((row) => maybeTextOf(row, "baseline_commit")),
      numbers,
      points: new PackedPoints(rows.map((row) => bytesOf(row, "points"))),
    };
  }

  /** Queries the results from `first` on in order of time, with rows that have more columns. */
  async #queryResults(
    columns: readonly string[],
    first = 0,
  ): Promise<{ lines: ResultLine[]; rows: Row[] }> {
    const ids = await this.#idsOf("benchline_environments");
    const environments = new Map([...ids].map(([key, id]) => [id, key]));
    const all = ["key", "measured", "commit_hash", "environment", "benchmarks", ...columns];
    const rows = await this.#database.query(
      `select ${all.join(", ")} from benchline_results where project = ?
       order by measured, key limit ${MOST_RESULTS} offset ?`,
      [this.#project, first],
    );
    const lines = rows.map((row) => ({
      id: textOf(row, "key"),
      timestamp: textOf(row, "measured"),
      commit: maybeTextOf(row, "commit_hash"),
      environment: environments.get(Number(row["environment"]))!,
      benchmarks: Number(row["benchmarks"]),
    }));
    return { lines, rows };
  }

  /** Finds the row numbers of results by key; missing keys are left out. */
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

  /** Finds the numbers of all rows of a table by key. */
  async #idsOf(table: string): Promise<Map<string, number>> {
    const rows = await this.#database.query(`select key, id from ${table} where project = ?`, [
      this.#project,
    ]);
    return new Map(rows.map((row) => [textOf(row, "key"), Number(row["id"])]));
  }
}

/** Splits entries into portions that fit into one statement. */
function* inPortions(entries: readonly HistoryEntry[]): Generator<readonly HistoryEntry[]> {
  let portion: HistoryEntry[] = [];
  let characters = 0;
  for (const entry of entries) {
    if (portion.length > 0 && characters + entry.text.length > CHARACTERS_AT_ONCE) {
      yield portion;
      [portion, characters] = [[], 0];
    }
    portion.push(entry);
    characters += entry.text.length;
  }
  if (portion.length > 0) yield portion;
}

function textOf(row: Row, column: string): string {
  return String(row[column]);
}

function bytesOf(row: Row, column: string): Uint8Array {
  return row[column] as Uint8Array;
}

function maybeTextOf(row: Row, column: string): string | null {
  return row[column] === null ? null : String(row[column]);
}
