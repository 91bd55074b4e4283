import { assertEquals } from "@std/assert";
import { parseJsonc } from "../../scripts/result/jsonc.ts";
import { doubleQuoted } from "../../scripts/result/single_quotes.ts";

Deno.test("doubleQuoted() converts what Deno accepts to JSON with comments", async (t) => {
  const rows: [text: string, value: unknown][] = [
    ["{ 'a': 'b' }", { a: "b" }],
    [`{ 'a': 'say "b"' } // it's`, { a: 'say "b"' }],
    [`{ "a": "it's", /* 'c' */ 'b': 'it\\'s' }`, { a: "it's", b: "it's" }],
    [`['\\\\', '\\n', '\\\\\\'']`, ["\\", "\n", "\\'"]],
    [`["\\"'", '']`, [`"'`, ""]],
    ["{}", {}],
  ];
  for (const [text, value] of rows) {
    await t.step(text, () => assertEquals(parseJsonc(doubleQuoted(text), "x"), value));
  }
});

Deno.test("doubleQuoted() leaves an unterminated string unchanged", () => {
  for (const text of ["'", "{ 'a", "['a\n']", "/* ' ", "['\\"]) {
    assertEquals(doubleQuoted(text), text);
  }
});
