/** A temporary PostgreSQL server, on a socket in a temporary folder. @module */

const INSTALLED = "/usr/lib/postgresql";

/** Returns the folder of the newest installed server's programs, or null if there is none. */
export function findPostgres(): string | null {
  try {
    const versions = [...Deno.readDirSync(INSTALLED)].map(({ name }) => name);
    const [newest] = versions.sort((a, b) => Number(b) - Number(a));
    return newest === undefined ? null : `${INSTALLED}/${newest}/bin`;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** A running server, stopped and removed on disposal. */
export class PostgresServer implements AsyncDisposable {
  private constructor(readonly folder: string, readonly programs: string) {}

  static async start(programs: string): Promise<PostgresServer> {
    const folder = await Deno.makeTempDir({ prefix: "benchline-pg-" });
    // The server does not run as root, and its user must be able to write there.
    await Deno.chmod(folder, 0o777);
    const server = new PostgresServer(folder, programs);
    await server.#run("initdb", ["-D", `${folder}/data`, "-A", "trust", "-U", "benchline"]);
    await server.launch();
    return server;
  }

  async launch(): Promise<void> {
    const settings = `-c listen_addresses='' -c max_connections=60 -k ${this.folder} -F`;
    await this.#run("pg_ctl", [
      ...["-D", `${this.folder}/data`, "-l", `${this.folder}/log`, "-o", settings, "-w", "start"],
    ]);
  }

  /** Stops the server abruptly, while clients are connected. */
  async crash(): Promise<void> {
    await this.#run("pg_ctl", ["-D", `${this.folder}/data`, "-m", "immediate", "-w", "stop"]);
  }

  /** @param database Created if it is missing. */
  async url(database: string): Promise<string> {
    if (database !== "postgres") {
      await this.#run("createdb", ["-h", this.folder, "-U", "benchline", database]);
    }
    return `postgres://benchline@localhost/${database}?host=${encodeURIComponent(this.folder)}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.crash();
    await Deno.remove(this.folder, { recursive: true });
  }

  async #run(program: string, args: readonly string[]): Promise<void> {
    const path = `${this.programs}/${program}`;
    const [command, ...before] = Deno.uid() === 0
      ? ["runuser", "--user", "postgres", "--", path]
      : [path];
    // The process that pg_ctl leaves running must not hold a pipe open.
    const { success } = await new Deno.Command(command!, {
      args: [...before, ...args],
      cwd: "/",
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).output();
    if (!success) throw new Error(`Cannot run ${program} ${args.join(" ")}`);
  }
}
