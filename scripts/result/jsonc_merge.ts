/** Changes a text of JSON with comments without changing its comments or layout. @module */
import { type Edit, type Node, parseTree } from "../deps/jsonc_edit.ts";
import { tokensOf } from "./jsonc_tokens.ts";

/** Properties that an object must have; nested objects are merged, too. */
export interface Patch {
  readonly [key: string]: number | Patch;
}

/**
 * Gives an object in a JSON text the properties of a patch. An existing property keeps its place,
 * and a new one comes last. Only a number may replace a number.
 *
 * @param text An object, as {@linkcode parseJsonc} reads it.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(mergeJsonc('{ "a": 1 /* one *\/ }', { a: 2, b: 3 }), '{ "a": 2, /* one *\/ "b": 3 }');
 * ```
 */
export function mergeJsonc(text: string, patch: Patch): string {
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  const content = text.slice(mark.length);
  const root = parseTree(content, [], { allowTrailingComma: true })!;
  const edits = new Merge(content, root).edits(root, patch).sort((a, b) => a.offset - b.offset);
  // applyEdits() of the library copies the whole text for each edit.
  const pieces: string[] = [mark];
  let end = 0;
  for (const { offset, length, content: replacement } of edits) {
    pieces.push(content.slice(end, offset), replacement);
    end = offset + length;
  }
  return [...pieces, content.slice(end)].join("");
}

class Merge {
  readonly #text: string;
  readonly #lineBreak: string;
  /** Where each line begins, and its indentation. A line may be long and have many nodes. */
  readonly #lines: readonly { readonly start: number; readonly indent: string }[];
  /** The additional indentation of a deeper level. */
  readonly #indent: string;

  constructor(text: string, root: Node) {
    this.#text = text;
    this.#lines = Array.from(
      text.matchAll(/(?<=^|\n)[ \t]*/g),
      ({ index, 0: indent }) => ({ start: index, indent }),
    );
    this.#lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
    const first = root.children?.[0];
    this.#indent = first === undefined ? "  " : this.#indentAt(first) || "  ";
  }

  /** The replacements, in no order. */
  edits(object: Node, patch: Patch): Edit[] {
    const known = new Map(
      object.children?.map(({ children }) => [children![0]!.value, children![1]]),
    );
    const edits: Edit[] = [];
    const added: [key: string, value: number | Patch][] = [];
    for (const [key, value] of Object.entries(patch)) {
      const there = known.get(key);
      if (there === undefined) added.push([key, value]);
      else if (typeof value === "number") {
        edits.push({ offset: there.offset, length: there.length, content: JSON.stringify(value) });
      } else for (const edit of this.edits(there, value)) edits.push(edit);
    }
    if (added.length > 0) { for (const edit of this.#add(object, added)) edits.push(edit); }
    return edits;
  }

  /** Adds properties after the last one and its comments. */
  #add(object: Node, added: readonly (readonly [string, number | Patch])[]): Edit[] {
    const start = object.offset + 1;
    const close = object.offset + object.length - 1;
    const inside = this.#text.slice(start, close);
    const last = object.children?.at(-1);
    const isOnOneLine = last !== undefined && !inside.includes("\n");
    const outer = this.#indentAt(object.parent ?? object);
    const inner = last === undefined ? outer + this.#indent : this.#indentAt(object.children![0]!);
    const before = isOnOneLine ? " " : this.#lineBreak + inner;
    const texts = added.map(([key, value]) =>
      `${before}${JSON.stringify(key)}: ${this.#write(value, inner)}`
    );
    const end = start + inside.trimEnd().length;
    const after = isOnOneLine || this.#text.slice(end, close).includes("\n")
      ? ""
      : this.#lineBreak + outer;
    const insertion = { offset: end, length: 0, content: texts.join(",") + after };
    if (last === undefined) return [insertion];
    const lastEnd = last.offset + last.length;
    const { done } = tokensOf(this.#text.slice(lastEnd, close)).next();
    // An object with a trailing comma keeps one.
    if (!done) return [{ ...insertion, content: `${texts.join(",")},${after}` }];
    return lastEnd === end
      ? [{ ...insertion, content: `,${insertion.content}` }]
      : [{ offset: lastEnd, length: 0, content: "," }, insertion];
  }

  /** Writes an object of objects over several lines, any other on one. */
  #write(value: number | Patch, outer: string): string {
    if (typeof value === "number") return JSON.stringify(value);
    const entries = Object.entries(value);
    const inner = outer + this.#indent;
    const isDeep = entries.some(([, one]) => typeof one !== "number");
    const texts = entries.map(([key, one]) => `${JSON.stringify(key)}: ${this.#write(one, inner)}`);
    return isDeep
      ? `{${this.#lineBreak}${inner}${
        texts.join(`,${this.#lineBreak}${inner}`)
      }${this.#lineBreak}${outer}}`
      : `{ ${texts.join(", ")} }`;
  }

  /** The indentation of a node's line. */
  #indentAt({ offset }: Node): string {
    let [low, high] = [0, this.#lines.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#lines[middle]!.start <= offset) low = middle;
      else high = middle;
    }
    return this.#lines[low]!.indent;
  }
}
