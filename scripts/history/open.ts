/** Opens a history by the place that a user names. @module */
import { isConnection, isPostgresUrl, nameDatabase } from "../result/connection.ts";
import { Failure } from "../result/failure.ts";
import { BranchDocuments } from "./branch_documents.ts";
import { DEFAULT_BRANCH, DEFAULT_FOLDER } from "./default_folder.ts";
import type { Files } from "./files.ts";
import { SEARCH_KIND } from "./follow_history.ts";
import { FolderDocuments } from "./folder_documents.ts";
import { INDEX_KIND, IndexedStore } from "./indexed_store.ts";
import { type IndexFile, sealedFile } from "./index_file.ts";
import { SqlStore } from "./sql_store.ts";
import type { HistoryStore } from "./store.ts";
import { migrate } from "./tables.ts";
import { readBranchRepository } from "../git/branch_repository.ts";
import { runGit } from "../git/git.ts";

const INDEX = ".index.sqlite";
/** The suffix of the search state, added to the name of the index. */
const SEARCH = ".search";
/**
 * Patterns for `.gitignore` in a folder: the index, and files that killed processes left half
 * written.
 */
const IGNORED = `${INDEX}*\n.benchline-*.tmp\n`;

/** The place of a history. */
export interface HistoryPlace {
  /** A folder, or `postgres://…`; null for {@linkcode DEFAULT_FOLDER}. */
  readonly store: string | null;
  /** A Git branch instead of a folder; empty for {@linkcode DEFAULT_BRANCH}. */
  readonly branch: string | null;
  /** The project in PostgreSQL; null for the name of the repository. */
  readonly project: string | null;
}

/**
 * Opens a history. Opening a missing one for reading leaves nothing behind.
 *
 * @throws {Failure} If it cannot be reached or read.
 */
export async function openHistory(place: HistoryPlace, files: Files): Promise<HistoryStore> {
  const { store, branch, project } = place;
  if (store !== null && branch !== null) {
    throw new Failure("--store and --branch cannot be combined: each names a history");
  }
  if (store !== null && isPostgresUrl(store)) {
    return await openPostgres(store, project ?? await repositoryName());
  }
  if (store !== null && isConnection(store)) {
    throw new Failure("--store must be a folder or postgres://…, found another kind of connection");
  }
  if (project !== null) throw new Failure("--project needs --store postgres://…");
  if (branch !== null) return await openBranch(branch === "" ? DEFAULT_BRANCH : branch, files);
  const folder = (store ?? DEFAULT_FOLDER).replace(/[/\\]+$/, "");
  return await IndexedStore.open(new FolderDocuments(folder, files), {
    index: folderIndex(folder, INDEX, INDEX_KIND, files),
    search: folderIndex(folder, `${INDEX}${SEARCH}`, SEARCH_KIND, files),
  });
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

async function openBranch(branch: string, files: Files): Promise<HistoryStore> {
  const repository = await readBranchRepository(`Cannot use the branch ${branch}`);
  const remote = repository.origin.length > 0 ? "origin" : null;
  const documents = new BranchDocuments({ repository, branch, remote });
  const index = `${repository.commonDir}/benchline/${encodeURIComponent(branch)}.sqlite`;
  return await IndexedStore.open(documents, {
    index: sealedFile(index, files, INDEX_KIND),
    search: sealedFile(`${index}${SEARCH}`, files, SEARCH_KIND),
  });
}

function folderIndex(folder: string, name: string, kind: string, files: Files): IndexFile {
  const { read, write } = sealedFile(`${folder}/${name}`, files, kind);
  return {
    read,
    async write(content) {
      if (!(await files.listNames(folder)).includes(".gitignore")) {
        await files.writeWhole(`${folder}/.gitignore`, IGNORED);
      }
      await write(content);
    },
  };
}

/** The last part of the repository's remote URL, or else of its folder. */
async function repositoryName(): Promise<string> {
  const origin = await runGit(["remote", "get-url", "origin"]);
  const place = origin.success
    ? origin.output
    : (await runGit(["rev-parse", "--show-toplevel"])).output;
  const name = /([^/\\:]+?)(?:\.git)?[/\\]*$/.exec(place)?.[1];
  if (name === undefined) {
    throw new Failure("Cannot find the name of the repository: give --project NAME");
  }
  return name;
}
