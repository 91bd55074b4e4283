/** A history in a folder. @module */
import { digest } from "../result/digest.ts";
import { Failure } from "../result/failure.ts";
import { DISMISSALS, type DocumentChange, type Documents, RESULTS } from "./documents.ts";
import { readStamp } from "./file_stamp.ts";
import type { Files } from "./files.ts";

/** Files opened at once. */
const AT_ONCE = 64;

/** Documents in the folders `results/` and `dismissals/` of a folder. */
export class FolderDocuments implements Documents {
  readonly name: string;
  readonly #files: Omit<Files, "readBytes">;
  readonly #stampOf: typeof readStamp;

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
      const stamp = await this.#stampOf(`${this.name}/${path}`);
      const before = known.get(path);
      if (stamp !== null && before?.endsWith(` ${stamp}`)) return before;
      const text = await this.#tryRead(path);
      // Who reads it finds out why it cannot be read, and says it.
      if (text instanceof Failure) return crypto.randomUUID();
      const content = await digest(text);
      return stamp === null ? content : `${content} ${stamp}`;
    });
  }

  read(paths: readonly string[]): Promise<Map<string, string | Failure>> {
    return this.#each(paths, (path) => this.#tryRead(path));
  }

  /** Removes the files that it has added where not all can be: only a kill can leave some of them. */
  async change({ write = new Map(), remove = [] }: DocumentChange): Promise<void> {
    const there = new Set(write.size > 0 ? await this.#listPaths() : []);
    const added: string[] = [];
    try {
      for (const [path, text] of write) {
        await this.#files.writeWhole(`${this.name}/${path}`, text);
        if (!there.has(path)) added.push(path);
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const left = added.length - (await this.#removeSome(added)).removed;
      throw new Failure(
        left === 0
          ? `${error.message}; nothing is added`
          : `${error.message}; ${left} of ${write.size} files are added, the same command adds the others`,
      );
    }
    const { removed, failure } = await this.#removeSome(remove);
    if (failure === null) return;
    throw new Failure(`${failure.message}; ${removed} of ${remove.length} files are removed`);
  }

  /** Removes files up to the first that cannot be. */
  async #removeSome(
    paths: readonly string[],
  ): Promise<{ readonly removed: number; readonly failure: Failure | null }> {
    for (const [removed, path] of paths.entries()) {
      try {
        await this.#files.remove(`${this.name}/${path}`);
      } catch (failure) {
        if (!(failure instanceof Failure)) throw failure;
        return { removed, failure };
      }
    }
    return { removed: paths.length, failure: null };
  }

  async #tryRead(path: string): Promise<string | Failure> {
    const file = `${this.name}/${path}`;
    try {
      // A pipe may have no writer, and a device no end.
      if (await this.#files.isFile(file)) return await this.#files.readText(file);
      return new Failure(`Cannot read ${file}: there is no file`);
    } catch (error) {
      if (error instanceof Failure) return error;
      throw error;
    }
  }

  async #listPaths(): Promise<string[]> {
    const paths: string[] = [];
    for (const folder of [RESULTS, DISMISSALS]) {
      const names = await this.#files.listNames(`${this.name}/${folder}`);
      for (const name of names) if (name.endsWith(".json")) paths.push(`${folder}/${name}`);
    }
    return paths.sort();
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
