import { assertEquals } from "@std/assert";

/** Names that are harmless as data and harmful where they are shown unescaped. */
export const HOSTILE_NAMES: readonly (readonly [what: string, name: string])[] = [
  ["a line break", "first\nsecond"],
  ["a Windows line break", "first\r\nsecond"],
  ["a carriage return, which overwrites the line", "failed\rpassed"],
  ["a colour", "\x1b[31mred\x1b[0m"],
  ["a terminal title", "\x1b]0;owned\x07"],
  ["a C1 control sequence", "\x9b2J"],
  ["a backspace and a null", "ab\b\0"],
  ["a tab", "a\tb"],
  ["a table cell", "a | b || c"],
  ["an escaped pipe", "a \\| b"],
  ["a workflow command", "::error::x"],
  ["a workflow command after a space", " ::error::x"],
  ["a workflow command after a line break", "a\n::error file=a.ts,line=1::x"],
  ["workflow commands at places where a line may break", "::error::x ".repeat(40)],
  ["an old workflow command", "##[error]x"],
  ["a script", "<script>alert(1)</script>"],
  ["an image", '<img src=x onerror="alert(1)">'],
  ["the end of a folded section", "</details></summary>"],
  ["an HTML comment", "<!-- x"],
  ["an entity", "&lt;b&gt;"],
  ["a Markdown link", "[x](https://example.com)"],
  ["a Markdown image", "![x](https://example.com/x.png)"],
  ["a bare link", "https://example.com/x www.example.com"],
  ["a mention and an issue", "@everyone #1 GH-1"],
  ["backticks", "`a` ``b``"],
  ["one backtick", "a`b"],
  ["a code fence", "```\n# x\n```"],
  ["emphasis", "**a** __b__ ~~c~~"],
  ["a heading", "# a"],
  ["the prototype", "__proto__"],
  ["the constructor", "constructor"],
  ["a method of objects", "toString"],
  ["a very long name", "long ".repeat(400)],
  ["a long word", "x".repeat(2000)],
  ["reordered text", "\u202eevil\u202c \u2066x\u2069"],
  ["hidden text", "a\u200bb\u{e0041}\ufeff"],
  ["line separators", "a\u2028b\u2029c\x85d"],
  ["a lone surrogate", "\ud800 \udc00"],
  ["nothing", ""],
  ["spaces", "   "],
  ["wide characters", "測定 🏁"],
  ["noncharacters", "a\ufffeb\uffffc\u{1fffe}d\ufdd0"],
  ["marks of direction", "\u200ea\u200fb\u061c"],
  ["only a lone surrogate", "\ud801"],
  ["only another lone surrogate", "\ud802"],
  ["text from right to left", "שלום عربي"],
  ["combining marks", `e\u0301${"\u0335".repeat(50)}`],
  ["characters that only look like spaces", "\u3164\u2800"],
  ["an item of a list", "- a"],
  ["a numbered item", "1. a"],
  ["a rule", "---"],
  ["indented code", "    a"],
  ["mathematics", "$a$ $`b`$"],
  ["quotes", `"a" 'b' \`c\``],
  ["an option", "--quiet"],
  ["characters that percent-encoding escapes", "a%2Fb%20c"],
  ["separators of a URL", "//a/b?c=d#e:f"],
  ["a path to parent folders", "../../a"],
  ["a suffix of Go", "sum-8"],
  ["an address with a scheme", "javascript:alert(1)"],
  ["a key and a value", "a=b\nc=d"],
  ["the end of a data section", "]]>"],
];

/** Matches what a terminal obeys, except for line breaks, and what reorders text. */
// deno-lint-ignore no-control-regex
const UNSAFE = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

/** Asserts that text does not control a terminal, or a CI that reads it. */
export function assertHarmless(shown: string, what: string): void {
  assertEquals(UNSAFE.exec(shown), null, what);
  assertEquals(/^::|##\[/m.exec(shown), null, what);
}
