// Tables of an earlier version of this program.
import { migrate } from "../../scripts/history/tables.ts";
import { SqliteDatabase } from "../../scripts/history/sqlite.ts";
import { SqlStore } from "../../scripts/history/sql_store.ts";
import { assertFollowsFirstTables, makeFirstTables } from "../helpers/first_tables.ts";

Deno.test("SQLite: tables of version 1 are updated, and keep their content", async () => {
  const database = new SqliteDatabase();
  await makeFirstTables(database);
  await migrate(database, "it");
  const store = new SqlStore(database, { name: "it", project: "p", keepsDocuments: false });
  await assertFollowsFirstTables(store);
  await store.close();
});
