/** A command's surroundings in memory. @module */
import type { CommandIo } from "../../scripts/command/io.ts";
import { Failure } from "../../scripts/result/failure.ts";

/** Files in a map, streams in strings. */
export class MemoryIo implements CommandIo {
  readonly files: Map<string, string>;
  out = "";
  error = "";
  readonly outIsTerminal = false;
  readonly errorIsTerminal = false;
  readonly noColor = true;
  readonly columns = 80;

  constructor(files: Readonly<Record<string, string>> = {}) {
    this.files = new Map(Object.entries(files));
  }

  writeOut(text: string): void {
    this.out += text;
  }

  writeError(text: string): void {
    this.error += text;
  }

  now(): Date {
    return new Date("2026-01-31T12:00:00Z");
  }

  readText(path: string): Promise<string> {
    const text = this.files.get(path);
    return text === undefined
      ? Promise.reject(new Failure(`Cannot read ${path}: there is no such file`))
      : Promise.resolve(text);
  }

  writeWhole(path: string, text: string): Promise<void> {
    this.files.set(path, text);
    return Promise.resolve();
  }

  probeWrite(): Promise<void> {
    return Promise.resolve();
  }

  listFiles(path: string): Promise<string[]> {
    const prefix = path === "." ? "" : `${path}/`;
    const names = [...this.files.keys()].filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length)).filter((name) => !name.includes("/"));
    return Promise.resolve(names);
  }
}
