/** Quotes texts for shells like bash and zsh. @module */

/**
 * Puts a text into single quotes, so that a shell takes it literally.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(quoteText("it's $HOME"), "'it'\\''s $HOME'");
 * ```
 */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * Formats a word of a command line, in quotes only if it needs them.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals([quoteWord("a/b.ts"), quoteWord("a b")], ["a/b.ts", "'a b'"]);
 * ```
 */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : quoteText(word);
}
