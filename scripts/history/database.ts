/** What the tables of a history need from a database. @module */

/** What can stand in a cell. */
export type Cell = string | number | Uint8Array | null;

/** A row by the names of its columns. */
export type Row = Readonly<Record<string, Cell>>;

/** Words in which databases differ. */
export interface Dialect {
  /** How it makes numbers for rows. */
  readonly identity: string;
  /** How it calls a column of bytes. */
  readonly bytes: string;
}

/** A connection to a database; SQL is what SQLite and PostgreSQL have in common, with `?` for values. */
export interface Database {
  readonly dialect: Dialect;
  query(sql: string, values?: readonly Cell[]): Promise<Row[]>;
  /** Inserts rows; what breaks a unique key is left as it was. */
  insert(
    table: string,
    columns: readonly string[],
    rows: readonly (readonly Cell[])[],
  ): Promise<void>;
  /**
   * Runs changes that take effect as a whole or not at all. Others that want to make changes in the
   * same scope wait meanwhile.
   */
  change<T>(run: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
