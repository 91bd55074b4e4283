/** Quotes texts for shells. @module */

/**
 * Puts a text into single quotes, so that a shell like bash or zsh takes it literally.
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
 * Formats a word of a command line for shells like bash and that of `deno task`, in quotes only if it
 * needs them.
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

/**
 * Formats a word of a command line that a reader may type, in quotes only if it needs them. The shells
 * of Windows keep single quotes, and take backslashes literally.
 *
 * @param os The system of the reader.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(quoteShown("C:\\a\\b.ts", "windows"), "C:\\a\\b.ts");
 * assertEquals(quoteShown("C:\\a b\\c.ts", "windows"), '"C:\\a b\\c.ts"');
 * assertEquals(quoteShown("a b", "linux"), "'a b'");
 * ```
 */
export function quoteShown(word: string, os: typeof Deno.build.os = Deno.build.os): string {
  if (os !== "windows") return quoteWord(word);
  if (/^[\w+=:,./\\-]+$/.test(word)) return word;
  // Programs see a backslash before a double quote as an escape.
  const escaped = word.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, "$&$&");
  return `"${escaped}"`;
}

/**
 * Lays out a long command line in its parts, a line each. On Windows it stays one line, since cmd.exe
 * and PowerShell continue lines in different ways.
 *
 * @param parts Words, or words that belong together, as a shell takes them.
 * @param os The system of the reader.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const parts = ["deno run", "-R", "main.ts"];
 * assertEquals(continueLines(parts, "linux"), ["deno run \\", "  -R \\", "  main.ts"]);
 * assertEquals(continueLines(parts, "windows"), ["deno run -R main.ts"]);
 * ```
 */
export function continueLines(
  parts: readonly string[],
  os: typeof Deno.build.os = Deno.build.os,
): string[] {
  if (os === "windows") return [parts.join(" ")];
  return parts.map((part, index) =>
    (index === 0 ? part : `  ${part}`) + (index < parts.length - 1 ? " \\" : "")
  );
}
