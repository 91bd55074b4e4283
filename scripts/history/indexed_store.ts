/** A history in files, with an index over them. @module */
import { type BenchmarkIdentity, identityKey } from "../result/identity.ts";
import type { Environment } from "../result/schema.ts";
import { digest } from "../result/digest.ts";
import { Failure } from "../result/failure.ts";
import { stringifyJson } from "../result/stringify.ts";
import { compareText } from "../result/text_order.ts";
import type { Dismissal, SeriesPoint } from "../verdict/series.ts";
import type { Database } from "./database.ts";
import { parseDismissal } from "./dismissal.ts";
import { contentOf, DISMISSALS, type Documents, RESULTS } from "./documents.ts";
import { type HistoryEntry, pathOf, readEntry } from "./entry.ts";
import { SqlStore } from "./sql_store.ts";
import type { HistoryStore, ResultLine } from "./store.ts";
import { migrate } from "./tables.ts";

/** Documents that are read before they go into the index together. */
const DOCUMENTS_AT_ONCE = 200;

/** Files that are named when they cannot be read; a broken checkout may have thousands. */
const MOST_NAMED = 10;

/** The index says what cannot be. */
class DamagedIndex extends Error {}

/** Makes an empty index, in place of one that is there or was damaged. */
export interface IndexFile {
  readonly path: string;
  open(): Database;
  remove(): Promise<void>;
  isDamage(error: unknown): boolean;
}

/**
 * A history whose documents are the truth. The index follows them whenever the history is opened or
 * changed; it can be removed at any time, and one that is damaged or of another version of this
 * program is made anew. A file that holds no document is left out: one that came from elsewhere, or
 * from another version of this program, must not stand in the way of all others.
 */
export class IndexedStore implements HistoryStore {
  readonly name: string;
  readonly #documents: Documents;
  readonly #file: IndexFile;
  #index: { readonly database: Database; readonly store: SqlStore } | null = null;
  #paths = new Map<string, string>();
  /** What is wrong with the files that are left out, by their paths. */
  readonly #leftOut = new Map<string, string>();

  private constructor(documents: Documents, file: IndexFile) {
    this.name = documents.name;
    this.#documents = documents;
    this.#file = file;
  }

  /** @throws {Failure} If the documents or the index cannot be read. */
  static async open(documents: Documents, file: IndexFile): Promise<IndexedStore> {
    const store = new IndexedStore(documents, file);
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
    return [
      ...named.map((message) => `${message}; it is left out`),
      ...(rest > 0 ? [`${rest} more of ${this.name} cannot be read and are left out`] : []),
    ];
  }

  async add(entries: readonly HistoryEntry[]): Promise<string[]> {
    const known = new Set((await this.results()).map(({ id }) => id));
    const added = entries.filter(({ id }) => !known.has(id));
    if (added.length === 0) return [];
    await this.#documents.change({
      write: new Map(added.map((entry) => [pathOf(entry), entry.text])),
      message: added.length === 1
        ? `Add the result of ${added[0]!.timestamp}`
        : `Add ${added.length} results`,
    });
    await this.#follow();
    return [...new Set(added.map(({ id }) => id))];
  }

  results(): Promise<ResultLine[]> {
    return this.#use((store) => store.results());
  }

  benchmarks(): Promise<BenchmarkIdentity[]> {
    return this.#use((store) => store.benchmarks());
  }

  series(benchmark: BenchmarkIdentity): Promise<SeriesPoint[]> {
    return this.#use((store) => store.series(benchmark));
  }

  environments(): Promise<Map<string, Environment>> {
    return this.#use((store) => store.environments());
  }

  async *documents(): AsyncIterable<{ id: string; text: string }> {
    const found = await this.#use(async (store) => {
      const paths = new Map([...this.#paths].map(([path, id]) => [id, path]));
      return (await store.results()).map(({ id }) => {
        const path = paths.get(id);
        if (path === undefined) throw new DamagedIndex(`${this.#file.path}: no file has ${id}`);
        return { id, path };
      });
    });
    for (const { id, path } of found) {
      yield { id, text: (await this.#documents.read([path])).get(path)! };
    }
  }

  async remove(ids: readonly string[]): Promise<number> {
    const wanted = new Set(ids);
    const found = await this.#use((store) => store.results());
    const there = found.filter(({ id }) => wanted.has(id)).length;
    if (there === 0) return 0;
    const remove = [...this.#paths].filter(([, id]) => wanted.has(id)).map(([path]) => path);
    const message = there === 1 ? "Remove a result" : `Remove ${there} results`;
    await this.#documents.change({ remove, message });
    await this.#follow();
    return there;
  }

  async dismissals(): Promise<Dismissal[]> {
    const listed = await this.#use((_, database) => this.#list(database));
    const paths = [...listed.keys()].filter((path) => path.startsWith(`${DISMISSALS}/`));
    const texts = await this.#documents.read(paths);
    const dismissals: Dismissal[] = [];
    for (const [path, text] of texts) {
      const found = await this.#tryRead(path, (source) => parseDismissal(text, source));
      if (found !== null) dismissals.push(found);
    }
    const keyOf = ({ timestamp, benchmark, step }: Dismissal) =>
      JSON.stringify([timestamp, identityKey(benchmark), step]);
    return dismissals.sort((a, b) => compareText(keyOf(a), keyOf(b)));
  }

  async dismiss(dismissal: Dismissal): Promise<void> {
    const { benchmark, step, reason } = dismissal;
    const name = await digest(JSON.stringify([identityKey(benchmark), step]));
    await this.#documents.change({
      write: new Map([[`${DISMISSALS}/${name}.json`, stringifyJson(dismissal)]]),
      message: `Dismiss ${step}: ${reason.split("\n")[0]}`,
    });
  }

  async close(): Promise<void> {
    await this.#index?.database.close();
    this.#index = null;
  }

  /** Runs on the index; one that turns out to be damaged is made anew, once. */
  async #use<T>(run: (store: SqlStore, database: Database) => Promise<T>): Promise<T> {
    try {
      const { store, database } = await this.#open();
      return await run(store, database);
    } catch (error) {
      // Of texts in the index that are no JSON any more.
      const isGarbled = error instanceof SyntaxError || error instanceof DamagedIndex;
      if (!isGarbled && !this.#file.isDamage(error)) throw error;
      await this.close();
      await this.#file.remove();
      await this.#follow();
      const { store, database } = await this.#open();
      return await run(store, database);
    }
  }

  async #open(): Promise<{ database: Database; store: SqlStore }> {
    if (this.#index !== null) return this.#index;
    const database = this.#file.open();
    try {
      await migrate(database, this.#file.path);
      await database.query(SOURCES);
    } catch (error) {
      await database.close();
      throw error;
    }
    const options = { name: this.name, project: "", keepsDocuments: false };
    this.#index = { database, store: new SqlStore(database, options) };
    return this.#index;
  }

  /** Takes into the index what has been added to the documents, and out of it what is gone. */
  async #follow(): Promise<void> {
    this.#leftOut.clear();
    this.#paths = await this.#use((store, database) => this.#update(store, database));
  }

  /** Every document with its version; what the index knows is spared from being read. */
  async #list(database: Database): Promise<Map<string, string>> {
    const rows = await database.query("select path, version from benchline_sources");
    const known = rows.map((row): [string, string] => [
      String(row["path"]),
      String(row["version"]),
    ]);
    return await this.#documents.list(new Map(known));
  }

  /** Null, and a warning, for what cannot be read. */
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

  async #update(
    store: SqlStore,
    database: Database,
  ): Promise<Map<string, string>> {
    const listed = [...await this.#list(database)]
      .filter(([path]) => path.startsWith(`${RESULTS}/`));
    const rows = await database.query("select path, version, result from benchline_sources");
    const known = new Map(rows.map((row) => [String(row["path"]), row]));
    const versionOf = (path: string) => String(known.get(path)?.["version"] ?? "");
    const changed = listed.filter(([path, version]) => versionOf(path) !== version);
    const { fresh = [], same = [] } = Object.groupBy(
      changed,
      ([path, version]) => contentOf(versionOf(path)) === contentOf(version) ? "same" : "fresh",
    );
    await this.#restamp(same, database);
    const paths = new Set(listed.map(([path]) => path));
    const stale = new Set([...known.keys()].filter((path) => !paths.has(path)));
    for (const [path] of fresh) if (known.has(path)) stale.add(path);
    const kept = new Map(
      rows.filter((row) => !stale.has(String(row["path"])))
        .map((row) => [String(row["path"]), String(row["result"])]),
    );
    for (let start = 0; start < fresh.length; start += DOCUMENTS_AT_ONCE) {
      const some = fresh.slice(start, start + DOCUMENTS_AT_ONCE);
      const texts = await this.#documents.read(some.map(([path]) => path));
      const read = await Promise.all(some.map(async ([path, version]) => {
        const entry = await this.#tryRead(path, (source) => readEntry(texts.get(path)!, source));
        return entry === null ? [] : [{ path, version, entry }];
      }));
      const found = read.flat();
      await store.add(found.map(({ entry }) => entry));
      for (const { path, entry } of found) kept.set(path, entry.id);
      await database.change(async () => {
        for (const { path } of found) {
          await database.query("delete from benchline_sources where path = ?", [path]);
        }
        await database.insert(
          "benchline_sources",
          ["path", "version", "result"],
          found.map(({ path, version, entry }) => [path, version, entry.id]),
        );
      });
    }
    await this.#forget([...stale], known, kept, store, database);
    return kept;
  }

  /** Notes other versions of the same contents. */
  async #restamp(
    same: readonly (readonly [path: string, version: string])[],
    database: Database,
  ): Promise<void> {
    if (same.length === 0) return;
    await database.change(async () => {
      for (const [path, version] of same) {
        await database.query("update benchline_sources set version = ? where path = ?", [
          version,
          path,
        ]);
      }
    });
  }

  /** The same result may lie in several files; it goes with the last of them. */
  async #forget(
    stale: readonly string[],
    known: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
    kept: ReadonlyMap<string, string>,
    store: SqlStore,
    database: Database,
  ): Promise<void> {
    if (stale.length === 0) return;
    const left = new Set(kept.values());
    const ids = stale.map((path) => String(known.get(path)!["result"]));
    await store.remove(ids.filter((id) => !left.has(id)));
    const gone = stale.filter((path) => !kept.has(path));
    await database.change(async () => {
      for (const path of gone) {
        await database.query("delete from benchline_sources where path = ?", [path]);
      }
    });
  }
}

const SOURCES = `create table if not exists benchline_sources (
  path text primary key, version text not null, result text not null)`;
