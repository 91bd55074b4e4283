/** A history in files, with an index over them. @module */
import { type BenchmarkIdentity, identityKey } from "../result/identity.ts";
import type { Environment } from "../result/schema.ts";
import { digest } from "../result/digest.ts";
import { Failure } from "../result/failure.ts";
import { stringifyJson } from "../result/stringify.ts";
import { compareText } from "../result/text_order.ts";
import type { Dismissal, SeriesPoint } from "../verdict/series.ts";
import { parseDismissal } from "./dismissal.ts";
import { contentOf, DISMISSALS, type Documents, RESULTS } from "./documents.ts";
import { type HistoryEntry, pathOf, readEntry } from "./entry.ts";
import type { IndexFile, IndexFiles } from "./index_file.ts";
import { SqlStore } from "./sql_store.ts";
import { SQLITE, SqliteDatabase } from "./sqlite.ts";
import type { HistoryStore, ResultLine } from "./store.ts";
import { describeTables, migrate } from "./tables.ts";

/** The number of documents in memory at once. */
const DOCUMENTS_AT_ONCE = 200;

/** The most unreadable files to name; a broken checkout may have thousands. */
const MOST_NAMED = 10;

/**
 * A history whose documents are the truth. The index follows them whenever the history is opened or
 * changed. A missing or damaged index, or one of another version of this program, is rebuilt. An
 * index that cannot be written serves for one command. A file that is not a document is left out,
 * so that a foreign or newer file does not make all others unreadable.
 */
export class IndexedStore implements HistoryStore {
  readonly name: string;
  readonly #documents: Documents;
  readonly #files: IndexFiles;
  readonly #database: SqliteDatabase;
  readonly #index: SqlStore;
  /** Versions of all documents, by path. */
  #versions = new Map<string, string>();
  /** Ids of the results in the documents, by path. */
  #paths = new Map<string, string>();
  /** Why files are left out, by path. */
  readonly #leftOut = new Map<string, string>();
  /** Why the index, or the state of a search, could not be written. */
  readonly #unkept = new Map<IndexFile, string>();

  private constructor(documents: Documents, files: IndexFiles, database: SqliteDatabase) {
    this.name = documents.name;
    this.#documents = documents;
    this.#files = files;
    this.#database = database;
    this.#index = new SqlStore(database, { name: this.name, project: "", keepsDocuments: false });
  }

  /** @throws {Failure} If the documents cannot be listed. */
  static async open(documents: Documents, files: IndexFiles): Promise<IndexedStore> {
    const database = await openIndex(files.index, documents.name);
    const store = new IndexedStore(documents, files, database);
    try {
      await store.#follow();
    } catch (error) {
      await store.close();
      throw error;
    }
    return store;
  }

  get warnings(): string[] {
    const named = [...this.#leftOut.values()].slice(0, MOST_NAMED);
    const rest = this.#leftOut.size - named.length;
    // Both usually fail for the same reason.
    const [unkept] = this.#unkept.values();
    return [
      ...named.map((message) => `${message}; it is left out`),
      ...(rest > 0 ? [`${rest} more of ${this.name} cannot be read and are left out`] : []),
      ...(unkept === undefined ? [] : [`${unkept}; without it every command takes longer`]),
    ];
  }

  get leftOut(): number {
    return [...this.#leftOut.keys()].filter((path) => path.startsWith(`${RESULTS}/`)).length;
  }

  async add(entries: readonly HistoryEntry[]): Promise<string[]> {
    const known = new Set((await this.results()).map(({ id }) => id));
    const added = new Map(
      entries.filter(({ id }) => !known.has(id)).map((entry) => [pathOf(entry), entry]),
    );
    if (added.size === 0) return [];
    const [first] = added.values();
    const versions = await this.#documents.change({
      write: new Map([...added].map(([path, { text }]) => [path, text])),
      message: added.size === 1
        ? `Add the result of ${first!.timestamp}`
        : `Add ${added.size} results`,
    });
    for (const [path, version] of versions) this.#versions.set(path, version);
    await this.#take([...added].map(([path, entry]) => ({
      path,
      version: versions.get(path)!,
      entry,
    })));
    await this.#keepIndex();
    return [...added.values()].map(({ id }) => id);
  }

  results(): Promise<ResultLine[]> {
    return this.#index.results();
  }

  benchmarks(first?: number): Promise<BenchmarkIdentity[]> {
    return this.#index.benchmarks(first);
  }

  series(benchmark: BenchmarkIdentity, first?: number): Promise<SeriesPoint[]> {
    return this.#index.series(benchmark, first);
  }

  environments(): Promise<Map<string, Environment>> {
    return this.#index.environments();
  }

  async *documents(ids?: ReadonlySet<string>): AsyncIterable<{ id: string; text: string }> {
    const paths = new Map([...this.#paths].map(([path, id]) => [id, path]));
    const wanted = (await this.results()).filter(({ id }) => ids?.has(id) ?? true);
    for (let start = 0; start < wanted.length; start += DOCUMENTS_AT_ONCE) {
      const some = wanted.slice(start, start + DOCUMENTS_AT_ONCE);
      const texts = await this.#documents.read(some.map(({ id }) => paths.get(id)!));
      for (const { id } of some) {
        const path = paths.get(id)!;
        const text = await this.#tryRead(path, () => textOf(texts, path));
        if (text !== null) yield { id, text };
      }
    }
  }

  async remove(ids: readonly string[]): Promise<number> {
    const wanted = new Set(ids);
    const found = await this.results();
    const there = found.filter(({ id }) => wanted.has(id)).length;
    if (there === 0) return 0;
    const remove = [...this.#paths].filter(([, id]) => wanted.has(id)).map(([path]) => path);
    const message = there === 1 ? "Remove a result" : `Remove ${there} results`;
    await this.#documents.change({ remove, message });
    for (const path of remove) this.#versions.delete(path);
    await this.#forget(remove);
    await this.#keepIndex();
    return there;
  }

  async dismissals(): Promise<Dismissal[]> {
    const paths = [...this.#versions.keys()].filter((path) => path.startsWith(`${DISMISSALS}/`));
    const texts = await this.#documents.read(paths);
    const dismissals: Dismissal[] = [];
    for (const path of paths) {
      const found = await this.#tryRead(
        path,
        (source) => parseDismissal(textOf(texts, path), source),
      );
      if (found !== null) dismissals.push(found);
    }
    const keyOf = ({ timestamp, benchmark, step }: Dismissal) =>
      JSON.stringify([timestamp, identityKey(benchmark), step]);
    return dismissals.sort((a, b) => compareText(keyOf(a), keyOf(b)));
  }

  async dismiss(dismissals: readonly Dismissal[]): Promise<void> {
    const files = await Promise.all(
      dismissals.map(async (dismissal): Promise<[path: string, text: string]> => {
        const key = JSON.stringify([identityKey(dismissal.benchmark), dismissal.step]);
        return [`${DISMISSALS}/${await digest(key)}.json`, stringifyJson(dismissal)];
      }),
    );
    const [first] = dismissals;
    if (first === undefined) return;
    const versions = await this.#documents.change({
      write: new Map(files),
      message: `Dismiss ${first.step}: ${first.reason.split("\n")[0]}`,
    });
    for (const [path, version] of versions) this.#versions.set(path, version);
  }

  async savedSearch(): Promise<string | null> {
    const content = await this.#files.search.read();
    return content === null ? null : new TextDecoder().decode(content);
  }

  saveSearch(text: string): Promise<void> {
    return this.#keep(this.#files.search, new TextEncoder().encode(text));
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  /** Adds new documents to the index, and removes those that are gone. */
  async #follow(): Promise<void> {
    const rows = await this.#database.query("select path, version, result from benchline_sources");
    const known = new Map(rows.map((row) => [String(row["path"]), String(row["version"])]));
    this.#paths = new Map(rows.map((row) => [String(row["path"]), String(row["result"])]));
    this.#versions = new Map(await this.#documents.list(known));
    const listed = [...this.#versions].filter(([path]) => path.startsWith(`${RESULTS}/`));
    const { fresh = [], same = [] } = Object.groupBy(
      listed.filter(([path, version]) => known.get(path) !== version),
      ([path, version]) =>
        contentOf(known.get(path) ?? "") === contentOf(version) ? "same" : "fresh",
    );
    const gone = [...known.keys()].filter((path) => !this.#versions.has(path));
    const changed = fresh.map(([path]) => path).filter((path) => known.has(path));
    await this.#restamp(same);
    await this.#forget([...gone, ...changed]);
    const taken = await this.#read(fresh);
    if (same.length + gone.length + changed.length + taken > 0) await this.#keepIndex();
  }

  /** Writes the index, if it can be written. */
  async #keepIndex(): Promise<void> {
    await this.#keep(this.#files.index, this.#database.serialize());
  }

  /** Writes a file of the index. Reading goes on without write permission. */
  async #keep(file: IndexFile, content: Uint8Array): Promise<void> {
    this.#unkept.delete(file);
    try {
      await file.write(content);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.#unkept.set(file, error.message);
    }
  }

  /** Reads a document; null, with a warning, if it cannot be read. */
  async #tryRead<T>(path: string, read: (source: string) => T | Promise<T>): Promise<T | null> {
    this.#leftOut.delete(path);
    try {
      return await read(`${this.name}/${path}`);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.#leftOut.set(path, error.message);
      return null;
    }
  }

  /** Reads documents into the index, and returns how many are results. */
  async #read(fresh: readonly (readonly [path: string, version: string])[]): Promise<number> {
    let taken = 0;
    for (let start = 0; start < fresh.length; start += DOCUMENTS_AT_ONCE) {
      const some = fresh.slice(start, start + DOCUMENTS_AT_ONCE);
      const texts = await this.#documents.read(some.map(([path]) => path));
      const found: Source[] = [];
      for (const [path, version] of some) {
        const entry = await this.#tryRead(path, (source) => readEntry(textOf(texts, path), source));
        if (entry !== null) found.push({ path, version, entry });
      }
      await this.#take(found);
      taken += found.length;
    }
    return taken;
  }

  /** Puts results into the index, replacing earlier content of their documents. */
  async #take(sources: readonly Source[]): Promise<void> {
    await this.#forget(sources.map(({ path }) => path));
    await this.#index.add(sources.map(({ entry }) => entry));
    await this.#database.insert(
      "benchline_sources",
      ["path", "version", "result"],
      sources.map(({ path, version, entry }) => [path, version, entry.id]),
    );
    for (const { path, entry } of sources) this.#paths.set(path, entry.id);
  }

  /** Records new versions of documents with the same content. */
  async #restamp(
    same: readonly (readonly [path: string, version: string])[],
  ): Promise<void> {
    if (same.length === 0) return;
    await this.#database.change(async () => {
      for (const [path, version] of same) {
        await this.#database.query("update benchline_sources set version = ? where path = ?", [
          version,
          path,
        ]);
      }
    });
  }

  /**
   * Removes documents from the index. A result may be in several files and goes with the last one.
   */
  async #forget(paths: readonly string[]): Promise<void> {
    const known = paths.filter((path) => this.#paths.has(path));
    if (known.length === 0) return;
    const ids = new Set(known.map((path) => this.#paths.get(path)!));
    await this.#database.change(async () => {
      for (const path of known) {
        await this.#database.query("delete from benchline_sources where path = ?", [path]);
        this.#paths.delete(path);
      }
    });
    const left = new Set(this.#paths.values());
    await this.#index.remove([...ids].filter((id) => !left.has(id)));
  }
}

/** A result and its document. */
interface Source {
  readonly path: string;
  readonly version: string;
  readonly entry: HistoryEntry;
}

const SOURCES = `create table benchline_sources (
  path text primary key, version text not null, result text not null)`;

/** To be raised if the same tables keep other content of a document, or keep it in another form. */
const CONTENT_VERSION = 1;

/** The kind of an index. It changes with the tables, so an index of another version is rebuilt. */
export const INDEX_KIND = [CONTENT_VERSION, describeTables(SQLITE), SOURCES].join(";\n");

/** Opens the index of the last command, or an empty one. */
async function openIndex(file: IndexFile, name: string): Promise<SqliteDatabase> {
  const content = await file.read();
  if (content !== null) return new SqliteDatabase(content);
  const database = new SqliteDatabase();
  await migrate(database, `the index of ${name}`);
  await database.query(SOURCES);
  return database;
}

/** @throws {Failure} If the document could not be read. */
function textOf(texts: ReadonlyMap<string, string | Failure>, path: string): string {
  const text = texts.get(path)!;
  if (text instanceof Failure) throw text;
  return text;
}
