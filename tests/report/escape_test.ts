import { assertEquals } from "@std/assert";
import { codeMarkdown, escapeMarkdown, escapeTerminal } from "../../scripts/report/escape.ts";

Deno.test("escapeTerminal() makes active characters visible, and keeps plain text", async (t) => {
  const rows: [shows: string, text: string, wanted: string][] = [
    ["nothing", "", ""],
    ["text of any script", "größe 測定 🏁 e\u0301", "größe 測定 🏁 e\u0301"],
    ["line breaks and tabs by name", "a\r\n\tb", "a\\r\\n\\tb"],
    ["the first and the last control character", "\0\x1f\x7f", "\\x00\\x1f\\x7f"],
    ["their neighbours", " ~", " ~"],
    ["a colour", "\x1b[31mred", "\\x1b[31mred"],
    ["C1, which some terminals read as an escape", "\x80\x9b31m\x9f", "\\x80\\x9b31m\\x9f"],
    ["the space after C1", "a\xa0b", "a\xa0b"],
    ["a soft hyphen", "a\xadb", "a\\xadb"],
    ["invisible characters", "\u200b\u2060\ufeff\ufe0f", "\\u{200b}\\u{2060}\\u{feff}\\u{fe0f}"],
    ["characters that reorder text", "\u202ea\u2066b\u061c", "\\u{202e}a\\u{2066}b\\u{61c}"],
    ["other line breaks", "a\u2028b\u2029c\x85d", "a\\u{2028}b\\u{2029}c\\x85d"],
    ["tags beyond 16 bits", "a\u{e0041}", "a\\u{e0041}"],
    ["a lone surrogate, but not a pair", "\ud800 \udc00 \u{1f3c1}", "\\u{d800} \\u{dc00} 🏁"],
    [
      "noncharacters",
      "\ufffe\uffff\ufdd0\u{1ffff}",
      "\\u{fffe}\\u{ffff}\\u{fdd0}\\u{1ffff}",
    ],
    ["characters that look empty", "\u3164\u115f", "\\u{3164}\\u{115f}"],
    ["a workflow command", "::error::x", "\\x3a:error::x"],
    ["a workflow command after spaces", "  ::error::x", "  \\x3a:error::x"],
    ["a workflow command at the beginning of a broken line", "a ::error::x", "a \\x3a:error::x"],
    ["colons in other places", "a::b", "a::b"],
    ["one colon", ":a", ":a"],
    ["an old workflow command, in any place", "a ##[error]x", "a \\x23#[error]x"],
    ["a heading", "## a", "## a"],
  ];
  for (const [shows, text, wanted] of rows) {
    await t.step(shows, () => assertEquals(escapeTerminal(text), wanted));
  }
});

Deno.test("escapeMarkdown() leaves no markup", async (t) => {
  const rows: [shows: string, text: string, wanted: string][] = [
    [
      "plain words",
      "at least +10.0 % with 99 % confidence",
      "at least +10.0 % with 99 % confidence",
    ],
    ["HTML", "<b>&amp;", "&lt;b&gt;&amp;amp;"],
    ["cells", "a | b \\| c", "a &#124; b &#92;&#124; c"],
    ["code", "`a`", "&#96;a&#96;"],
    ["emphasis", "*a* _b_ ~~c~~", "&#42;a&#42; &#95;b&#95; &#126;&#126;c&#126;&#126;"],
    ["a link", "[a](b)", "&#91;a&#93;(b)"],
    ["an image", "![a](b)", "&#33;&#91;a&#93;(b)"],
    ["an address", "https://example.com", "https&#58;//example.com"],
    ["an address without scheme", "www.example.com", "www&#46;example.com"],
    [
      "a mention, which GitHub recognises even in an entity",
      "@a b@c.de",
      "&#64;<!-- -->a b&#64;<!-- -->c.de",
    ],
    ["an issue, which GitHub recognises even in an entity", "a#1", "a&#35;<!-- -->1"],
    ["an issue in its other form", "GH-1 gh-2", "GH&#45;<!-- -->1 gh&#45;<!-- -->2"],
    ["a hyphen or a full stop in other places", "a-b, awww.", "a-b, awww."],
    ["a colon before a space", "round 1: no", "round 1: no"],
    ["a line break", "a\nb", "a&#92;nb"],
    ["mathematics", "$a$", "&#36;a&#36;"],
    ["an item of a list", "- a", "&#45;<!-- --> a"],
    ["an item of another list", "+ a", "&#43; a"],
    ["a numbered item", "12. a", "12&#46; a"],
    ["another numbered item", "1) a", "1&#41; a"],
    ["a rule", "---", "&#45;<!-- -->--"],
    ["an underline of a heading", "===", "&#61;=="],
    ["indented code", "    a", "&#32;   a"],
    ["figures", "+10.0 % (1.5 ms to 1.65 ms)", "+10.0 % (1.5 ms to 1.65 ms)"],
    ["a dash alone", "-", "-"],
    ["an option", "--budget must", "--budget must"],
  ];
  for (const [shows, text, wanted] of rows) {
    await t.step(shows, () => assertEquals(escapeMarkdown(text), wanted));
  }
});

Deno.test("codeMarkdown() uses a code span if the text needs no escape in it", async (t) => {
  const rows: [shows: string, text: string, wanted: string][] = [
    ["an identity", "a/b_bench.ts:group/name", "`a/b_bench.ts:group/name`"],
    ["text that is markup outside code", "<b> [a](b) @c #1", "`<b> [a](b) @c #1`"],
    ["a backtick, which would end it", "a`b", "a&#96;b"],
    ["a pipe, which would end the cell", "a|b", "a&#124;b"],
    ["a backslash", "a\\b", "a&#92;b"],
    ["a line break", "a\nb", "a&#92;nb"],
    ["an old workflow command", "##[error]x", "&#92;x23&#35;<!-- -->&#91;error&#93;x"],
    ["nothing", "", ""],
  ];
  for (const [shows, text, wanted] of rows) {
    await t.step(shows, () => assertEquals(codeMarkdown(text), wanted));
  }
});
