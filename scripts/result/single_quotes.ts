/** Texts in single quotes, which Deno takes in its configuration and JSON does not have. @module */
import { tokenAt } from "./jsonc_tokens.ts";

/**
 * The same text with double quotes in place of single ones, which Deno takes and parsers of JSON do
 * not.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(doubleQuoted(`{ 'a': 'say "b"' } // it's`), `{ "a": "say \\"b\\"" } // it's`);
 * ```
 */
export function doubleQuoted(text: string): string {
  if (!text.includes("'")) return text;
  return replaceSingleQuoted(text, (inner) => {
    const content = inner.replaceAll(/\\'|"/g, (found) => found === '"' ? '\\"' : "'");
    return `"${content}"`;
  });
}

/** Replaces each text in single quotes, given what stands between them; comments stay. */
export function replaceSingleQuoted(text: string, replace: (inner: string) => string): string {
  let result = "";
  for (let at = 0; at < text.length;) {
    const end = endOfPart(text, at);
    const part = text.slice(at, end);
    result += part.length > 1 && part.startsWith("'") && part.endsWith("'")
      ? replace(part.slice(1, -1))
      : part;
    at = end;
  }
  return result;
}

/** Where a string or a comment ends that begins here; else the next place. */
export function endOfPart(text: string, at: number): number {
  if (text[at] === '"' || text[at] === "/") return Math.max(at + 1, tokenAt(text, at).end);
  if (text[at] !== "'") return at + 1;
  let end = at + 1;
  while (end < text.length && text[end] !== "'" && text[end] !== "\n") {
    end += text[end] === "\\" ? 2 : 1;
  }
  return Math.min(end + 1, text.length);
}
