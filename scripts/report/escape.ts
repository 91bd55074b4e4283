/** Makes text of unknown origin safe to show. @module */

// Control characters, line separators, characters that hide or reorder text, lone surrogates,
// interlinear annotations, and Unicode's noncharacters, which XML cannot hold.
const UNPRINTABLE =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\ufff9-\ufffb]/gu;

/**
 * Escapes each character that could move the cursor, change colours, start a new line or reorder
 * text around it. It also escapes commands to GitHub Actions, which reads them from any output:
 * `::` at the start of a line, hence of any word, because lines break between words; `##[`
 * anywhere.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(escapeTerminal("sum\u001b[31m\n"), "sum\\x1b[31m\\n");
 * ```
 */
export function escapeTerminal(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const named: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
    const code = character.codePointAt(0)!;
    return named[character] ??
      (code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`);
  }).replace(/(?<!\S):(?=:)/g, "\\x3a").replace(/#(?=#\[)/g, "\\x23");
}

/**
 * Text for a cell of a Markdown table or a line of Markdown: no markup, links, mentions, mathematics
 * or HTML.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(escapeMarkdown("a|b <b>"), "a&#124;b &lt;b&gt;");
 * ```
 */
export function escapeMarkdown(text: string): string {
  return escapeTerminal(text).replace(
    MARKUP,
    (character) =>
      (NAMED_ENTITIES[character] ?? `&#${character.charCodeAt(0)};`) +
      (/[@#-]/.test(character) ? NO_REFERENCE : ""),
  );
}

/**
 * Characters that are markup anywhere, then those that are only at the start of a line: code, lists
 * and rules.
 */
const MARKUP = new RegExp(
  [
    /[&<>|\\`*_~$[\]#!@]|:(?!\s)|(?<=\bwww)\.|(?<=\bGH)-/,
    /^\s|^[-+](?=\s)|^-(?=-+\s*$)|^=(?==*\s*$)|(?<=^\d+)[.)](?=\s|$)/,
  ].map(({ source }) => source).join("|"),
  "gi",
);

/**
 * GitHub looks for mentions and issues after it resolves entities
 * (https://github.com/github/cmark-gfm/issues/181); a comment separates the sign from the name.
 */
const NO_REFERENCE = "<!-- -->";

const NAMED_ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/**
 * Text as a Markdown code span, which reads best in the source, or escaped if it needs escapes.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(codeMarkdown("sort_bench.ts:sum"), "`sort_bench.ts:sum`");
 * assertEquals(codeMarkdown("a`b"), "a&#96;b");
 * ```
 */
export function codeMarkdown(text: string): string {
  const plain = /^(?!.*##\[)[\w .,:;/#+()\[\]=%<>&@!?^~*'"-]+$/.test(text);
  return plain ? `\`${text}\`` : escapeMarkdown(text);
}
