/** Line numbers of the values in a JSON text. @module */
import { tokensOf } from "../jsonc_tokens.ts";

/**
 * Places in a JSON text. It remembers what it has scanned, so finding the lines of all values takes
 * about as long as finding one.
 */
export class Places {
  readonly #text: string;
  /** Where the children of an array or object begin, by where it begins itself. */
  readonly #children = new Map<number, Map<string | number, number>>();
  #lineStarts: readonly number[] | undefined;

  /** @param text A text that `JSON.parse` accepts. */
  constructor(text: string) {
    this.#text = text;
  }

  /** The line, from 1, of the value at `keys`, or else of its nearest existing parent. */
  lineOf(keys: readonly (string | number)[]): number {
    let start = this.#text.search(/[^ \t\r\n]/);
    for (const key of keys) {
      const next = this.#childrenAt(start).get(key);
      if (next === undefined) break;
      start = next;
    }
    return this.#lineAt(start);
  }

  #childrenAt(start: number): Map<string | number, number> {
    const known = this.#children.get(start);
    if (known !== undefined) return known;
    const children = childrenAt(this.#text, start);
    this.#children.set(start, children);
    return children;
  }

  #lineAt(offset: number): number {
    const starts = this.#lineStarts ??= lineStartsOf(this.#text);
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}

/** Empty for other values than arrays and objects. */
function childrenAt(text: string, start: number): Map<string | number, number> {
  const children = new Map<string | number, number>();
  if (text[start] !== "{" && text[start] !== "[") return children;
  let depth = 0;
  // Null while the next key of an object is to come.
  let key: string | number | null = text[start] === "[" ? 0 : null;
  for (const token of tokensOf(text.slice(start))) {
    const at = start + token.start;
    const first = text[at]!;
    if (first === "}" || first === "]") {
      if (--depth === 0) break;
    } else if (depth === 1 && first === ",") key = typeof key === "number" ? key + 1 : null;
    else if (depth === 1 && key === null) key = JSON.parse(text.slice(at, start + token.end));
    else if (depth === 1 && first !== ":") children.set(key!, at);
    if (first === "{" || first === "[") depth++;
  }
  return children;
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
