/** Text of unknown origin, made harmless for where it is shown. @module */

// Control characters, line separators, what hides or reorders text, lone surrogates,
// interlinear annotations, and what Unicode says is no character, which XML cannot hold.
const UNPRINTABLE =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\ufff9-\ufffb]/gu;

/**
 * Text that cannot move the cursor, change colours, start a new line or reorder what is around it:
 * each such character becomes its escape, and the rest is kept. Neither is it a command to GitHub
 * Actions, which reads them from any output: `::` at the start of a line, and so of any word, as
 * lines are broken between words; `##[` anywhere.
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

/** What is markup anywhere, then what is so at the start of a line alone: code, lists and rules. */
const MARKUP = new RegExp(
  [
    /[&<>|\\`*_~$[\]#!@]|:(?!\s)|(?<=\bwww)\.|(?<=\bGH)-/,
    /^\s|^[-+](?=\s)|^-(?=-+\s*$)|^=(?==*\s*$)|(?<=^\d+)[.)](?=\s|$)/,
  ].map(({ source }) => source).join("|"),
  "gi",
);

/**
 * GitHub looks for mentions and issues in the text that Markdown gives, where entities are resolved
 * (https://github.com/github/cmark-gfm/issues/181); a comment keeps the sign apart from the name.
 */
const NO_REFERENCE = "<!-- -->";

const NAMED_ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/**
 * Text as a Markdown code span where that needs no escapes, which reads best in the source, and
 * escaped otherwise.
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
