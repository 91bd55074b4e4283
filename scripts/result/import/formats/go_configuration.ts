/** Lines such as `commit: 1a2b`, which describe Go's results below them. @module */

/** The values of all keys at one place; a new object whenever one of them changes. */
export type Configured = ReadonlyMap<string, string>;

/** Keys that `go test` itself writes, except that of the package. */
export const GO_KEYS: readonly string[] = ["goos", "goarch", "cpu"];
/** Keys that people write in front of results, as Go's benchmark format suggests. */
const USUAL = /^(?:commit|branch|toolchain|goversion|experiment|variant|goamd64|gogc|gotags)$/;
/** Lines of tools that look alike, and values that differ each time. */
const NO_KEY =
  /^(?:go|make|git|docker|note|warning|error|info|debug|trace|hint|usage|seed)$|(?:^|-)(?:time|date|timestamp)$/;
const LINE = /^([a-z][^\sA-Z:]*):(?:[ \t]+(.*))?$/;
/** No configuration has that many keys. */
const MOST_KEYS = 32;

/**
 * Keeps the lines `key: value`. Benchmarks print such lines too. So a key counts only if it is
 * usual, stands at the start of a file or stands above a usual one, and if no benchmark prints it.
 */
export class Configuration {
  current: Configured = new Map();
  readonly #known = new Set(GO_KEYS);
  readonly #printed = new Set<string>();
  /** Undecided lines above; null if there can be none. */
  #block: [key: string, value: string][] | null = [];
  #isAtTop = true;

  /**
   * Takes a line that, as far as is known, no benchmark printed.
   *
   * @returns Whether it belongs to a configuration.
   */
  take(line: string): boolean {
    const [, key, value = ""] = LINE.exec(line) ?? [];
    if (key === undefined) {
      if (line.trim() === "") return false;
      if (this.#isAtTop) this.#decide();
      this.#isAtTop = false;
      this.#block = [];
      return false;
    }
    const isUsual = USUAL.test(key);
    if (isUsual) this.#decide();
    if (isUsual || this.#known.has(key)) {
      this.#set(key, value);
      // After the header of go test, benchmarks print.
      if (GO_KEYS.includes(key)) this.#endBlock();
      return true;
    }
    if (key === "pkg") this.#endBlock();
    else if (!NO_KEY.test(key) && value !== "") this.#block?.push([key, value]);
    return key === "pkg";
  }

  /** Notes that a benchmark printed a line: its key is not configuration anywhere. */
  print(line: string): void {
    const key = LINE.exec(line)?.[1];
    if (key !== undefined && this.#printed.size < MOST_KEYS) this.#printed.add(key);
  }

  /** The values at a place that count, once all lines are read. */
  settle(values: Configured): Configured {
    return new Map([...values].filter(([key]) => !this.#printed.has(key)).sort());
  }

  #endBlock(): void {
    if (this.#isAtTop) this.#decide();
    this.#isAtTop = false;
    this.#block = null;
  }

  #decide(): void {
    for (const [key, value] of this.#block ?? []) {
      if (this.#known.size >= MOST_KEYS) break;
      this.#known.add(key);
      this.#set(key, value);
    }
    this.#block = [];
  }

  #set(key: string, value: string): void {
    if ((this.current.get(key) ?? "") === value) return;
    const values = new Map(this.current);
    if (value === "") values.delete(key);
    else values.set(key, value);
    this.current = values;
  }
}
