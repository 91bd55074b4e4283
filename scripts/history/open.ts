/** A history by the name that a user gives it. @module */
import { isConnection, isPostgresUrl, nameDatabase } from "../result/connection.ts";
import { Failure } from "../result/failure.ts";
import { BranchDocuments } from "./branch_documents.ts";
import { type Files, FolderDocuments } from "./folder_documents.ts";
import { IndexedStore, type IndexFile } from "./indexed_store.ts";
import { SqlStore } from "./sql_store.ts";
import { DamagedDatabase, SqliteDatabase } from "./sqlite.ts";
import type { HistoryStore } from "./store.ts";
import { LaterTables, migrate } from "./tables.ts";
import { runGit } from "../git/git.ts";

/** Where results are kept unless something else is said. */
export const DEFAULT_FOLDER = "benchmarks/history";
/** The branch for whom wants one and does not name it. */
export const DEFAULT_BRANCH = "benchmarks";

const INDEX = ".index.sqlite";

/** Which history. */
export interface HistoryPlace {
  /** A folder, or `postgres://…`; null for {@linkcode DEFAULT_FOLDER}. */
  readonly store: string | null;
  /** A git branch in place of a folder; empty for {@linkcode DEFAULT_BRANCH}. */
  readonly branch: string | null;
  /** In PostgreSQL, whose results; null to take the name of the repository. */
  readonly project: string | null;
}

/**
 * Opens a history, making it if it is not there.
 *
 * @throws {Failure} If it cannot be reached or read.
 */
export async function openHistory(place: HistoryPlace, files: Files): Promise<HistoryStore> {
  const { store, branch, project } = place;
  if (store !== null && branch !== null) {
    throw new Failure("--store and --branch each name a history, found both");
  }
  if (store !== null && isPostgresUrl(store)) {
    return await openPostgres(store, project ?? await repositoryName());
  }
  if (store !== null && isConnection(store)) {
    throw new Failure("--store must be a folder or postgres://…, found another kind of connection");
  }
  if (project !== null) throw new Failure("--project needs --store postgres://…");
  if (branch !== null) return await openBranch(branch === "" ? DEFAULT_BRANCH : branch);
  const folder = (store ?? DEFAULT_FOLDER).replace(/[/\\]+$/, "");
  const documents = new FolderDocuments(folder, files);
  // Who only looks for a history need not find an empty one afterwards.
  if (await documents.isEmpty()) {
    return await IndexedStore.open(documents, indexFile(":memory:", files));
  }
  const there = await files.listFiles(folder);
  if (!there.includes(".gitignore")) await files.writeWhole(`${folder}/.gitignore`, `${INDEX}*\n`);
  return await IndexedStore.open(documents, indexFile(`${folder}/${INDEX}`, files));
}

async function openPostgres(url: string, project: string): Promise<HistoryStore> {
  const { PostgresDatabase } = await import("./postgres.ts");
  const name = nameDatabase(url);
  const database = await PostgresDatabase.connect(url, name);
  try {
    await migrate(database, name);
  } catch (error) {
    await database.close();
    throw error;
  }
  return new SqlStore(database, { name, project, keepsDocuments: true });
}

async function openBranch(branch: string): Promise<HistoryStore> {
  const folder = await runGit(["rev-parse", "--git-common-dir"]);
  if (!folder.success) {
    throw new Failure(`Cannot use the branch ${branch}: ${folder.complaint}`);
  }
  const remotes = (await runGit(["remote"])).output.split("\n");
  const documents = new BranchDocuments(branch, remotes.includes("origin") ? "origin" : null);
  const file = `${folder.output}/benchline/${encodeURIComponent(branch)}.sqlite`;
  await Deno.mkdir(`${folder.output}/benchline`, { recursive: true });
  return await IndexedStore.open(documents, indexFile(file, { remove: removeIfThere }));
}

function indexFile(path: string, files: Pick<Files, "remove">): IndexFile {
  return {
    path,
    open: () => new SqliteDatabase(path),
    async remove() {
      for (const ending of ["", "-wal", "-shm"]) await files.remove(`${path}${ending}`);
    },
    isDamage: (error) => error instanceof DamagedDatabase || error instanceof LaterTables,
  };
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** The last part of where it comes from, or of the folder it lies in. */
async function repositoryName(): Promise<string> {
  const origin = await runGit(["remote", "get-url", "origin"]);
  const place = origin.success
    ? origin.output
    : (await runGit(["rev-parse", "--show-toplevel"])).output;
  const name = /([^/\\:]+?)(?:\.git)?[/\\]*$/.exec(place)?.[1];
  if (name === undefined) throw new Failure("--project must name the project: git does not tell");
  return name;
}
