import { assertEquals } from "@std/assert";
import { jsonParts } from "../../../scripts/result/text/json_parts.ts";
import { assertLinear } from "../../bounds/doubling.ts";

/** Returns the parts of a text, broken ones after an exclamation mark. */
function partsOf(text: string): string[] {
  return [...jsonParts(text)].map(({ start, end, isWhole }) =>
    (isWhole ? "" : "!") + text.slice(start, end)
  );
}

Deno.test("jsonParts() finds JSON between other text", () => {
  const rows: [text: string, parts: string[]][] = [
    ["", []],
    ["no JSON\n", []],
    ['{"a":1}', ['{"a":1}']],
    ['\ufeff {\t"a": [1, {}] }\r\n', ['{\t"a": [1, {}] }']],
    ['{"a":1}{"b":2}\n[3]', ['{"a":1}', '{"b":2}', "[3]"]],
    ['{"a":1}\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
    ['{ not: 1 } [warn] don\'t "quote {"a":1} }]', ['{"a":1}']],
    ['[ {"a": NaN, "b": -inf, "c": -nan(ind), "d": 1.#QNAN, "e": +Infinity} ]', [
      '[ {"a": NaN, "b": -inf, "c": -nan(ind), "d": 1.#QNAN, "e": +Infinity} ]',
    ]],
    ['{"a": "[{\\"}]"} x', ['{"a": "[{\\"}]"}']],
    ['http://a.b/{"a":1}', ['{"a":1}']],
    ["[]{}", ["[]", "{}"]],
  ];
  for (const [text, parts] of rows) assertEquals(partsOf(text), parts, text);
});

Deno.test("jsonParts() distinguishes a bracket before JSON from JSON", () => {
  const rows: [text: string, parts: string[]][] = [
    ['corpus: [\n{"a":1}\n', ['{"a":1}']],
    ['{"x":\n{"a":1}\n{"b":1}\n', ['{"a":1}', '{"b":1}']],
    ['[1, 2 {"a":1}', ["![1, 2 ", '{"a":1}']],
    ['[[[[\n{"a":[{}]}\n!', ['{"a":[{}]}']],
    ['{{"a":1}', ['{"a":1}']],
    ['[\n{"a":1}\n{', ['{"a":1}']],
  ];
  for (const [text, parts] of rows) assertEquals(partsOf(text), parts, text);
});

Deno.test("jsonParts() reports truncated or broken JSON, but nothing inside it", () => {
  const rows: [text: string, parts: string[]][] = [
    ['{"a":1}\n{"b": [{"c": 1}, ', ['{"a":1}', '!{"b": [{"c": 1}, ']],
    ['{\n  "b": [\n    {"c": 1}\n  ],\noops\n}', ['!{\n  "b": [\n    {"c": 1}\n  ],\noops']],
    ['{"a":1, "b', ['!{"a":1, "b']],
    ['{"a":1, "b": tru', ['!{"a":1, "b": tru']],
    ['{"a":1,}', ['!{"a":1,']],
    ['{"a":[1}', ['!{"a":[1']],
    ['{"a', []],
    ["bye [1", []],
    ["[", []],
    // A bracket after abandoned text is as empty as any other.
    ['corpus: [\n{"a":1}\n{\n', ['{"a":1}']],
  ];
  for (const [text, parts] of rows) assertEquals(partsOf(text), parts, text);
});

Deno.test("jsonParts() stops at the depth that the reader accepts", () => {
  assertEquals(partsOf("[".repeat(128) + "]".repeat(128)).length, 1);
  assertEquals(partsOf("[".repeat(129) + "]".repeat(129)), ["[]"]);
});

Deno.test("jsonParts() takes linear time on text that resembles JSON", async () => {
  const units = [
    '[{"a":',
    "[/*",
    '["',
    "[1,",
    "[\n[1],",
    "{\n",
    "[1]",
    "[1 ",
    '{"a":1,}',
    "[nan(a",
  ];
  for (const unit of units) {
    await assertLinear(
      JSON.stringify(unit),
      (size) => unit.repeat(size),
      (text) => [...jsonParts(text)].length,
    );
  }
});
