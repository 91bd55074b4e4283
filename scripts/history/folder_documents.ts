/** A history in a folder. @module */
import { digest } from "../result/digest.ts";
import { Failure } from "../result/failure.ts";
import { DISMISSALS, type DocumentChange, type Documents, RESULTS } from "./documents.ts";
import { readStamp } from "./file_stamp.ts";
import type { Files } from "./files.ts";

/** The prefix of folders with new files. */
const ADDED = ".added-";

/** The number of files to open at once. */
const AT_ONCE = 64;

/** Documents in the folders `results/` and `dismissals/` of a folder. */
export class FolderDocuments implements Documents {
  readonly name: string;
  readonly #files: Omit<Files, "readBytes">;
  readonly #stampOf: typeof readStamp;
  /** Where files are that have not yet been moved to their places. */
  readonly #places = new Map<string, string>();

  constructor(
    folder: string,
    files: Omit<Files, "readBytes">,
    stampOf: typeof readStamp = readStamp,
  ) {
    this.name = folder;
    this.#files = files;
    this.#stampOf = stampOf;
  }

  async list(known: ReadonlyMap<string, string>): Promise<Map<string, string>> {
    const paths = await this.#listPaths();
    return await this.#each(paths, async (path) => {
      const stamp = this.#places.has(path) ? null : await this.#stampOf(`${this.name}/${path}`);
      const before = known.get(path);
      if (stamp !== null && before?.endsWith(` ${stamp}`)) return before;
      const text = await this.#tryRead(path);
      // The next attempt to read it reports the reason.
      if (text instanceof Failure) return crypto.randomUUID();
      const content = await digest(text);
      return stamp === null ? content : `${content} ${stamp}`;
    });
  }

  read(paths: readonly string[]): Promise<Map<string, string | Failure>> {
    return this.#each(paths, (path) => this.#tryRead(path));
  }

  async change(
    { write = new Map(), remove = [] }: DocumentChange,
  ): Promise<ReadonlyMap<string, string>> {
    if (write.size > 0) await this.#write(write);
    for (const [removed, path] of remove.entries()) {
      try {
        const place = this.#places.get(path);
        if (place !== undefined) await this.#files.remove(`${this.name}/${place}`);
        await this.#files.remove(`${this.name}/${path}`);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        const count = `${removed} of ${remove.length} files are removed`;
        throw new Failure(`${error.message}; ${count}`);
      }
    }
    return await this.#each([...write.keys()], (path) => digest(write.get(path)!));
  }

  /** Several files first go into a folder beside their places, which one rename makes visible. */
  async #write(files: ReadonlyMap<string, string>): Promise<void> {
    const [path, text] = [...files][0]!;
    const folder = path.split("/")[0]!;
    const names = [...files].map(([path, text]) => [path.slice(folder.length + 1), text] as const);
    const added = `${this.name}/${folder}/${ADDED}${crypto.randomUUID()}`;
    try {
      if (files.size === 1) await this.#files.writeWhole(`${this.name}/${path}`, text);
      else await this.#files.writeFolder(added, new Map(names));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      throw new Failure(`${error.message}; nothing is added`);
    }
    await this.#settle();
  }

  /**
   * Moves new files to their places, also those of killed processes. A file that cannot be moved is
   * read where it is.
   */
  async #settle(): Promise<void> {
    this.#places.clear();
    for (const folder of [RESULTS, DISMISSALS]) {
      const place = `${this.name}/${folder}`;
      const folders = await this.#files.listFolders(place);
      const added = folders.filter((name) => name.startsWith(ADDED));
      for (const from of added) {
        const names = await this.#files.listNames(`${place}/${from}`);
        for (const name of names) {
          this.#places.set(`${folder}/${name}`, `${folder}/${from}/${name}`);
        }
        try {
          for (const name of names) {
            await this.#files.move(`${place}/${from}/${name}`, `${place}/${name}`);
            this.#places.delete(`${folder}/${name}`);
          }
          await this.#files.remove(`${place}/${from}`);
        } catch (error) {
          // Another process may be moving them, or this one may not be allowed to.
          if (!(error instanceof Failure)) throw error;
        }
      }
    }
  }

  async #tryRead(path: string): Promise<string | Failure> {
    const place = this.#places.get(path);
    const moved = place === undefined ? null : await this.#tryReadAt(place);
    return typeof moved === "string" ? moved : await this.#tryReadAt(path);
  }

  async #tryReadAt(path: string): Promise<string | Failure> {
    const file = `${this.name}/${path}`;
    try {
      // A pipe may have no writer, and a device no end.
      if (await this.#files.isFile(file)) return await this.#files.readText(file);
      return new Failure(`Cannot read ${file}: there is no such file`);
    } catch (error) {
      if (error instanceof Failure) return error;
      throw error;
    }
  }

  async #listPaths(): Promise<string[]> {
    await this.#settle();
    const paths = new Set(this.#places.keys());
    // Listed after the new files, which may have been moved meanwhile.
    for (const folder of [RESULTS, DISMISSALS]) {
      const names = await this.#files.listNames(`${this.name}/${folder}`);
      for (const name of names) paths.add(`${folder}/${name}`);
    }
    return [...paths].filter((path) => path.endsWith(".json")).sort();
  }

  async #each<T>(
    paths: readonly string[],
    run: (path: string) => Promise<T>,
  ): Promise<Map<string, T>> {
    const found = new Map<string, T>();
    for (let start = 0; start < paths.length; start += AT_ONCE) {
      const some = paths.slice(start, start + AT_ONCE);
      const values = await Promise.all(some.map(run));
      for (const [index, path] of some.entries()) found.set(path, values[index]!);
    }
    return found;
  }
}
