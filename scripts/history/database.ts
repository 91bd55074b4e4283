/** The interface of a database that holds the tables of a history. @module */

/** The value of a cell. */
export type Cell = string | number | Uint8Array | null;

/** A row, with values by column name. */
export type Row = Readonly<Record<string, Cell>>;

/** SQL that differs between databases. */
export interface Dialect {
  /** The type of a column that numbers rows. */
  readonly identity: string;
  /** The type of a column of bytes. */
  readonly bytes: string;
}

/**
 * A connection to a database. SQL is limited to what SQLite and PostgreSQL share, with `?` for
 * values.
 */
export interface Database {
  readonly dialect: Dialect;
  query(sql: string, values?: readonly Cell[]): Promise<Row[]>;
  /** Inserts rows, and skips those that break a unique key. */
  insert(
    table: string,
    columns: readonly string[],
    rows: readonly (readonly Cell[])[],
  ): Promise<void>;
  /** Runs changes that take effect as a whole or not at all. Other changes wait meanwhile. */
  change<T>(run: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
