// Tests the history in PostgreSQL on a real server, and reports itself as skipped if there is none.
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { openHistory } from "../../scripts/history/open.ts";
import { PostgresDatabase } from "../../scripts/history/postgres.ts";
import type { HistoryStore } from "../../scripts/history/store.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { fromFileUrl } from "@std/path";
import { denoIo } from "../../scripts/cli/io.ts";
import { dayEntry } from "../helpers/history.ts";
import { assertFollowsFirstTables, makeFirstTables } from "../helpers/first_tables.ts";
import { type Place, testStore } from "../helpers/history_suite.ts";
import { findPostgres, PostgresServer } from "../helpers/postgres_server.ts";
import { Project, runIn, scripts } from "../project.ts";

const programs = findPostgres();

if (programs === null) {
  Deno.test({ name: "PostgreSQL is not installed: its tests are skipped", ignore: true, fn() {} });
} else {
  const server = await PostgresServer.start(programs);
  let databases = 0;

  const open = (url: string, project = "p"): Promise<HistoryStore> =>
    openHistory({ store: url, branch: null, project }, denoIo);

  const place = async (): Promise<Place> => {
    const url = await server.url(`d${++databases}`);
    return { open: () => open(url), [Symbol.asyncDispose]: () => Promise.resolve() };
  };

  testStore("PostgreSQL", place);

  Deno.test("PostgreSQL: projects share the tables, and see nothing of each other", async () => {
    const url = await server.url(`d${++databases}`);
    const [a, b] = await Promise.all([open(url, "a"), open(url, "b")]);
    const entry = await dayEntry(1, { a: 1 });
    assertEquals(await a.add([entry]), [entry.id]);
    assertEquals(await b.results(), []);
    assertEquals(await b.add([entry]), [entry.id]);
    assertEquals(await a.remove([entry.id]), 1);
    assertEquals((await b.results()).length, 1);
    await Promise.all([a.close(), b.close()]);
  });

  Deno.test("PostgreSQL: sixteen stores that create the tables at once create them once", async () => {
    const url = await server.url(`d${++databases}`);
    const stores = await Promise.all(Array.from({ length: 16 }, () => open(url)));
    for (const store of stores) assertEquals(await store.results(), []);
    await Promise.all(stores.map((store) => store.close()));
  });

  Deno.test("PostgreSQL: tables of version 1 are upgraded with their contents", async () => {
    const url = await server.url(`d${++databases}`);
    const database = await PostgresDatabase.connect(url, "it");
    await makeFirstTables(database);
    await database.close();
    const store = await open(url);
    await assertFollowsFirstTables(store);
    await store.close();
    const again = await open(url);
    assertEquals((await again.results()).length, 2);
    await again.close();
  });

  Deno.test("PostgreSQL: tables of a later version of this program stay unchanged", async () => {
    const url = await server.url(`d${++databases}`);
    await (await open(url)).close();
    const database = await PostgresDatabase.connect(url, "it");
    await database.query("insert into benchline_version values (99)");
    await database.close();
    const error = await assertRejects(() => open(url), Failure);
    assertStringIncludes(error.message, "tables of version 99");
  });

  Deno.test("PostgreSQL: a connection lost while adding a result leaves nothing of it", async () => {
    const url = await server.url(`d${++databases}`);
    const store = await open(url);
    const first = await dayEntry(1, { a: 1 });
    await store.add([first]);
    const names = Array.from({ length: 1000 }, (_, index) => [`n${index}`, 1]);
    const many = await Promise.all(
      Array.from({ length: 40 }, (_, day) => dayEntry(day + 2, Object.fromEntries(names))),
    );
    const other = await PostgresDatabase.connect(url, "it");
    const adding = store.add(many).then(() => null, (error) => error);
    // The test cuts the connection when the server has rows that are not visible yet.
    for (;;) {
      const [row] = await other.query(
        `select pg_terminate_backend(pid) as cut from pg_stat_activity
         where pid <> pg_backend_pid() and datname = current_database()
           and query like 'insert into benchline_%'`,
      );
      if (row !== undefined) break;
    }
    const error = await adding;
    assertEquals(error instanceof Failure, true, String(error));
    assertStringIncludes(error.message, "Cannot use the PostgreSQL database: ");
    await store.close();
    await other.close();
    const again = await open(url);
    assertEquals((await again.results()).map(({ id }) => id), [first.id]);
    assertEquals((await again.benchmarks()).length, 1);
    assertEquals((await again.add(many)).length, 40);
    await again.close();
  });

  Deno.test("PostgreSQL: a missing server, or one that denies access, is reported in one line", async () => {
    const url = await server.url(`d${++databases}`);
    const rows: [string, string][] = [
      [url.replace(/host=.*/, "host=%2Fnone"), "its socket, cannot be opened (ENOENT)"],
      [url.replace(/d\d+\?/, "missing?"), "the server has no such database (3D000)"],
      [url.replace("benchline@", "nobody:secret@"), "does not accept the user or the password (28"],
      ["postgres://nobody@localhost:1/x", "Cannot reach postgres://localhost:1/x: nothing listens"],
    ];
    for (const [wrong, message] of rows) {
      const error = await assertRejects(() => open(wrong), Failure);
      assertStringIncludes(error.message, message);
      assertEquals(/secret|nobody/.test(error.message), false, error.message);
      assertEquals(error.message.includes("\n"), false);
    }
  });

  Deno.test("PostgreSQL: no part of a wrong connection string is shown", async (t) => {
    const rows: [url: string, message: string][] = [
      ["postgres://u:se/kret@127.0.0.1:1/d", "its URL cannot be read"],
      ["postgres://u:se?kret@127.0.0.1:1/d", "its URL cannot be read"],
      ["postgres://u:se#kret@127.0.0.1:1/d", "its URL cannot be read"],
      ["postgres://u:sekret@127.0.0.1:99999/d", "its URL cannot be read"],
      ["postgres://u:sekret@127.0.0.1:x/d", "its URL cannot be read"],
      ["postgres://u:se@kret@127.0.0.1:1/d", "nothing listens at its address"],
      ["postgres://u:se kret@127.0.0.1:1/d", "nothing listens at its address"],
      ["POSTGRES://sekret@127.0.0.1:1/d", "Cannot reach postgres://127.0.0.1:1/d: nothing listens"],
      ["postgresql://u:sekret%zz@127.0.0.1:1/d", "nothing listens at its address"],
      ["postgres://u@127.0.0.1:1/d?password=sekret", "nothing listens at its address"],
      ["postgres://u@127.0.0.1:1/d?host=sekret.invalid", "there is no such host"],
      ["postgres://u@127.0.0.1:1/d?sslmode=sekret", "nothing listens at its address"],
      ["postgres://u@127.0.0.1:1/d?sslmode=verify-full&sslrootcert=/sekret", "(ENOENT)"],
      ["postgres://u@127.0.0.1:1/d?sslrootcert=/etc/", "(EISDIR)"],
    ];
    for (const [wrong, message] of rows) {
      await t.step(wrong, async () => {
        const error = await assertRejects(() => open(wrong), Failure);
        assertStringIncludes(error.message, message);
        assertEquals(/kret|[\n]/.test(error.message), false, error.message);
      });
    }
  });

  Deno.test("PostgreSQL: a missing permission is reported in one line that names it", async () => {
    await using project = await Project.create();
    const variables = "--allow-env=PG*,NODE_PG_FORCE_NATIVE";
    const rows: [flags: string[], lacking: string][] = [
      [["--allow-net"], 'the permission --allow-env is not granted for "PG'],
      [["--allow-net", "--allow-env=PGHOST"], 'the permission --allow-env is not granted for "PG'],
      [[variables], 'the permission --allow-net is not granted for "127.0.0.1:1"'],
      [[variables, "--allow-net=h"], 'the permission --allow-net is not granted for "127.0.0.1:1"'],
    ];
    const script = fromFileUrl(new URL("history.ts", scripts));
    const store = "--store=postgres://u:secret@127.0.0.1:1/d";
    for (const [flags, lacking] of rows) {
      const all = ["--quiet", "--no-prompt", "--allow-read", ...flags];
      const args = ["run", ...all, script, "list", "--project=p", store];
      const { code, error } = await runIn(project, "deno", args);
      const line = `error: Cannot reach postgres://127.0.0.1:1/d: ${lacking}`;
      assertEquals([code, error.slice(0, line.length), error.split("\n").length], [2, line, 2]);
    }
  });

  Deno.test("PostgreSQL: a server that stops meanwhile is reported in one line", async () => {
    const store = await open(await server.url(`d${++databases}`));
    await server.crash();
    const error = await assertRejects(() => store.results(), Failure);
    assertStringIncludes(error.message, "Cannot use the PostgreSQL database: ");
    await store.close();
    await server.launch();
  });

  Deno.test("the server is stopped", async () => {
    await server[Symbol.asyncDispose]();
    const error = await Deno.stat(server.folder).then(() => null, (error) => error);
    assertEquals(error instanceof Deno.errors.NotFound, true);
  });
}
