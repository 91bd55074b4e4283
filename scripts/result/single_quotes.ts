/** Strings in single quotes, which Deno's configuration may have and JSON may not. @module */
import { tokenAt } from "./jsonc_tokens.ts";

/**
 * Replaces single quotes around strings by double quotes.
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

/** Replaces each string in single quotes; `replace` gets its content. Comments stay. */
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

/** The end of a string or comment that begins at `at`; else the next place. */
export function endOfPart(text: string, at: number): number {
  if (text[at] === '"' || text[at] === "/") return Math.max(at + 1, tokenAt(text, at).end);
  if (text[at] !== "'") return at + 1;
  let end = at + 1;
  while (end < text.length && text[end] !== "'" && text[end] !== "\n") {
    end += text[end] === "\\" ? 2 : 1;
  }
  return Math.min(end + 1, text.length);
}
