/** What lines such as `commit: 1a2b` say of the results of Go below them. @module */

/** The values of all keys at one place; a new object where one of them changes. */
export type Configured = ReadonlyMap<string, string>;

/** Keys that `go test` writes itself, apart from that of the package. */
export const GO_KEYS: readonly string[] = ["goos", "goarch", "cpu"];
/** Keys that people write in front of results, as the format of Go's benchmarks proposes. */
const USUAL = /^(?:commit|branch|toolchain|goversion|experiment|variant|goamd64|gogc|gotags)$/;
/** What tools print in this shape, and what differs each time. */
const NO_KEY =
  /^(?:go|make|git|docker|note|warning|error|info|debug|trace|hint|usage|seed)$|(?:^|-)(?:time|date|timestamp)$/;
const LINE = /^([a-z][^\sA-Z:]*):(?:[ \t]+(.*))?$/;
/** No configuration has as many keys. */
const MOST_KEYS = 32;

/**
 * Keeps what the lines `key: value` say. Benchmarks print such lines too, so a key counts that is
 * usual, or that stands where a file begins or above a usual one; and none that a benchmark prints.
 */
export class Configuration {
  current: Configured = new Map();
  readonly #known = new Set(GO_KEYS);
  readonly #printed = new Set<string>();
  /** Lines above of which it is not decided yet; null where there can be none. */
  #block: [key: string, value: string][] | null = [];
  #isAtTop = true;

  /**
   * Takes a line that no benchmark has printed as far as is known.
   *
   * @returns Whether it is one of a configuration.
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
      // What is printed behind the header of go test is a benchmark's.
      if (GO_KEYS.includes(key)) this.#endBlock();
      return true;
    }
    if (key === "pkg") this.#endBlock();
    else if (!NO_KEY.test(key) && value !== "") this.#block?.push([key, value]);
    return key === "pkg";
  }

  /** Notes that a benchmark has printed a line: what has its key is no configuration anywhere. */
  print(line: string): void {
    const key = LINE.exec(line)?.[1];
    if (key !== undefined && this.#printed.size < MOST_KEYS) this.#printed.add(key);
  }

  /** What counts of the values at a place, once all lines are read. */
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
