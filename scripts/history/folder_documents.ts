/** A history in a folder. @module */
import { DISMISSALS, type DocumentChange, type Documents, RESULTS } from "./documents.ts";

/** Files opened at once. */
const AT_ONCE = 64;

/** What is needed of the file system. */
export interface Files {
  listFiles(folder: string): Promise<string[]>;
  modifiedAt(path: string): Promise<Date | null>;
  readText(path: string): Promise<string>;
  writeWhole(path: string, text: string): Promise<void>;
  remove(path: string): Promise<void>;
}

/** Documents in the folders `results/` and `dismissals/` of a folder. */
export class FolderDocuments implements Documents {
  readonly name: string;
  readonly #files: Files;

  constructor(folder: string, files: Files) {
    this.name = folder;
    this.#files = files;
  }

  async list(): Promise<Map<string, string>> {
    const paths: string[] = [];
    for (const folder of [RESULTS, DISMISSALS]) {
      const names = await this.#files.listFiles(`${this.name}/${folder}`);
      paths.push(
        ...names.filter((name) => name.endsWith(".json")).map((name) => `${folder}/${name}`),
      );
    }
    const times = await this.#each(paths.sort(), (path) => this.#files.modifiedAt(path));
    return new Map([...times].map(([path, time]) => [path, String(time?.getTime() ?? 0)]));
  }

  read(paths: readonly string[]): Promise<Map<string, string>> {
    return this.#each(paths, (path) => this.#files.readText(path));
  }

  async change({ write = new Map(), remove = [] }: DocumentChange): Promise<void> {
    for (const [path, text] of write) await this.#files.writeWhole(`${this.name}/${path}`, text);
    for (const path of remove) await this.#files.remove(`${this.name}/${path}`);
  }

  async #each<T>(
    paths: readonly string[],
    run: (path: string) => Promise<T>,
  ): Promise<Map<string, T>> {
    const found = new Map<string, T>();
    for (let start = 0; start < paths.length; start += AT_ONCE) {
      const some = paths.slice(start, start + AT_ONCE);
      const values = await Promise.all(some.map((path) => run(`${this.name}/${path}`)));
      for (const [index, path] of some.entries()) found.set(path, values[index]!);
    }
    return found;
  }
}
