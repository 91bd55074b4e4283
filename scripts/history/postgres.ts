/** A PostgreSQL database, for many repositories and runners that write at once. @module */
import { Failure } from "../result/failure.ts";
import type { PgClient } from "../deps/pg.ts";
import { lackingPermission } from "../result/permission.ts";
import type { Cell, Database, Row } from "./database.ts";

const CONNECT_TIMEOUT_MS = 20_000;
/** The lock that makes writers wait for each other; any number that nothing else uses would do. */
const LOCK = 0x62656e63;

/** The permissions of a connection; files that the URL names must be readable, too. */
const PERMISSIONS = "--allow-net=HOST --allow-env='PG*',NODE_PG_FORCE_NATIVE";

/** A connection to a server. */
export class PostgresDatabase implements Database {
  readonly dialect = {
    identity: "integer generated always as identity primary key",
    bytes: "bytea",
  };
  readonly #client: PgClient;
  readonly #name: string;
  /** The last change of this process; changes run one by one, since they share a connection. */
  #last: Promise<unknown> = Promise.resolve();
  #lost: Error | null = null;

  private constructor(client: PgClient, name: string) {
    this.#client = client;
    this.#name = name;
    client.on("error", (error) => this.#lost = error);
  }

  /**
   * @param url Such as `postgres://user:password@host/database`.
   * @param name Its name in messages, which never show the URL.
   * @throws {Failure} If the server cannot be reached or refuses the connection.
   */
  static async connect(url: string, name: string): Promise<PostgresDatabase> {
    const { Client } = await import("../deps/pg.ts").catch((error) => {
      throw new Failure(`Cannot load the client for PostgreSQL: ${error.message}`);
    });
    const action = `Cannot reach ${name}`;
    const client = await explaining(
      action,
      () =>
        new Client({
          connectionString: url,
          application_name: "benchline",
          connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
        }),
      () => UNREADABLE,
    );
    const database = new PostgresDatabase(client, name);
    await explaining(
      action,
      () => client.connect(),
      ({ code, name }) => `the connection failed (${code ?? name})`,
    );
    return database;
  }

  async query(sql: string, values: readonly Cell[] = []): Promise<Row[]> {
    let place = 0;
    const numbered = sql.replaceAll("?", () => `$${++place}`);
    const { rows } = await this.#run(() => this.#client.query(numbered, values));
    return rows;
  }

  /** Sends columns as arrays, because one statement has at most 65,535 values. */
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
    await this.#run(() => this.#client.query(sql, values));
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
      // If the connection is lost, the server rolls back.
      if (this.#lost === null) await this.#client.query("rollback").catch(() => {});
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.#lost === null) await this.#client.end();
  }

  #run<T>(run: () => Promise<T>): Promise<T> {
    return explaining(`Cannot use ${this.#name}`, run, () => null);
  }
}

const TYPES: Readonly<Record<string, string>> = {
  environment: "integer",
  benchmarks: "integer",
  points: "bytea",
};

/** An error of the client, of the server or of the system. */
type DatabaseError = Error & { readonly code?: string };

/**
 * @param otherwise The reason for an unknown error; null if that is a fault in this program.
 */
async function explaining<T>(
  action: string,
  run: () => T | Promise<T>,
  otherwise: (error: DatabaseError) => string | null,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const reason = reasonOf(error) ?? otherwise(error);
    throw reason === null ? error : new Failure(`${action}: ${reason}`);
  }
}

const UNREADABLE =
  "its URL cannot be read; special characters in a password must be percent-encoded";

/** Reasons for classes of SQLSTATE and codes of the system. */
const REASONS: readonly (readonly [code: RegExp, reason: string])[] = [
  [/^28/, "the server does not accept the user or the password"],
  [/^3D/, "the server has no such database"],
  [/^42501$/, "the user lacks a right in the database"],
  [/^53/, "the server is out of resources"],
  [/^57/, "the server was stopped, or has ended the connection"],
  [/^(08|ECONNRESET$|EPIPE$)/, "the connection was lost"],
  [/^ECONNREFUSED$/, "nothing listens at its address"],
  [/^(ENOTFOUND$|EAI_)/, "there is no such host"],
  [
    /^(ENOENT|EACCES|EISDIR|ENOTDIR)$/,
    "a file that its URL names, or its socket, cannot be opened",
  ],
];

/** Reasons for messages of the client, which has no codes. */
const MESSAGES: readonly (readonly [message: RegExp, reason: string])[] = [
  [/password must be a/, "the server needs a password; set PGPASSWORD"],
  [/certificate/i, "the certificate of the server is not trusted"],
  [/does not support SSL/, "the server does not support SSL"],
  [/^timeout/, `there was no answer within ${CONNECT_TIMEOUT_MS / 1000} s`],
  [/^Connection terminated|^Client has encountered/, "the connection was lost"],
];

/**
 * Says why the database cannot be used, in words of this program: messages of the client and the
 * server name the user, and show parts of a misread URL.
 *
 * @returns Null if the error is not known.
 */
function reasonOf(error: DatabaseError): string | null {
  const { code = "", message } = error;
  if (error instanceof Deno.errors.NotCapable) {
    return `${lackingPermission(message)}; a database takes ${PERMISSIONS}`;
  }
  const reason = REASONS.find(([pattern]) => pattern.test(code))?.[1];
  if (reason !== undefined) return `${reason} (${code})`;
  // deno-lint-ignore habits/no-message-matching -- the client has no codes
  return MESSAGES.find(([pattern]) => pattern.test(message))?.[1] ?? null;
}
