/** PostgreSQL, for many repositories and runners that write at once. @module */
import { Failure } from "../result/failure.ts";
import type { PgClient } from "../deps/pg.ts";
import type { Cell, Database, Row } from "./database.ts";

const CONNECT_TIMEOUT_MS = 20_000;
/** Writers wait for each other under this number; any that nobody else uses would do. */
const LOCK = 0x62656e63;

/** A connection to a server. */
export class PostgresDatabase implements Database {
  readonly identity = "integer generated always as identity primary key";
  readonly #client: PgClient;
  readonly #name: string;
  /** Changes of this process, one after the other: they share a connection. */
  #last: Promise<unknown> = Promise.resolve();
  #lost: Error | null = null;

  private constructor(client: PgClient, name: string) {
    this.#client = client;
    this.#name = name;
    client.on("error", (error) => this.#lost = error);
  }

  /**
   * @param url Such as `postgres://user:password@host/database`.
   * @param name What to call it in messages: the URL may have a password.
   * @throws {Failure} If there is no such server, or it does not let us in.
   */
  static async connect(url: string, name: string): Promise<PostgresDatabase> {
    const { Client } = await import("../deps/pg.ts");
    let client: PgClient;
    try {
      client = new Client({
        connectionString: url,
        application_name: "benchline",
        connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new Failure(`Cannot reach ${name}: ${error.message}`);
    }
    const database = new PostgresDatabase(client, name);
    await database.#run("reach", () => client.connect());
    return database;
  }

  async query(sql: string, values: readonly Cell[] = []): Promise<Row[]> {
    let place = 0;
    const numbered = sql.replaceAll("?", () => `$${++place}`);
    const { rows } = await this.#run("use", () => this.#client.query(numbered, values));
    return rows;
  }

  /** The columns go as arrays, as one statement has 65,535 values at most. */
  async insert(
    table: string,
    columns: readonly string[],
    rows: readonly (readonly Cell[])[],
  ): Promise<void> {
    if (rows.length === 0) return;
    const types = columns.map((column) => TYPES[column] ?? "text");
    const arrays = types.map((type, index) => `$${index + 1}::${type}[]`).join(", ");
    const values = columns.map((_, index) => rows.map((row) => row[index]));
    const sql = `insert into ${table} (${columns.join(", ")})
                 select * from unnest(${arrays}) on conflict do nothing`;
    await this.#run("use", () => this.#client.query(sql, values));
  }

  change<T>(run: () => Promise<T>): Promise<T> {
    const done = this.#last.then(() => this.#change(run));
    this.#last = done.catch(() => {});
    return done;
  }

  async #change<T>(run: () => Promise<T>): Promise<T> {
    await this.query("begin");
    try {
      await this.query(`select pg_advisory_xact_lock(${LOCK})`);
      const result = await run();
      await this.query("commit");
      return result;
    } catch (error) {
      // Of a connection that is gone the server takes back what was begun.
      if (this.#lost === null) await this.#client.query("rollback").catch(() => {});
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.#lost === null) await this.#client.end();
  }

  async #run<T>(action: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      throw explain(error, `Cannot ${action} ${this.#name}`);
    }
  }
}

const TYPES: Readonly<Record<string, string>> = {
  ...{ environment: "integer", benchmarks: "integer", benchmark: "integer", result: "integer" },
  ...{ duration: "double precision", error: "double precision", rounds: "integer" },
};

/** Classes of SQLSTATE: 08 connection, 28 and 3D not let in, 42501 no right, 53 and 57 the server. */
function explain(error: Error, action: string): Error {
  const { code = "" } = error as { code?: string };
  if (error instanceof Deno.errors.NotCapable) {
    return new Failure(`${action}: ${error.message.split(",")[0]}`);
  }
  const expected = /^(08|28|3D|53|57)|^42501$/.test(code) || /^E[A-Z]+$/.test(code) ||
    /^(Connection terminated|timeout exp|Client has encountered|The server does not)/.test(
      error.message,
    );
  return expected ? new Failure(`${action}: ${error.message.split("\n")[0]}`) : error;
}
