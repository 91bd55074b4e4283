import { assert, assertEquals } from "@std/assert";
import {
  codeMarkdown,
  escapeJson,
  escapeMarkdown,
  escapeTerminal,
} from "../../scripts/report/escape.ts";
import { HOSTILE_NAMES } from "../helpers/hostile_names.ts";

/** What may never be shown as it is: controls, lone surrogates, line separators, reordering marks. */
const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

Deno.test("escapeTerminal() shows what cannot be printed and keeps the rest", async (t) => {
  const rows: [text: string, shown: string][] = [
    ["plain text, 測定 🏁 é", "plain text, 測定 🏁 é"],
    ["a\nb\r\tc", "a\\nb\\r\\tc"],
    ["\0\x07\x08\x1b[0m\x7f\x80\x9b\x9f", "\\x00\\x07\\x08\\x1b[0m\\x7f\\x80\\x9b\\x9f"],
    ["\u202e\u2066\u200f", "\\u{202e}\\u{2066}\\u{200f}"],
    ["\u2028\u2029\ufeff", "\\u{2028}\\u{2029}\\u{feff}"],
    ["\u{e0041}", "\\u{e0041}"],
    ["\ud800 \udc00", "\\u{d800} \\u{dc00}"],
    ["::error::x", "\\x3a:error::x"],
    ["  ::error::x", "  \\x3a:error::x"],
    ["\u3000::error::x", "\u3000\\x3a:error::x"],
    ["a::b", "a::b"],
    ["a ::b ::c", "a \\x3a:b \\x3a:c"],
    ["##[error]x", "\\x23#[error]x"],
    ["a ##[group] ###[x]", "a \\x23#[group] #\\x23#[x]"],
    ["a\\nb", "a\\nb"],
    ["", ""],
  ];
  for (const [text, shown] of rows) {
    await t.step(JSON.stringify(text), () => assertEquals(escapeTerminal(text), shown));
  }
});

Deno.test("escapeTerminal() leaves no control character of any kind", () => {
  for (let code = 0; code < 0x3000; code++) {
    const shown = escapeTerminal(`a${String.fromCodePoint(code)}b`);
    assert(!UNSAFE.test(shown), `U+${code.toString(16)}`);
  }
});

Deno.test("escapeMarkdown() leaves nothing that Markdown or HTML would read", async (t) => {
  const rows: [text: string, escaped: string][] = [
    ["a|b", "a&#124;b"],
    ["<b>&amp;", "&lt;b&gt;&amp;amp;"],
    ["[x](y)", "&#91;x&#93;(y)"],
    ["![x](y)", "&#33;&#91;x&#93;(y)"],
    ["`a`", "&#96;a&#96;"],
    ["*a* _b_ ~c~", "&#42;a&#42; &#95;b&#95; &#126;c&#126;"],
    ["@x #1", "&#64;x &#35;1"],
    ["https://x.y", "https&#58;//x.y"],
    ["www.x.y WWW.x", "www&#46;x.y WWW&#46;x"],
    ["note: this. that", "note: this. that"],
    ["a\nb", "a&#92;nb"],
    ["a\\|b", "a&#92;&#124;b"],
    ["12.5 %, at least +3.1 %", "12.5 %, at least +3.1 %"],
  ];
  for (const [text, escaped] of rows) {
    await t.step(text, () => assertEquals(escapeMarkdown(text), escaped));
  }
});

Deno.test("codeMarkdown() is a code span only where nothing can end it", async (t) => {
  const rows: [text: string, shown: string][] = [
    ["a b/c:d [e]", "`a b/c:d [e]`"],
    ["<script>", "`<script>`"],
    ["a`b", "a&#96;b"],
    ["a|b", "a&#124;b"],
    ["a\\", "a&#92;"],
    ["a\nb", "a&#92;nb"],
    ["é", "é"],
    ["", ""],
  ];
  for (const [text, shown] of rows) {
    await t.step(JSON.stringify(text), () => assertEquals(codeMarkdown(text), shown));
  }
});

Deno.test("every escape keeps hostile names on one line", async (t) => {
  for (const [what, name] of HOSTILE_NAMES) {
    await t.step(what, () => {
      for (const escape of [escapeTerminal, escapeMarkdown, codeMarkdown]) {
        const shown = escape(name);
        assert(!UNSAFE.test(shown), shown);
        assert(!/^\s*::/.test(shown) && !shown.includes("##["), shown);
      }
      const bare = codeMarkdown(name).replace(/^`[^`]*`$/, "");
      assert(!/[<>|`]|\]\(|:\/\//.test(bare), bare);
    });
  }
});

Deno.test("escapeJson() changes how values are written, not what they are", async (t) => {
  for (const [what, name] of HOSTILE_NAMES) {
    await t.step(what, () => {
      const json = JSON.stringify({ [name]: [name] }, null, 2);
      const escaped = escapeJson(json);
      assertEquals(JSON.parse(escaped), JSON.parse(json));
      assert(!UNSAFE.test(escaped.replaceAll("\n", "")) && !escaped.includes("##["), escaped);
    });
  }
  assertEquals(escapeJson('{\n  "a": "é 測 \u202e"\n}'), '{\n  "a": "é 測 \\u202e"\n}');
});
