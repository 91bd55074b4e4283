// The oracle has to see what is wrong: outputs of each format, right and with one thing in them.
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { COMPARISON_FORMATS } from "../../scripts/report/comparison/formats.ts";
import { noPaint } from "../../scripts/report/paint.ts";
import { RESULT_FORMATS } from "../../scripts/report/result/formats.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { TABLE_SCRIPT } from "../../scripts/report/html/table_script.ts";
import { documentOf, richComparison } from "../helpers/rich.ts";
import {
  assertHarmless,
  assertKept,
  assertOneLine,
  assertWellFormed,
  BrokenPromise,
  readOrRefuse,
} from "./oracle.ts";

const surface = { paint: noPaint, columns: 80 };

Deno.test("assertWellFormed() takes what the formats render", async () => {
  for (const { name, render } of COMPARISON_FORMATS) {
    assertWellFormed(name, await render(richComparison(), surface));
  }
  for (const { name, render } of RESULT_FORMATS) {
    assertWellFormed(name, await render(documentOf("a"), surface));
  }
});

Deno.test("assertWellFormed() sees what is wrong in each format", async (t) => {
  const rows: [format: string, text: string][] = [
    ["terminal", "a\x1b[31m\n"],
    ["terminal", "\u202e\n"],
    ["terminal", "::error::x\n"],
    ["terminal", "a ##[error]x\n"],
    ["json", "{\n"],
    ["json", '"\u2066"\n'],
    ["bencher", "{]"],
    ["customSmallerIsBetter", ""],
    ["sarif", '{"uri": "a:b"}'],
    ["sarif", '{"uri": "//a/b"}'],
    ["sarif", '{"uri": "a b"}'],
    ["sarif", '{"uri": "a#b"}'],
    ["sarif", '{"uri": "%2"}'],
    ["junit", "<a>\ufffe</a>"],
    ["junit", "<a><b></a></b>"],
    ["junit", "<a>&nbsp;</a>"],
    ["junit", '<a b="<"/>'],
    ["junit", "<a>"],
    ["junit", "<a>]]></a>"],
    ["junit", '<a b="c" d></a>'],
    ["html", `<p><script>alert(1)</script></p><script>${TABLE_SCRIPT}</script>`],
    ["html", "<style>p { display: none }</style>"],
    ["html", '<p onclick="a()">'],
    ["html", '<a href="javascript:a()">'],
    ["html", "<iframe>"],
    ["html", "a < b"],
    ["html", "a & b"],
    ["html", "<p title='a'>"],
    ["markdown", "what nobody of us writes\n"],
    ["markdown", "- [a](b)\n"],
    ["markdown", "- <b>\n"],
    ["markdown", "- @a\n"],
    ["markdown", "- - a\n"],
    ["markdown", "| a | b | c | d | e | f | g | h |\n"],
    ["markdown", "- https://example.com\n"],
    ["markdown", "- *a*\n"],
    ["annotations", "::error file=a::b\nc\n"],
    ["annotations", "::error file=a,title=b:c::d\n"],
    ["annotations", "::error file=\x1b::d\n"],
    ["annotations", "::error file=a::50 %\n"],
    ["annotations", "::error file=a::b"],
    ["go", "Benchmark/a b-2\t1\t1 ns/op\n"],
    ["go", "a\n"],
  ];
  for (const [format, text] of rows) {
    await t.step(`${format}: ${JSON.stringify(text)}`, () => {
      assertThrows(() => assertWellFormed(format, text), BrokenPromise);
    });
  }
});

Deno.test("readOrRefuse() takes values and failures of one line, and nothing else", async () => {
  assertEquals(await readOrRefuse("a", () => 1), 1);
  assertEquals(
    await readOrRefuse("a", () => Promise.reject(new Failure("Cannot read\na"))),
    null,
  );
  const faults = [new Failure(""), new RangeError("x"), "text", null];
  for (const fault of faults) {
    await assertRejects(() => readOrRefuse("a", () => Promise.reject(fault)), BrokenPromise);
  }
});

Deno.test("assertKept() and assertHarmless() name the promise that is broken", () => {
  assertKept("a", { b: [1] }, () => ({ b: [1] }));
  assertThrows(() => assertKept("a", [1], () => [2]), BrokenPromise, "read back equal");
  assertThrows(() => assertKept("a", 1, () => JSON.parse("")), BrokenPromise, "read back equal");
  assertOneLine("a", "one\n::error::x\x1b");
  assertThrows(() => assertHarmless("a", "\ufeff"), BrokenPromise, "reorders or hides");
});
