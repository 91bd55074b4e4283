/** Surroundings of a command in memory. @module */
import type { CommandIo } from "../../scripts/cli/io.ts";
import { Failure } from "../../scripts/result/failure.ts";

/** Files, streams and clock, which a test prepares and inspects. */
export class MemoryIo implements CommandIo {
  /** What was written to standard output. */
  out = "";
  /** What was written to standard error. */
  error = "";
  outIsTerminal = false;
  errorIsTerminal = false;
  noColor = false;
  columns = 80;
  readonly root = "/project";
  /** Paths that cannot be written. */
  readonly unwritable = new Set<string>();
  readonly files: Map<string, string>;
  /** The modification times of files; by default, noon of the previous day. */
  readonly modified: Map<string, Date> = new Map();

  constructor(files: Readonly<Record<string, string>> = {}) {
    this.files = new Map(Object.entries(files));
  }

  writeOut(text: string): void {
    this.out += text;
  }

  writeError(text: string): void {
    this.error += text;
  }

  /** The time of the clock. */
  time = "2026-01-31T12:00:00.000Z";

  now(): Date {
    return new Date(this.time);
  }

  readText(path: string): Promise<string> {
    const text = this.files.get(path);
    if (text !== undefined) return Promise.resolve(text);
    return Promise.reject(
      this.#namesUnder(path).length > 0
        ? new Failure(`Cannot read ${path}: it is a directory, not a file`)
        : new Failure(`Cannot read ${path}: there is no such file`, "not-found"),
    );
  }

  readLog(path: string): Promise<string> {
    return this.readText(path);
  }

  async readBytes(path: string): Promise<Uint8Array> {
    return new TextEncoder().encode(await this.readText(path));
  }

  writeWhole(path: string, content: string | Uint8Array): Promise<void> {
    if (this.unwritable.has(path)) {
      return Promise.reject(
        new Failure(`Cannot write ${path}: the operating system denies it`),
      );
    }
    this.files.set(
      path,
      typeof content === "string" ? content : new TextDecoder().decode(content),
    );
    return Promise.resolve();
  }

  async writeFolder(path: string, files: ReadonlyMap<string, string>): Promise<void> {
    for (const [name, text] of files) await this.writeWhole(`${path}/${name}`, text);
  }

  async move(from: string, to: string): Promise<void> {
    const text = this.files.get(from);
    if (text === undefined) return;
    await this.writeWhole(to, text);
    this.files.delete(from);
  }

  appendText(path: string, text: string): Promise<void> {
    return this.writeWhole(path, (this.files.get(path) ?? "") + text);
  }

  probeWrite(path: string): Promise<void> {
    return this.unwritable.has(path) ? this.writeWhole(path, "") : Promise.resolve();
  }

  remove(path: string): Promise<void> {
    this.files.delete(path);
    return Promise.resolve();
  }

  modifiedAt(path: string): Promise<Date | null> {
    return Promise.resolve(this.modified.get(path) ?? new Date("2026-01-30T12:00:00.000Z"));
  }

  listFiles(path: string): Promise<string[]> {
    return Promise.resolve(this.#namesUnder(path).filter((name) => !name.includes("/")));
  }

  listFolders(path: string): Promise<string[]> {
    const below = this.#namesUnder(path).filter((name) => name.includes("/"));
    return Promise.resolve([...new Set(below.map((name) => name.split("/")[0]!))]);
  }

  isFile(path: string): Promise<boolean> {
    return Promise.resolve(this.files.has(path));
  }

  listNames(path: string): Promise<string[]> {
    return Promise.resolve([
      ...new Set(this.#namesUnder(path).map((name) => name.split("/")[0]!)),
    ]);
  }

  #namesUnder(folder: string): string[] {
    const prefix = folder === "." ? "" : `${folder.replace(/\/$/, "")}/`;
    return [...this.files.keys()].filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length));
  }
}
