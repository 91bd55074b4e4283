/** SQLite, which Deno brings along. @module */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { Failure } from "../result/failure.ts";
import type { Cell, Database, Row } from "./database.ts";

/** How long to wait for another process that writes. */
const BUSY_TIMEOUT_MS = 20_000;

/** A file that is no database of SQLite, or is damaged: its tables may be other than they were made. */
export class DamagedDatabase extends Error {}

/** A database in a file, made where there is none. */
export class SqliteDatabase implements Database {
  readonly identity = "integer primary key";
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  /** Changes of this process, one after the other: they share a connection. */
  #last: Promise<unknown> = Promise.resolve();

  /**
   * @param path `:memory:` for none.
   * @throws {Failure} If it cannot be opened, or stays locked.
   * @throws {DamagedDatabase} If it is no database.
   */
  constructor(path: string, busyTimeoutMs = BUSY_TIMEOUT_MS) {
    this.#path = path;
    try {
      this.#database = new DatabaseSync(path, { timeout: busyTimeoutMs });
    } catch (error) {
      throw this.#explain(error);
    }
    // What an index has can be had again from the documents: waiting for the disk gains nothing.
    this.#run(() => this.#database.exec("pragma journal_mode = wal; pragma synchronous = off"));
  }

  query(sql: string, values: readonly Cell[] = []): Promise<Row[]> {
    return Promise.try(() =>
      this.#run(() => this.#prepare(sql).all(...values) as unknown as Row[])
    );
  }

  insert(
    table: string,
    columns: readonly string[],
    rows: readonly (readonly Cell[])[],
  ): Promise<void> {
    const places = columns.map(() => "?").join(", ");
    const sql = `insert into ${table} (${columns.join(", ")}) values (${places})
                 on conflict do nothing`;
    return Promise.try(() =>
      this.#run(() => {
        const statement = this.#prepare(sql);
        for (const row of rows) statement.run(...row);
      })
    );
  }

  change<T>(run: () => Promise<T>): Promise<T> {
    const done = this.#last.then(() => this.#change(run));
    this.#last = done.catch(() => {});
    return done;
  }

  async #change<T>(run: () => Promise<T>): Promise<T> {
    this.#run(() => this.#database.exec("begin immediate"));
    try {
      const result = await run();
      this.#run(() => this.#database.exec("commit"));
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("rollback");
      throw error;
    }
  }

  close(): Promise<void> {
    this.#database.close();
    return Promise.resolve();
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #run<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      throw this.#explain(error);
    }
  }

  /** Deno gives no codes of SQLite, only its messages. */
  #explain(error: unknown): unknown {
    if (error instanceof Deno.errors.NotCapable) {
      return new Failure(`Cannot use ${this.#path}: ${error.message.split(",")[0]}`);
    }
    if ((error as { code?: string }).code !== "ERR_SQLITE_ERROR") return error;
    const { message } = error as Error;
    if (/is locked/.test(message)) {
      return new Failure(`Cannot use ${this.#path}: another process keeps it locked`);
    }
    return /unable to open|readonly|disk is full|disk I\/O error/.test(message)
      ? new Failure(`Cannot use ${this.#path}: ${message}`)
      : new DamagedDatabase(`${this.#path}: ${message}`);
  }
}
