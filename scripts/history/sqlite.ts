/** A SQLite database in memory; Deno includes SQLite. @module */
import type { StatementSync } from "node:sqlite";
import type { Cell, Database, Dialect, Row } from "./database.ts";

// Deno lacks this module before 2.2: a static import would end it with exit code 1, which is that of
// a slowdown, before any module can refuse it.
const { DatabaseSync } = await import("node:sqlite");

export const SQLITE: Dialect = { identity: "integer primary key", bytes: "blob" };

/** A database in memory. */
export class SqliteDatabase implements Database {
  readonly dialect = SQLITE;
  readonly #database = new DatabaseSync(":memory:");
  readonly #statements = new Map<string, StatementSync>();
  /** The last change of this process; changes run one by one, since they share a connection. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param content The bytes from {@linkcode serialize}; the database is empty by default. */
  constructor(content?: Uint8Array) {
    if (content !== undefined) this.#database.deserialize(content);
  }

  /** The whole content. */
  serialize(): Uint8Array {
    return this.#database.serialize();
  }

  query(sql: string, values: readonly Cell[] = []): Promise<Row[]> {
    return Promise.try(() => this.#prepare(sql).all(...values) as unknown as Row[]);
  }

  insert(
    table: string,
    columns: readonly string[],
    rows: readonly (readonly Cell[])[],
  ): Promise<void> {
    const places = columns.map(() => "?").join(", ");
    const sql = `insert into ${table} (${columns.join(", ")}) values (${places})
                 on conflict do nothing`;
    return Promise.try(() => {
      const statement = this.#prepare(sql);
      for (const row of rows) statement.run(...row);
    });
  }

  change<T>(run: () => Promise<T>): Promise<T> {
    const done = this.#last.then(() => this.#change(run));
    this.#last = done.catch(() => {});
    return done;
  }

  async #change<T>(run: () => Promise<T>): Promise<T> {
    this.#database.exec("begin");
    try {
      const result = await run();
      this.#database.exec("commit");
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("rollback");
      throw error;
    }
  }

  close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
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
}
