/** A history in a folder. @module */
import { digest } from "../result/digest.ts";
import { DISMISSALS, type DocumentChange, type Documents, RESULTS } from "./documents.ts";
import { readStamp } from "./file_stamp.ts";

/** Files opened at once. */
const AT_ONCE = 64;

/** What is needed of the file system. */
export interface Files {
  listFiles(folder: string): Promise<string[]>;
  readText(path: string): Promise<string>;
  writeWhole(path: string, text: string): Promise<void>;
  remove(path: string): Promise<void>;
}

/** Documents in the folders `results/` and `dismissals/` of a folder. */
export class FolderDocuments implements Documents {
  readonly name: string;
  readonly #files: Files;
  readonly #stampOf: typeof readStamp;

  constructor(folder: string, files: Files, stampOf: typeof readStamp = readStamp) {
    this.name = folder;
    this.#files = files;
    this.#stampOf = stampOf;
  }

  /** Whether there are no documents. */
  async isEmpty(): Promise<boolean> {
    return (await this.#listPaths()).length === 0;
  }

  async list(known: ReadonlyMap<string, string>): Promise<Map<string, string>> {
    const paths = await this.#listPaths();
    return await this.#each(paths, async (path) => {
      const file = `${this.name}/${path}`;
      const stamp = await this.#stampOf(file);
      const before = known.get(path);
      if (stamp !== null && before?.endsWith(` ${stamp}`)) return before;
      const content = await digest(await this.#files.readText(file));
      return stamp === null ? content : `${content} ${stamp}`;
    });
  }

  read(paths: readonly string[]): Promise<Map<string, string>> {
    return this.#each(paths, (path) => this.#files.readText(`${this.name}/${path}`));
  }

  async change({ write = new Map(), remove = [] }: DocumentChange): Promise<void> {
    for (const [path, text] of write) await this.#files.writeWhole(`${this.name}/${path}`, text);
    for (const path of remove) await this.#files.remove(`${this.name}/${path}`);
  }

  async #listPaths(): Promise<string[]> {
    const paths: string[] = [];
    for (const folder of [RESULTS, DISMISSALS]) {
      const names = await this.#files.listFiles(`${this.name}/${folder}`);
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
